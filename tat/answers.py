"""Take answers: check, keep, apply. An answer is committed whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from config.vocabulary import PromptKind
from tat import effects, ledger, notices, prompts, subjects
from tat.answer_checks import check_lines, is_outdated, is_settled
from tat.answer_models import MODELS
from tat.answer_models.decisions import LineVerdicts
from tat.answer_models.parts import Content
from tat.database import Tat, change, insert_one, look_up
from tat.effects.given import Given
from tat.memos import file_memo
from tat.prompt_rows import read_around
from tat.refusals import Refused
from tat.replies import Reply
from tat.schema import Answer, Prompt
from tat.statuses import PromptState, Verdict
from tat.who_says import who_says

__all__ = ["SOMEBODY_ELSE", "Receipt", "Reply", "give", "unseen"]

SOMEBODY_ELSE = "somebody else has answered"
"""Why the prompts of others close when one answer suffices."""


@dataclass(frozen=True)
class Receipt:
    """What became of an answer."""

    answer_id: int
    verdict: Verdict
    is_new: bool
    """False when the same person had said just this before: nothing more was recorded."""
    is_late: bool
    is_outdated: bool
    """Kept on record, but it changes nothing: what it was about has changed since."""
    corrects_id: int | None


def give(tat: Tat, reply: Reply, *, now: datetime) -> Receipt:
    """Record an answer and do what it says.

    A second answer of the same person, or of who came after them, corrects the first. Answers that
    are late, or about a revision that has changed, are kept and marked.

    Raises:
        Refused: in one sentence why this person may not answer this, or what the content lacks.
    """
    around = read_around(tat, reply.prompt_id)
    prompt, shown = around.prompt, around.shown
    said_by_id = who_says(tat, around, reply, now=now)
    content = _read(prompt, reply, shown)
    check_lines(tat, prompt, content, shown)
    said = look_up(tat, _SAID, prompt_id=prompt.id)
    newest = said[0] if said else None
    if newest is not None and newest.content == content.model_dump(mode="json"):
        return Receipt(
            newest.id, content.verdict, False, newest.is_late, newest.is_outdated, corrects_id=None
        )
    earlier = next((one for one in said if _stands(one)), None)
    is_in_vain = earlier is not None and (prompt.kind in effects.WRITING or is_settled(tat, prompt))
    outdated = is_in_vain or is_outdated(tat, around, content)
    corrects = earlier if not outdated else None
    answer = Answer(
        prompt_id=prompt.id, person_id=reply.recorded_by_id, said_by_id=said_by_id,
        channel=reply.channel, content=content.model_dump(mode="json"), verdict=content.verdict,
        plan_version=prompt.plan_version, at=now, is_late=around.is_late(now),
        is_outdated=outdated, is_seen=False, corrects_id=corrects.id if corrects else None,
        memo_sha256=file_memo(tat, reply.memo) if reply.memo is not None else None,
    )  # fmt: skip
    answer.id = _put_down(tat, answer)
    if corrects is not None:
        _correct(tat, tat.get_one(Answer, corrects.id), answer)
    ledger.record(tat, [_entry(prompt, answer)])
    if not outdated:
        effects.apply(Given(tat, prompt, answer, shown), content)
    _close(tat, prompt, now=now)
    tat.flush()
    return Receipt(
        answer.id, answer.verdict, True, answer.is_late, outdated, corrects_id=answer.corrects_id
    )


def unseen(tat: Tat, cycle: str) -> list[tuple[int, int]]:
    """Id and step of every answer that no execution of its step has worked through yet."""
    rows = sa.select(Answer.id, Prompt.step).join(Prompt, Prompt.id == Answer.prompt_id)
    ours = rows.where(Answer.is_seen.is_(False), Prompt.cycle == cycle).order_by(Answer.id)
    return [(answer_id, step) for answer_id, step in tat.execute(ours)]


def _read(prompt: Prompt, reply: Reply, shown: Mapping[int, int]) -> Content:
    try:
        content = MODELS[prompt.kind].model_validate(reply.content)
    except ValidationError as error:
        faults = "; ".join(_fault(fault) for fault in error.errors())
        raise Refused(f"The answer was not recorded: {faults}.") from error
    return content.spelled_out(shown) if isinstance(content, LineVerdicts) else content


def _fault(fault: Any) -> str:
    place = " ".join(str(part) for part in fault["loc"])
    words = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {words}" if place else words


def _stands(answer: sa.Row[*tuple[Any, ...]]) -> bool:
    """Whether it is what the person asked has said, or who came after them."""
    return answer.corrected_by_id is None and not answer.is_outdated


_ANSWER, _PROMPT = Answer.__table__, Prompt.__table__
_SAID = (
    sa.select(
        _ANSWER.c.id, _ANSWER.c.content, _ANSWER.c.is_late, _ANSWER.c.is_outdated,
        _ANSWER.c.corrected_by_id,
    )
    .where(_ANSWER.c.prompt_id == sa.bindparam("prompt_id"))
    .order_by(_ANSWER.c.id.desc())
)  # fmt: skip
"""What was answered to a prompt, the newest first."""


def _put_down(tat: Tat, answer: Answer) -> int:
    """Write an answer by a statement about its table; gives its number."""
    return insert_one(tat, _PUT, {name: getattr(answer, name) for name in _WRITTEN})


_PUT = sa.insert(Answer.metadata.tables[Answer.__tablename__])
_WRITTEN = [column.name for column in _ANSWER.columns if column.name != "id"]


def _correct(tat: Tat, earlier: Answer, answer: Answer) -> None:
    """Void an earlier answer, and what was asked of the Specialist because of it."""
    earlier.corrected_by_id = answer.id
    asked_because = sa.select(Prompt).where(
        Prompt.kind == PromptKind.REVISION,
        Prompt.subject == subjects.answer(earlier.id),
        Prompt.state == PromptState.OPEN,
    )
    prompts.withdraw(
        tat,
        tat.scalars(asked_because).all(),
        because="the answer that asked for it was corrected",
        now=answer.at,
    )


def _close(tat: Tat, prompt: Prompt, *, now: datetime) -> None:
    """Mark the prompt answered; where that suffices, the others need not answer any more."""
    if prompt.state != PromptState.OPEN:
        return
    change(tat, _CLOSE, [{"of_prompt": prompt.id, "now": now}])
    held = tat.identity_map.get(sa.orm.util.identity_key(Prompt, prompt.id))
    if held is not None:
        tat.expire(held)  # so that the object says it too
    others = prompts.siblings(tat, prompt)
    if prompt.sufficient == "any":
        spared = others
    elif prompt.sufficient == "one of each":
        spared = [other for other in others if other.role == prompt.role]
    elif prompt.sufficient == "all":
        spared = []
    else:
        spared = others if _n_answered(tat, prompt) >= int(prompt.sufficient) else []
    if spared:
        prompts.withdraw(tat, spared, because=SOMEBODY_ELSE, now=now)
    notices.cancel_for_prompts(tat, [prompt.id])


_CLOSE = (
    sa.update(Prompt.metadata.tables[Prompt.__tablename__])
    .where(_PROMPT.c.id == sa.bindparam("of_prompt"))
    .values(state=PromptState.ANSWERED, closed_at=sa.bindparam("now"))
)


def _n_answered(tat: Tat, prompt: Prompt) -> int:
    rows = sa.select(sa.func.count()).where(
        Prompt.cycle == prompt.cycle,
        Prompt.kind == prompt.kind,
        Prompt.subject == prompt.subject,
        Prompt.round == prompt.round,
        Prompt.state == PromptState.ANSWERED,
    )
    return tat.scalar(rows) or 0


def _entry(prompt: Prompt, answer: Answer) -> ledger.Entry:
    is_recorded = answer.person_id != answer.said_by_id
    return ledger.Entry(
        at=answer.at,
        actor=subjects.person(answer.person_id),
        on_behalf_of=subjects.person(answer.said_by_id) if is_recorded else None,
        act=f"answered: {answer.verdict}",
        subject=prompt.subject,
        plan_id=prompt.plan_id,
        plan_version=answer.plan_version,
        channel=answer.channel,
        details={
            "prompt": prompt.id, "kind": prompt.kind, "answer": answer.id,
            "late": answer.is_late, "outdated": answer.is_outdated,
            "corrects": answer.corrects_id, "memo": answer.memo_sha256,
        },
    )  # fmt: skip
