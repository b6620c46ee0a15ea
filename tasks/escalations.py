"""Tell others of silence, once for each level that the rules name; OCC hears of it weekly."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from config.rules import PromptRule
from config.vocabulary import Purpose, Role
from config.workdays import business_days_after
from tasks.reminders import code_of
from tasks.repeatable import repeatable_task
from tasks.sweeps import SweepRef
from tasks.tried import tried
from tat import notices, people, prompts, reading, subjects
from tat.database import Tat, write
from tat.delegations import Delegate, delegates
from tat.facts import PlanFacts
from tat.notices import Owed
from tat.people import Directory
from tat.schema import Prompt
from tat.tellings import Telling, read_tellings

Question = tuple[str, str, int]
"""What several people can be asked at once: kind, subject, round."""


@dataclass(frozen=True)
class Silence:
    """What is known of open prompts when others are told of them."""

    plans: dict[int, PlanFacts]
    directory: Directory
    tellings: Mapping[int, Sequence[Telling]]
    in_place: Mapping[int, Delegate]
    """Who answers in the place of the person asked, by prompt."""
    asked: Mapping[Question, set[int]]
    """Who has not answered a question: nobody of them is told of the others' silence."""


@repeatable_task
def escalate_silence(sweep: SweepRef) -> int:
    """Tell those whom the rules name of every prompt that is overdue by so many days."""
    with write(sweep.tracker) as tat:
        return notices.owe_newest(tat, sweep.cycle, escalations_due(tat, sweep), now=sweep.now)


def escalations_due(tat: Tat, sweep: SweepRef) -> list[Owed]:
    """Every telling of a silence whose day has come, those owed already too. Writes nothing."""
    waiting = prompts.open_prompts(tat, sweep.cycle)
    known = read_silence(tat, sweep, waiting)
    return [one for prompt in waiting for one in _escalations(sweep, prompt, known)]


def read_silence(tat: Tat, sweep: SweepRef, waiting: Sequence[Prompt]) -> Silence:
    """Read what is told of some open prompts."""
    asked: dict[Question, set[int]] = defaultdict(set)
    for prompt in waiting:
        asked[question_of(prompt)].add(prompt.person_id)
    directory = people.directory(tat)
    return Silence(
        plans=reading.load_plans(tat, sweep.cycle),
        directory=directory,
        tellings=read_tellings(tat, sweep.cycle),
        in_place=delegates(tat, waiting, directory, now=sweep.now),
        asked=asked,
    )


def escalation_days(rule: PromptRule, prompt: Prompt, code: str | None) -> dict[int, date]:
    """The day of each escalation, by its number of business days after the due date."""
    return {
        one.after_days: business_days_after(prompt.due_on, one.after_days, code)
        for one in rule.escalates
    }


def question_of(prompt: Prompt) -> Question:
    """What a prompt has in common with those of others who are asked the same."""
    return prompt.kind, prompt.subject, prompt.round


def told_of(prompt: Prompt, known: Silence) -> dict[str, Any]:
    """What a notice says of a prompt without an answer."""
    person = known.directory.people[prompt.person_id]
    delegate = known.in_place.get(prompt.id)
    zone = ZoneInfo(person.time_zone)
    return {
        "who": person.name, "role": prompt.role,
        "delegate": delegate.person.name if delegate else None,
        "asked_on": prompt.asked_at.astimezone(zone).date().isoformat(),
        "due_on": prompt.due_on.isoformat(),
        "tried": tried(prompt, known.tellings.get(prompt.id, ()), known.directory, zone=zone),
    }  # fmt: skip


def _escalations(sweep: SweepRef, prompt: Prompt, known: Silence) -> Iterator[Owed]:
    """To each person the newest level whose day has come: a lower one says nothing more."""
    rule = sweep.declared.rules.rule(prompt.kind, prompt.variant)
    zone = ZoneInfo(known.directory.people[prompt.person_id].time_zone)
    today = sweep.now.astimezone(zone).date()
    days = escalation_days(rule, prompt, code_of(prompt, known.plans))
    newest = {
        person_id: one.after_days
        for one in rule.escalates
        if one.to != Role.OCC and days[one.after_days] <= today
        for person_id in _told(prompt, one.to, known)
    }
    details = told_of(prompt, known) if newest else {}
    for person_id, after_days in newest.items():
        yield Owed(
            purpose=Purpose.ESCALATION, step=prompt.step, subject=subjects.prompt(prompt.id),
            person_id=person_id, round=after_days, prompt_id=prompt.id, plan_id=prompt.plan_id,
            urgency=sweep.declared.rules.notice[Purpose.ESCALATION].urgency, details=details,
        )  # fmt: skip


def _told(prompt: Prompt, role: Role, known: Silence) -> list[int]:
    """Who is told of the silence of somebody else; nobody is told of their own."""
    plan = known.plans.get(prompt.plan_id or 0)
    holders = known.directory.holding(
        [role],
        jurisdiction=plan.jurisdiction if plan else "",
        region=prompt.region or 0,
        center=prompt.center or "",
    )
    delegate = known.in_place.get(prompt.id)
    silent = known.asked[question_of(prompt)] | ({delegate.person.id} if delegate else set())
    return [holder.person.id for holder in holders if holder.person.id not in silent]
