"""Needs of the last cycle that are still open: each is carried into the next one, or dropped with
a reason; none vanishes."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.vocabulary import Progress
from tat.database import Tat
from tat.schema import Cycle, Line, NeedRevision, Plan, ProgressMark
from tat.statuses import LineKind, LineState


@dataclass(frozen=True)
class OpenNeed:
    """A need of the last cycle for which nothing was delivered yet."""

    line_id: int
    number: int
    text: str


def last_cycle(tat: Tat, cycle: str) -> str | None:
    """The cycle before one, by their first days; None for the first on record."""
    begins = sa.select(Cycle.starts_on).where(Cycle.name == cycle).scalar_subquery()
    rows = sa.select(Cycle.name).where(Cycle.starts_on < begins)
    return tat.scalar(rows.order_by(Cycle.starts_on.desc()).limit(1))


def open_needs(tat: Tat, cycle: str) -> dict[str, list[OpenNeed]]:
    """The needs in the plans of the cycle before, without an activity that is done, by state."""
    before = last_cycle(tat, cycle)
    if before is None:
        return {}
    found: dict[str, list[OpenNeed]] = defaultdict(list)
    rows = (
        sa.select(Plan.jurisdiction, Line.id, Line.number, NeedRevision.text)
        .join(Plan, Plan.id == Line.plan_id)
        .join(
            NeedRevision,
            sa.and_(NeedRevision.line_id == Line.id, NeedRevision.revision == Line.revision),
        )
        .where(
            Plan.cycle == before, Line.kind == LineKind.NEED, Line.state == LineState.ENTERED,
            ~_is_delivered(),
        )
        .order_by(Line.id)
    )  # fmt: skip
    for code, line_id, number, text in tat.execute(rows):
        found[code].append(OpenNeed(line_id, number, text))
    return dict(found)


def _is_delivered() -> sa.ColumnElement[bool]:
    """Whether an activity that stands for the need was marked as done last."""
    activity, later = aliased(Line), aliased(ProgressMark)
    is_newest = ~sa.exists().where(
        later.line_id == ProgressMark.line_id, later.id > ProgressMark.id
    )
    return (
        sa.exists()
        .where(
            activity.need_id == Line.id, activity.state == LineState.ENTERED,
            ProgressMark.line_id == activity.id, ProgressMark.progress == Progress.DONE,
        )
        .where(is_newest)
        .correlate(Line)
    )  # fmt: skip
