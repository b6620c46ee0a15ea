"""The places that figures are about: the nation, each region, each state that answered."""

import numpy as np
import pandas as pd

from config.scopes import NATION, region_scope
from tasks.trends.frames import STATES, check_columns


def membership(states: pd.DataFrame) -> pd.DataFrame:
    """Say which states count to each place.

    Args:
        states: as in `frames`.
    Returns:
        One row per place (index `place`: "nation", "region 8", "CO"), one column per state (its
        code, ascending), 1 where the state counts to the place, else 0. First the nation, then the
        regions, ascending, then every state that answered; a silent one is no place of its own.
        Counts by state, multiplied from the left, are counts by place.
    Raises:
        MissingColumns: naming every column that is missing.
    """
    check_columns(states, STATES)
    ours = states.sort_values("jurisdiction")
    codes, regions = ours["jurisdiction"].to_numpy(), ours["region"].to_numpy()
    rows = {NATION: np.ones(len(ours), dtype=bool)}
    rows |= {region_scope(region): regions == region for region in sorted(set(regions))}
    rows |= {code: codes == code for code in codes[ours["has_answered"].to_numpy(dtype=bool)]}
    there = np.array(list(rows.values()), dtype=np.int64).reshape(len(rows), len(codes))
    return pd.DataFrame(there, index=pd.Index(list(rows), name="place"), columns=codes)


def places(states: pd.DataFrame) -> pd.DataFrame:
    """Count for each place who could answer and who did: the denominators of all figures.

    Args:
        states: as in `frames`.
    Returns:
        One row per place in the order of `membership`: index `place`, `n_answered` (states that
        answered: one that named no need did), `n_in_cycle` (states of the cycle, silent ones too).
    Raises:
        MissingColumns: naming every column that is missing.
    """
    where = membership(states)
    has_answered = states.set_index("jurisdiction")["has_answered"].astype(int)
    return pd.DataFrame({"n_answered": where @ has_answered, "n_in_cycle": where.sum(axis=1)})
