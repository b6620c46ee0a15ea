"""Days that OCC moves in the middle of a rehearsal, as config/rehearsal.toml declares them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from config.vocabulary import Role
from rehearsal.cast import Cast, MovedDays
from tasks.dates import move_days
from tasks.surroundings import Surroundings
from tat.database import read
from tat.decisions import decisions
from tat.moves import Move
from tat.people import directory
from tat.statuses import DecisionKind

DECIDES_AT = time(10)
"""When OCC decides, by the clock of the cycle's time zone."""


def next_move(
    surroundings: Surroundings, cycle: str, cast: Cast
) -> tuple[datetime, MovedDays] | None:
    """The first move that is not on record yet, and when it is decided; None: none is left."""
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    with read(surroundings.tracker) as tat:
        done = [
            (one.subject, one.at)
            for kind in (DecisionKind.MOVED_STEP, DecisionKind.MOVED_WINDOW)
            for one in decisions(tat, cycle, kind)
        ]
    ahead = [
        (at, one)
        for one in cast.moved
        for at in [datetime.combine(one.on, DECIDES_AT, zone)]
        if not any(subject == move_of(one).subject and when >= at for subject, when in done)
    ]
    return min(ahead, key=lambda pair: pair[0], default=None)


def decide_move(surroundings: Surroundings, cycle: str, moved: MovedDays) -> None:
    """Have OCC move the days. Raises: Refused, where the calendar has no room for them."""
    with read(surroundings.tracker) as tat:
        by = directory(tat).holding([Role.OCC])[0].person
    move_days(surroundings, cycle, move_of(moved), by_id=by.id, reason=moved.reason)


def move_of(moved: MovedDays) -> Move:
    """What is moved, in the terms of the record."""
    return Move(moved.step, moved.window, moved.starts_on, moved.ends_on)
