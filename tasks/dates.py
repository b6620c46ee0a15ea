"""Move a step or a window by a decision, before or after it began, and see what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.scopes import NATION
from config.vocabulary import Role
from tasks.moved_notices import Told, tell_of_move
from tasks.moved_prompts import MovedPrompt, move_due_dates
from tasks.opening import closes_at
from tasks.surroundings import Surroundings
from tat import moves, people
from tat.calendar import CalendarDays, days_of, read_calendar
from tat.database import Tat, write
from tat.decisions import Decided, decide
from tat.moves import Move, span_of
from tat.refusals import Refused
from tat.schema import Cycle, Step, Window
from tat.statuses import DecisionKind


@dataclass(frozen=True)
class Moved:
    """What came of a move."""

    decision_id: int
    n_prompts: int
    """Open prompts that have another due date."""
    n_notices: int


def move_days(
    surroundings: Surroundings, cycle: str, move: Move, *, by_id: int, reason: str
) -> Moved:
    """Give a step or a window other days: decide, change the calendar, and what hangs on it.

    Due dates of open prompts move along, and who must know is told with the next mail. What was
    sent is not sent again; reminders and what is gathered follow by themselves, for they look at
    the record.

    Args:
        by_id: who decides, of OCC.
    Raises:
        Refused: nothing was changed; the sentence says why and what to do.
    """
    now = surroundings.now()
    declared = surroundings.declared_for(cycle)
    with write(surroundings.tracker) as tat:
        _check_author(tat, move, by_id)
        _check_at_rest(tat, cycle, move, now=now)
        before = read_calendar(tat, declared.calendar)
        moves.check(before, move, today=_today(tat, cycle, now))
        after = moves.moved(before, move)
        _write_days(tat, before, after, move, now=now)
        prompts = move_due_dates(tat, declared.rules, before, after, now=now)
        kind = DecisionKind.MOVED_WINDOW if move.window else DecisionKind.MOVED_STEP
        decision = decide(
            tat, cycle,
            Decided(kind, move.subject, reason, by_id, _details(before, after, move, prompts)),
            now=now,
        )  # fmt: skip
        told = Told(declared.rules, before, after, move, prompts, decision)
        return Moved(decision.id, len(prompts), tell_of_move(tat, told, now=now))


def close_early(
    surroundings: Surroundings, cycle: str, number: int, *, by_id: int, reason: str
) -> Moved:
    """Close a step now: this day becomes its last. Raises: Refused."""
    now = surroundings.now()
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    move = Move(number, ends_on=now.astimezone(zone).date(), at_once=True)
    return move_days(surroundings, cycle, move, by_id=by_id, reason=reason)


def _today(tat: Tat, cycle: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(tat.get_one(Cycle, cycle).time_zone)).date()


def _check_author(tat: Tat, move: Move, by_id: int) -> None:
    """OCC owns the calendar: nobody else moves it, and nobody on their behalf."""
    directory = people.directory(tat)
    if not directory.has(by_id, Role.OCC, NATION):
        names = [holder.person.name for holder in directory.holding([Role.OCC])]
        stays = f"{move.subject[0].upper()}{move.subject[1:]} stays as it is"
        raise Refused(
            f"{stays}: {directory.people[by_id].name} is not of OCC, who own the calendar; "
            f"ask {' or '.join(names) or 'OCC'} to decide."
        )


def _check_at_rest(tat: Tat, cycle: str, move: Move, *, now: datetime) -> None:
    """A step whose execution may be closing it just now is not moved: one of both would be lost."""
    for step in tat.scalars(_row(cycle, move.step).with_for_update()):
        if step.lease_holder is not None and now >= closes_at(tat, step):
            raise Refused(
                f"Step {step.number} stays as it is: it is closing at this moment; look again in "
                "a minute with tacycle dates."
            )


def _write_days(
    tat: Tat, before: CalendarDays, after: CalendarDays, move: Move, *, now: datetime
) -> None:
    for was, step in zip(before.steps, after.steps, strict=True):
        row = tat.scalars(_row(after.name, step.number)).one()
        row.starts_on, row.ends_on = step.starts_on, step.ends_on
        if step.number == move.step and move.window is None:
            row.ended_early_at = now if move.at_once else None
        for window in step.windows:
            if window not in was.windows:
                held = tat.get_one(Window, (after.name, step.number, window.name))
                held.starts_on, held.ends_on = window.starts_on, window.ends_on
    tat.flush()


def _row(cycle: str, number: int) -> sa.Select[Step]:
    return sa.select(Step).where(Step.cycle == cycle, Step.number == number)


def _details(
    before: CalendarDays, after: CalendarDays, move: Move, prompts: list[MovedPrompt]
) -> dict[str, Any]:
    was, now = span_of(before, move), span_of(after, move)
    return {
        "step": move.step,
        "window": move.window,
        "before": days_of(was),
        "after": days_of(now),
        "at_once": move.at_once,
        "follow": [
            {"step": one.number, "before": days_of(before.step(one.number)), "after": days_of(one)}
            for one in moves.following(before, after, move)
        ],
        "due": {str(one.prompt.id): [one.was.isoformat(), one.now.isoformat()] for one in prompts},
    }
