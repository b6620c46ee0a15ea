"""The tables of the trends' page, by what they are about: those of the workbook, for one place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.scopes import region_scope
from tasks.trends.frames import rows_of
from tasks.trends.record import Trends
from tasks.trends.sheets import (
    Sheet,
    change_and_overlaps,
    clusters_sheet,
    coverage_sheets,
    pace_sheets,
    taken_sheet,
)
from templates.reports import trend_choices
from templates.reports import trend_sheets as words


def live_sheets(
    trends: Trends, ours: Trends, region: int | None, *, is_state: bool
) -> Mapping[str, Sheet]:
    """The tables of what is chosen.

    Args:
        trends: all of them: questions are asked about plans, whatever of these is chosen.
        ours: what is chosen, of one state where `is_state`.
    """
    left, centers = coverage_sheets(ours, region)
    change, overlaps = change_and_overlaps(ours, region)
    found = {
        "left": left,
        "taken": taken_sheet(ours, region),
        "centers": centers,
        "change": change,
        "overlaps": overlaps,
        "purposes": Sheet(trend_choices.PURPOSES, list(_purposes(ours, region))),
    }
    if is_state:
        return found
    waits, steps = pace_sheets(trends, region)
    return found | {"clusters": clusters_sheet(ours, region), "waits": waits, "steps": steps}


def _purposes(ours: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    """Needs and activities of the place by what they are; words that nobody used are there too."""
    place = region_scope(region)
    for row in rows_of(ours.kinds[ours.kinds["place"] == place]):
        yield words.KIND_NAMES[row.kind], words.word_name(row.word), row.n, row.n_all, row.share
