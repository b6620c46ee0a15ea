"""What stands on record about the plans of a cycle, read in few queries to decide what is due."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from config.vocabulary import PromptKind, Role
from tat.database import Tat
from tat.schema import (
    Answer,
    Call,
    Jurisdiction,
    Line,
    LineAnswer,
    NeedRevision,
    Plan,
    Prompt,
    PromptLine,
)
from tat.statuses import LineKind, LineState, PromptState, Status, Verdict


@dataclass(frozen=True)
class LineFacts:
    """A need or an activity as it stands now."""

    id: int
    kind: LineKind
    number: int
    state: LineState
    revision: int
    need_id: int | None
    center: str | None
    topic: str | None
    """Of a need."""


@dataclass(frozen=True)
class CallFacts:
    """The call of a state with its stakeholders."""

    id: int
    starts_at: datetime
    minutes: int
    agreed_at: datetime | None
    held_on: date | None


@dataclass(frozen=True)
class PlanFacts:
    """A plan as it stands now."""

    id: int
    jurisdiction: str
    name: str
    region: int
    status: Status
    version: int
    lines: Sequence[LineFacts]
    call: CallFacts | None

    @cached_property
    def entered(self) -> Mapping[int, int]:
        """Revision of each line that stands in the plan, by line id."""
        return {line.id: line.revision for line in self.lines if line.state == LineState.ENTERED}

    @cached_property
    def needs(self) -> Sequence[LineFacts]:
        """The needs that stand in the plan."""
        return [line for line in self.lines if _stands(line, LineKind.NEED)]

    @cached_property
    def activities(self) -> Sequence[LineFacts]:
        """The activities that stand in the plan."""
        return [line for line in self.lines if _stands(line, LineKind.ACTIVITY)]


@dataclass(frozen=True)
class Said:
    """A standing answer: neither corrected by a later one nor given to an older revision."""

    answer_id: int
    person_id: int
    role: Role
    verdict: Verdict
    at: datetime
    plan_version: int | None


@dataclass
class Round:
    """One asking of one question, to one or more people."""

    kind: PromptKind
    subject: str
    number: int
    step: int
    plan_id: int | None
    center: str | None
    asked_at: datetime
    why: dict[str, Any]
    """What the asking knew."""
    is_open: bool = False
    is_answered: bool = False
    said: list[Said] = field(default_factory=list)
    shown: dict[int, int] = field(default_factory=dict)
    """Revision of each line that was shown, by line id."""

    @property
    def verdict(self) -> Verdict | None:
        """What those who were asked said together; None while open, or where nothing stands."""
        if self.is_open or not self.said:
            return None
        refused = [said.verdict for said in self.said if said.verdict != Verdict.ACCEPTED]
        return refused[-1] if refused else Verdict.ACCEPTED

    @property
    def is_void(self) -> bool:
        """Whether it was answered, but about something that has changed since."""
        return not self.is_open and self.is_answered and not self.said


@dataclass(frozen=True)
class LineSaid:
    """A standing verdict on one revision of one line."""

    answer_id: int
    kind: PromptKind
    revision: int
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Facts:
    """Plans, askings and verdicts of one cycle."""

    plans: Mapping[int, PlanFacts]
    rounds: Mapping[tuple[PromptKind, str], Sequence[Round]]
    line_said: Mapping[int, Sequence[LineSaid]]

    def last(self, kind: PromptKind, subject: str) -> Round | None:
        """The newest asking of a question, if it was ever asked."""
        rounds = self.rounds.get((kind, subject))
        return rounds[-1] if rounds else None

    def verdict(self, kind: PromptKind, subject: str) -> Verdict | None:
        """What the newest asking of a question came to."""
        last = self.last(kind, subject)
        return last.verdict if last else None

    def next_round(self, kind: PromptKind, subject: str) -> int:
        """The number that a new asking of a question gets, from 1."""
        last = self.last(kind, subject)
        return last.number + 1 if last else 1

    def is_unasked(self, kind: PromptKind, subject: str) -> bool:
        """Whether a question was never asked, or its newest answer is void."""
        last = self.last(kind, subject)
        return last is None or last.is_void

    def of_kind(self, *kinds: PromptKind) -> Iterable[Round]:
        """Every asking of the kinds."""
        for (kind, _subject), rounds in self.rounds.items():
            if kind in kinds:
                yield from rounds

    def has_open(self, plan_id: int, *kinds: PromptKind) -> bool:
        """Whether a question of these kinds about the plan still waits."""
        return any((plan_id, kind) in self._open for kind in kinds)

    @cached_property
    def _open(self) -> frozenset[tuple[int, PromptKind]]:
        return frozenset(
            (round_.plan_id, round_.kind)
            for rounds in self.rounds.values()
            for round_ in rounds
            if round_.is_open and round_.plan_id is not None
        )

    def last_line_verdict(self, line: LineFacts, *kinds: PromptKind) -> Verdict | None:
        """The newest standing verdict of the kinds on a line's current revision."""
        for said in reversed(self.line_said.get(line.id, ())):
            if said.kind in kinds and said.revision == line.revision:
                return said.verdict
        return None


def plan_subject(plan_id: int) -> str:
    """The subject of a question about a whole plan."""
    return f"plan {plan_id}"


def center_subject(plan_id: int, center: str) -> str:
    """The subject of a question about what one center does in one plan."""
    return f"plan {plan_id} center {center}"


def load(tat: Tat, cycle: str, *kinds: PromptKind) -> Facts:
    """Read every plan of a cycle, and what was asked and said in the kinds of prompt."""
    rounds = _rounds(tat, cycle, kinds)
    return Facts(load_plans(tat, cycle), rounds, _line_said(tat, cycle, kinds, rounds))


