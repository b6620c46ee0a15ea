"""Answers that are on record without effect, or in the place of another, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.vocabulary import Purpose
from tat import effects
from tat.database import Tat
from tat.schema import Answer, Notice, Prompt
from tat.statuses import PromptState
from tat.who_says import PHONE_CHANNELS


class Why(StrEnum):
    """Why somebody should hear what became of an answer."""

    SOMEBODY_ELSE = "somebody else"  # who was asked too had answered before
    WROTE_BEFORE = "wrote before"  # the same person's first answer wrote something that stands
    CLOSED = "closed"  # the question had been withdrawn
    CHANGED = "changed"  # what it was about has changed since
    CORRECTED = "corrected"  # by somebody else: the delegate's by the delegator, or the reverse


@dataclass(frozen=True)
class Conflict:
    """An answer of which people are told, and the answer that stands instead of it, if any."""

    answer: Answer
    prompt: Prompt
    why: Why
    standing: Answer | None


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
