"""Count needs by topic: in the nation, the regions and the states; what is common, what unique.

Every count of states stands beside how many answered and how many the cycle has there.
"""

from typing import Any

import pandas as pd

from tasks.trends.frames import NEEDS, STATES, check_columns
from tasks.trends.tally import TALLY


def needs_by_topic(tally: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count for each topic how many states ask for it, in the nation.

    Args:
        tally: as `tally` counts it. Asking twice for a topic counts once.
        states: as in `frames`. A state that answered and named no need counts among those that
            answered, a silent one does not.
    Returns:
        One row per topic that occurs, most asked first, then by key: `topic`, `n_states` (count),
        `n_needs` (count of single requests), `share` (fraction 0-1 of the states that answered),
        `asking` (tuple of codes, ascending), `n_answered` and `n_in_cycle` (counts of states).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    check_columns(states, STATES)
    counts = _asking(tally, ["topic"])
    counts["n_answered"], counts["n_in_cycle"] = int(states["has_answered"].sum()), len(states)
    return _ranked(counts, [])


def needs_by_region(tally: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count for each ACF region how many of its states ask for each topic.

    Args:
        tally, states: as for `needs_by_topic`.
    Returns:
        One row per region and topic that occur together, region ascending, most asked first:
        `region`, and as `needs_by_topic`; `share`, `n_answered` and `n_in_cycle` are of the
        region. Empty in, empty out.
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    answered = answered_by_region(states)
    counts = _asking(tally, ["region", "topic"])
    counts["n_answered"] = counts["region"].map(answered["n_answered"])
    counts["n_in_cycle"] = counts["region"].map(answered["n_in_cycle"])
    return _ranked(counts, ["region"])


def needs_by_state(tally: pd.DataFrame) -> pd.DataFrame:
    """Count for each state the requests on each topic.

    Args:
        tally: as `tally` counts it.
    Returns:
        One row per state and topic that occur together, by code, then the most urgent first:
        `jurisdiction`, `topic`, `n_needs` (count), `priority` (1-5, of the most urgent request).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    counts = _who_asks(tally).drop(columns="region")
    return counts.sort_values(["jurisdiction", "priority", "topic"], ignore_index=True)


def answered_by_region(states: pd.DataFrame) -> pd.DataFrame:
    """Count the states of each region, and those that answered.

    Args:
        states: as in `frames`.
    Returns:
        One row per region that has states, ascending; index `region`, columns `n_in_cycle` and
        `n_answered` (counts).
    Raises:
        MissingColumns: naming every column that is missing.
    """
    check_columns(states, STATES)
    answered = states["has_answered"].groupby(states["region"])
    return pd.DataFrame({"n_in_cycle": answered.size(), "n_answered": answered.sum()})


def common_topics(counts: pd.DataFrame, *, n_states: int, percent: int) -> pd.DataFrame:
    """The topics for which several states ask, and a good part of those that answered.

    Args:
        counts: as `needs_by_topic` or `needs_by_region` gives them.
        n_states: how many states at least have something in common.
        percent: of those that answered, how many at least.
    Returns:
        The rows that fit, in their order.
    """
    is_enough = counts["n_states"] * 100 >= percent * counts["n_answered"]
    is_common = (counts["n_states"] >= n_states) & is_enough
    return counts[is_common].reset_index(drop=True)


def unique_needs(needs: pd.DataFrame) -> pd.DataFrame:
    """The needs about a topic for which only one of the states asks.

    Args:
        needs: as in `frames`: of the nation, or of one region for what is unique within it.
    Returns:
        The rows that fit, in their order.
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2, 3.3.
    """
    check_columns(needs, NEEDS)
    n_states = needs.groupby("topic")["jurisdiction"].transform("nunique")
    return needs[n_states == 1].reset_index(drop=True)


def _who_asks(tally: pd.DataFrame) -> pd.DataFrame:
    """One row per state and topic: `jurisdiction`, `topic`, `region`, `n_needs`, `priority`."""
    check_columns(tally, TALLY)
    counts = tally.groupby(["jurisdiction", "topic"], as_index=False).agg(
        region=("region", "first"), n_needs=("n_needs", "sum"), priority=("priority", "min")
    )
    return counts.astype({"jurisdiction": str, "topic": str})


def _asking(tally: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per topic, and whatever else it is counted by: how many states and needs, and who."""
    found: dict[tuple[Any, ...], tuple[list[str], list[int]]] = {}
    who = _who_asks(tally)
    keys = who[by].itertuples(index=False, name=None)
    for key, code, n in zip(keys, who["jurisdiction"], who["n_needs"], strict=True):
        codes, n_needs = found.setdefault(key, ([], []))
        codes.append(code)
        n_needs.append(n)
    rows = [
        (*key, len(codes), sum(n_needs), tuple(sorted(codes)))
        for key, (codes, n_needs) in found.items()
    ]
    return pd.DataFrame(rows, columns=[*by, "n_states", "n_needs", "asking"])


def _ranked(counts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    counts["share"] = counts["n_states"] / counts["n_answered"]
    order = [*by, "n_states", "topic"]
    rising = [True] * len(by) + [False, True]
    columns = [
        *by, "topic", "n_states", "n_needs", "share", "asking", "n_answered", "n_in_cycle",
    ]  # fmt: skip
    return counts.sort_values(order, ascending=rising, ignore_index=True)[columns]
