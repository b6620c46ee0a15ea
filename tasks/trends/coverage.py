"""Set needs against activities: which needs no center has taken up, what each center proposes."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tasks.trends.frames import ACTIVITIES, NEEDS, STATES, check_columns, rows_of


def needs_without_center(needs: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The needs for which no center has proposed anything yet, the most urgent first.

    Args:
        needs, activities: as in `frames`.
    Returns:
        The needs that fit, by priority, then in their order.
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2, 3.9.
    """
    check_columns(needs, NEEDS)
    check_columns(activities, ACTIVITIES)
    is_left = ~needs["need_id"].isin(activities["need_id"])
    return needs[is_left].sort_values("priority", kind="stable", ignore_index=True)


def without_center_by_topic(needs: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Count for each topic the needs, and those that no center has taken up.

    Args:
        needs, activities: as in `frames`.
    Returns:
        One row per topic that occurs, the most needs without a center first, then by key: `topic`,
        `n_without` and `n_needs` (counts).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.9.
    """
    left = Counter(needs_without_center(needs, activities)["topic"].tolist())
    counts = Counter(needs["topic"].tolist())
    rows = sorted(
        ((topic, left[topic], n) for topic, n in counts.items()),
        key=lambda row: (-row[1], row[0]),
    )
    return pd.DataFrame(rows, columns=["topic", "n_without", "n_needs"])


def needs_by_center(needs: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Count for each topic and center the needs that the center has taken up.

    Args:
        needs, activities: as in `frames`. Several activities of a center for a need count once; a
            need that several centers have taken up counts for each of them.
    Returns:
        One row per topic and center that occur together, by key of the topic, then of the center:
        `topic`, `center`, `n_needs` (count).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2, 3.9.
    """
    check_columns(needs, NEEDS)
    check_columns(activities, ACTIVITIES)
    ours = activities[activities["need_id"].isin(needs["need_id"])]
    taken: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in rows_of(ours):
        taken[one.topic, one.center].add(one.need_id)
    rows = [(topic, center, len(found)) for (topic, center), found in sorted(taken.items())]
    return pd.DataFrame(rows, columns=["topic", "center", "n_needs"])


def activities_by_center(activities: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count for each center what it proposes so far. A center that only works along counts 0.

    Args:
        activities: as in `frames`. Centers are told apart by their key, so one that was renamed
            counts once.
        states: as in `frames`, of the same place.
    Returns:
        One row per center that leads or works along, most activities first, then by key: `center`,
        `n_activities` (that it leads), `n_states` (in how many states), `n_needs` (how many needs
        they answer), `n_entered` (that stand in a plan), `n_along` (on which it works along).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.9.
    """
    check_columns(activities, ACTIVITIES)
    check_columns(states, STATES)
    led: dict[str, _Led] = defaultdict(_Led)
    for one in rows_of(activities):
        led[one.center].add(one)
        for center in one.collaborators:
            led[center].n_along += 1
    n_all, n_answered = len(activities), int(states["has_answered"].sum())
    rows = [
        (center, of.n, len(of.states), len(of.needs), of.n_entered, of.n_along, n_all, n_answered)
        for center, of in sorted(led.items(), key=lambda one: (-one[1].n, one[0]))
    ]
    return pd.DataFrame(rows, columns=list(BY_CENTER))


BY_CENTER = (
    "center", "n_activities", "n_states", "n_needs", "n_entered", "n_along", "n_all", "n_answered",
)  # fmt: skip
"""The columns of what centers propose."""


@dataclass
class _Led:
    """What a center leads, and on how many it works along."""

    n: int = 0
    n_entered: int = 0
    n_along: int = 0
    states: set[str] = field(default_factory=set)
    needs: set[int] = field(default_factory=set)

    def add(self, activity: Any) -> None:
        """Count an activity that it leads."""
        self.n += 1
        self.n_entered += activity.stands
        self.states.add(activity.jurisdiction)
        self.needs.add(activity.need_id)
