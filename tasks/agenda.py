"""What comes next: every moment at which the cycle has something to do by itself."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import PromptKind, Role
from config.workdays import business_days_after
from tasks.asking import GATHERED_IN, release_day
from tasks.escalations import escalation_days
from tasks.intervals import days_in
from tasks.mail_times import next_leaving
from tasks.meeting_days import days_of_steps, meetings_due
from tasks.opening import closes_at, opens_at
from tasks.reminders import code_of, reminder_days
from tasks.surroundings import Surroundings
from tasks.sweeps import SWEEPS_AT
from tasks.weekly import news_days, overview_days
from tat import meetings, prompts, reading
from tat.database import Tat, read
from tat.facts import PlanFacts
from tat.schema import Delegation, Prompt, Step, Window
from tat.statuses import Status, StepState


def next_turn(surroundings: Surroundings, *cycles: str) -> datetime | None:
    """When a step of one of the cycles opens or closes next; None when none is left."""
    now = surroundings.now()
    with read(surroundings.tracker) as tat:
        turns = [turn for cycle in cycles for turn in _turns(tat, cycle)]
    return min((turn for turn in turns if turn > now), default=None)


def next_sweep(surroundings: Surroundings, *cycles: str) -> datetime | None:
    """When the next sweep of one of the cycles has something to do; None: nothing is in sight."""
    now = surroundings.now()
    with read(surroundings.tracker) as tat:
        mornings = [morning for cycle in cycles for morning in _mornings(tat, surroundings, cycle)]
    return min((morning for morning in mornings if morning > now), default=None)


def next_mail(surroundings: Surroundings, *cycles: str, daily_at: time) -> datetime | None:
    """When the next letter leaves; a moment that has passed means now. None when nobody waits."""
    now, leavings = surroundings.now(), []
    with read(surroundings.tracker) as tat:
        for cycle in cycles:
            zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
            leavings.append(next_leaving(tat, cycle, now=now, zone=zone, daily_at=daily_at))
    return min((leaving for leaving in leavings if leaving is not None), default=None)


def _mornings(tat: Tat, surroundings: Surroundings, cycle: str) -> list[datetime]:
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    days = set(_sweep_days(tat, surroundings, cycle, zone))
    business_days = {business_days_after(day, 0, None) for day in days}
    return [datetime.combine(day, SWEEPS_AT, zone) for day in business_days]


def _turns(tat: Tat, cycle: str) -> Iterator[datetime]:
    rows = sa.select(Step).where(Step.cycle == cycle, Step.state != StepState.CLOSED)
    for step in tat.scalars(rows):
        yield opens_at(tat, step) if step.state == StepState.AHEAD else closes_at(tat, step)


def _sweep_days(tat: Tat, surroundings: Surroundings, cycle: str, zone: ZoneInfo) -> Iterator[date]:
    declared = surroundings.declared_for(cycle)
    plans = reading.load_plans(tat, cycle)
    now, waiting = surroundings.now(), _one_of_each(tat, cycle, plans, zone)
    news = news_days(declared.rules, waiting.values(), plans)
    yield from overview_days(tat, cycle, news, now=now, today=now.astimezone(zone).date())
    for (kind, variant, code, asked_on, _due_on), prompt in waiting.items():
        rule = declared.rules.rule(kind, variant)
        yield from reminder_days(rule, prompt, code, asked_on=asked_on).values()
        days = escalation_days(rule, prompt, code)
        yield from (days[one.after_days] for one in rule.escalates if one.to != Role.OCC)
    for plan in plans.values():
        if plan.call and plan.call.agreed_at and plan.status == Status.DRAFT_INITIAL:
            yield business_days_after(plan.call.starts_at.astimezone(zone).date(), 1, None)
    yield from _meeting_days(tat, declared, cycle, zone)
    live = sa.select(Delegation.starts_on).where(Delegation.ended_at.is_(None))
    yield from tat.scalars(live)
    rows = sa.select(Step).where(Step.cycle == cycle, Step.state == StepState.OPEN)
    for step in tat.scalars(rows):
        for key in GATHERED_IN.get(step.number, ()):
            yield release_day(declared.rules, key, step.ends_on)
        yield from days_in(step, declared.calendar)


def _one_of_each(
    tat: Tat, cycle: str, plans: dict[int, PlanFacts], zone: ZoneInfo
) -> dict[tuple[PromptKind, str, str | None, date, date], Prompt]:
    """Of the open prompts with the same days one: by kind, variant, place, day asked, day due."""
    return {
        (
            prompt.kind, prompt.variant, code_of(prompt, plans),
            prompt.asked_at.astimezone(zone).date(), prompt.due_on,
        ): prompt
        for prompt in prompts.open_prompts(tat, cycle)
    }  # fmt: skip


def _meeting_days(tat: Tat, declared: Declared, cycle: str, zone: ZoneInfo) -> Iterator[date]:
    """When dates of meetings are asked for, and the days after they were held."""
    steps = days_of_steps(tat, cycle, declared.calendar)
    yield from (due.asked_on for due in meetings_due(declared, steps))
    for meeting in meetings.by_key(tat, cycle).values():
        if (ended_at := meetings.ends_at(meeting)) is not None:
            yield ended_at.astimezone(zone).date() + timedelta(days=1)
    for window in tat.scalars(sa.select(Window).where(Window.cycle == cycle)):
        yield window.starts_on
        yield window.ends_on + timedelta(days=1)
