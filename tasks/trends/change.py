"""Set a cycle's needs against those of the cycle before."""

import pandas as pd

from tasks.trends.frames import STATES, check_columns
from tasks.trends.tally import TALLY


def change_by_topic(
    tally: pd.DataFrame,
    states: pd.DataFrame,
    *,
    tally_before: pd.DataFrame,
    states_before: pd.DataFrame,
) -> pd.DataFrame:
    """Count for each topic who asks for it now, and who did in the cycle before.

    Who newly asks or asks no longer is counted among the states that answered both times: of the
    others nobody knows.

    Args:
        tally, tally_before: as `tally` counts them, of the nation or of one region.
        states, states_before: as in `frames`, of the same place.
    Returns:
        One row per topic of either cycle, most asked for now first, then most asked for before,
        then by key: `topic`, `n_states` and `n_answered` (now), `n_before` and
        `n_answered_before`, and of the `n_both` states that answered both times `n_again`,
        `n_newly` and `n_no_longer` (counts of states).
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2.
    """
    now, before = _who_asks(tally), _who_asks(tally_before)
    answered, answered_before = _who_answered(states), _who_answered(states_before)
    both = answered & answered_before
    rows = []
    for topic in sorted(now.keys() | before.keys()):
        ask, asked = now.get(topic, set()), before.get(topic, set())
        rows.append(
            {
                "topic": topic,
                "n_states": len(ask),
                "n_answered": len(answered),
                "n_before": len(asked),
                "n_answered_before": len(answered_before),
                "n_both": len(both),
                "n_again": len(ask & asked & both),
                "n_newly": len((ask - asked) & both),
                "n_no_longer": len((asked - ask) & both),
            }
        )
    order = ["n_states", "n_before", "topic"]
    return pd.DataFrame(rows, columns=list(CHANGE)).sort_values(
        order, ascending=[False, False, True], ignore_index=True
    )


CHANGE = (
    "topic", "n_states", "n_answered", "n_before", "n_answered_before", "n_both", "n_again",
    "n_newly", "n_no_longer",
)  # fmt: skip
"""The columns of what changed."""


def _who_asks(tally: pd.DataFrame) -> dict[str, set[str]]:
    check_columns(tally, TALLY)
    found: dict[str, set[str]] = {}
    for code, topic in tally[["jurisdiction", "topic"]].drop_duplicates().to_numpy():
        found.setdefault(topic, set()).add(code)
    return found


def _who_answered(states: pd.DataFrame) -> set[str]:
    check_columns(states, STATES)
    return set(states.loc[states["has_answered"], "jurisdiction"])
