"""A small chart for each region on a slide."""

from collections.abc import Sequence

from templates.reports.drawing import MIDDLE, PALE, RULE
from templates.reports.region_charts import N_BESIDE, Panel, Panels
from templates.reports.slides.canvas import BOTTOM, PLAIN, RIGHT, SMALL, TOP, Slide

LABEL, HEAD, ROW = 600, 70, 62
"""Where the panels begin, the room above their bars, and the most from bar to bar."""

N_TOPICS = 5
"""How many topics a panel has room for."""


def regions(slide: Slide, of: Panels) -> None:
    """A bar for each topic in each region, on all that answered there."""
    topics = of.topics[:N_TOPICS]
    n_lines = -(-len(of.panels) // N_BESIDE)
    high = (BOTTOM - TOP) / n_lines
    step = min(ROW, (high - HEAD) / len(topics))
    for at in range(0, len(of.panels), N_BESIDE):
        top = TOP + high * (at // N_BESIDE)
        for place, topic in enumerate(topics):
            slide.label(
                topic, LABEL - 16, top + HEAD + step * (place + 0.5), letters=36, size=SMALL
            )
        for column, panel in enumerate(of.panels[at : at + N_BESIDE]):
            _panel(slide, panel, topics, column, top=top, step=step)


def _panel(
    slide: Slide, panel: Panel, topics: Sequence[str], column: int, *, top: float, step: float
) -> None:
    wide = (RIGHT - LABEL) / N_BESIDE
    x, whole = LABEL + wide * column, wide - 60
    slide.text(f"Region {panel.region}", x, top + 14, fontweight="bold")
    slide.text(f"{panel.n_answered} answered", x, top + 46, size=SMALL)
    for place, topic in enumerate(topics):
        n, y = panel.counts.get(topic, 0), top + HEAD + step * (place + 0.2)
        share = n / panel.n_answered if panel.n_answered else 0.0
        slide.box(x, y, whole, step * 0.6, fill=PALE, edge=RULE)
        if n:
            slide.box(x, y, whole * share, step * 0.6, fill=MIDDLE)
        slide.text(str(n), x + whole + 10, y + step * 0.3, size=PLAIN)
