"""What is wished of plans, and which of it the Specialist is asked to deal with now.

Somebody who confirms, reviews or checks a plan wishes it otherwise, or a meeting does; or somebody
who has to confirm a change of a final plan does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.vocabulary import PromptKind
from tat import subjects
from tat.amendment_facts import AmendmentFacts
from tat.facts import Facts, PlanFacts
from tat.prompts import Question
from tat.revisions import LAST_STEP, OWN
from tat.statuses import Status, Verdict
from tat.taken_back import TakenBack
from tat.wishes import MeetingWish

ASKED_FOR_CHANGES = (
    PromptKind.ACCURACY,
    PromptKind.AFFIRMATION,
    PromptKind.CONFIRMATION,
    PromptKind.FINAL_REVIEW,
    PromptKind.CHANGE_AGREEMENT,
    PromptKind.FURTHER_CONFIRMATION,
    PromptKind.FINAL_AGREEMENT,
    PromptKind.APPROVAL,
    PromptKind.REVIEW,
    PromptKind.RECORD_CHECK,
)
"""The kinds whose answers can ask the Specialist to revise a plan. What an officer sends back asks
so only of a final plan: before, its center reworks it."""

WISHED_OF = {
    3: Status.INITIAL,
    4: Status.INITIAL,
    5: Status.INTERMEDIATE,
    7: Status.FINAL,
}
"""The status of the plans for which each step takes up what meetings wish (3.3, 7.1)."""


OF_FINAL_PLANS = 7
"""The step that changes final plans."""

LEFT_BEHIND = {7: (5, 6)}
"""The steps whose wishes of final plans a later one takes up, where they had to wait."""


@dataclass(frozen=True)
class Request:
    """Somebody wishes that a plan be revised, or the change that is on its way."""

    subject: str
    plan_id: int
    why: Mapping[str, Any] = field(default_factory=dict)
    amendment_id: int | None = None
    """The change that somebody refused."""


@dataclass(frozen=True)
class Wishes:
    """What is wished of plans beside the answers that stand."""

    of_meetings: Sequence[MeetingWish] = ()
    taken_back: Sequence[TakenBack] = ()


def requests(number: int, known: Facts, wishes: Wishes) -> list[Request]:
    """Everything that a step takes up; what refuses a change of a final plan comes first."""
    found = [*_of_answers(number, known)]
    if number == OF_FINAL_PLANS:
        found += [_of_officer(one) for one in wishes.taken_back]
    found += [
        _of_meeting(wish, left)
        for wish in wishes.of_meetings
        if known.plans[wish.plan_id].status == WISHED_OF.get(number)
        and (left := wishes_left(known, wish))
    ]
    return sorted(found, key=lambda one: one.amendment_id is None)


def due_requests(
    number: int,
    known: Facts,
    amendments: Mapping[int, AmendmentFacts],
    wishes: Wishes,
) -> Iterator[Question]:
    """What the Specialist is asked to revise now.

    For a final plan one request at a time: the next waits while another is with the Specialist, or
    a change of the plan is on its way (7.1).
    """
    taken: set[int] = set()
    for request in requests(number, known, wishes):
        plan = known.plans[request.plan_id]
        amendment = amendments.get(plan.id)
        if plan.status == Status.FINAL:
            is_its_turn = request.amendment_id == (amendment.id if amendment else None)
            is_with_somebody = known.has_open(plan.id, PromptKind.REVISION)
            if plan.id in taken or is_with_somebody or not is_its_turn:
                continue
        last = known.last(PromptKind.REVISION, request.subject)
        is_over = last is not None and not last.is_open and "meeting" in request.why
        if last is None or last.is_void or last.is_lapsed or is_over:
            taken.add(plan.id)
            yield _question(number, known, request, plan, amendment)


def wishes_left(known: Facts, wish: MeetingWish) -> list[str]:
    """What a meeting wishes of a plan that no Specialist has dealt with: its record may grow."""
    dealt_with = {
        text
        for round_ in known.rounds.get((PromptKind.REVISION, wish.subject), ())
        if round_.said
        for text in round_.why["wishes"]
    }
    return [text for text in wish.texts if text not in dealt_with]


def shown_now(
    number: int, known: Facts, amendments: Mapping[int, AmendmentFacts]
) -> dict[str, Mapping[int, int]]:
    """What each open request would show now, by subject; those of other steps as they are."""
    return {
        round_.subject: _lines(known.plans[round_.plan_id], amendments.get(round_.plan_id))
        if round_.step == number
        else round_.shown
        for round_ in known.of_kind(PromptKind.REVISION)
        if round_.is_open and round_.plan_id is not None
    }


def begun_anew(
    number: int,
    known: Facts,
    amendments: Mapping[int, AmendmentFacts],
    before: Mapping[str, Mapping[int, int]],
) -> Iterator[Question]:
    """The revisions that Specialists have begun by themselves, of a plan that changed meanwhile.

    Args:
        before: what the requests that were open a moment ago would show now, by subject.
    """
    for subject in before:
        last = known.last(PromptKind.REVISION, subject)
        if last is not None and last.is_lapsed and subject.startswith(OWN):
            plan = known.plans[last.plan_id or 0]
            request = Request(subject, plan.id)
            yield _question(number, known, request, plan, amendments.get(plan.id))


def _lines(plan: PlanFacts, amendment: AmendmentFacts | None) -> dict[int, int]:
    return {**plan.entered, **(amendment.shown if amendment else {})}


def _question(
    number: int, known: Facts, request: Request, plan: PlanFacts, amendment: AmendmentFacts | None
) -> Question:
    about = {"amendment": amendment.id} if amendment else {}
    return Question(
        PromptKind.REVISION, request.subject, plan=plan,
        shown=_lines(plan, amendment),
        round=known.next_round(PromptKind.REVISION, request.subject),
        step=min(number, LAST_STEP[plan.status]),
        why={**request.why, **about},
    )  # fmt: skip


def _of_answers(number: int, known: Facts) -> Iterator[Request]:
    for round_ in known.of_kind(*ASKED_FOR_CHANGES):
        amendment_id = round_.why.get("amendment")
        is_reworked = round_.kind == PromptKind.APPROVAL and amendment_id is None
        if round_.plan_id is None or is_reworked:
            continue
        is_left = known.plans[round_.plan_id].status == Status.FINAL
        if round_.step not in (number, *(LEFT_BEHIND.get(number, ()) if is_left else ())):
            continue
        for said in round_.said:
            if said.verdict != Verdict.ACCEPTED:
                subject = subjects.answer(said.answer_id)
                why = {"answer": said.answer_id}
                yield Request(subject, round_.plan_id, why, amendment_id)


def _of_officer(one: TakenBack) -> Request:
    return Request(subjects.answer(one.answer_id), one.plan_id, {"answer": one.answer_id})


def _of_meeting(wish: MeetingWish, left: list[str]) -> Request:
    why = {"meeting": wish.kind, "held_on": wish.held_on.isoformat(), "wishes": left}
    return Request(wish.subject, wish.plan_id, why)
