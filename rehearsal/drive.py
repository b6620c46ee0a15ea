"""Drive a cycle from one due moment to the next, through the same flows as a real one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.cycle import STEP_FLOWS
from flows.executor import execute, scheduled_runs
from flows.schedules import follow_calendar
from flows.sweep import sweep
from flows.waking import wake_due_steps, wake_for_answers, wake_open_steps
from portal.office import PostOffice
from portal.postman import post
from rehearsal.cast import Cast
from rehearsal.clock import Clock
from rehearsal.inbox import Inbox
from rehearsal.meeting import next_partner_meeting, record_partner_meeting
from rehearsal.moving import decide_move, next_move
from rehearsal.people import People
from rehearsal.revising import begin_revision, next_revision
from rehearsal.staffing import next_change
from tasks import agenda, runs
from tasks.surroundings import Surroundings


@dataclass(frozen=True)
class Rehearsal:
    """All that a rehearsal in progress consists of."""

    cycle: str
    surroundings: Surroundings
    clock: Clock
    cast: Cast
    people: People
    office: PostOffice
    inbox: Inbox
    until: datetime


def drive(rehearsal: Rehearsal, tell: Callable[[datetime], None]) -> None:
    """Go through the cycle until nothing is left to do, or until its last moment.

    Args:
        tell: called with the simulated moment after every leap, to show progress.
    """
    _work(rehearsal)  # what an earlier, broken rehearsal left scheduled
    while leap := _next_leap(rehearsal):
        moment, act = leap
        if moment > rehearsal.until:
            return
        rehearsal.clock.advance(moment)
        act(rehearsal)
        tell(rehearsal.clock.now())


Leap = tuple[datetime, Callable[[Rehearsal], None]]


def _next_leap(rehearsal: Rehearsal) -> Leap | None:
    """The next moment at which anything happens, and what; of two at once the first named here."""
    surroundings, cycle = rehearsal.surroundings, rehearsal.cycle
    moments = (
        (agenda.next_turn(surroundings, cycle), _turn),
        (agenda.next_sweep(surroundings, cycle), _sweep),
        (agenda.next_mail(surroundings, cycle, daily_at=rehearsal.office.daily_at), _mail),
        (_next_wake(rehearsal), _wake),
        (_next_move(rehearsal), _move),
        (_next_revision(rehearsal), _revise),
        (_next_partner_meeting(rehearsal), _meet),
        (_next_change(rehearsal), _change),
    )
    leaps: list[Leap] = [(moment, act) for moment, act in moments if moment is not None]
    answer_at = rehearsal.people.next_at
    earliest = min((moment for moment, _act in leaps), default=None)
    if answer_at is not None and (earliest is None or answer_at < earliest):
        return answer_at, lambda rehearsal: _answers(rehearsal, before=earliest)
    return min(leaps, key=lambda leap: leap[0], default=None)


def _next_wake(rehearsal: Rehearsal) -> datetime | None:
    """When the day's answers are worked through: the same evening; None when there are none."""
    if not runs.steps_with_unseen_answers(rehearsal.surroundings, rehearsal.cycle):
        return None
    return _evening(rehearsal, rehearsal.clock.now())


def _next_move(rehearsal: Rehearsal) -> datetime | None:
    """When OCC moves a step or a window; None when nothing is left to move."""
    ahead = next_move(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    return ahead[0] if ahead else None


def _next_revision(rehearsal: Rehearsal) -> datetime | None:
    """When a Specialist begins a revision unasked; None when nobody will."""
    ahead = next_revision(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    return ahead[0] if ahead else None


def _next_partner_meeting(rehearsal: Rehearsal) -> datetime | None:
    """When a Specialist records a meeting with a partner; None when nobody will."""
    ahead = next_partner_meeting(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    return ahead[0] if ahead else None


def _next_change(rehearsal: Rehearsal) -> datetime | None:
    """When somebody joins, leaves or delegates; None when all who will have done so."""
    ahead = next_change(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    return ahead[0] if ahead else None


def _evening(rehearsal: Rehearsal, after: datetime) -> datetime:
    zone = ZoneInfo(rehearsal.surroundings.declared_for(rehearsal.cycle).calendar.time_zone)
    local = after.astimezone(zone)
    day = local.date() + timedelta(days=local.time() > rehearsal.cast.wake_at)
    return datetime.combine(day, rehearsal.cast.wake_at, zone)


def _turn(rehearsal: Rehearsal) -> None:
    wake_due_steps(rehearsal.cycle)
    _work(rehearsal)


def _sweep(rehearsal: Rehearsal) -> None:
    sweep(rehearsal.cycle)
    _work(rehearsal)


def _mail(rehearsal: Rehearsal) -> None:
    post(rehearsal.surroundings, rehearsal.cycle, rehearsal.office)
    rehearsal.people.receive(rehearsal.inbox.collect())


def _wake(rehearsal: Rehearsal) -> None:
    wake_for_answers(rehearsal.cycle)
    _work(rehearsal)


def _move(rehearsal: Rehearsal) -> None:
    ahead = next_move(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    if ahead is None:
        return
    decide_move(rehearsal.surroundings, rehearsal.cycle, ahead[1])
    follow_calendar(rehearsal.cycle)
    wake_due_steps(rehearsal.cycle)
    wake_open_steps(rehearsal.cycle)
    _work(rehearsal)


def _revise(rehearsal: Rehearsal) -> None:
    ahead = next_revision(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    if ahead is not None:
        begin_revision(rehearsal.surroundings, rehearsal.cycle, ahead[1])


def _meet(rehearsal: Rehearsal) -> None:
    ahead = next_partner_meeting(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    if ahead is not None:
        record_partner_meeting(rehearsal.surroundings, rehearsal.cycle, ahead[1])


def _change(rehearsal: Rehearsal) -> None:
    ahead = next_change(rehearsal.surroundings, rehearsal.cycle, rehearsal.cast)
    if ahead is not None:
        ahead[1]()


def _answers(rehearsal: Rehearsal, *, before: datetime | None) -> None:
    """Everybody who answers before anything else happens, and before the evening."""
    people = rehearsal.people
    first_at = people.next_at
    if first_at is None:
        return
    evening = _evening(rehearsal, first_at)
    end = min(evening, before) if before else evening
    while people.next_at is not None and people.next_at < end:
        rehearsal.clock.advance(people.next_at)
        people.answer_next(rehearsal.clock.now())
    if first_at >= end:  # an answer at exactly that moment
        people.answer_next(rehearsal.clock.now())


def _work(rehearsal: Rehearsal) -> None:
    """Execute every run that is scheduled, until none is: an execution may wake later steps."""
    while scheduled := scheduled_runs(rehearsal.cycle):
        for number, run_id in scheduled:
            execute(run_id, STEP_FLOWS[number])
