"""The places that figures are about: the nation, each region, each state that answered."""

import pandas as pd

from tasks.trends.frames import STATES, check_columns

NATION = "nation"


def region_place(region: int) -> str:
    """How a region is called among the places."""
    return f"region {region}"


def in_places(states: pd.DataFrame) -> pd.DataFrame:
    """Say to which places each state counts.

    Args:
        states: as in `frames`.
    Returns:
        Three rows per state that answered (its own place, its region, the nation) and two per
        silent one, which is no place of its own: `place` ("nation", "region 8", "CO"),
        `jurisdiction`, `has_answered`; the nation first, then regions ascending, then codes.
    Raises:
        MissingColumns: naming every column that is missing.
    """
    check_columns(states, STATES)
    ours = states.sort_values(["region", "jurisdiction"])[
        ["jurisdiction", "region", "has_answered"]
    ]
    of_regions = ours.assign(place=[region_place(region) for region in ours["region"]])
    of_states = ours[ours["has_answered"]].sort_values("jurisdiction")
    parts = [
        ours.assign(place=NATION),
        of_regions,
        of_states.assign(place=of_states["jurisdiction"]),
    ]
    return pd.concat(parts, ignore_index=True)[["place", "jurisdiction", "has_answered"]]


def places(states: pd.DataFrame) -> pd.DataFrame:
    """Count for each place who could answer and who did: the denominators of all figures.

    Args:
        states: as in `frames`.
    Returns:
        One row per place in the order of `in_places`: index `place`, `n_answered` (states that
        answered: one that named no need did), `n_in_cycle` (states of the cycle, silent ones too).
    Raises:
        MissingColumns: naming every column that is missing.
    """
    return (
        in_places(states)
        .groupby("place", sort=False)
        .agg(n_answered=("has_answered", "sum"), n_in_cycle=("jurisdiction", "size"))
    )
