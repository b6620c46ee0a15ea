"""Set needs against activities: which needs no center has taken up, what each center proposes."""

import pandas as pd

from tasks.trends.frames import ACTIVITIES, NEEDS, STATES, check_columns


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
    left = needs_without_center(needs, activities).groupby("topic").size()
    counts = needs.groupby("topic").agg(n_needs=("need_id", "size")).reset_index()
    counts["n_without"] = counts["topic"].map(left).fillna(0).astype(int)
    order = ["n_without", "topic"]
    ranked = counts.sort_values(order, ascending=[False, True], ignore_index=True)
    return ranked[["topic", "n_without", "n_needs"]]


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
    counts = ours.groupby(["topic", "center"]).agg(n_needs=("need_id", "nunique"))
    return counts.reset_index()


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
    led = activities.groupby("center").agg(
        n_activities=("activity_id", "size"),
        n_states=("jurisdiction", "nunique"),
        n_needs=("need_id", "nunique"),
        n_entered=("stands", "sum"),
    )
    along = activities["collaborators"].explode().dropna().value_counts().rename("n_along")
    counts = led.join(along, how="outer").fillna(0).astype(int)
    counts.index.name = "center"
    counts["n_all"], counts["n_answered"] = len(activities), int(states["has_answered"].sum())
    order = ["n_activities", "center"]
    return counts.reset_index().sort_values(order, ascending=[False, True], ignore_index=True)
