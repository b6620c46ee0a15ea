"""Charts of needs and activities: plain rows in, an inline SVG with its finding as title out."""

from collections.abc import Iterator, Mapping, Sequence

from templates.reports import findings
from templates.reports.drawing import (
    DARK,
    INK,
    LIGHT,
    MIDDLE,
    PALE,
    QUIET,
    RULE,
    WIDTH,
    ink_on,
    shade,
)
from templates.reports.findings import ShareRow, TopicRow
from templates.reports.svg import POINTS, box, image, label, text

LABEL, BARS, CELL, ROW, HEAD = 222, 96, 26, 24, 30
"""Points: for the names, the longest bar, a region's cell, from row to row, and above them."""

SHARES, FOOT = 62, 4
"""Points from one divided bar to the next, and below the last."""

LETTER, DIGIT = 4.4, 6
"""Points of a letter of 8 and of a digit of 9: both stand at their part only where they fit."""

FILLS = (DARK, MIDDLE, LIGHT, PALE, "#ffffff")
"""From word to word of a divided bar."""

CENTERED = 'text-anchor="middle"'


def needs(
    rows: Sequence[TopicRow],
    *,
    n_in_region: Mapping[int, int],
    title: str | None = None,
    key: str = "needs",
) -> str:
    """What is asked for: ranked over the nation, and by region as shares of the region's states.

    Args:
        n_in_region: of how many states each region's share is.
        title: what it shows, where that is not what is asked for most of all these states.
    """
    cells = LABEL + BARS + 34
    width = max(cells + CELL * len(n_in_region), round(WIDTH * POINTS))
    parts = [
        text("states and territories", LABEL, 10),
        text("by region; the darker, the larger its share", cells, 10),
        *(
            text(str(region), cells + CELL * (place + 0.5), HEAD - 6, more=CENTERED)
            for place, region in enumerate(sorted(n_in_region))
        ),
        *_topics(rows, n_in_region, cells),
    ]
    told = title or findings.of_needs(rows, sum(n_in_region.values()))
    height = HEAD + ROW * max(len(rows), 1) + 4
    return image(parts, width=width, height=height, key=key, title=told)


def purposes(rows: Sequence[ShareRow], *, title: str | None = None, key: str = "purposes") -> str:
    """What the plans ask for and offer: each row one bar that its words share."""
    parts = [part for place, row in enumerate(rows) for part in _shares(row, place * SHARES)]
    height = SHARES * max(len(rows), 1) + FOOT
    told = title or findings.of_purposes(rows)
    return image(parts, width=round(WIDTH * POINTS), height=height, key=key, title=told)


def _topics(rows: Sequence[TopicRow], n_in_region: Mapping[int, int], cells: int) -> Iterator[str]:
    most = max((row.total for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        top = HEAD + place * ROW
        bar = BARS * row.total / most
        yield from label(row.topic, LABEL - 6, top + ROW / 2)
        yield box(LABEL, top + 4, bar, ROW - 8, fill=LIGHT)
        yield text(str(row.total), LABEL + bar + 4, top + ROW / 2 + 3)
        for column, region in enumerate(sorted(n_in_region)):
            n, of = row.regions.get(region, 0), n_in_region[region]
            yield from _cell(n, n / of if of else 0.0, cells + CELL * column, top)


def _cell(n: int, share: float, x: float, top: float) -> Iterator[str]:
    """A number on a fill that goes from white to dark with the share."""
    color = QUIET if n == 0 else ink_on(share)
    yield box(x, top, CELL, ROW, fill=shade(share), edge=RULE, line=0.5)
    yield text(str(n), x + CELL / 2, top + ROW / 2 + 3, more=f'{CENTERED} fill="{color}"')


def _shares(row: ShareRow, top: float) -> Iterator[str]:
    """One divided bar. A word stands above its part; where it does not fit, below the bar."""
    yield from label(row.title, LABEL - 6, top + 30)
    x, whole, below = float(LABEL), WIDTH * POINTS - LABEL - 4, []
    for (word, n), fill in zip(row.counts.items(), FILLS, strict=False):
        width = whole * n / row.total if row.total else 0.0
        yield box(x, top + 18, width, 22, fill=fill)
        if len(word) * LETTER < width:
            yield text(word, x + 2, top + 14, more='font-size="8"')
        else:
            below.append(f"{word} {n:,}")
        if len(f"{n:,}") * DIGIT < width - 5:
            ink = "#ffffff" if fill in (DARK, MIDDLE) else INK
            yield text(f"{n:,}", x + 5, top + 32.5, more=f'fill="{ink}"')
        x += width
    if below and row.total:
        end = WIDTH * POINTS - 4
        yield text(", ".join(below), end, top + 50, more='text-anchor="end" font-size="8"')
