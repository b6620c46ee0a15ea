"""The topics asked for most, a small chart for each region: plain rows in, an inline SVG out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from templates.reports.drawing import MIDDLE, PALE, RULE, WIDTH
from templates.reports.svg import POINTS, box, image, label, text

LABEL, ROW, HEAD, BETWEEN, FOOT = 222, 24, 30, 12, 18
"""Points: for the names, from row to row, above a panel, between panels, and below them all."""

N_BESIDE = 5
"""How many panels stand side by side."""

KEY = "States and territories that ask, of those of the region that answered."


class Panel(NamedTuple):
    """A region: how many have answered, and how many of these ask for each topic."""

    region: int
    n_answered: int
    counts: Mapping[str, int]


class Panels(NamedTuple):
    """The topics in the order of the nation, and the regions."""

    topics: Sequence[str]
    panels: Sequence[Panel]

    @property
    def asking(self) -> list[Panel]:
        """The regions in which somebody has answered."""
        return [one for one in self.panels if one.n_answered]

    @property
    def first_in(self) -> list[int]:
        """The regions in which no topic is asked for by more than the nation's first."""
        first = self.topics[0]
        return [
            one.region
            for one in self.asking
            if 0 < one.counts.get(first, 0) == max(one.counts.values())
        ]


def regions(of: Panels, *, key: str, title: str) -> str:
    """A bar for each topic in each region, on all that answered there."""
    height, parts = HEAD + ROW * len(of.topics) + BETWEEN, list[str]()
    for at in range(0, len(of.panels), N_BESIDE):
        top = height * (at // N_BESIDE)
        for place, topic in enumerate(of.topics):
            parts.extend(label(topic, LABEL - 6, top + HEAD + ROW * (place + 0.5)))
        for column, panel in enumerate(of.panels[at : at + N_BESIDE]):
            parts.extend(_panel(panel, of.topics, column, top))
    foot = height * -(-len(of.panels) // N_BESIDE)
    parts.append(text(KEY, LABEL, foot + 8))
    width = round(WIDTH * POINTS)
    return image(parts, width=width, height=foot + FOOT, key=key, title=title)


def _panel(panel: Panel, topics: Sequence[str], column: int, top: float) -> Iterator[str]:
    wide = (WIDTH * POINTS - LABEL) / N_BESIDE
    x, whole = LABEL + wide * column, wide - 24
    yield text(f"Region {panel.region}", x, top + 12, more='font-weight="bold"')
    yield text(f"{panel.n_answered} answered", x, top + 23, more='font-size="8"')
    for place, topic in enumerate(topics):
        n, y = panel.counts.get(topic, 0), top + HEAD + ROW * place + 5
        share = n / panel.n_answered if panel.n_answered else 0.0
        yield box(x, y, whole, ROW - 10, fill=PALE, edge=RULE)
        if n:
            yield box(x, y, whole * share, ROW - 10, fill=MIDDLE)
        yield text(str(n), x + whole + 4, y + 10)
