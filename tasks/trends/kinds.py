"""Count needs and activities by what they are (8.3): in the nation, each region, each state."""

from collections.abc import Iterable, Mapping
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
    return pd.concat(
        [_by_word(lines, kind, words, states) for kind, words in OF_NEEDS.items()],
        ignore_index=True,
    )


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
    forms = lines.explode("forms").dropna(subset="forms").rename(columns={"forms": "form"})
    by_form = _by_word(forms, "form", Form, states, whole=lines)
    counted = [_by_word(lines, kind, words, states) for kind, words in OF_ACTIVITIES.items()]
    return pd.concat([*counted, by_form], ignore_index=True)


def _by_word(
    lines: pd.DataFrame,
    kind: str,
    words: Iterable[Any],
    states: pd.DataFrame,
    *,
    whole: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count lines by one column in every place; `whole` has each line once, where lines do not."""
    where, who = membership(states), places(states)
    known = [word if isinstance(word, int) else str(word) for word in words]
    of_states = _counted(lines, kind).reindex(index=where.columns, columns=known, fill_value=0)
    all_of_states = _counted(lines if whole is None else whole, None)
    n_all = where @ all_of_states.reindex(where.columns, fill_value=0)
    n, n_states = where @ of_states, where @ (of_states > 0).astype(int)
    found = pd.DataFrame(
        {
            "place": np.repeat(where.index, len(known)),
            "kind": kind,
            "word": pd.Series(known * len(where), dtype=object),
            "n": n.to_numpy().ravel(),
            "n_all": np.repeat(n_all.to_numpy(), len(known)),
            "n_states": n_states.to_numpy().ravel(),
        }
    )
    found.insert(5, "share", found["n"] / found["n_all"].clip(lower=1))
    return found.join(who, on="place")


def _counted(lines: pd.DataFrame, kind: str | None) -> Any:
    """How many lines each state has, by code; of each word, in columns, where a kind is given."""
    by = ["jurisdiction"] if kind is None else ["jurisdiction", kind]
    counts = lines.groupby(by, as_index=False).agg(n=("n", "sum"))
    plain = counts.astype({one: str for one in by if one != "priority"})
    summed = plain.set_index(by)["n"]
    return summed if kind is None else summed.unstack(fill_value=0)
