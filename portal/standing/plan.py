"""Everything that a page shows of one plan, as far as somebody sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from config.declared import Declared
from portal.standing.questions import Waiting, waiting
from portal.standing.said import Said, answers_about
from portal.standing.sight import Sight
from tat import guards, meetings, progress, reading
from tat.content import ActivityContent, NeedContent, PlanContent, contents
from tat.database import Tat
from tat.schema import (
    Invitee,
    Jurisdiction,
    Meeting,
    Plan,
    ProgressMark,
    Prompt,
    PromptLine,
    StatusChange,
)
from tat.statuses import Status
from templates.words import MEETING_NAMES


@dataclass(frozen=True)
class Met:
    """A call or meeting at which the state was spoken of."""

    what: str
    on: date | None
    is_held: bool
    why_not: str
    n_invited: int
    notes: str


@dataclass(frozen=True)
class PlanStands:
    """What a plan says, and what was said of it."""

    plan: Plan
    place: Jurisdiction
    content: PlanContent
    topics: Mapping[str, str]
    """Title of each topic."""
    marks: Mapping[int, ProgressMark]
    """How far each activity has come, by line id."""
    lacks: Sequence[str]
    waits: Sequence[Waiting]
    said: Sequence[Said]
    changes: Sequence[StatusChange]
    met: Sequence[Met]
    is_whole: bool
    """Whether they see all of it, and not only what their center does."""


def plan_stands(
    tat: Tat, plan: Plan, declared: Declared, sight: Sight, *, now: datetime
) -> PlanStands:
    """Read a plan as far as somebody sees it."""
    centers = sight.centers_of(plan.id)
    place = tat.get_one(Jurisdiction, plan.jurisdiction)
    waits = waiting(tat, plan.cycle, now=now, plan_id=plan.id).get(plan.id, ())
    return PlanStands(
        plan=plan,
        place=place,
        content=_content(tat, plan, centers),
        topics={key: topic.title for key, topic in declared.topics.items()},
        marks=progress.newest_marks(tat, [plan.id]),
        lacks=_lacks(tat, plan, declared),
        waits=[one for one in waits if centers is None or one.center in centers],
        said=answers_about(tat, plan.id, centers=centers),
        changes=_changes(tat, plan),
        met=_met(tat, plan, place) if centers is None else (),
        is_whole=centers is None,
    )


def _content(tat: Tat, plan: Plan, centers: Collection[str] | None) -> PlanContent:
    """What the plan says; to a center, what it does itself and which needs that is for."""
    content = contents(tat, [plan.id])[plan.id]
    if centers is None:
        return content
    entered, proposed = (
        [one for one in lines if {one.center, *one.collaborators} & set(centers)]
        for lines in (content.activities, content.proposed)
    )
    shown = _shown_to(tat, plan, centers) | {one.need_id for one in (*entered, *proposed)}
    needs = [need for need in content.needs if need.line_id in shown]
    return PlanContent((), (), needs, entered, proposed)


def _shown_to(tat: Tat, plan: Plan, centers: Collection[str]) -> set[int | None]:
    rows = (
        sa.select(PromptLine.line_id)
        .join(Prompt, Prompt.id == PromptLine.prompt_id)
        .where(Prompt.plan_id == plan.id, Prompt.center.in_(centers))
    )
    return set(tat.scalars(rows))


def _lacks(tat: Tat, plan: Plan, declared: Declared) -> list[str]:
    if plan.status == Status.FINAL:
        return []
    facts = reading.load(tat, plan.cycle, *guards.GUARD_KINDS)
    return guards.missing_for_next(facts.plans[plan.id], facts, declared.rules)


def _changes(tat: Tat, plan: Plan) -> Sequence[StatusChange]:
    rows = sa.select(StatusChange).where(StatusChange.plan_id == plan.id)
    return tat.scalars(rows.order_by(StatusChange.id)).all()


def _met(tat: Tat, plan: Plan, place: Jurisdiction) -> list[Met]:
    """The state's own calls, then the meetings of its region and of the nation, by day."""
    of_all = sa.and_(Meeting.plan_id.is_(None), Meeting.region.is_(None))
    ours = sa.or_(Meeting.plan_id == plan.id, Meeting.region == place.region, of_all)
    n_invited = sa.select(sa.func.count()).where(Invitee.meeting_id == Meeting.id).scalar_subquery()
    rows = sa.select(Meeting, n_invited).where(Meeting.cycle == plan.cycle, ours)
    met = [_one_met(meeting, n) for meeting, n in tat.execute(rows.order_by(Meeting.id))]
    return sorted(met, key=lambda one: (one.on is None, one.on or date.min))


def _one_met(meeting: Meeting, n_invited: int) -> Met:
    of_region = f" of region {meeting.region}" if meeting.region else ""
    planned_on = meeting.starts_at.date() if meeting.starts_at else None
    is_private = meeting.kind in meetings.WITHOUT_NOTES
    return Met(
        what=f"{MEETING_NAMES[meeting.kind]}{of_region}",
        on=meeting.held_on or planned_on,
        is_held=meeting.held_on is not None or "done_earlier" in meeting.outcome,
        why_not=meeting.outcome.get(meetings.NOT_HELD, ""),
        n_invited=n_invited,
        notes="" if is_private else meeting.notes,
    )


def activities_of(content: PlanContent, need: NeedContent) -> list[tuple[ActivityContent, bool]]:
    """The activities for a need, each with whether it stands in the plan already."""
    return [
        *((one, True) for one in content.activities if one.need_id == need.line_id),
        *((one, False) for one in content.proposed if one.need_id == need.line_id),
    ]
