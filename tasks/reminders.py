"""Remind who is asked, and tell others of silence, by the business days of rules.toml."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import PromptRule
from config.vocabulary import Purpose, Role
from config.workdays import business_days_after, business_days_before
from tasks.repeatable import repeatable_task
from tasks.sweeps import SweepRef
from tat import notices, people, prompts, reading
from tat.database import Tat, write
from tat.delegations import Delegate, delegates
from tat.facts import PlanFacts
from tat.notices import Owed
from tat.people import Directory
from tat.schema import Notice, Prompt


@repeatable_task
def remind_people(sweep: SweepRef) -> int:
    """Owe a reminder of every open prompt whose day has come; a missed day is caught up."""
    with write(sweep.tracker) as tat:
        plans = reading.load_plans(tat, sweep.cycle)
        waiting = prompts.open_prompts(tat, sweep.cycle)
        found = delegates(tat, waiting, people.directory(tat), now=sweep.now)
        owed = [
            one
            for prompt in waiting
            for one in _reminders(sweep, prompt, found.get(prompt.id), plans)
        ]
        return notices.owe(tat, sweep.cycle, owed, now=sweep.now)


@repeatable_task
def escalate_silence(sweep: SweepRef) -> int:
    """Tell those whom the rules name of every prompt that is overdue by so many days."""
    with write(sweep.tracker) as tat:
        plans = reading.load_plans(tat, sweep.cycle)
        directory = people.directory(tat)
        tried = _tried(tat, sweep)
        waiting = prompts.open_prompts(tat, sweep.cycle)
        found = delegates(tat, waiting, directory, now=sweep.now)
        owed = [
            one
            for prompt in waiting
            for one in _escalations(sweep, prompt, found.get(prompt.id), plans, directory, tried)
        ]
        return notices.owe(tat, sweep.cycle, owed, now=sweep.now)


def reminder_days(
    rule: PromptRule, prompt: Prompt, code: str | None, *, zone: ZoneInfo
) -> dict[int, date]:
    """The day of each reminder, by its number of business days before the due date.

    A reminder on the day of asking or before it would tell what has just been asked.

    Args:
        zone: the cycle's, by whose days the sweep runs.
    """
    asked_on = prompt.asked_at.astimezone(zone).date()
    days = {n: business_days_before(prompt.due_on, n, code) for n in rule.reminders}
    return {n: day for n, day in days.items() if day > asked_on}


def escalation_days(rule: PromptRule, prompt: Prompt, code: str | None) -> dict[int, date]:
    """The day of each escalation, by its number of business days after the due date."""
    return {
        one.after_days: business_days_after(prompt.due_on, one.after_days, code)
        for one in rule.escalates
    }


def code_of(prompt: Prompt, plans: dict[int, PlanFacts]) -> str | None:
    """Whose holidays count for a prompt: the state's where it is asked of the state."""
    plan = plans.get(prompt.plan_id or 0)
    return plan.jurisdiction if plan and prompt.center is None else None


def _reminders(
    sweep: SweepRef, prompt: Prompt, delegate: Delegate | None, plans: dict[int, PlanFacts]
) -> Iterator[Owed]:
    """The newest reminder whose day has come: an older one that was missed says nothing more."""
    rule = sweep.declared.rules.rule(prompt.kind, prompt.variant)
    zone = ZoneInfo(sweep.declared.calendar.time_zone)
    days = reminder_days(rule, prompt, code_of(prompt, plans), zone=zone)
    come = [n for n, day in days.items() if day <= sweep.today <= prompt.due_on]
    if not come:
        return
    for person_id in (prompt.person_id, *([delegate.person.id] if delegate else [])):
        yield Owed(
            purpose=Purpose.REMINDER, step=prompt.step, subject=f"prompt {prompt.id}",
            person_id=person_id, round=min(come), prompt_id=prompt.id,
            plan_id=prompt.plan_id, details={"days_left": min(come)},
            urgency=sweep.declared.rules.notice[Purpose.REMINDER].urgency,
        )  # fmt: skip


def _escalations(
    sweep: SweepRef,
    prompt: Prompt,
    delegate: Delegate | None,
    plans: dict[int, PlanFacts],
    directory: Directory,
    tried: dict[int, list[str]],
) -> Iterator[Owed]:
    rule = sweep.declared.rules.rule(prompt.kind, prompt.variant)
    zone = ZoneInfo(sweep.declared.calendar.time_zone)
    days = escalation_days(rule, prompt, code_of(prompt, plans))
    for one in rule.escalates:
        if days[one.after_days] > sweep.today:
            continue
        for person_id in _told(prompt, one.to, plans, directory):
            if delegate and person_id == delegate.person.id:
                continue
            yield Owed(
                purpose=Purpose.ESCALATION, step=prompt.step, subject=f"prompt {prompt.id}",
                person_id=person_id, round=one.after_days, prompt_id=prompt.id,
                plan_id=prompt.plan_id,
                urgency=sweep.declared.rules.notice[Purpose.ESCALATION].urgency,
                details={
                    "who": directory.people[prompt.person_id].name, "role": prompt.role,
                    "delegate": delegate.person.name if delegate else None,
                    "asked_on": prompt.asked_at.astimezone(zone).date().isoformat(),
                    "due_on": prompt.due_on.isoformat(), "days_late": one.after_days,
                    "tried": tried[prompt.id],
                },
            )  # fmt: skip


def _told(
    prompt: Prompt, role: Role, plans: dict[int, PlanFacts], directory: Directory
) -> list[int]:
    """Who is told of the silence of somebody else; nobody is told of their own."""
    plan = plans.get(prompt.plan_id or 0)
    holders = directory.holding(
        [role],
        jurisdiction=plan.jurisdiction if plan else "",
        region=prompt.region or 0,
        center=prompt.center or "",
    )
    return [holder.person.id for holder in holders if holder.person.id != prompt.person_id]


def _tried(tat: Tat, sweep: SweepRef) -> dict[int, list[str]]:
    """On which days each prompt's person was reminded."""
    zone = ZoneInfo(sweep.declared.calendar.time_zone)
    rows = sa.select(Notice.prompt_id, Notice.due_at).where(
        Notice.cycle == sweep.cycle, Notice.purpose == Purpose.REMINDER
    )
    tried: dict[int, list[str]] = defaultdict(list)
    for prompt_id, due_at in tat.execute(rows.order_by(Notice.id)):
        day = due_at.astimezone(zone)
        reminded = f"reminded on {day:%B} {day.day}"
        if reminded not in tried[prompt_id or 0]:  # a delegate is reminded along with the other
            tried[prompt_id or 0].append(reminded)
    return tried


def days_of(
    prompt: Prompt, rule: PromptRule, plans: dict[int, PlanFacts], *, zone: ZoneInfo
) -> set[date]:
    """Every day on which the sweep has something to do about an open prompt."""
    code = code_of(prompt, plans)
    late = set(escalation_days(rule, prompt, code).values())
    return late | set(reminder_days(rule, prompt, code, zone=zone).values())
