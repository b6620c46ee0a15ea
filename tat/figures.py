"""What the cycle is for, in figures (8.3): what the needs are about, and how they are answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Approach, Form, Intensity, Requirement, Setting
from tat.database import Tat
from tat.schema import ActivityRevision, Line, NeedRevision, Plan
from tat.statuses import LineState


@dataclass(frozen=True)
class Figures:
    """Counts of what stands in the plans of a cycle; every word is there, if only with 0."""

    needs_by_requirement: Mapping[Requirement, int]
    needs_by_setting: Mapping[Setting, int]
    activities_by_intensity: Mapping[Intensity, int]
    activities_by_approach: Mapping[Approach, int]
    activities_by_form: Mapping[Form, int]
    """An activity combines one or more forms and counts for each."""


def read_figures(tat: Tat, cycle: str) -> Figures:
    """Count the needs and activities that stand in the plans of a cycle, as they now read."""
    needs = _standing(tat, cycle, NeedRevision, "requirement", "setting")
    activities = _standing(tat, cycle, ActivityRevision, "intensity", "approach", "forms")
    requirements = Counter(row[0] for row in needs)
    settings = Counter(row[1] for row in needs)
    intensities = Counter(row[0] for row in activities)
    approaches = Counter(row[1] for row in activities)
    forms = Counter(form for row in activities for form in row[2])
    return Figures(
        needs_by_requirement={word: requirements[word] for word in Requirement},
        needs_by_setting={word: settings[word] for word in Setting},
        activities_by_intensity={word: intensities[word] for word in Intensity},
        activities_by_approach={word: approaches[word] for word in Approach},
        activities_by_form={word: forms[word.value] for word in Form},
    )


def _standing(
    tat: Tat, cycle: str, revisions: type[NeedRevision] | type[ActivityRevision], *names: str
) -> Sequence[Any]:
    """Columns of the newest revision of each line that stands in a plan."""
    newest = sa.and_(revisions.line_id == Line.id, revisions.revision == Line.revision)
    rows = (
        sa.select(*(getattr(revisions, name) for name in names))
        .join(Line, newest)
        .join(Plan, Plan.id == Line.plan_id)
        .where(Plan.cycle == cycle, Line.state == LineState.ENTERED)
    )
    return tat.execute(rows).all()
