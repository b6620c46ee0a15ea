"""Answers that are on record without effect, or in the place of another, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.vocabulary import PromptKind, Purpose
from tat import effects
from tat.answer_checks import is_settled
from tat.database import Tat
from tat.schema import Answer, Notice, Prompt, StatusChange
from tat.statuses import PromptState, Status, Verdict
from tat.taken_back import is_taken_back
from tat.who_says import PHONE_CHANNELS


class Why(StrEnum):
    """Why somebody should hear what became of an answer."""

    SOMEBODY_ELSE = "somebody else"  # who was asked too had answered before
    WROTE_BEFORE = "wrote before"  # the same person's first answer wrote something that stands
    FINAL = "final"  # the plan that rests on the same person's first answer was final already
    CLOSED = "closed"  # the question had been withdrawn
    CHANGED = "changed"  # what it was about has changed since
    TAKEN_BACK = "taken back"  # counts, but a plan was converted on the first answer already
    CORRECTED = "corrected"  # by somebody else: the delegate's by the delegator, or the reverse


RESTED_ON = (
    PromptKind.CONFIRMATION,
    PromptKind.CHANGE_AGREEMENT,
    PromptKind.FINAL_REVIEW,
    PromptKind.CONVERSION,
    PromptKind.APPROVAL,
    PromptKind.FURTHER_CONFIRMATION,
    PromptKind.FINALIZATION,
)
"""The kinds of answers on which plans are converted."""


@dataclass(frozen=True)
class Conflict:
    """An answer of which people are told, and the answer that stands instead of it, if any."""

    answer: Answer
    prompt: Prompt
    why: Why
    standing: Answer | None
    is_revised: bool = False
    """Whether the Specialist is asked to revise the final plan because of it."""


def untold(tat: Tat, cycle: str, step: int) -> Iterator[Conflict]:
    """Every conflict among the answers to a step's prompts of which nobody was told yet."""
    of_step = _answers(cycle, step, Purpose.ANSWER_CONFLICT)
    for answer, prompt in tat.execute(of_step.where(Answer.is_outdated.is_(True))).all():
        yield _without_effect(tat, answer, prompt)
    newer = aliased(Answer)
    by_others = of_step.join(newer, newer.id == Answer.corrected_by_id).where(
        newer.person_id != Answer.person_id, Answer.channel.not_in(PHONE_CHANNELS)
    )
    for answer, prompt in tat.execute(by_others).all():
        standing = tat.get_one(Answer, answer.corrected_by_id)
        yield Conflict(answer, prompt, Why.CORRECTED, standing)
    yield from _taken_back(tat, of_step)


def _taken_back(tat: Tat, of_step: sa.Select[Answer, Prompt]) -> Iterator[Conflict]:
    """Where somebody no longer accepts that on which a plan was converted meanwhile."""
    earlier = aliased(Answer)
    converted = sa.exists().where(
        StatusChange.plan_id == Prompt.plan_id,
        StatusChange.after.in_((Status.INTERMEDIATE, Status.FINAL)),
        StatusChange.at >= earlier.at,
        StatusChange.at <= Answer.at,
    )
    rows = of_step.join(earlier, earlier.id == Answer.corrects_id).where(
        Prompt.kind.in_(RESTED_ON), Answer.is_outdated.is_(False),
        earlier.verdict == Verdict.ACCEPTED, Answer.verdict != Verdict.ACCEPTED, converted,
    )  # fmt: skip
    for answer, prompt in tat.execute(rows).all():
        yield Conflict(answer, prompt, Why.TAKEN_BACK, tat.get_one(Answer, answer.corrects_id))


def _answers(cycle: str, step: int, purpose: Purpose) -> sa.Select[Answer, Prompt]:
    told = sa.exists().where(
        Notice.cycle == cycle, Notice.step == step, Notice.purpose == purpose,
        Notice.subject == sa.literal("answer ").concat(sa.cast(Answer.id, sa.Text)),
    )  # fmt: skip
    return (
        sa.select(Answer, Prompt)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.cycle == cycle, Prompt.step == step, ~told)
        .order_by(Answer.id)
    )


def _without_effect(tat: Tat, answer: Answer, prompt: Prompt) -> Conflict:
    own = tat.scalars(_standing(answer).where(Answer.prompt_id == prompt.id)).first()
    if own is not None and prompt.kind in effects.WRITING:
        return Conflict(answer, prompt, Why.WROTE_BEFORE, own)
    is_revised = is_taken_back(tat, answer, prompt)
    if own is not None and (is_revised or is_settled(tat, prompt)):
        return Conflict(answer, prompt, Why.FINAL, own, is_revised)
    if prompt.state != PromptState.WITHDRAWN:
        return Conflict(answer, prompt, Why.CHANGED, None)
    of_round = (
        _standing(answer)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind,
            Prompt.subject == prompt.subject, Prompt.round == prompt.round,
            Prompt.id != prompt.id,
        )
    )  # fmt: skip
    other = tat.scalars(of_round).first()
    return Conflict(answer, prompt, Why.SOMEBODY_ELSE if other else Why.CLOSED, other)


def _standing(answer: Answer) -> sa.Select[Answer]:
    """The answers that stood when this one came, the newest first."""
    return (
        sa.select(Answer)
        .where(
            Answer.id < answer.id, Answer.is_outdated.is_(False), Answer.corrected_by_id.is_(None)
        )
        .order_by(Answer.id.desc())
    )
