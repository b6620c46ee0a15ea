"""Bars of parts on their wholes: plain rows in, an inline SVG with its finding as title out."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import count
from typing import NamedTuple

from templates.reports.drawing import MIDDLE, PALE, RULE, WIDTH
from templates.reports.svg import POINTS, box, image, label, text

LABEL, END = 222, 52
"""Points left of the bars for their names, and right of them for their numbers."""

ROW, BAR, FOOT = 26, 15, 32
"""Points from one bar to the next, the height of a bar, and the space for the axis below."""


class BarRow(NamedTuple):
    """How many, and of how many; None where there is no whole."""

    label: str
    n: int
    whole: int | None = None


def bars(rows: Sequence[BarRow], *, key: str, title: str, words: str) -> str:
    """A bar for each row, its part dark on its whole.

    Args:
        key: of this chart in its page; its id is made from it.
        title: what it shows, in one sentence; read aloud.
        words: what is counted, as it stands below the axis.
    """
    width, foot = round(WIDTH * POINTS), ROW * max(len(rows), 1)
    farthest = max((max(row.n, row.whole or 0) for row in rows), default=0) or 1
    scale = (width - LABEL - END) / farthest
    parts = [
        *_axis(farthest, scale, foot, words),
        *(part for place, row in enumerate(rows) for part in _row(row, place * ROW, scale)),
    ]
    return image(parts, width=width, height=foot + FOOT, key=key, title=title)


def _row(row: BarRow, top: int, scale: float) -> Iterator[str]:
    middle, bar = top + ROW / 2, top + (ROW - BAR) / 2
    yield from label(row.label, LABEL - 6, middle)
    for n, fill in ((row.whole, PALE), (row.n, MIDDLE)):
        if n is not None:
            yield box(LABEL, bar, n * scale, BAR, fill=fill)
    end = LABEL + max(row.n, row.whole or 0) * scale + 4
    yield text(_label(row), end, middle + 3)


def _axis(farthest: int, scale: float, foot: int, words: str) -> Iterator[str]:
    """Pale lines at round numbers, and what is counted."""
    for n in range(0, farthest + 1, _interval(farthest)):
        x = f"{LABEL + n * scale:.1f}"
        yield f'<path d="M{x} 0V{foot}" stroke="{RULE}" stroke-width="0.5"/>'
        yield f'<text x="{x}" y="{foot + 11}" text-anchor="middle">{n:,}</text>'
    yield f'<text x="{LABEL}" y="{foot + 26}">{escape(words)}</text>'


def _interval(farthest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 ... of which at most six fit."""
    return next(
        digit * int(10**power)
        for power in count()
        for digit in (1, 2, 5)
        if digit * 10**power * 6 >= farthest
    )


def _label(row: BarRow) -> str:
    return f"{row.n:,}" if row.whole is None else f"{row.n:,} of {row.whole:,}"
