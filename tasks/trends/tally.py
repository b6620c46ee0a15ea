"""Count needs once: how many there are of each state, topic and kind. All figures add these up."""

from math import prod

import numpy as np
import pandas as pd

from tasks.trends.frames import STATES, MissingValues, check_columns

COUNTED = ("jurisdiction", "topic", "priority", "requirement", "setting")
"""What needs are told apart by."""


def tally(needs: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count the needs of each combination of state, topic, priority, requirement and setting.

    A million needs become some ten thousand rows in one pass over small codes; columns that are
    categories already are not looked at word by word.

    Args:
        needs, states: as in `frames`.
    Returns:
        One row per combination that occurs, ascending: `jurisdiction`, `region` (its region in
        `states`), `topic`, `priority`, `requirement`, `setting`, `n_needs` (count).
    Raises:
        MissingColumns: naming every column that is missing.
        MissingValues: naming the column in which a need has no value.
    """
    check_columns(needs, COUNTED)
    check_columns(states, STATES)
    if needs.empty:
        return pd.DataFrame({column: [] for column in TALLY})
    words: list[pd.Index] = []
    cell = np.zeros(len(needs), dtype=np.int64)
    for column in COUNTED:
        codes, found = _coded(needs[column])
        cell *= len(found)
        cell += codes
        words.append(found)
    return _counted(cell, words, states)


TALLY = ("jurisdiction", "region", "topic", "priority", "requirement", "setting", "n_needs")
"""The columns of what is counted."""


def _counted(cell: np.ndarray, words: list[pd.Index], states: pd.DataFrame) -> pd.DataFrame:
    sizes = [len(found) for found in words]
    counts = np.bincount(cell, minlength=prod(sizes))
    occurs = np.flatnonzero(counts)
    places = np.unravel_index(occurs, sizes)
    rows = pd.DataFrame(
        {
            column: found.take(codes)
            for column, found, codes in zip(COUNTED, words, places, strict=True)
        }
    )
    rows["n_needs"] = counts[occurs]
    rows["region"] = rows["jurisdiction"].map(states.set_index("jurisdiction")["region"])
    return rows.sort_values(list(COUNTED), ignore_index=True)[list(TALLY)]


def _coded(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """The number of each value among the words that occur, and the words."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, words = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, words = pd.factorize(column, sort=True)
    if codes.min() < 0:
        raise MissingValues(f"A need has no {column.name}; no need is counted.")
    return codes, words
