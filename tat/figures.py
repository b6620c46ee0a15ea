"""What the cycle is for, in figures (8.3): what the needs are about, and how they are answered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Approach, Form, Intensity, Requirement, Setting
from tat.database import Tat
from tat.schema import ActivityRevision, Line, NeedRevision, Plan
from tat.statuses import LineState

PRIORITIES = range(1, 6)
"""From the most urgent to the least."""


@dataclass(frozen=True)
class Figures:
    """Counts of what stands in some plans; every word is there, if only with 0."""

    needs_by_requirement: Mapping[Requirement, int]
    needs_by_priority: Mapping[int, int]
    needs_by_setting: Mapping[Setting, int]
    activities_by_intensity: Mapping[Intensity, int]
    activities_by_approach: Mapping[Approach, int]
    activities_by_form: Mapping[Form, int]
    """An activity combines one or more forms and counts for each."""


def read_figures(tat: Tat, cycle: str) -> Figures:
    """Count the needs and activities that stand in the plans of a cycle, as they now read."""
    needs = _rows(tat, cycle, NeedRevision, "requirement", "priority", "setting")
    activities = _rows(tat, cycle, ActivityRevision, "intensity", "approach", "forms")
    forms = [form for row in activities for form in row[2]]
    return Figures(
        needs_by_requirement=_count(Requirement, [row[0] for row in needs]),
        needs_by_priority=_count(PRIORITIES, [row[1] for row in needs]),
        needs_by_setting=_count(Setting, [row[2] for row in needs]),
        activities_by_intensity=_count(Intensity, [row[0] for row in activities]),
        activities_by_approach=_count(Approach, [row[1] for row in activities]),
        activities_by_form=_count(Form, forms),
    )


def _count(words: Iterable[Any], found: Iterable[Any]) -> dict[Any, int]:
    counts = Counter(found)
    return {word: counts[word] for word in words}


def _rows(
    tat: Tat, cycle: str, revisions: type[NeedRevision] | type[ActivityRevision], *names: str
) -> Sequence[Sequence[Any]]:
    """Columns of the newest revision of each line that stands in a plan."""
    newest = sa.and_(revisions.line_id == Line.id, revisions.revision == Line.revision)
    rows = (
        sa.select(*(getattr(revisions, name) for name in names))
        .join(Line, Line.id == revisions.line_id)
        .join(Plan, Plan.id == Line.plan_id)
        .where(newest, Plan.cycle == cycle, Line.state == LineState.ENTERED)
    )
    return tat.execute(rows).all()
