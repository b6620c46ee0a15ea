"""Count needs and activities by what they are (8.3): in the nation, each region, each state."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from config.vocabulary import Approach, Form, Intensity, Requirement, Setting
from tasks.trends.frames import ACTIVITIES, check_columns
from tasks.trends.places import membership, places
from tasks.trends.tally import TALLY
from tat.figures import PRIORITIES

OF_NEEDS: Mapping[str, Iterable[Any]] = {
    "requirement": Requirement, "priority": PRIORITIES, "setting": Setting,
}  # fmt: skip
OF_ACTIVITIES: Mapping[str, Iterable[Any]] = {"intensity": Intensity, "approach": Approach}
"""The columns that are counted, each with its words."""


def kinds_of_needs(tally: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count the needs of each place by requirement, by priority and by setting.

    Args:
        tally: as `tally` counts it.
        states: as in `frames`; a silent one is no place.
    Returns:
        One row per place, kind and word, if only with 0: `place`, `kind` (a column of the needs),
        `word`, `n` (needs), `n_all` (all needs of the place), `share` (fraction 0-1 of them; 0
        where there are none), `n_states` (that have such a need), `n_answered` and `n_in_cycle`.
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 3.2, 8.3.
    """
    check_columns(tally, TALLY)
    lines = tally.rename(columns={"n_needs": "n"})
    count = _Counts(states, lines)
    return count.together([count.by_word(lines, *kind) for kind in OF_NEEDS.items()])


def kinds_of_activities(activities: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Count the activities of each place by type, by approach and by form.

    Args:
        activities, states: as in `frames`. An activity that combines several forms counts for
            each, so the shares of the forms add up to one or more.
    Returns:
        As `kinds_of_needs`; `n` and `n_all` are of activities; the kinds are `intensity`,
        `approach` and `form`.
    Raises:
        MissingColumns: naming every column that is missing.
    Source: process 8.1, 8.3.
    """
    check_columns(activities, ACTIVITIES)
    lines = activities.assign(n=1)
    count = _Counts(states, lines)
    forms = lines[["jurisdiction", "forms", "n"]].explode("forms").dropna(subset="forms")
    by_form = count.by_word(forms.rename(columns={"forms": "form"}), "form", Form)
    counted = [count.by_word(lines, kind, words) for kind, words in OF_ACTIVITIES.items()]
    return count.together([*counted, by_form])


class _Counts:
    """Counts lines by one column in every place; what all kinds have in common is made once."""

    def __init__(self, states: pd.DataFrame, lines: pd.DataFrame) -> None:
        self._where, self._who = membership(states), places(states)
        self._codes = self._where.columns
        self._n_all = self._where.to_numpy() @ self._of_states(lines, np.zeros(len(lines), int), 1)

    def by_word(
        self, lines: pd.DataFrame, kind: str, words: Iterable[Any]
    ) -> dict[str, np.ndarray]:
        """The rows of one kind, place by place."""
        known = [word if isinstance(word, int) else str(word) for word in words]
        which = pd.Index(known, dtype=object).get_indexer(pd.Index(lines[kind], dtype=object))
        where, of_states = self._where.to_numpy(), self._of_states(lines, which, len(known))
        n, n_all = (where @ of_states).ravel(), np.repeat(self._n_all.ravel(), len(known))
        return {
            "place": np.repeat(self._where.index.to_numpy(), len(known)),
            "kind": np.full(len(n), kind, dtype=object),
            "word": np.array(known * len(where), dtype=object),
            "n": n,
            "n_all": n_all,
            "share": n / n_all.clip(min=1),
            "n_states": (where @ (of_states > 0)).ravel(),
        }

    def together(self, counted: Sequence[Mapping[str, np.ndarray]]) -> pd.DataFrame:
        """The rows of all kinds, one after the other, with the denominators of their places."""
        columns = {name: np.concatenate([one[name] for one in counted]) for name in counted[0]}
        return pd.DataFrame(columns).join(self._who, on="place")

    def _of_states(self, lines: pd.DataFrame, which: np.ndarray, n_words: int) -> np.ndarray:
        """How many lines each state has of each word: a row for a state, a column for a word."""
        counts = np.zeros((len(self._codes), n_words), dtype=np.int64)
        rows = self._codes.get_indexer(pd.Index(lines["jurisdiction"], dtype=object))
        is_known = (rows >= 0) & (which >= 0)
        np.add.at(counts, (rows[is_known], which[is_known]), lines["n"].to_numpy()[is_known])
        return counts
