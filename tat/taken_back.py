"""Approvals that an officer takes back once the plan is final: it stays final, and is revised."""

from dataclasses import dataclass

import sqlalchemy as sa

from config.vocabulary import PromptKind
from tat.database import Tat
from tat.schema import Answer, Line, Plan, Prompt, PromptLine
from tat.statuses import LineState, Status, Verdict


@dataclass(frozen=True)
class TakenBack:
    """An officer's last word on items of a final plan, which is no approval any more."""

    answer_id: int
    plan_id: int


def taken_back(tat: Tat, cycle: str) -> list[TakenBack]:
    """What officers have taken back of plans that are final, the oldest first.

    Only what the plan still says in the same words: what has changed since is approved anew. An
    approval of a change that was adopted (7.1) is one like the others.
    """
    rows = (
        sa.select(Answer, Prompt)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.cycle == cycle, Prompt.kind == PromptKind.APPROVAL,
            Answer.is_outdated.is_(True), Answer.verdict == Verdict.SENT_BACK,
        )
        .order_by(Answer.id)
    )  # fmt: skip
    return [
        TakenBack(answer.id, prompt.plan_id)
        for answer, prompt in tat.execute(rows).all()
        if prompt.plan_id is not None and is_taken_back(tat, answer, prompt)
    ]


def is_taken_back(tat: Tat, answer: Answer, prompt: Prompt) -> bool:
    """Whether an answer no longer approves what was approved, and the plan still says.

    Approved by the same officer, or by one who has left and whose role theirs is.
    """
    if prompt.kind != PromptKind.APPROVAL or not _is_final(tat, prompt):
        return False
    of_prompt = sa.select(Answer).where(Answer.prompt_id == prompt.id)
    said = tat.scalars(of_prompt.order_by(Answer.id)).all()
    standing = [one for one in said if not one.is_outdated and one.corrected_by_id is None]
    if not standing or said[-1].id != answer.id:
        return False
    approved = _accepted(standing[-1], is_yes=True) & _unchanged(tat, prompt)
    return bool(approved & _accepted(answer, is_yes=False))


def _is_final(tat: Tat, prompt: Prompt) -> bool:
    return prompt.plan_id is not None and tat.get_one(Plan, prompt.plan_id).status == Status.FINAL


def _accepted(answer: Answer, *, is_yes: bool) -> set[int]:
    lines = answer.content["lines"]
    return {line["line_id"] for line in lines if line["accepts"] is is_yes}


def _unchanged(tat: Tat, prompt: Prompt) -> set[int]:
    """The lines that stand in the plan as the question showed them."""
    rows = (
        sa.select(Line.id)
        .join(PromptLine, PromptLine.line_id == Line.id)
        .where(
            PromptLine.prompt_id == prompt.id, PromptLine.revision == Line.revision,
            Line.state == LineState.ENTERED,
        )
    )  # fmt: skip
    return set(tat.scalars(rows))
