"""What lines said at the revisions that a question shows, whatever became of them since."""

from collections.abc import Mapping

import sqlalchemy as sa

from tat.content import ActivityContent, NeedContent, PlanContent
from tat.database import Tat
from tat.schema import ActivityRevision, Line, NeedRevision


def as_shown(tat: Tat, now: PlanContent | None, shown: Mapping[int, int]) -> PlanContent:
    """Read some lines in the words that they had.

    Args:
        now: what their plan says now; nothing is read where that is what is shown.
        shown: revision of each line, by line id.
    """

    def is_same(line_id: int, revision: int) -> bool:
        return shown.get(line_id) == revision

    both = (*now.activities, *now.proposed) if now else ()
    needs = [one for one in (now.needs if now else ()) if is_same(one.line_id, one.revision)]
    activities = [one for one in both if is_same(one.line_id, one.revision)]
    same = {one.line_id for one in needs} | {one.line_id for one in activities}
    other = {line_id: shown[line_id] for line_id in shown if line_id not in same}
    if other:
        needs += _needs(tat, other)
        activities += _activities(tat, other)
    return PlanContent(
        documents=(), factors=(), needs=sorted(needs, key=lambda one: one.number),
        activities=sorted(activities, key=lambda one: one.number), proposed=(),
    )  # fmt: skip


def _needs(tat: Tat, shown: Mapping[int, int]) -> list[NeedContent]:
    rows = (
        sa.select(
            Line.id, Line.number, NeedRevision.revision, NeedRevision.topic, NeedRevision.text,
            NeedRevision.outcome, NeedRevision.priority, NeedRevision.requirement,
            NeedRevision.setting,
        )
        .join(NeedRevision, NeedRevision.line_id == Line.id)
        .where(Line.id.in_(shown))
    )  # fmt: skip
    found = [NeedContent(*row) for row in tat.execute(rows)]
    return [one for one in found if shown[one.line_id] == one.revision]


def _activities(tat: Tat, shown: Mapping[int, int]) -> list[ActivityContent]:
    rows = (
        sa.select(
            Line.id, Line.number, ActivityRevision.revision, Line.state, Line.need_id, Line.center,
            ActivityRevision.title, ActivityRevision.description, ActivityRevision.intensity,
            ActivityRevision.forms, ActivityRevision.approach, ActivityRevision.collaborators,
            ActivityRevision.workplan,
        )
        .join(ActivityRevision, ActivityRevision.line_id == Line.id)
        .where(Line.id.in_(shown))
    )  # fmt: skip
    found = [ActivityContent(*row) for row in tat.execute(rows)]
    return [one for one in found if shown[one.line_id] == one.revision]
