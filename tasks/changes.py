"""Take a suggested modification through the plan: revise (4.2), agree (4.3), review again (4.4)."""

from collections.abc import Iterator, Mapping

from config.vocabulary import PromptKind
from tasks.asking import ask
from tasks.outdated import withdraw_changed
from tasks.repeatable import repeatable_task
from tasks.requests import (
    ASKED_FOR_CHANGES,
    Wishes,
    begun_anew,
    due_requests,
    shown_now,
    wishes_left,
)
from tasks.steps import StepRef
from tat import guards, prompts, reading, subjects
from tat.added import is_in_work
from tat.amendment_facts import open_amendments
from tat.database import Tat, write
from tat.facts import Facts, PlanFacts, Round
from tat.prompts import Question
from tat.statuses import Status, Verdict
from tat.taken_back import taken_back
from tat.wishes import meeting_wishes

CHANGEABLE = {4: Status.INITIAL, 5: Status.INTERMEDIATE}
"""The status of the plans whose changes each step takes through their confirmations."""


@repeatable_task
def ask_specialists_to_revise(step: StepRef) -> int:
    """Ask the Specialist to revise each plan for which somebody suggests modifications (4.2).

    Two requests may wait at once: dealing with one changes the plan, and the other is asked anew.
    """
    with write(step.tracker) as tat:
        kinds = (*ASKED_FOR_CHANGES, PromptKind.REVISION)
        known = reading.load(tat, step.cycle, *kinds)
        amendments = open_amendments(tat, step.cycle)
        now_shown = shown_now(step.number, known, amendments)
        if withdraw_changed(tat, step, known, PromptKind.REVISION, now_shown):
            known = reading.load(tat, step.cycle, *kinds)
        wishes = Wishes(meeting_wishes(tat, step.cycle), taken_back(tat, step.cycle))
        if _withdraw_wished_otherwise(tat, step, known, wishes):
            known = reading.load(tat, step.cycle, *kinds)
        due = due_requests(step.number, known, amendments, wishes)
        return ask(tat, step, [*due, *begun_anew(step.number, known, amendments, before=now_shown)])


def _withdraw_wished_otherwise(tat: Tat, step: StepRef, known: Facts, wishes: Wishes) -> int:
    """Withdraw the requests of meetings whose records wish something else by now; how many."""
    left = {wish.subject: wishes_left(known, wish) for wish in wishes.of_meetings}
    past = [
        prompt
        for prompt in prompts.open_prompts(tat, step.cycle)
        if prompt.kind == PromptKind.REVISION
        and "meeting" in prompt.why
        and prompt.why["wishes"] != left.get(prompt.subject, [])
    ]
    prompts.withdraw(
        tat, past, because="the record of the meeting wishes something else", now=step.now
    )
    return len(past)


@repeatable_task
def ask_centers_to_approve_changes(step: StepRef) -> int:
    """Ask the centers whose activities have changed, and only those, to agree (4.3)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, *guards.AGREEING, PromptKind.REVISION)
        return ask(tat, step, _change_agreements(step, known))


@repeatable_task
def send_changed_plans_for_final_review(step: StepRef) -> int:
    """Ask the Administrator to review a modified plan a final time (4.4)."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle, *guards.CONFIRMING, *guards.AGREEING, PromptKind.REVISION
        )
        return ask(tat, step, _final_reviews(step, known))


def is_dealt_with(known: Facts, last: Round) -> bool:
    """Whether changes were asked in an asking, and the Specialist has answered each request."""
    if last.verdict in (None, Verdict.ACCEPTED):
        return False
    return all(
        known.verdict(PromptKind.REVISION, subjects.answer(said.answer_id)) is not None
        for said in last.said
        if said.verdict != Verdict.ACCEPTED
    )


def is_to_be_asked(known: Facts, kind: PromptKind, subject: str, shown: Mapping[int, int]) -> bool:
    """Whether a question waits to be asked: for the first time, of what has changed since the
    last yes, or again once the Specialist has dealt with a no."""
    last = known.last(kind, subject)
    if last is None or last.is_void or last.is_lapsed:
        return True
    if last.is_open:
        return False
    last = known.newest_said(kind, subject) or last
    return last.shown != shown if last.verdict == Verdict.ACCEPTED else is_dealt_with(known, last)


def _change_agreements(step: StepRef, known: Facts) -> Iterator[Question]:
    for plan in _changeable(step, known):
        if known.has_open(plan.id, PromptKind.REVISION):
            continue
        changed: dict[str, dict[int, int]] = {}
        for line in guards.disagreed(plan, known):
            changed.setdefault(line.center or "", {})[line.id] = line.revision
        for center, shown in changed.items():
            subject = subjects.center_in_plan(plan.id, center)
            last = known.last(PromptKind.CHANGE_AGREEMENT, subject)
            if last is None or _is_past(known, last, shown):
                yield Question(
                    PromptKind.CHANGE_AGREEMENT, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(PromptKind.CHANGE_AGREEMENT, subject),
                )  # fmt: skip


def _is_past(known: Facts, last: Round, shown: dict[int, int]) -> bool:
    """Whether the last asking is over, and the plan has changed or was dealt with since."""
    return not last.is_open and (last.shown != shown or is_dealt_with(known, last))


def _final_reviews(step: StepRef, known: Facts) -> Iterator[Question]:
    waiting = (
        PromptKind.CONFIRMATION, PromptKind.FINAL_REVIEW, PromptKind.REVISION,
        PromptKind.CHANGE_AGREEMENT,
    )  # fmt: skip
    for plan in _changeable(step, known):
        subject = subjects.plan(plan.id)
        asked = [
            round_
            for kind in guards.CONFIRMING
            for round_ in known.rounds.get((kind, subject), ())
            if round_.said
        ]
        is_due = (
            bool(asked)
            and not guards.is_confirmed(plan, known)
            and not guards.disagreed(plan, known)
            and not known.has_open(plan.id, *waiting)
            and not is_in_work(plan, known)
            and all(r.verdict == Verdict.ACCEPTED or is_dealt_with(known, r) for r in asked)
        )
        if is_due:
            yield Question(
                PromptKind.FINAL_REVIEW, subject, plan=plan, shown=plan.entered,
                round=known.next_round(PromptKind.FINAL_REVIEW, subject),
            )  # fmt: skip


def _changeable(step: StepRef, known: Facts) -> list[PlanFacts]:
    status = CHANGEABLE[step.number]
    return [plan for plan in known.plans.values() if plan.status == status]
