"""Count needs by topic: in the nation, the regions and the states; what is common, what unique."""

import pandas as pd

from tasks.trends.frames import NEEDS, STATES, check_columns

COMMON_SHARE = 0.5
"""A topic is common to states from this share of those that answered on; our proposal."""

SEVERAL = 2
"""How many states at least have something in common."""


def needs_by_topic(needs: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count for each topic how many states ask for it, in the nation.

    Args:
        needs, states: as in `frames`. Asking twice for a topic counts once. A state that answered
            and named no need counts among those that answered, a silent one does not.
    Returns:
        One row per topic that occurs, most asked first, then by key: `topic`, `n_states` (count),
        `n_needs` (count of single requests), `share` (fraction 0-1 of the states that answered),
        `asking` (tuple of codes, ascending).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    check_columns(needs, NEEDS)
    check_columns(states, STATES)
    counts = _asking(needs, ["topic"])
    n_answered = int(states["has_answered"].sum())
    counts["share"] = counts["n_states"] / max(n_answered, 1)
    return _ranked(counts, [])


def needs_by_region(needs: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count for each ACF region how many of its states ask for each topic.

    Args:
        needs, states: as for `needs_by_topic`.
    Returns:
        One row per region and topic that occur together, region ascending, most asked first:
        `region`, and as `needs_by_topic`; `share` is of the region's states that answered.
        Empty in, empty out.
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    check_columns(needs, NEEDS)
    counts = _asking(needs, ["region", "topic"])
    answered = answered_by_region(states)
    n_answered = counts["region"].map(answered["n_answered"].clip(lower=1))
    counts["share"] = counts["n_states"] / n_answered
    return _ranked(counts, ["region"])


def needs_by_state(needs: pd.DataFrame) -> pd.DataFrame:
    """Count for each state the requests on each topic.

    Args:
        needs: as in `frames`.
    Returns:
        One row per state and topic that occur together, by code, then the most urgent first:
        `jurisdiction`, `topic`, `n_needs` (count), `priority` (1-5, of the most urgent request).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    check_columns(needs, NEEDS)
    counts = needs.groupby(["jurisdiction", "topic"], as_index=False).agg(
        n_needs=("need_id", "size"), priority=("priority", "min")
    )
    return counts.sort_values(["jurisdiction", "priority", "topic"], ignore_index=True)


def answered_by_region(states: pd.DataFrame) -> pd.DataFrame:
    """Count the states of each region, and those that answered.

    Args:
        states: as in `frames`.
    Returns:
        One row per region that has states, ascending; index `region`, columns `n_states` and
        `n_answered` (counts).
    Raises:
        MissingColumns: naming every column that is missing.
    """
    check_columns(states, STATES)
    return states.groupby("region").agg(
        n_states=("jurisdiction", "size"), n_answered=("has_answered", "sum")
    )


def common_topics(counts: pd.DataFrame) -> pd.DataFrame:
    """The topics for which several states ask, and at least half of those that answered.

    Args:
        counts: as `needs_by_topic` or `needs_by_region` gives them.
    Returns:
        The rows that fit, in their order.
    """
    is_common = (counts["n_states"] >= SEVERAL) & (counts["share"] >= COMMON_SHARE)
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


def _asking(needs: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return needs.groupby(by, as_index=False).agg(
        n_states=("jurisdiction", "nunique"),
        n_needs=("need_id", "size"),
        asking=("jurisdiction", lambda codes: tuple(sorted(set(codes)))),
    )


def _ranked(counts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    order = [*by, "n_states", "topic"]
    rising = [True] * len(by) + [False, True]
    columns = [*by, "topic", "n_states", "n_needs", "share", "asking"]
    return counts.sort_values(order, ascending=rising, ignore_index=True)[columns]
