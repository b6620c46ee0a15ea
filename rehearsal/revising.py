"""Plans that Specialists revise without having been asked, by config/rehearsal.toml."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import Role
from rehearsal.cast import Cast, RevisedPlan
from tasks.surroundings import Surroundings
from tat import revisions
from tat.database import read, write
from tat.people import directory
from tat.schema import Plan, Prompt

BEGINS_AT = time(11)
"""When a Specialist begins, by the clock of the cycle's time zone."""


def next_revision(
    surroundings: Surroundings, cycle: str, cast: Cast
) -> tuple[datetime, RevisedPlan] | None:
    """The first revision that is not begun yet, and when it is; None when none is left."""
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    rows = (
        sa.select(Plan.jurisdiction, Prompt.asked_at)
        .join(Plan, Plan.id == Prompt.plan_id)
        .where(Prompt.cycle == cycle, Prompt.subject.like("own %"))
    )
    with read(surroundings.tracker) as tat:
        begun = [(code, at) for code, at in tat.execute(rows)]
    ahead = [
        (at, one)
        for one in cast.revised
        for at in [datetime.combine(one.on, BEGINS_AT, zone)]
        if not any(code == one.of and asked_at >= at for code, asked_at in begun)
    ]
    return min(ahead, key=lambda pair: pair[0], default=None)


def begin_revision(surroundings: Surroundings, cycle: str, revised: RevisedPlan) -> None:
    """Have the Specialist of a state begin; the link reaches them by mail."""
    with write(surroundings.tracker) as tat:
        holders = directory(tat).holding([Role.SPECIALIST], jurisdiction=revised.of)
        revisions.begin(
            tat, cycle, revised.of, by_person_id=holders[0].person.id,
            rules=surroundings.declared_for(cycle).rules, now=surroundings.now(),
        )  # fmt: skip
