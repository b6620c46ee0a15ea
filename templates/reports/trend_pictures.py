"""What the maps and grids of the trends show, in one sentence each, made by rule."""

from collections.abc import Mapping, Sequence

from templates.filters import plural
from templates.reports.findings import N_NAMED, NO_NEED
from templates.reports.tile_charts import StateTile, most_needs
from templates.reports.trend_findings import Place


def of_needs_map(tiles: Sequence[StateTile], names: dict[str, str], place: Place) -> str:
    """Who named the most needs, and how many have not answered.

    Args:
        names: of the states, by code.
    """
    most = most_needs(tiles)
    if not most:
        return NO_NEED
    top = [names[tile.code] for tile in tiles if tile.n_needs == most]
    return f"{_most(most, top)} {_silent(place)}".strip()


def of_topic_map(
    topic: str, place: Place, *, n_states: int, n_equal: int, regions: tuple[int, int] | None
) -> str:
    """How many ask for the topic that is asked for most.

    Args:
        n_equal: how many topics are asked for by as many states, this one included.
        regions: in how many regions somebody asks for it, of how many where anybody answered.
    """
    among = "asked for most" if n_equal == 1 else f"one of {n_equal:,} topics asked for most"
    where = f", in {regions[0]:,} of {plural(regions[1], 'region')}" if regions else ""
    by = f"{n_states:,} of the {place.n_answered:,} that answered"
    if place.n_answered == 1:
        by = "the one that answered"
    return f"{topic}, {among}: by {by}{where}."


def of_taken(
    totals: Mapping[str, int], *, n_needs: int, n_without: int, most_left: tuple[str, int] | None
) -> str:
    """Which center takes up the most needs, and how many have none.

    Args:
        totals: needs that each center takes up, by name, the most first; with one at least.
        most_left: the topic on which most needs are left, and how many; None where none is.
    """
    most = max(totals.values())
    top = [name for name, n in totals.items() if n == most]
    by = f"{top[0]} takes up the most needs, {most:,} of {n_needs:,}"
    if len(top) > 1:
        by = f"{len(top):,} centers take up the most needs, {most:,} of {n_needs:,} each"
    if most_left is None:
        return f"{by}; every need has a center."
    topic, n = most_left
    have = "has" if n_without == 1 else "have"
    most_on = f": {topic}" if n == n_without else f", the most of them on {topic} ({n:,})"
    return f"{by}; {n_without:,} {have} no center yet{most_on}."


def _most(most: int, top: Sequence[str]) -> str:
    if len(top) == 1:
        return f"{top[0]} named the most needs, {most:,}."
    named = "; ".join(top[:N_NAMED])
    more = f"; and {len(top) - N_NAMED:,} more" if len(top) > N_NAMED else ""
    by = plural(len(top), "state or territory", "states and territories")
    return f"The most needs, {most:,} each, were named by {by}: {named}{more}."


def _silent(place: Place) -> str:
    if not place.silent:
        return ""
    has = "has" if len(place.silent) == 1 else "have"
    return f"{len(place.silent):,} of {place.n_states:,} {has} not answered."
