"""What the maps and grids of the trends show, in one sentence each, made by rule."""

from collections.abc import Mapping, Sequence
from datetime import date

from templates.filters import plural
from templates.reports.findings import NO_NEED, first_few, short_day
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
    where = f", in {regions[0]:,} of {plural(regions[1], 'region')}" if regions else ""
    by = f"{n_states:,} of the {place.n_answered:,} that answered"
    if place.n_answered == 1:
        by = "the one that answered"
    return f"{topic}, {_among(n_equal)}: by {by}{where}."


def of_regions(topic: str, *, n_equal: int, first_in: Sequence[int], n_regions: int) -> str:
    """In which regions the topic that the nation asks for most is asked for most.

    Args:
        n_equal: how many topics the nation asks for as much, this one included.
        first_in: numbers of the regions in which none is asked for by more.
        n_regions: in how many regions anybody has answered.
    """
    where = f"{len(first_in):,} of {plural(n_regions, 'region')}"
    named = f": {', '.join(map(str, first_in))}" if first_in else ""
    first = "comes first, alone or with others, in"
    return f"{topic}, {_among(n_equal)} in the nation, {first} {where}{named}."


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


def _among(n_equal: int) -> str:
    return "asked for most" if n_equal == 1 else f"one of {n_equal:,} topics asked for most"


def _most(most: int, top: Sequence[str]) -> str:
    if len(top) == 1:
        return f"{top[0]} named the most needs, {most:,}."
    by = plural(len(top), "state or territory", "states and territories")
    return f"The most needs, {most:,} each, were named by {by}: {first_few(top)}."


def _silent(place: Place) -> str:
    if not place.silent:
        return ""
    has = "has" if len(place.silent) == 1 else "have"
    return f"{len(place.silent):,} of {place.n_states:,} {has} not answered."


def of_cut(words: str, *, n_shown: int, n_all: int) -> str:
    """What is counted, and how much of it a slide has no room for."""
    if n_shown >= n_all:
        return words
    return f"{words} The first {n_shown:,} of {n_all:,} are shown; the workbook has all."


def of_source(on: date, where: str, answers: str) -> str:
    """Where the figures are from, and of how many.

    Args:
        where: the nation or a region, by its name.
        answers: who has answered, as a sentence.
    """
    return f"Source: the plans of {where} as they stood on {short_day(on)}. {answers}"
