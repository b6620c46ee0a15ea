"""Count needs once: how many there are of each state, topic and kind. All figures add these up."""

from math import prod

import numpy as np
import pandas as pd

from tasks.trends.frames import STATES, MissingValues, check_columns

COUNTED = ("jurisdiction", "topic", "priority", "requirement", "setting")
"""What needs are told apart by."""


TALLY = ("jurisdiction", "region", "topic", "priority", "requirement", "setting", "n_needs")
"""The columns of what is counted."""

BLOCK = 1 << 16
"""How many needs are looked at together: so many that it is fast, so few that it takes no room."""


def tally(needs: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count the needs of each combination of state, topic, priority, requirement and setting.

    A million needs become some ten thousand rows in one pass over small codes; columns that are
    categories already are not looked at word by word.

    Args:
        needs, states: as in `frames`.
    Returns:
        One row per combination that occurs, ascending: `jurisdiction`, `region` (its region in
        `states`), `topic`, `priority`, `requirement`, `setting`, `n_needs` (count); words as
        categories.
    Raises:
        MissingColumns: naming every column that is missing.
        MissingValues: naming the column in which a need has no value, or states without a region.
    """
    check_columns(needs, COUNTED)
    check_columns(states, STATES)
    if needs.empty:
        return pd.DataFrame({column: [] for column in TALLY})
    coded = [_coded(needs[column]) for column in COUNTED]
    sizes = [len(words) for _codes, words in coded]
    counts = np.zeros(prod(sizes), dtype=np.int64)
    for start in range(0, len(needs), BLOCK):
        block = [codes[start : start + BLOCK] for codes, _words in coded]
        counts += np.bincount(_cells(block, sizes), minlength=len(counts))
    return _as_rows(counts, [words for _codes, words in coded], states)


def _cells(block: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """The number of the combination of each need."""
    cells = np.zeros(len(block[0]), dtype=np.int64)
    for codes, size in zip(block, sizes, strict=True):
        cells *= size
        cells += codes
    return cells


def _as_rows(counts: np.ndarray, words: list[pd.Index], states: pd.DataFrame) -> pd.DataFrame:
    orders = [found.argsort() for found in words]
    cube = counts.reshape([len(order) for order in orders])[np.ix_(*orders)]
    words = [found[order] for found, order in zip(words, orders, strict=True)]
    codes = np.nonzero(cube)
    strangers = set(words[0].take(np.unique(codes[0]))) - set(states["jurisdiction"])
    if strangers:
        named = ", ".join(sorted(strangers))
        raise MissingValues(f"No region is known of {named}; no need is counted.")
    of = dict(zip(COUNTED, zip(codes, words, strict=True), strict=True))
    regions = states.set_index("jurisdiction")["region"].reindex(words[0], fill_value=0)
    columns = {
        column: pd.Categorical.from_codes(of[column][0], categories=of[column][1])
        for column in COUNTED
        if column != "priority"
    }
    numbers = {
        "priority": words[COUNTED.index("priority")].to_numpy()[of["priority"][0]],
        "region": regions.to_numpy()[codes[0]],
        "n_needs": cube[codes],
    }
    return pd.DataFrame(columns | numbers)[list(TALLY)]


def _coded(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """The number of each value among the words, and the words."""
    codes: np.ndarray
    if isinstance(column.array, pd.Categorical):
        codes, words = column.array.codes, column.array.categories  # no copy, unlike column.cat's
    elif pd.api.types.is_integer_dtype(column.dtype):
        low, high = int(column.min()), int(column.max())
        codes, words = column.to_numpy() - low, pd.RangeIndex(low, high + 1)
    else:
        codes, words = pd.factorize(column, sort=True)
    if codes.min() < 0:
        raise MissingValues(f"A need has no {column.name}; no need is counted.")
    return codes, words
