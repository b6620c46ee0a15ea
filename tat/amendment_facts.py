"""What stands on record about changes to final plans, and what each still waits for (7.1)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from config.vocabulary import PromptKind
from tat import subjects
from tat.database import Tat
from tat.facts import Facts, LineFacts
from tat.schema import Amendment, AmendmentLine, Line, Plan
from tat.statuses import AmendmentState, LineKind, LineState, Verdict

ASKED = (PromptKind.CHANGE_AGREEMENT, PromptKind.APPROVAL, PromptKind.FINAL_REVIEW)
"""The confirmations that a change to a final plan goes through, in this order."""


@dataclass(frozen=True)
class AmendedLine:
    """A line as it would read once the change is adopted."""

    line: LineFacts
    """At the revision that it would have."""
    withdraws: bool

    @property
    def is_activity(self) -> bool:
        """Whether its center has to agree."""
        return self.line.kind == LineKind.ACTIVITY

    @property
    def needs_officer(self) -> bool:
        """Whether an officer has to approve: an activity that would be delivered."""
        return self.is_activity and not self.withdraws


@dataclass(frozen=True)
class AmendmentFacts:
    """A change to a final plan that is on its way."""

    id: int
    plan_id: int
    why: str
    by_person_id: int
    lines: Sequence[AmendedLine]

    @cached_property
    def shown(self) -> Mapping[int, int]:
        """Revision that each line would have, by line id."""
        return {one.line.id: one.line.revision for one in self.lines}


def open_amendments(tat: Tat, cycle: str) -> dict[int, AmendmentFacts]:
    """The change that is on its way for each plan that has one, by plan id."""
    rows = (
        sa.select(Amendment)
        .join(Plan, Plan.id == Amendment.plan_id)
        .where(Plan.cycle == cycle, Amendment.state == AmendmentState.OPEN)
        .order_by(Amendment.id)
    )
    found = tat.scalars(rows).all()
    lines = _lines(tat, [row.id for row in found])
    return {
        row.plan_id: AmendmentFacts(row.id, row.plan_id, row.why, row.by_person_id, lines[row.id])
        for row in found
    }


def amendment_lines(tat: Tat, amendment_id: int) -> dict[int, int] | None:
    """The revision that each line of a change would have; None when it is not on its way."""
    if tat.get_one(Amendment, amendment_id).state != AmendmentState.OPEN:
        return None
    rows = sa.select(AmendmentLine.line_id, AmendmentLine.revision)
    ours = rows.where(AmendmentLine.amendment_id == amendment_id)
    return {row[0]: row[1] for row in tat.execute(ours)}


def disagreed(amendment: AmendmentFacts, facts: Facts) -> list[AmendedLine]:
    """The activities to whose change their center has not agreed."""
    return [
        one
        for one in amendment.lines
        if one.is_activity and not _is_accepted(one, facts, PromptKind.CHANGE_AGREEMENT)
    ]


def unapproved(amendment: AmendmentFacts, facts: Facts) -> list[AmendedLine]:
    """The activities that no officer has approved as they would read."""
    return [
        one
        for one in amendment.lines
        if one.needs_officer and not _is_accepted(one, facts, PromptKind.APPROVAL)
    ]


def is_reviewed(amendment: AmendmentFacts, facts: Facts) -> bool:
    """Whether the Administrator has confirmed exactly this change."""
    last = facts.newest_said(PromptKind.FINAL_REVIEW, subjects.amendment(amendment.id))
    return last is not None and last.verdict == Verdict.ACCEPTED and last.shown == amendment.shown


def missing(amendment: AmendmentFacts, facts: Facts) -> list[str]:
    """What a change still waits for, one sentence part each; empty when it can be adopted."""
    parts = [
        _of("the agreement of", disagreed(amendment, facts)),
        _of("the approval by the officer of", unapproved(amendment, facts)),
        "" if is_reviewed(amendment, facts) else "its Administrator's review",
    ]
    return [part for part in parts if part]


def by_center(lines: Sequence[AmendedLine]) -> dict[str, dict[int, int]]:
    """Revision of each activity by the center that leads it and by line id."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for one in lines:
        found[one.line.center or ""][one.line.id] = one.line.revision
    return dict(found)


WAITS: Mapping[PromptKind, Callable[[AmendmentFacts, Facts], list[AmendedLine]]] = {
    PromptKind.CHANGE_AGREEMENT: disagreed,
    PromptKind.APPROVAL: unapproved,
}
"""Which lines wait for each confirmation that is given line by line."""


def _of(what: str, lines: Sequence[AmendedLine]) -> str:
    return f"{what} {', '.join(sorted(by_center(lines)))}" if lines else ""


def _is_accepted(one: AmendedLine, facts: Facts, kind: PromptKind) -> bool:
    return facts.last_line_verdict(one.line, kind) == Verdict.ACCEPTED


def _lines(tat: Tat, amendment_ids: Sequence[int]) -> dict[int, list[AmendedLine]]:
    lines: dict[int, list[AmendedLine]] = defaultdict(list)
    rows = (
        sa.select(AmendmentLine, Line)
        .join(Line, Line.id == AmendmentLine.line_id)
        .where(AmendmentLine.amendment_id.in_(amendment_ids), Line.state != LineState.WITHDRAWN)
        .order_by(Line.id)
    )
    for amended, line in tat.execute(rows):
        facts = LineFacts(
            line.id, line.kind, line.number, line.state, amended.revision, line.need_id,
            line.center, None,
        )  # fmt: skip
        lines[amended.amendment_id].append(AmendedLine(facts, amended.withdraws))
    return lines
