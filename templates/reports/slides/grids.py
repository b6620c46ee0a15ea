"""Grids on a slide: topics by region and by center, a number and a shade in each cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from templates.reports.center_charts import Taken, most_of
from templates.reports.drawing import LIGHT, PALE, QUIET, RULE, ink_on, shade
from templates.reports.findings import TopicRow
from templates.reports.slides.canvas import (
    BOTTOM,
    LEFT,
    MOST_ROWS,
    NUMBER,
    RIGHT,
    SMALL,
    TOP,
    Slide,
)

LABEL, HEAD, ROW = 690, 60, 62
"""Where the cells begin, the room above them, and the most from row to row."""


def needs(slide: Slide, rows: Sequence[TopicRow], n_in_region: Mapping[int, int]) -> None:
    """The topics ranked over the nation, and by region as shares of the region's states."""
    shown, most = rows[:MOST_ROWS], max(row.total for row in rows) or 1
    step, cells = _step(len(shown)), LABEL + 330
    wide = min((RIGHT - cells) / max(len(n_in_region), 1), 110)
    slide.text("states and territories", LABEL, TOP + 8, size=SMALL)
    slide.text("by region; the darker, the larger its share", cells, TOP + 8, size=SMALL)
    for column, region in enumerate(sorted(n_in_region)):
        x = cells + wide * (column + 0.5)
        slide.text(str(region), x, TOP + 42, ha="center", fontweight="bold")
    for place, row in enumerate(shown):
        top = TOP + HEAD + step * place
        slide.label(row.topic, LABEL - 16, top + step / 2)
        bar = 230 * row.total / most
        slide.box(LABEL, top + step * 0.15, bar, step * 0.7, fill=LIGHT)
        slide.text(f"{row.total:,}", LABEL + bar + 10, top + step / 2, size=NUMBER)
        for column, region in enumerate(sorted(n_in_region)):
            n, of = row.regions.get(region, 0), n_in_region[region]
            _cell(slide, n, n / of if of else 0.0, (cells + wide * column, top, wide, step))


def taken(slide: Slide, of: Taken) -> None:
    """A cell for each topic and center; the last column has the needs of none."""
    shown, most = of.rows[: MOST_ROWS - 1], most_of(of)
    head, step = 110, (BOTTOM - TOP - 110) / (min(len(of.rows), MOST_ROWS - 1) + 1)
    step, cells, last = min(step, ROW), LABEL + 80, 130
    wide = min((RIGHT - cells - last) / max(len(of.centers), 1), 110)
    ends = cells + wide * len(of.centers)
    slide.text("all", cells - 20, TOP + head - 22, ha="right")
    for column, name in enumerate(of.centers):
        x = cells + wide * (column + 0.4)
        slide.text(name, x, TOP + head - 14, rotation=35, va="bottom", rotation_mode="anchor")
    slide.text("no center", RIGHT, TOP + head - 22, ha="right", fontweight="bold")
    for place, row in enumerate(shown):
        top = TOP + head + step * place
        slide.label(row.topic, LABEL - 16, top + step / 2)
        slide.text(f"{row.n_needs:,}", cells - 20, top + step / 2, size=NUMBER, ha="right")
        for column, name in enumerate(of.centers):
            n = row.each.get(name, 0)
            _cell(slide, n, n / most, (cells + wide * column, top, wide, step), is_zero_shown=False)
        _without(slide, row.n_without, (ends + 20, top, RIGHT - ends - 20, step))
    _totals(slide, of, TOP + head + step * len(shown), step=step, cells=cells, wide=wide)


def _step(n_rows: int) -> float:
    return min(ROW, (BOTTOM - TOP - HEAD) / max(n_rows, 1))


def _cell(
    slide: Slide,
    n: int,
    share: float,
    place: tuple[float, float, float, float],
    *,
    is_zero_shown: bool = True,
) -> None:
    x, y, width, height = place
    slide.box(x, y, width, height, fill=shade(share), edge=RULE)
    if n or is_zero_shown:
        ink = ink_on(share) if n else QUIET
        middle = (x + width / 2, y + height / 2)
        slide.text(f"{n:,}", *middle, size=NUMBER, color=ink, ha="center")


def _without(slide: Slide, n: int, place: tuple[float, float, float, float]) -> None:
    x, y, width, height = place
    if n:
        slide.box(x + 3, y + 3, width - 6, height - 6, fill="#ffffff", line=4)
    look: dict[str, Any] = {"fontweight": "bold"} if n else {"color": QUIET}
    slide.text(f"{n:,}", x + width / 2, y + height / 2, size=NUMBER, ha="center", **look)


def _totals(slide: Slide, of: Taken, top: float, *, step: float, cells: float, wide: float) -> None:
    slide.box(LEFT, top + 3, RIGHT - LEFT, step - 6, fill=PALE, edge=PALE)
    middle = top + step / 2
    look: dict[str, Any] = {"size": NUMBER, "fontweight": "bold"}
    slide.label("All topics", LABEL - 16, middle)
    slide.text(f"{of.n_needs:,}", cells - 20, middle, ha="right", **look)
    for column, n in enumerate(of.totals.values()):
        slide.text(f"{n:,}", cells + wide * (column + 0.5), middle, ha="center", **look)
    ends = cells + wide * len(of.centers)
    slide.text(f"{of.n_without:,}", (ends + 20 + RIGHT) / 2, middle, ha="center", **look)
