"""From the calendar on record to an edited one: what differs, and by which moves it follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.calendar import CycleCalendar
from tat import moves, subjects
from tat.calendar import CalendarDays, StepDays, WindowDays
from tat.moves import Move
from tat.refusals import Refused

MOST_MOVES = 100


@dataclass(frozen=True)
class Change:
    """Other days for a step, or for a window in it."""

    step: int
    window: str | None
    before: tuple[date, date]
    after: tuple[date, date]

    @property
    def subject(self) -> str:
        """What has other days."""
        return subjects.days_of(self.step, self.window)

    def __str__(self) -> str:
        """Old days and new ones."""
        before, after = (f"{first} to {last}" for first, last in (self.before, self.after))
        return f"{self.subject}: {before} becomes {after}"


def differences(record: CalendarDays, wanted: CycleCalendar) -> list[Change]:
    """Give every step and window that has other days in the edited calendar, in order."""
    return list(_changes(record, wanted))


def moves_towards(record: CalendarDays, wanted: CycleCalendar, *, today: date) -> list[Move]:
    """Give moves, in an order in which each of them can be made, that lead to the edited calendar.

    Where a step cannot be moved at once because others are in its way, its last day goes first.

    Raises:
        Refused: there is no such way; every obstacle is named, and nothing is to be moved.
    """
    _check_comparable(record, wanted)
    found: list[Move] = []
    calendar = record
    while left := differences(calendar, wanted):
        move = _next_move(calendar, left, today=today)
        calendar = moves.moved(calendar, move)
        found.append(move)
        if len(found) > MOST_MOVES:
            raise Refused("Nothing was moved: the edited days cannot be reached; move them singly.")
    return found


def _changes(record: CalendarDays, wanted: CycleCalendar) -> Iterator[Change]:
    for step in record.steps:
        new = wanted.step(step.number)
        if _days(step) != (new.starts_on, new.ends_on):
            yield Change(step.number, None, _days(step), (new.starts_on, new.ends_on))
        for window in step.windows:
            other = new.window(window.name)
            if _days(window) != (other.starts_on, other.ends_on):
                days = (other.starts_on, other.ends_on)
                yield Change(step.number, window.name, _days(window), days)


def _next_move(calendar: CalendarDays, left: list[Change], *, today: date) -> Move:
    refusals: dict[str, None] = {}
    for attempt in (_whole, _last_day, _first_day):
        for change in left:
            move = attempt(change)
            if move is None:
                continue
            try:
                moves.check(calendar, move, today=today)
            except Refused as refusal:
                if attempt is _whole:
                    refusals[str(refusal)] = None
            else:
                return move
    raise Refused("\n".join(["Nothing was moved.", *refusals]))


def _whole(change: Change) -> Move | None:
    return Move(change.step, change.window, *_new_days(change))


def _last_day(change: Change) -> Move | None:
    _first, last = _new_days(change)
    return Move(change.step, change.window, None, last) if last else None


def _first_day(change: Change) -> Move | None:
    first, _last = _new_days(change)
    return Move(change.step, change.window, first, None) if first else None


def _new_days(change: Change) -> tuple[date | None, date | None]:
    """The days that change; None for one that stays."""
    first, last = change.after
    return (
        first if first != change.before[0] else None,
        last if last != change.before[1] else None,
    )


def _check_comparable(record: CalendarDays, wanted: CycleCalendar) -> None:
    """A cycle on record has its frame: other days inside it are moves, another frame is not."""
    if (record.starts_on, record.ends_on) != (wanted.starts_on, wanted.ends_on):
        raise Refused(
            f"Nothing was moved: the cycle {record.name} is on record from {record.starts_on} to "
            f"{record.ends_on}, which does not change; put these days back in the file."
        )
    for step in record.steps:
        held = sorted(window.name for window in step.windows)
        named = sorted(window.name for window in wanted.step(step.number).windows)
        if held != named:
            raise Refused(
                f"Nothing was moved: step {step.number} is on record with the windows "
                f"{', '.join(held) or 'none'}, and the file has {', '.join(named) or 'none'}; "
                "windows come and go with a new cycle only."
            )


def _days(span: StepDays | WindowDays) -> tuple[date, date]:
    return span.starts_on, span.ends_on
