"""What plans say now: their context, needs and activities in their newest revisions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Approach, Intensity, Requirement, Setting
from tat.database import Tat
from tat.schema import ActivityRevision, ContextFactor, Line, NeedRevision
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
class PlanContent:
    """Everything that a plan says now."""

    factors: Sequence[tuple[str, str]]
    """Text and document of each contextual factor."""
    needs: Sequence[NeedContent]
    activities: Sequence[ActivityContent]
    """Those that stand in the plan."""
    proposed: Sequence[ActivityContent]
    """Those that a center proposes, not yet entered."""


def contents(tat: Tat, plan_ids: Collection[int]) -> dict[int, PlanContent]:
    """Read what several plans say now."""
    factors: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = sa.select(ContextFactor.plan_id, ContextFactor.text, ContextFactor.document)
    ours = ContextFactor.plan_id.in_(plan_ids)
    for plan_id, text, document in tat.execute(rows.where(ours).order_by(ContextFactor.id)):
        factors[plan_id].append((text, document))
    needs: dict[int, list[NeedContent]] = defaultdict(list)
    for plan_id, *fields in tat.execute(_current_needs(plan_ids)):
        needs[plan_id].append(NeedContent(*fields))
    activities: dict[int, list[ActivityContent]] = defaultdict(list)
    for plan_id, *fields in tat.execute(_current_activities(plan_ids)):
        activities[plan_id].append(ActivityContent(*fields))
    return {
        plan_id: PlanContent(
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
        "factors": [list(factor) for factor in content.factors],
        "needs": [asdict(need) for need in content.needs],
        "activities": [asdict(activity) for activity in content.activities],
    }


def _current_needs(plan_ids: Collection[int]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Line.plan_id, Line.id, Line.number, Line.revision, NeedRevision.topic,
            NeedRevision.text, NeedRevision.outcome, NeedRevision.priority,
            NeedRevision.requirement, NeedRevision.setting,
        )
        .join(
            NeedRevision,
            sa.and_(NeedRevision.line_id == Line.id, NeedRevision.revision == Line.revision),
        )
        .where(Line.plan_id.in_(plan_ids), Line.state != LineState.WITHDRAWN)
        .order_by(Line.id)
    )  # fmt: skip


def _current_activities(plan_ids: Collection[int]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Line.plan_id, Line.id, Line.number, Line.revision, Line.state, Line.need_id,
            Line.center, ActivityRevision.title, ActivityRevision.description,
            ActivityRevision.intensity, ActivityRevision.forms, ActivityRevision.approach,
            ActivityRevision.collaborators, ActivityRevision.workplan,
        )
        .join(
            ActivityRevision,
            sa.and_(
                ActivityRevision.line_id == Line.id, ActivityRevision.revision == Line.revision
            ),
        )
        .where(Line.plan_id.in_(plan_ids), Line.state != LineState.WITHDRAWN)
        .order_by(Line.id)
    )  # fmt: skip
