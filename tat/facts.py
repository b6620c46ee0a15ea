"""What stands on record about the plans of a cycle: from this it is decided what is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from config.vocabulary import PromptKind, Role
from tat.statuses import LineKind, LineState, Status, Verdict


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

    @cached_property
    def by_center(self) -> Mapping[str, dict[int, int]]:
        """Revision of each activity that stands in the plan, by its center and by line id."""
        return by_center(self.activities)


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
    sufficient: str = "any"
    """How many answers suffice, by the rules when it was asked."""
    is_open: bool = False
    is_answered: bool = False
    asked: set[Role] = field(default_factory=set)
    """The roles that were asked."""
    said: list[Said] = field(default_factory=list)
    shown: dict[int, int] = field(default_factory=dict)
    """Revision of each line that was shown, by line id."""

    @property
    def verdict(self) -> Verdict | None:
        """What those who were asked said together; None while open, or where too few said it."""
        if not self.is_decided:
            return None
        refused = [said.verdict for said in self.said if said.verdict != Verdict.ACCEPTED]
        return refused[-1] if refused else Verdict.ACCEPTED

    @property
    def is_decided(self) -> bool:
        """Whether as many have answered as must: fewer decide nothing, whatever they said."""
        if self.is_open or not self.said:
            return False
        if self.sufficient == "one of each":
            return self.asked <= {said.role for said in self.said}
        n_needed = int(self.sufficient) if self.sufficient.isdigit() else 1
        return len({said.person_id for said in self.said}) >= n_needed

    @property
    def is_void(self) -> bool:
        """Whether it was answered, but by too few, or about something that has changed since."""
        return not self.is_open and self.is_answered and not self.is_decided

    @property
    def is_lapsed(self) -> bool:
        """Whether it was withdrawn before anybody answered."""
        return not self.is_open and not self.is_answered


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

    def newest_said(self, kind: PromptKind, subject: str) -> Round | None:
        """The decided asking with the newest answer: that of an older one can be corrected."""
        decided = [one for one in self.rounds.get((kind, subject), ()) if one.is_decided]
        return max(decided, key=lambda one: one.said[-1].answer_id, default=None)

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


def by_center(lines: Iterable[LineFacts]) -> dict[str, dict[int, int]]:
    """Revision of each line by the center that leads it and by line id."""
    found: dict[str, dict[int, int]] = {}
    for line in lines:
        found.setdefault(line.center or "", {})[line.id] = line.revision
    return found


def _stands(line: LineFacts, kind: LineKind) -> bool:
    return line.kind == kind and line.state == LineState.ENTERED
