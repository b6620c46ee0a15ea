"""Where centers of OCC and of OHS serve the same state and topic (5.2)."""

from collections import Counter, defaultdict
from typing import Any

import pandas as pd

from tasks.trends.frames import ACTIVITIES, check_columns
from tat.overlaps import FundedBy, is_of_both


def office_overlaps(activities: pd.DataFrame, funded_by: FundedBy) -> pd.DataFrame:
    """Find the states and topics on which a center of OCC and another of OHS both lead activities.

    Args:
        activities: as in `frames`, proposed ones too.
        funded_by: the offices that fund each center, by its key. A center that both fund overlaps
            with no activity of its own.
    Returns:
        One row per state and topic, by code, then by key: `jurisdiction`, `state`, `region`,
        `topic`, `centers` (tuple of keys, ascending), `n_activities` (count).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 5.2.
    """
    check_columns(activities, ACTIVITIES)
    by = ["jurisdiction", "state", "region", "topic"]
    n_of: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    keys = zip(*(activities[one].tolist() for one in by), strict=True)
    for key, center in zip(keys, activities["center"].tolist(), strict=True):
        n_of[key][center] += 1
    rows = [
        (*key, tuple(sorted(centers)), centers.total())
        for key, centers in sorted(n_of.items(), key=lambda one: (one[0][0], one[0][3]))
        if is_of_both(centers, funded_by)
    ]
    return pd.DataFrame(rows, columns=[*by, "centers", "n_activities"])


def overlaps_by_topic(activities: pd.DataFrame, funded_by: FundedBy) -> pd.DataFrame:
    """Count for each topic the states in which both offices' centers work on it.

    Args:
        activities, funded_by: as for `office_overlaps`.
    Returns:
        One row per topic that has activities, most overlaps first, then by key: `topic`,
        `n_overlaps` (states in which both work), `n_served` (states with any activity on it).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 5.2.
    """
    both = Counter(office_overlaps(activities, funded_by)["topic"].tolist())
    served: dict[str, set[str]] = defaultdict(set)
    topics, states = activities["topic"].tolist(), activities["jurisdiction"].tolist()
    for topic, state in zip(topics, states, strict=True):
        served[topic].add(state)
    rows = sorted(
        ((topic, both[topic], len(states)) for topic, states in served.items()),
        key=lambda row: (-row[1], row[0]),
    )
    return pd.DataFrame(rows, columns=["topic", "n_overlaps", "n_served"])