def load_plans(tat: Tat, cycle: str, only: Collection[int] | None = None) -> dict[int, PlanFacts]:
    """Read the plans of a cycle, all or only some, with their lines and their calls."""
    ours = (Plan.cycle == cycle,) if only is None else (Plan.cycle == cycle, Plan.id.in_(only))
    lines: dict[int, list[LineFacts]] = defaultdict(list)
    of_lines = (
        sa.select(
            Line.plan_id,
            Line.id,
            Line.kind,
            Line.number,
            Line.state,
            Line.revision,
            Line.need_id,
            Line.center,
            NeedRevision.topic,
        )
        .join(Plan, Plan.id == Line.plan_id)
        .outerjoin(
            NeedRevision,
            sa.and_(NeedRevision.line_id == Line.id, NeedRevision.revision == Line.revision),
        )
        .where(*ours)
        .order_by(Line.id)
    )
    for row in tat.execute(of_lines):
        lines[row[0]].append(LineFacts(*row[1:]))
    of_calls = sa.select(
        Call.plan_id, Call.id, Call.starts_at, Call.minutes, Call.agreed_at, Call.held_on
    )
    of_calls = of_calls.join(Plan, Plan.id == Call.plan_id).where(*ours)
    calls = {row[0]: CallFacts(*row[1:]) for row in tat.execute(of_calls)}
    of_plans = (
        sa.select(
            Plan.id,
            Plan.jurisdiction,
            Jurisdiction.name,
            Jurisdiction.region,
            Plan.status,
            Plan.version,
        )
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(*ours)
        .order_by(Plan.id)
    )
    return {
        row[0]: PlanFacts(*row, lines=lines[row[0]], call=calls.get(row[0]))
        for row in tat.execute(of_plans)
    }


def _stands(line: LineFacts, kind: LineKind) -> bool:
    return line.kind == kind and line.state == LineState.ENTERED


def _standing() -> sa.ColumnElement[bool]:
    return sa.and_(Answer.corrected_by_id.is_(None), Answer.is_outdated.is_(False))


def _rounds(
    tat: Tat, cycle: str, kinds: Sequence[PromptKind]
) -> dict[tuple[PromptKind, str], list[Round]]:
    rounds: dict[tuple[PromptKind, str, int], Round] = {}
    of_prompt: dict[int, Round] = {}
    roles: dict[int, Role] = {}
    ours = (Prompt.cycle == cycle, Prompt.kind.in_(kinds))
    of_prompts = sa.select(
        Prompt.id, Prompt.kind, Prompt.subject, Prompt.round, Prompt.step, Prompt.plan_id,
        Prompt.center, Prompt.asked_at,
        Prompt.why, Prompt.state, Prompt.role,
    ).where(*ours)  # fmt: skip
    for row in tat.execute(of_prompts.order_by(Prompt.round, Prompt.id)):
        key = (row.kind, row.subject, row.round)
        round_ = rounds.get(key) or Round(*row[1:9])
        round_.is_open |= row.state == PromptState.OPEN
        round_.is_answered |= row.state == PromptState.ANSWERED
        rounds[key] = of_prompt[row.id] = round_
        roles[row.id] = row.role
    of_answers = (
        sa.select(
            Answer.prompt_id, Answer.id, Answer.said_by_id, Answer.verdict, Answer.at,
            Answer.plan_version,
        )
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(*ours, _standing())
        .order_by(Answer.id)
    )  # fmt: skip
    for prompt_id, answer_id, person_id, verdict, at, version in tat.execute(of_answers):
        said = Said(answer_id, person_id, roles[prompt_id], verdict, at, version)
        of_prompt[prompt_id].said.append(said)
    of_lines = (
        sa.select(PromptLine.prompt_id, PromptLine.line_id, PromptLine.revision)
        .join(Prompt, Prompt.id == PromptLine.prompt_id)
        .where(*ours)
    )
    for prompt_id, line_id, revision in tat.execute(of_lines):
        of_prompt[prompt_id].shown[line_id] = revision
    by_question: dict[tuple[PromptKind, str], list[Round]] = defaultdict(list)
    for (kind, subject, _number), round_ in rounds.items():
        by_question[kind, subject].append(round_)
    return dict(by_question)


def _line_said(
    tat: Tat,
    cycle: str,
    kinds: Sequence[PromptKind],
    rounds: Mapping[tuple[PromptKind, str], Sequence[Round]],
) -> dict[int, list[LineSaid]]:
    """The verdicts on each line, the newest last.

    Where several people must answer, none of them decides alone: nothing counts while one of them
    is still asked, and then a refusal comes after the others, whoever answered last.
    """
    decided = {
        said.answer_id: round_.said[-1].answer_id
        for of_question in rounds.values()
        for round_ in of_question
        if not round_.is_open
        for said in round_.said
    }
    said: dict[int, list[LineSaid]] = defaultdict(list)
    rows = (
        sa.select(
            LineAnswer.line_id, LineAnswer.answer_id, LineAnswer.kind, LineAnswer.revision,
            LineAnswer.verdict, LineAnswer.reason,
        )
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.cycle == cycle, LineAnswer.kind.in_(kinds), _standing())
        .order_by(LineAnswer.answer_id)
    )  # fmt: skip
    for row in tat.execute(rows):
        one = LineSaid(*row[1:])
        if one.answer_id in decided:
            said[row[0]].append(one)
    for of_line in said.values():
        of_line.sort(key=lambda one: (decided[one.answer_id], one.verdict != Verdict.ACCEPTED))
    return dict(said)
