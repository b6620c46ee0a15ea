"""What the states of one region ask for together, and the others by far not as much."""

import pandas as pd


def regional_clusters(
    by_topic: pd.DataFrame, by_region: pd.DataFrame, *, n_states: int, times: int
) -> pd.DataFrame:
    """Find the topics that several states of a region ask for, far oftener than those elsewhere.

    A region is compared with all states elsewhere that answered; where nobody else has, there is
    nothing to compare with and no cluster.

    Args:
        by_topic, by_region: as `needs_by_topic` and `needs_by_region` count them.
        n_states: how many states of the region at least ask for the topic.
        times: how many times as large the region's share is at least as the share elsewhere.
    Returns:
        The rows of `by_region` that fit, by region, then in their order, with `n_elsewhere` (states
        of other regions that ask), `n_answered_elsewhere` and `share_elsewhere` (fraction 0-1).
    Source: process 3.2, 3.3.
    """
    nation = by_topic.set_index("topic")
    found = by_region.copy()
    found["n_elsewhere"] = found["topic"].map(nation["n_states"]) - found["n_states"]
    n_answered = found["topic"].map(nation["n_answered"])
    found["n_answered_elsewhere"] = n_answered - found["n_answered"]
    found["share_elsewhere"] = found["n_elsewhere"] / found["n_answered_elsewhere"].clip(lower=1)
    is_cluster = (
        (found["n_states"] >= n_states)
        & (found["n_answered_elsewhere"] > 0)
        & (
            # In whole numbers: a share that is just so many times as large is one.
            found["n_states"] * found["n_answered_elsewhere"]
            >= times * found["n_elsewhere"] * found["n_answered"]
        )
    )
    return found[is_cluster].reset_index(drop=True)
