"""Read every asking of the questions about plans, and what was said to each.

The words of a prompt and of an answer never change once they are on record: they are read once.
What does change is read each time: whether a prompt is open, and whether an answer still stands.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from config.vocabulary import PromptKind
from tat.database import Tat
from tat.facts import LineSaid, Round, Said
from tat.remembered import kept
from tat.schema import Answer, LineAnswer, Prompt, PromptLine
from tat.statuses import PromptState, Verdict

Place: TypeAlias = tuple[int, bool]
"""Where a verdict stands among those on one line: the answer that decided, and a refusal last."""


def read_rounds(tat: Tat, cycle: str, kinds: Sequence[PromptKind]) -> list[Round]:
    """Every asking in the kinds, of each question the newest last."""
    ours = sa.and_(Prompt.cycle == cycle, Prompt.kind.in_(kinds))
    states = sa.select(Prompt.id, Prompt.state).where(ours).order_by(Prompt.round, Prompt.id)
    state_of = {row[0]: row[1] for row in tat.execute(states)}
    asked, shown = _asked(tat, ours, state_of), _shown(tat, ours, state_of)
    rounds: dict[tuple[PromptKind, str, int], Round] = {}
    of_prompt: dict[int, Round] = {}
    for prompt_id, state in state_of.items():
        role, *words = asked[prompt_id]
        key = (words[0], words[1], words[2])
        round_ = rounds.get(key) or Round(*words)
        round_.asked.add(role)
        round_.is_open |= state == PromptState.OPEN
        round_.is_answered |= state == PromptState.ANSWERED
        round_.shown.update(shown[prompt_id])
        rounds[key] = of_prompt[prompt_id] = round_
    for prompt_id, said in _said(tat, ours):
        of_prompt[prompt_id].said.append(said)
    return list(rounds.values())


def line_said(
    tat: Tat, cycle: str, kinds: Sequence[PromptKind], rounds: Iterable[Round]
) -> Iterator[tuple[int, Place, LineSaid]]:
    """The verdicts: on which line, in which place of the order, and what was said.

    Where several people must answer, none of them decides alone: nothing counts before as many
    have answered as must, and then a refusal comes after the others, whoever answered last.
    """
    decided = {
        said.answer_id: round_.said[-1].answer_id
        for round_ in rounds
        if round_.is_decided
        for said in round_.said
    }
    ours = sa.and_(Prompt.cycle == cycle, Prompt.kind.in_(kinds))
    verdicts = _verdicts(tat, ours, decided)
    for answer_id in sorted(decided):
        for line_id, one in verdicts[answer_id]:
            yield line_id, (decided[answer_id], one.verdict != Verdict.ACCEPTED), one


Ours: TypeAlias = sa.ColumnElement[bool]
"""Which prompts are looked at."""


def _asked(tat: Tat, ours: Ours, prompt_ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Of each prompt: the role that is asked, and the fields of the asking."""
    known = kept(tat, "prompt")
    if missing := [one for one in prompt_ids if one not in known]:
        rows = sa.select(
            Prompt.id, Prompt.role, Prompt.kind, Prompt.subject, Prompt.round, Prompt.step,
            Prompt.plan_id, Prompt.center, Prompt.asked_at, Prompt.why, Prompt.sufficient,
        ).where(ours, Prompt.id >= min(missing))  # fmt: skip
        known.update((row[0], tuple(row[1:])) for row in tat.execute(rows))
    return {one: known[one] for one in prompt_ids}


def _shown(tat: Tat, ours: Ours, prompt_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Of each prompt: the revision of every line that it shows."""
    known = kept(tat, "prompt_line")
    missing: dict[int, dict[int, int]] = {one: {} for one in prompt_ids if one not in known}
    if missing:
        rows = (
            sa.select(PromptLine.prompt_id, PromptLine.line_id, PromptLine.revision)
            .join(Prompt, Prompt.id == PromptLine.prompt_id)
            .where(ours, Prompt.id >= min(missing))
        )
        for prompt_id, line_id, revision in tat.execute(rows):
            if prompt_id in missing:
                missing[prompt_id][line_id] = revision
        known.update(missing)
    return {one: known[one] for one in prompt_ids}


def _said(tat: Tat, ours: Ours) -> Iterator[tuple[int, Said]]:
    """The answers that stand, the oldest first, each with the prompt that it answers."""
    standing = (
        sa.select(Answer.id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(ours, Answer.corrected_by_id.is_(None), Answer.is_outdated.is_(False))
        .order_by(Answer.id)
    )
    answer_ids = tat.scalars(standing).all()
    known = kept(tat, "answer")
    if missing := [one for one in answer_ids if one not in known]:
        rows = (
            sa.select(
                Answer.prompt_id, Answer.id, Answer.said_by_id, Prompt.role, Answer.verdict,
                Answer.at, Answer.plan_version,
            )
            .join(Prompt, Prompt.id == Answer.prompt_id)
            .where(ours, Answer.id >= min(missing))
        )  # fmt: skip
        known.update((row[1], (row[0], Said(*row[1:]))) for row in tat.execute(rows))
    for one in answer_ids:
        yield known[one]


def _verdicts(
    tat: Tat, ours: Ours, answer_ids: Collection[int]
) -> dict[int, list[tuple[int, LineSaid]]]:
    """Of each answer: what it says about which lines."""
    known = kept(tat, "line_answer")
    missing: dict[int, list[tuple[int, LineSaid]]]
    if missing := {one: [] for one in answer_ids if one not in known}:
        rows = (
            sa.select(
                LineAnswer.line_id, LineAnswer.answer_id, LineAnswer.kind, LineAnswer.revision,
                LineAnswer.verdict, LineAnswer.reason,
            )
            .join(Answer, Answer.id == LineAnswer.answer_id)
            .join(Prompt, Prompt.id == Answer.prompt_id)
            .where(ours, LineAnswer.answer_id >= min(missing))
            .order_by(LineAnswer.answer_id, LineAnswer.line_id)
        )  # fmt: skip
        for row in tat.execute(rows):
            if row.answer_id in missing:
                missing[row.answer_id].append((row.line_id, LineSaid(*row[1:])))
        known.update(missing)
    return {one: known[one] for one in answer_ids}
