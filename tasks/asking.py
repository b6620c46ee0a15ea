"""What every task that asks or tells has in common: whom, by which rules, since when."""

from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from config.rules import Rules
from config.scopes import region_scope
from config.vocabulary import Gathered, Purpose, Role, Urgency
from config.workdays import business_days_before
from tasks.steps import StepRef
from tat import notices, people, prompts
from tat.database import Tat
from tat.notices import Owed
from tat.people import Directory, Somebody
from tat.prompts import Asking, Question, Unasked


def ask(tat: Tat, step: StepRef, questions: Iterable[Question]) -> int:
    """Open the prompts of some questions; OCC is told where nobody has the role to answer.

    Returns how many prompts were opened.
    """
    questions = list(questions)
    if not questions:
        return 0
    directory = people.directory(tat)
    asking = Asking(
        cycle=step.cycle, step=step.number, rules=step.declared.rules,
        directory=directory, now=step.now,
        last_day=None if step.is_late or step.is_closing else step.last_day,
    )  # fmt: skip
    asked = prompts.ask(tat, questions, asking)
    owe(tat, step, _nobody_to_ask(step, directory, asked.nobody))
    return asked.n_prompts


def owe(tat: Tat, step: StepRef, owed: Iterable[Owed]) -> int:
    """Owe people notices; returns how many are new."""
    return notices.owe(tat, step.cycle, owed, now=step.now)


def notice(
    step: StepRef,
    purpose: Purpose,
    person: Somebody,
    subject: str,
    *,
    plan_id: int | None = None,
    round: int = 1,  # noqa: A002 - the word of the record
    urgency: Urgency | None = None,
    **details: object,
) -> Owed:
    """A notice by the rules of its purpose; with another urgency where one is given."""
    return Owed(
        purpose=purpose, step=step.number, subject=subject, person_id=person.id, round=round,
        urgency=urgency or step.declared.rules.notice[purpose].urgency, plan_id=plan_id,
        details=details,
    )  # fmt: skip


GATHERED_IN: Mapping[int, tuple[Gathered, ...]] = {
    1: (Gathered.DRAFT_SHARED,),
    2: (Gathered.CENTER_REVIEW, Gathered.INITIAL_SHARED),
    3: (
        Gathered.MEETING_NOTES,
        Gathered.OFFICER_CONFIRMATION,
        Gathered.ENTRY,
        Gathered.AFFIRMATION,
    ),
    4: (Gathered.INTERMEDIATE_SHARED,),
    5: (Gathered.PACKAGE, Gathered.FINAL_AGREEMENT),
}
"""What each step gathers before it goes out."""


def is_released(step: StepRef, key: Gathered, *, is_all_ready: bool) -> bool:
    """Whether what was gathered goes out: all of it is ready, or it has waited long enough."""
    if is_all_ready or step.is_late or step.is_closing:
        return True
    return today(step) >= release_day(step.declared.rules, key, step.last_day)


def release_day(rules: Rules, key: Gathered, last_day: date) -> date:
    """The day on which what a step has gathered goes out even if not all is ready."""
    return business_days_before(last_day, rules.gather[key], None)


def today(step: StepRef) -> date:
    """The day that it is in the cycle's own time zone."""
    return step.now.astimezone(ZoneInfo(step.declared.calendar.time_zone)).date()


def _about(question: Question) -> str:
    if question.center or question.plan is None:
        region = region_scope(question.region) if question.region else "the nation"
        return question.center or region
    return question.plan.name


def _nobody_to_ask(
    step: StepRef, directory: Directory, unasked: Iterable[Unasked]
) -> Iterable[Owed]:
    for one in unasked:
        question = one.question
        for holder in directory.holding([Role.OCC]):
            yield notice(
                step, Purpose.NOBODY_TO_ASK, holder.person,
                f"{question.kind} {question.subject}",
                plan_id=question.plan.id if question.plan else None,
                kind=question.kind,
                roles=list(step.declared.rules.rule(question.kind, question.variant).asked),
                about=_about(question),
                barred=[person.name for person in one.barred], is_too_few=one.is_too_few,
            )  # fmt: skip
