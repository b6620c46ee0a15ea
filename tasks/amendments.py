"""Take a change of a final plan through the confirmations that it needs, and adopt it (7.1)."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.vocabulary import PromptKind, Purpose, Role
from tasks.asking import ask, notice, owe
from tasks.changes import is_dealt_with
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import amendments, people, prompts, reading, subjects
from tat.amendment_facts import (
    ASKED,
    WAITS,
    AmendmentFacts,
    amendment_lines,
    by_center,
    is_reviewed,
    missing,
    open_amendments,
)
from tat.content import as_json, contents
from tat.database import Tat, write
from tat.differences import Difference, differences
from tat.facts import Facts, PlanFacts, Round
from tat.notices import Owed
from tat.people import Directory
from tat.prompts import Question
from tat.schema import Prompt
from tat.statuses import Verdict

TOLD = (Role.ADMINISTRATOR, Role.SPECIALIST, Role.REGIONAL_STAFF, Role.REGIONAL_PARTNER)
"""Who hears of a changed plan, beside the leads and officers of the centers concerned."""

OF_CENTERS = (Role.CENTER_LEAD, Role.COR, Role.FPO)


@repeatable_task
def withdraw_what_changes_no_longer_ask(step: StepRef) -> None:
    """Withdraw the open prompts about a change that was dropped, or reads otherwise by now."""
    with write(step.tracker) as tat:
        about = [one for one in prompts.open_prompts(tat, step.cycle) if "amendment" in one.why]
        shown = prompts.shown_lines(tat, [one.id for one in about])
        past = [one for one in about if _is_past(tat, one, shown[one.id])]
        prompts.withdraw(tat, past, because="the change was changed since", now=step.now)


@repeatable_task
def ask_centers_to_agree_to_changes(step: StepRef) -> int:
    """Ask the centers whose activities a change touches, and only those, to agree."""
    return _ask_of_lines(step, PromptKind.CHANGE_AGREEMENT)


@repeatable_task
def ask_officers_to_approve_changes(step: StepRef) -> int:
    """Ask the officers to approve activities as they would read; a withdrawal needs none."""
    return _ask_of_lines(step, PromptKind.APPROVAL)


@repeatable_task
def send_changes_for_final_review(step: StepRef) -> int:
    """Ask the Administrator to review what would change, once centers and officers agree."""
    with write(step.tracker) as tat:
        known, changes = _load(tat, step)
        due = [one for one in changes if not _of_lines_missing(one, known)]
        return ask(tat, step, _reviews(tat, known, due))


@repeatable_task
def adopt_changes(step: StepRef) -> int:
    """Make every change that has all that it needs part of its plan; tell whom it concerns."""
    with write(step.tracker) as tat:
        known, changes = _load(tat, step)
        ready = [one for one in changes if not missing(one, known)]
        directory = people.directory(tat)
        for change in ready:
            plan = known.plans[change.plan_id]
            told = [str(one) for one in what_changes(tat, change)]
            version = amendments.adopt(tat, change, known, now=step.now)
            details = {"changes": told, "why": change.why, "version": version}
            owe(tat, step, _adopted(step, plan, change, directory, details))
        return len(ready)


def what_changes(tat: Tat, change: AmendmentFacts) -> list[Difference]:
    """What a plan would say otherwise with a change that is on its way."""
    now = contents(tat, [change.plan_id])[change.plan_id]
    then = contents(tat, [change.plan_id], amended_by=change.id)[change.plan_id]
    return differences(as_json(now), as_json(then))


def _load(tat: Tat, step: StepRef) -> tuple[Facts, list[AmendmentFacts]]:
    """What is known, and the changes that nobody has refused and about which nothing is open."""
    known = reading.load(tat, step.cycle, *ASKED, PromptKind.REVISION)
    under_way = open_amendments(tat, step.cycle).values()
    return known, [one for one in under_way if not _is_held_up(known, one)]


def _is_held_up(known: Facts, change: AmendmentFacts) -> bool:
    """Whether the Specialist has to deal with a refusal first."""
    return any(
        round_.why.get("amendment") == change.id and _is_refused(known, round_)
        for round_ in known.of_kind(*ASKED, PromptKind.REVISION)
    )


def _is_refused(known: Facts, round_: Round) -> bool:
    if round_.kind == PromptKind.REVISION:
        return round_.is_open
    is_no = any(said.verdict != Verdict.ACCEPTED for said in round_.said)
    return is_no and not is_dealt_with(known, round_)


def _ask_of_lines(step: StepRef, kind: PromptKind) -> int:
    with write(step.tracker) as tat:
        known, changes = _load(tat, step)
        if kind == PromptKind.APPROVAL:
            agreed = WAITS[PromptKind.CHANGE_AGREEMENT]
            changes = [one for one in changes if not agreed(one, known)]
        return ask(tat, step, _of_centers(tat, known, changes, kind))


def _of_centers(
    tat: Tat, known: Facts, changes: list[AmendmentFacts], kind: PromptKind
) -> Iterator[Question]:
    for change in changes:
        for center, shown in by_center(WAITS[kind](change, known)).items():
            subject = subjects.amendment(change.id, center)
            last = known.last(kind, subject)
            if last is None or _may_ask_again(known, last, shown):
                yield Question(
                    kind, subject, plan=known.plans[change.plan_id], center=center, shown=shown,
                    round=known.next_round(kind, subject),
                    why=_why(tat, change, shown) | {"again": last is not None},
                )  # fmt: skip


def _reviews(tat: Tat, known: Facts, changes: list[AmendmentFacts]) -> Iterator[Question]:
    kind = PromptKind.FINAL_REVIEW
    for change in changes:
        subject = subjects.amendment(change.id)
        last = known.last(kind, subject)
        if is_reviewed(change, known):
            continue
        if last is None or _may_ask_again(known, last, change.shown):
            yield Question(
                kind, subject, plan=known.plans[change.plan_id], shown=change.shown,
                round=known.next_round(kind, subject), why=_why(tat, change, change.shown),
            )  # fmt: skip


def _may_ask_again(known: Facts, last: Round, shown: Mapping[int, int]) -> bool:
    """Whether the last asking is over, and the change reads otherwise or was dealt with since."""
    if last.is_open:
        return False
    newest = known.newest_said(last.kind, last.subject) or last
    return newest.shown != shown or not last.said or is_dealt_with(known, newest)


def _of_lines_missing(change: AmendmentFacts, known: Facts) -> bool:
    return any(waits(change, known) for waits in WAITS.values())


def _why(tat: Tat, change: AmendmentFacts, shown: Mapping[int, int]) -> dict[str, Any]:
    changes = [str(one) for one in what_changes(tat, change) if one.line_id in shown]
    return {"amendment": change.id, "changes": changes, "note": change.why, "supplementary": False}


def _is_past(tat: Tat, prompt: Prompt, shown: Mapping[int, int]) -> bool:
    would_be = amendment_lines(tat, prompt.why["amendment"])
    if would_be is None:
        return True
    if prompt.kind == PromptKind.REVISION:
        return False
    is_whole = prompt.kind == PromptKind.FINAL_REVIEW
    return shown != (would_be if is_whole else {one: would_be.get(one) for one in shown})


def _adopted(
    step: StepRef,
    plan: PlanFacts,
    change: AmendmentFacts,
    directory: Directory,
    details: Mapping[str, Any],
) -> Iterator[Owed]:
    holders = directory.holding(TOLD, jurisdiction=plan.jurisdiction, region=plan.region)
    for center in by_center([one for one in change.lines if one.is_activity]):
        holders += directory.holding(OF_CENTERS, center=center)
    for person in {holder.person.id: holder.person for holder in holders}.values():
        yield notice(
            step, Purpose.CHANGE_ADOPTED, person, subjects.amendment(change.id),
            plan_id=plan.id, **details,
        )  # fmt: skip
