"""Where the tile of each state and territory stands on a map of them all."""

from collections.abc import Mapping

ROWS = (
    "AK                            ME",
    "               WI          VT NH",
    "WA ID MT ND MN IL MI    NY MA   ",
    "OR NV WY SD IA IN OH PA NJ CT RI",
    "CA UT CO NE MO KY WV VA MD DE   ",
    "   AZ NM KS AR TN NC SC DC      ",
    "         OK LA MS AL GA         ",
    "HI       TX             FL      ",
    "AS GU MP                   PR VI",
)
"""Where each tile lies: one row a line, three letters a column."""

PLACES: Mapping[str, tuple[int, int]] = {
    line[at : at + 2]: (at // 3, row)
    for row, line in enumerate(ROWS)
    for at in range(0, len(line), 3)
    if line[at : at + 2].strip()
}
"""Column and row of each."""
