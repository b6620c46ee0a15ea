"""Which center takes up what: plain rows in, an inline SVG with its finding as title out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from templates.reports.drawing import INK, PALE, QUIET, RULE, WIDTH, ink_on, shade
from templates.reports.svg import POINTS, box, image, label, text

LABEL, ALL, CELL, GAP, LAST, ROW, HEAD, FOOT = 222, 36, 29, 8, 44, 22, 58, 20
"""Points: for the topics, all their needs, a center's cell, before and for the last column, from
row to row, above and below them."""

CENTERED = 'text-anchor="middle"'
KEY = "Needs for which a center leads an activity; one that several take up counts for each."
"""What is counted, in words."""


class TakenRow(NamedTuple):
    """The needs on a topic: all, those that each center takes up, those that none does."""

    topic: str
    n_needs: int
    each: Mapping[str, int]
    """By name of the center; where there are none, there is no entry."""
    n_without: int


class Taken(NamedTuple):
    """The centers that take up needs, the one with the most first, and the topics."""

    centers: Sequence[str]
    rows: Sequence[TakenRow]

    @property
    def n_needs(self) -> int:
        """On all topics."""
        return sum(row.n_needs for row in self.rows)

    @property
    def n_without(self) -> int:
        """Those that no center has taken up."""
        return sum(row.n_without for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        """How many needs each center takes up, by name."""
        return {name: sum(row.each.get(name, 0) for row in self.rows) for name in self.centers}


def taken(of: Taken, *, key: str, title: str) -> str:
    """A cell for each topic and center, darker the more needs; a last one for those of none."""
    cells = LABEL + ALL
    last = cells + CELL * len(of.centers) + GAP
    foot = HEAD + ROW * (len(of.rows) + 1)
    parts = [
        text("all", cells - 8, HEAD - 6, more='text-anchor="end"'),
        *(_slanted(name, cells + CELL * (at + 0.5)) for at, name in enumerate(of.centers)),
        text("no center", last + LAST / 2, HEAD - 6, more=f'{CENTERED} font-weight="bold"'),
        *_rows(of, cells, last),
        *_totals(of, cells, last, foot - ROW),
        text(KEY, 1, foot + 14),
    ]
    width = max(last + LAST + 2, round(WIDTH * POINTS))
    return image(parts, width=width, height=foot + FOOT, key=key, title=title)


def most_of(of: Taken) -> int:
    """The most needs of one topic that one center takes up."""
    return max((n for row in of.rows for n in row.each.values()), default=0) or 1


def _rows(of: Taken, cells: float, last: float) -> Iterator[str]:
    most = most_of(of)
    for place, row in enumerate(of.rows):
        top = HEAD + ROW * place
        yield from label(row.topic, LABEL - 6, top + ROW / 2)
        yield _number(row.n_needs, cells - 8, top, 'text-anchor="end"')
        for at, name in enumerate(of.centers):
            n, x = row.each.get(name, 0), cells + CELL * at
            yield box(x, top, CELL, ROW, fill=shade(n / most), edge=RULE, line=0.5)
            if n:
                fill = ink_on(n / most)
                yield _number(n, x + CELL / 2, top, f'{CENTERED} fill="{fill}"')
        yield from _without(row.n_without, last, top)


def _without(n: int, last: float, top: float) -> Iterator[str]:
    """The needs of no center: a thick frame where there are any."""
    if n:
        yield box(last + 1, top + 1, LAST - 2, ROW - 2, fill="#ffffff", line=1.6)
        yield _number(n, last + LAST / 2, top, f'{CENTERED} font-weight="bold"')
    else:
        yield _number(n, last + LAST / 2, top, f'{CENTERED} fill="{QUIET}"')


def _totals(of: Taken, cells: float, last: float, top: float) -> Iterator[str]:
    yield box(LABEL, top + 1, last + LAST - LABEL, ROW - 2, fill=PALE, edge=PALE)
    yield from label("All topics", LABEL - 6, top + ROW / 2)
    yield _number(of.n_needs, cells - 8, top, 'text-anchor="end" font-weight="bold"')
    for at, n in enumerate(of.totals.values()):
        yield _number(n, cells + CELL * (at + 0.5), top, f'{CENTERED} font-weight="bold"')
    yield _number(of.n_without, last + LAST / 2, top, f'{CENTERED} font-weight="bold"')


def _number(n: int, x: float, top: float, more: str) -> str:
    return text(f"{n:,}", x, top + ROW / 2 + 3, more=more)


def _slanted(name: str, x: float) -> str:
    """A name above its column, rising to the right."""
    place = f"{x - 2:g} {HEAD - 5}"
    return text(name, x - 2, HEAD - 5, more=f'transform="rotate(-45 {place})" fill="{INK}"')
