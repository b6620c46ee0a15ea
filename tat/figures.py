"""What the cycle is for, in figures (8.3): what the needs are about, and how they are answered."""

from collections import Counter, defaultdict
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
    return total(read_figures_by_state(tat, cycle).values())


def read_figures_by_state(
    tat: Tat, cycle: str, *, with_proposed: bool = False
) -> dict[str, Figures]:
    """Count the same for every state of a cycle, by code.

    Args:
        with_proposed: whether activities count that a center has proposed, and that stand in no
            plan yet.
    """
    states = (LineState.ENTERED, LineState.PROPOSED) if with_proposed else (LineState.ENTERED,)
    needs = _rows(
        tat, cycle, NeedRevision, "requirement", "priority", "setting", states=(LineState.ENTERED,)
    )
    activities = _rows(
        tat, cycle, ActivityRevision, "intensity", "approach", "forms", states=states
    )
    codes = tat.scalars(sa.select(Plan.jurisdiction).where(Plan.cycle == cycle))
    return {code: _figures(needs.get(code, ()), activities.get(code, ())) for code in sorted(codes)}


def total(figures: Iterable[Figures]) -> Figures:
    """What several places have together."""
    each = list(figures)
    return Figures(
        needs_by_requirement=_sum(Requirement, [one.needs_by_requirement for one in each]),
        needs_by_priority=_sum(PRIORITIES, [one.needs_by_priority for one in each]),
        needs_by_setting=_sum(Setting, [one.needs_by_setting for one in each]),
        activities_by_intensity=_sum(Intensity, [one.activities_by_intensity for one in each]),
        activities_by_approach=_sum(Approach, [one.activities_by_approach for one in each]),
        activities_by_form=_sum(Form, [one.activities_by_form for one in each]),
    )


def _figures(needs: Sequence[Sequence[Any]], activities: Sequence[Sequence[Any]]) -> Figures:
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


def _sum(words: Iterable[Any], each: Sequence[Mapping[Any, int]]) -> dict[Any, int]:
    return {word: sum(counts[word] for counts in each) for word in words}


def _rows(
    tat: Tat,
    cycle: str,
    revisions: type[NeedRevision] | type[ActivityRevision],
    *names: str,
    states: Sequence[LineState],
) -> dict[str, list[Sequence[Any]]]:
    """By state, columns of the newest revision of each line that counts."""
    newest = sa.and_(revisions.line_id == Line.id, revisions.revision == Line.revision)
    rows = (
        sa.select(Plan.jurisdiction, *(getattr(revisions, name) for name in names))
        .join(Line, Line.plan_id == Plan.id)
        .join(revisions, newest)
        .where(Plan.cycle == cycle, Line.state.in_(states))
    )
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for code, *values in tat.execute(rows):
        found[code].append(values)
    return found
