"""Revise a plan without having been asked (3.1, 3.8, 7.1): the Specialist begins, and answers
through the same door as whenever somebody else suggests a change, with all that follows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import PromptKind, Role
from tat import prompts
from tat.amendment_facts import open_amendments
from tat.database import Tat
from tat.facts import PlanFacts
from tat.people import Directory, directory
from tat.prompts import Asking, Question
from tat.reading import load_plans
from tat.refusals import Refused
from tat.schema import Prompt, Step
from tat.statuses import PromptState, Status, StepState

LAST_STEP: Mapping[Status, int] = {
    Status.DRAFT_INITIAL: 2,
    Status.INITIAL: 4,
    Status.INTERMEDIATE: 5,
    Status.FINAL: 7,
}
"""Which step at the latest takes up what was changed in a plan of each status."""

OWN = "own "
"""How the subject of a revision begins that its Specialist began."""


def begin(
    tat: Tat, cycle: str, code: str, *, by_person_id: int, rules: Rules, now: datetime
) -> Prompt:
    """Ask a Specialist, who wants it so, to revise the plan of a state; they get the link by mail.

    Raises: Refused, where the person is not the state's Specialist, or has begun already.
    """
    plan = next((one for one in load_plans(tat, cycle).values() if one.jurisdiction == code), None)
    if plan is None:
        raise Refused(f"No revision was begun: {cycle} has no plan of {code}.")
    everybody = directory(tat)
    _check_may_begin(tat, plan, everybody, by_person_id)
    step = _taken_up_in(tat, cycle, plan)
    change = open_amendments(tat, cycle).get(plan.id)
    question = Question(
        PromptKind.REVISION, f"{OWN}{_n_begun(tat, plan) + 1} of plan {plan.id}", plan=plan,
        shown={**plan.entered, **(change.shown if change else {})},
        why={"amendment": change.id} if change else {},
    )  # fmt: skip
    alone = replace(everybody, holders={(Role.SPECIALIST, code): [everybody.people[by_person_id]]})
    asking = Asking(
        cycle=cycle, step=step.number, rules=rules, directory=alone, now=now,
        last_day=step.ends_on if step.state == StepState.OPEN else None,
    )  # fmt: skip
    prompts.ask(tat, [question], asking)
    return tat.scalars(_begun(plan).order_by(Prompt.id.desc()).limit(1)).one()


def _check_may_begin(tat: Tat, plan: PlanFacts, everybody: Directory, person_id: int) -> None:
    stays = f"{plan.name}'s plan stays as it is"
    person = everybody.people[person_id].name
    if not everybody.has(person_id, Role.SPECIALIST, plan.jurisdiction):
        raise Refused(f"{stays}: its Specialist revises it, and {person} is not.")
    waiting = tat.scalar(
        _begun(plan).where(Prompt.person_id == person_id, Prompt.state == PromptState.OPEN)
    )
    if waiting is not None:
        day = waiting.asked_at
        raise Refused(
            f"{stays}: {person} has begun a revision on {day:%B} {day.day}, {day.year} and not "
            "finished it. Follow the link in that mail."
        )


def _taken_up_in(tat: Tat, cycle: str, plan: PlanFacts) -> Step:
    """The newest step that has begun and takes up changes of a plan of this status."""
    rows = sa.select(Step).where(
        Step.cycle == cycle, Step.number <= LAST_STEP[plan.status], Step.state != StepState.AHEAD
    )
    step = tat.scalars(rows.order_by(Step.number.desc())).first()
    if step is None:
        raise Refused(f"{plan.name}'s plan stays as it is: the cycle {cycle} has not begun.")
    return step


def _n_begun(tat: Tat, plan: PlanFacts) -> int:
    return len({prompt.subject for prompt in tat.scalars(_begun(plan))})


def _begun(plan: PlanFacts) -> sa.Select[Prompt]:
    """The revisions of a plan that Specialists have begun by themselves."""
    return sa.select(Prompt).where(
        Prompt.plan_id == plan.id, Prompt.kind == PromptKind.REVISION,
        Prompt.subject.like(f"{OWN}%"),
    )  # fmt: skip
