"""Bars on a slide: parts on their wholes, and bars that their words share."""

from collections.abc import Sequence

from templates.reports.bar_charts import BarRow
from templates.reports.drawing import INK, LIGHT, MIDDLE, PALE
from templates.reports.findings import ShareRow
from templates.reports.slides.canvas import BOTTOM, NUMBER, RIGHT, SMALL, TOP, Slide
from templates.reports.topic_charts import FILLS

LABEL, END = 760, 170
"""Where the bars begin, and the room right of them for their numbers."""

ROW = 84
"""The most from one bar to the next."""


def bars(slide: Slide, rows: Sequence[BarRow]) -> None:
    """A bar for each row, its part dark on its whole."""
    step = min(ROW, (BOTTOM - TOP) / len(rows))
    farthest = max(max(row.n, row.whole or 0) for row in rows) or 1
    scale = (RIGHT - END - LABEL) / farthest
    for place, row in enumerate(rows):
        middle = TOP + step * (place + 0.5)
        slide.label(row.label, LABEL - 16, middle)
        for n, fill in ((row.whole, PALE), (row.n, MIDDLE)):
            if n is not None:
                slide.box(LABEL, middle - step * 0.32, n * scale, step * 0.64, fill=fill)
        said = f"{row.n:,}" if row.whole is None else f"{row.n:,} of {row.whole:,}"
        slide.text(said, LABEL + max(row.n, row.whole or 0) * scale + 12, middle, size=NUMBER)


def shares(slide: Slide, rows: Sequence[ShareRow]) -> None:
    """A bar for each row that its words share; those of narrow parts stand below it."""
    step = (BOTTOM - TOP) / len(rows)
    for place, row in enumerate(rows):
        _shares(slide, row, TOP + step * place, step)


def _shares(slide: Slide, row: ShareRow, top: float, step: float) -> None:
    begin, bar = 560, step * 0.42
    whole, y = RIGHT - begin, top + step * 0.26
    slide.label(row.title, begin - 16, y + bar / 2, letters=28)
    x, below = float(begin), []
    for (word, n), fill in zip(row.counts.items(), FILLS, strict=False):
        width = whole * n / row.total if row.total else 0.0
        slide.box(x, y, width, bar, fill=fill)
        if len(word) * SMALL * 0.6 < width:
            slide.text(word, x + 4, y - 18, size=SMALL)
        else:
            below.append(f"{word} {n:,}")
        if len(f"{n:,}") * NUMBER * 0.7 < width - 16:
            ink = INK if fill in (LIGHT, PALE, "#ffffff") else "#ffffff"
            slide.text(f"{n:,}", x + 14, y + bar / 2, size=NUMBER, color=ink)
        x += width
    if below and row.total:
        slide.text(", ".join(below), RIGHT, y + bar + 18, size=SMALL, ha="right")
