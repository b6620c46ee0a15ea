"""What the cycle is for (8.3), as rows of the pack: by nation, region and state."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from config.vocabulary import Requirement
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from tasks.trends.sentences import figures_at, figures_of
from tat.figures import Figures
from templates.reports.findings import ShareRow

Groups = dict[str, dict[str, int]]
"""Counts of words, by the group that the words belong to."""

FROM = {Requirement.CCDBG: "the CCDBG reauthorization of 2014"}
"""What a word is called in a table, where its own name does not say it."""


class PurposeTable(NamedTuple):
    """Counts of several places, side by side."""

    title: str
    groups: Sequence[tuple[str, Sequence[str]]]
    """Each group of columns with the words that it counts."""
    rows: Sequence[tuple[str, int, Sequence[int]]]
    """Each place with all it has, and the count of each word in the order of the groups."""


ACTIVITIES = (
    "Activities, proposed or in a plan. An activity combines one or more forms and counts for each."
)


def share_rows(figures: Figures) -> list[ShareRow]:
    """What the plans ask for, and how it is answered."""
    return [
        ShareRow("Needs by what they come from", _named(figures.needs_by_requirement, FROM)),
        ShareRow("Activities by type", _named(figures.activities_by_intensity)),
        ShareRow("Activities by approach", _named(figures.activities_by_approach)),
        ShareRow("Needs by child age and setting", _named(figures.needs_by_setting)),
        ShareRow("Forms in the activities", _named(figures.activities_by_form)),
    ]


def purpose_tables(trends: Trends, region: int | None) -> list[PurposeTable]:
    """The figures of the nation and its regions, or of the nation, a region and its states."""
    places = _places(trends, region)
    return [
        _table("Needs", places, lambda one: {
            "What they come from": _named(one.needs_by_requirement, FROM),
            "Priority, 1 the most urgent": _named(one.needs_by_priority),
            "Child age and setting": _named(one.needs_by_setting),
        }),
        _table(ACTIVITIES, places, lambda one: {
            "Type": _named(one.activities_by_intensity),
            "Approach": _named(one.activities_by_approach),
            "Forms": _named(one.activities_by_form),
        }),
    ]  # fmt: skip


def _table(
    title: str, places: Mapping[str, Figures], columns: Callable[[Figures], Groups]
) -> PurposeTable:
    rows = []
    for place, figures in places.items():
        first, *rest = columns(figures).values()
        counts = [n for group in (first, *rest) for n in group.values()]
        rows.append((place, sum(first.values()), counts))
    groups = columns(next(iter(places.values())))
    return PurposeTable(title, [(name, list(words)) for name, words in groups.items()], rows)


def _places(trends: Trends, region: int | None) -> dict[str, Figures]:
    """The figures of each place of an edition; silent states are left out."""
    nation = {"Nation": figures_of(trends, None)}
    if region is None:
        regions = sorted(set(trends.states["region"].tolist()))
        return nation | {f"Region {n}": figures_of(trends, n) for n in regions}
    states = {
        state.state: figures_at(trends, state.jurisdiction)
        for state in rows_of(in_region(trends.states, region))
        if state.has_answered
    }
    return nation | {f"Region {region}": figures_of(trends, region)} | states


def _named(counts: Mapping[Any, int], names: Mapping[Any, str] | None = None) -> dict[str, int]:
    return {(names or {}).get(word, str(word)): n for word, n in counts.items()}
