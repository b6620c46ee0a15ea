"""What plans say now: their context, needs and activities in their newest revisions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.vocabulary import Approach, Intensity, Requirement, Setting
from tat.database import Tat
from tat.schema import (
    ActivityRevision,
    AmendmentLine,
    ContextFactor,
    DocumentReview,
    Line,
    NeedRevision,
    Person,
    Plan,
)
from tat.statuses import LineState


@dataclass(frozen=True)
class NeedContent:
    """A need as it reads now."""

    line_id: int
    number: int
    revision: int
    topic: str
    text: str
    outcome: str
    priority: int
    requirement: Requirement
    setting: Setting
    carried_from: str = ""
    """Which need of the last cycle it carries on: "need 3 of 2016-2018"."""


@dataclass(frozen=True)
class ActivityContent:
    """An activity as it reads now."""

    line_id: int
    number: int
    revision: int
    state: LineState
    need_id: int | None
    center: str
    title: str
    description: str
    intensity: Intensity
    forms: Sequence[str]
    approach: Approach
    collaborators: Sequence[str]
    workplan: str


@dataclass(frozen=True)
class DocumentContent:
    """A document that was looked at before the draft was written (1.5)."""

    document: str
    is_available: bool
    says: str
    by: str
    """Name of who looked at it."""


@dataclass(frozen=True)
class PlanContent:
    """Everything that a plan says now."""

    documents: Sequence[DocumentContent]
    factors: Sequence[tuple[str, str]]
    """Text and document of each contextual factor."""
    needs: Sequence[NeedContent]
    activities: Sequence[ActivityContent]
    """Those that stand in the plan."""
    proposed: Sequence[ActivityContent]
    """Those that a center proposes, not yet entered."""


def contents(
    tat: Tat, plan_ids: Collection[int], *, amended_by: int | None = None
) -> dict[int, PlanContent]:
    """Read what several plans say now; or would say with a change that is on its way (7.1)."""
    documents: dict[int, list[DocumentContent]] = defaultdict(list)
    for plan_id, *fields in tat.execute(_documents(plan_ids)):
        documents[plan_id].append(DocumentContent(*fields))
    factors: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = sa.select(ContextFactor.plan_id, ContextFactor.text, ContextFactor.document)
    ours = ContextFactor.plan_id.in_(plan_ids)
    for plan_id, text, document in tat.execute(rows.where(ours).order_by(ContextFactor.id)):
        factors[plan_id].append((text, document))
    needs: dict[int, list[NeedContent]] = defaultdict(list)
    for plan_id, *fields in tat.execute(_current_needs(plan_ids, amended_by)):
        needs[plan_id].append(_need(*fields))
    activities: dict[int, list[ActivityContent]] = defaultdict(list)
    for plan_id, *fields in tat.execute(_current_activities(plan_ids, amended_by)):
        activities[plan_id].append(ActivityContent(*fields))
    return {
        plan_id: PlanContent(
            documents[plan_id],
            factors[plan_id],
            needs[plan_id],
            [one for one in activities[plan_id] if one.state == LineState.ENTERED],
            [one for one in activities[plan_id] if one.state != LineState.ENTERED],
        )
        for plan_id in plan_ids
    }


def withdrawn_titles(tat: Tat, plan_ids: Collection[int]) -> dict[int, str]:
    """Titles of the activities that were withdrawn from plans, by line id."""
    rows = (
        sa.select(Line.id, ActivityRevision.title)
        .join(
            ActivityRevision,
            sa.and_(
                ActivityRevision.line_id == Line.id, ActivityRevision.revision == Line.revision
            ),
        )
        .where(Line.plan_id.in_(plan_ids), Line.state == LineState.WITHDRAWN)
    )
    return {row[0]: row[1] for row in tat.execute(rows)}


def as_json(content: PlanContent) -> dict[str, Any]:
    """The entered content of a plan as plain values, for its version record."""
    return {
        "documents": [asdict(document) for document in content.documents],
        "factors": [list(factor) for factor in content.factors],
        "needs": [asdict(need) for need in content.needs],
        "activities": [asdict(activity) for activity in content.activities],
    }


def _documents(plan_ids: Collection[int]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            DocumentReview.plan_id, DocumentReview.document, DocumentReview.is_available,
            DocumentReview.says, Person.name,
        )
        .join(Person, Person.id == DocumentReview.by_person_id)
        .where(DocumentReview.plan_id.in_(plan_ids))
        .order_by(DocumentReview.id)
    )  # fmt: skip


CARRIED, CARRIED_IN = aliased(Line), aliased(Plan)
"""The need of the last cycle that a need carries on, and its plan."""


def _need(*fields: Any) -> NeedContent:
    *own, number, cycle = fields
    return replace(NeedContent(*own), carried_from=f"need {number} of {cycle}" if cycle else "")


def _current_needs(
    plan_ids: Collection[int], amended_by: int | None
) -> sa.Select[*tuple[Any, ...]]:
    rows = sa.select(
        Line.plan_id, Line.id, Line.number, NeedRevision.revision, NeedRevision.topic,
        NeedRevision.text, NeedRevision.outcome, NeedRevision.priority,
        NeedRevision.requirement, NeedRevision.setting, CARRIED.number, CARRIED_IN.cycle,
    )  # fmt: skip
    current = _with_words(rows, NeedRevision, plan_ids, amended_by)
    current = current.outerjoin(CARRIED, CARRIED.id == Line.carried_from_id).outerjoin(
        CARRIED_IN, CARRIED_IN.id == CARRIED.plan_id
    )
    stands = sa.or_(Line.state == LineState.ENTERED, AmendmentLine.line_id.is_not(None))
    return current.where(stands)


def _current_activities(
    plan_ids: Collection[int], amended_by: int | None
) -> sa.Select[*tuple[Any, ...]]:
    # What a change would bring stands in the plan that it would make.
    state = sa.case((AmendmentLine.line_id.is_not(None), LineState.ENTERED), else_=Line.state)
    rows = sa.select(
        Line.plan_id, Line.id, Line.number, ActivityRevision.revision,
        sa.type_coerce(state, Line.state.type), Line.need_id,
        Line.center, ActivityRevision.title, ActivityRevision.description,
        ActivityRevision.intensity, ActivityRevision.forms, ActivityRevision.approach,
        ActivityRevision.collaborators, ActivityRevision.workplan,
    )  # fmt: skip
    return _with_words(rows, ActivityRevision, plan_ids, amended_by)


def _with_words(
    rows: sa.Select[*tuple[Any, ...]],
    words: type[NeedRevision] | type[ActivityRevision],
    plan_ids: Collection[int],
    amended_by: int | None,
) -> sa.Select[*tuple[Any, ...]]:
    """Lines in the words that they have; or would have, where a change touches them."""
    of_change = sa.and_(
        AmendmentLine.line_id == Line.id, AmendmentLine.amendment_id == (amended_by or 0)
    )
    revision = sa.func.coalesce(AmendmentLine.revision, Line.revision)
    return (
        rows.select_from(Line)
        .outerjoin(AmendmentLine, of_change)
        .join(words, sa.and_(words.line_id == Line.id, words.revision == revision))
        .where(
            Line.plan_id.in_(plan_ids), Line.state != LineState.WITHDRAWN,
            sa.or_(AmendmentLine.withdraws.is_(None), AmendmentLine.withdraws.is_(False)),
        )
        .order_by(Line.id)
    )  # fmt: skip
