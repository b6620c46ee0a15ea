"""Remind who is asked, in business days of their place, by the days that rules.toml names."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from config.rules import PromptRule
from config.vocabulary import Purpose
from config.workdays import business_days_before, holidays_for
from tasks.repeatable import repeatable_task
from tasks.sweeps import SweepRef
from tat import notices, people, prompts, reading, subjects
from tat.database import Tat, write
from tat.delegations import delegates
from tat.facts import PlanFacts
from tat.notices import Owed
from tat.schema import Prompt
from tat.tellings import asked_at, read_tellings


@repeatable_task
def remind_people(sweep: SweepRef) -> int:
    """Owe a reminder of every open prompt whose day has come; a missed day is caught up."""
    with write(sweep.tracker) as tat:
        return notices.owe_newest(tat, sweep.cycle, reminders_due(tat, sweep), now=sweep.now)


def reminders_due(tat: Tat, sweep: SweepRef) -> list[Owed]:
    """Every reminder whose day has come, those that are owed already too. Writes nothing."""
    plans = reading.load_plans(tat, sweep.cycle)
    directory = people.directory(tat)
    waiting = prompts.open_prompts(tat, sweep.cycle)
    in_place = delegates(tat, waiting, directory, now=sweep.now)
    tellings = read_tellings(tat, sweep.cycle)
    owed: list[Owed] = []
    for prompt in waiting:
        zone = ZoneInfo(directory.people[prompt.person_id].time_zone)
        delegate = in_place.get(prompt.id)
        for reader in (prompt.person_id, *([delegate.person.id] if delegate else [])):
            asked = asked_at(tellings.get(prompt.id, ()), reader)
            if asked is not None:
                asked_on = asked.astimezone(zone).date()
                owed += _newest(sweep, prompt, reader, plans, asked_on=asked_on, zone=zone)
    return owed


def reminder_days(
    rule: PromptRule, prompt: Prompt, code: str | None, *, asked_on: date
) -> dict[int, date]:
    """The day of each reminder, by its number of business days before the due date.

    A reminder on the day of asking or before it would tell what has just been asked.

    Args:
        asked_on: the day on which the letter that asks was made.
    """
    days = {n: business_days_before(prompt.due_on, n, code) for n in rule.reminders}
    return {n: day for n, day in days.items() if day > asked_on}


def code_of(prompt: Prompt, plans: dict[int, PlanFacts]) -> str | None:
    """Whose holidays count for a prompt: the state's where it is asked of the state."""
    plan = plans.get(prompt.plan_id or 0)
    return holidays_for(prompt.role, plan.jurisdiction if plan else None)


def _newest(
    sweep: SweepRef,
    prompt: Prompt,
    reader: int,
    plans: dict[int, PlanFacts],
    *,
    asked_on: date,
    zone: ZoneInfo,
) -> Iterator[Owed]:
    """The newest reminder whose day has come: an older one that was missed says nothing more.

    Days are those of the person asked: where it is still the day before, no day has come.
    """
    rule = sweep.declared.rules.rule(prompt.kind, prompt.variant)
    days = reminder_days(rule, prompt, code_of(prompt, plans), asked_on=asked_on)
    today = sweep.now.astimezone(zone).date()
    come = [n for n, day in days.items() if day <= today <= prompt.due_on]
    if come:
        yield Owed(
            purpose=Purpose.REMINDER, step=prompt.step, subject=subjects.prompt(prompt.id),
            person_id=reader, round=min(come), prompt_id=prompt.id, plan_id=prompt.plan_id,
            urgency=sweep.declared.rules.notice[Purpose.REMINDER].urgency,
        )  # fmt: skip
