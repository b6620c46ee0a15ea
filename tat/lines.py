"""Write the lines of a plan: needs and activities, each in revisions that are never changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tat.answer_models.parts import ActivityDraft, NeedDraft
from tat.database import Tat
from tat.refusals import Refused
from tat.schema import ActivityRevision, Line, NeedRevision
from tat.statuses import LineKind, LineState


@dataclass(frozen=True)
class Author:
    """Who changes something, and when."""

    person_id: int
    at: datetime


def add_needs(
    tat: Tat,
    plan_id: int,
    drafts: Sequence[NeedDraft],
    by: Author,
    *,
    state: LineState = LineState.ENTERED,
) -> list[int]:
    """Enter needs in a plan, or only propose them; returns their line ids."""
    first = _next_number(tat, plan_id, LineKind.NEED)
    lines = [
        Line(
            plan_id=plan_id, kind=LineKind.NEED, number=first + offset, state=state, revision=1
        )
        for offset in range(len(drafts))
    ]  # fmt: skip
    tat.add_all(lines)
    tat.flush()
    for line, draft in zip(lines, drafts, strict=True):
        tat.add(_need_revision(line, draft, by, revision=1))
    return [line.id for line in lines]


def carry_need(tat: Tat, plan_id: int, need_id: int, draft: NeedDraft | None, by: Author) -> int:
    """Carry a need of the last cycle on, in other words or in those it had; returns its line id."""
    need = _line(tat, need_id, LineKind.NEED)
    if draft is None:
        words = tat.get_one(NeedRevision, (need.id, need.revision))
        fields = {name: getattr(words, name) for name in NeedDraft.model_fields}
        draft = NeedDraft.model_validate(fields)
    (line_id,) = add_needs(tat, plan_id, [draft], by)
    tat.get_one(Line, line_id).carried_from_id = need.id
    tat.flush()
    return line_id


def propose_activities(
    tat: Tat,
    plan_id: int,
    drafts: Sequence[tuple[int, ActivityDraft]],
    *,
    center: str,
    by: Author,
) -> list[int]:
    """Write down what a center proposes, each for one need; returns the line ids."""
    first = _next_number(tat, plan_id, LineKind.ACTIVITY)
    lines = [
        Line(
            plan_id=plan_id, kind=LineKind.ACTIVITY, number=first + offset,
            state=LineState.PROPOSED, revision=1, need_id=need_id, center=center,
        )
        for offset, (need_id, _draft) in enumerate(drafts)
    ]  # fmt: skip
    tat.add_all(lines)
    tat.flush()
    for line, (_need_id, draft) in zip(lines, drafts, strict=True):
        tat.add(_activity_revision(line, draft, by, revision=1))
    return [line.id for line in lines]


def revise_need(tat: Tat, line_id: int, draft: NeedDraft, by: Author) -> int:
    """Give a need new words; returns the new revision. What was said of the old one stays."""
    revision = pend_need(tat, line_id, draft, by)
    _line(tat, line_id, LineKind.NEED).revision = revision
    return revision


def revise_activity(tat: Tat, line_id: int, draft: ActivityDraft, by: Author) -> int:
    """Give an activity new words; returns the new revision. What was said of the old one stays."""
    revision = pend_activity(tat, line_id, draft, by)
    _line(tat, line_id, LineKind.ACTIVITY).revision = revision
    return revision


def pend_need(tat: Tat, line_id: int, draft: NeedDraft, by: Author) -> int:
    """Write words that a need may get; returns their revision. The need reads as before (7.1)."""
    line = _line(tat, line_id, LineKind.NEED)
    revision = _next_revision(tat, line)
    tat.add(_need_revision(line, draft, by, revision=revision))
    tat.flush()
    return revision


def pend_activity(tat: Tat, line_id: int, draft: ActivityDraft, by: Author) -> int:
    """Write words that an activity may get; returns their revision. It reads as before (7.1)."""
    line = _line(tat, line_id, LineKind.ACTIVITY)
    revision = _next_revision(tat, line)
    tat.add(_activity_revision(line, draft, by, revision=revision))
    tat.flush()
    return revision


def pend_as_it_is(tat: Tat, line_id: int, by: Author) -> int:
    """Write the words that a line has as a further revision: what is said of its withdrawal is
    said of that one, and the line as it stands keeps its approvals. Returns the revision (7.1).
    """
    line = tat.get_one(Line, line_id)
    table = WORDS[line.kind]
    now = tat.get_one(table, (line.id, line.revision))
    words = {column.key: getattr(now, column.key) for column in table.__table__.columns}
    revision = _next_revision(tat, line)
    tat.add(table(**{**words, "revision": revision, "by_person_id": by.person_id, "at": by.at}))
    tat.flush()
    return revision


def set_state(tat: Tat, line_ids: Collection[int], state: LineState) -> None:
    """Move lines on: confirmed, entered, withdrawn."""
    if line_ids:
        tat.execute(sa.update(Line).where(Line.id.in_(line_ids)).values(state=state))


def withdraw(tat: Tat, line_ids: Collection[int], by: Author) -> None:
    """Take lines out of a plan. An activity gets a revision for it, to which its center agrees."""
    for line_id in line_ids:
        _restate(tat, line_id, by)
    set_state(tat, line_ids, LineState.WITHDRAWN)


def restore(tat: Tat, line_ids: Collection[int], by: Author) -> None:
    """Put withdrawn activities back into a plan, in the words that they had."""
    for line_id in line_ids:
        _restate(tat, line_id, by)
    set_state(tat, line_ids, LineState.ENTERED)


def _restate(tat: Tat, line_id: int, by: Author) -> None:
    """Give an activity a next revision of the same words: what was said of the last does not
    hold for whether it stands."""
    line = tat.get_one(Line, line_id)
    if line.kind != LineKind.ACTIVITY:
        return
    line.revision = pend_as_it_is(tat, line_id, by)


def _next_number(tat: Tat, plan_id: int, kind: LineKind) -> int:
    highest = sa.select(sa.func.max(Line.number))
    return (tat.scalar(highest.where(Line.plan_id == plan_id, Line.kind == kind)) or 0) + 1


WORDS: Mapping[LineKind, type[NeedRevision] | type[ActivityRevision]] = {
    LineKind.NEED: NeedRevision,
    LineKind.ACTIVITY: ActivityRevision,
}
"""Where the words of a line stand."""


def _next_revision(tat: Tat, line: Line) -> int:
    """One above every revision that the line ever had or might have had."""
    table = WORDS[line.kind]
    highest = sa.select(sa.func.max(table.revision)).where(table.line_id == line.id)
    return (tat.scalar(highest) or 0) + 1


def _line(tat: Tat, line_id: int, kind: LineKind) -> Line:
    line = tat.get(Line, line_id)
    if line is None or line.kind != kind:
        raise Refused(f"There is no {kind} with the number {line_id}; look at the plan again.")
    return line


def _need_revision(line: Line, draft: NeedDraft, by: Author, *, revision: int) -> NeedRevision:
    return NeedRevision(
        line_id=line.id, revision=revision, by_person_id=by.person_id, at=by.at,
        **draft.model_dump(),
    )  # fmt: skip


def _activity_revision(
    line: Line, draft: ActivityDraft, by: Author, *, revision: int
) -> ActivityRevision:
    words = draft.model_dump()
    words["forms"] = [form.value for form in draft.forms]
    words["collaborators"] = list(draft.collaborators)
    return ActivityRevision(
        line_id=line.id, revision=revision, by_person_id=by.person_id, at=by.at, **words
    )
