"""Slides: each picture once more, as a PNG of 16 to 9 that is read from the back of a room."""

from templates.reports.slides.bars import bars, shares
from templates.reports.slides.canvas import MOST_ROWS, Slide
from templates.reports.slides.grids import needs, taken
from templates.reports.slides.panels import N_TOPICS, regions
from templates.reports.slides.tiles import needs_map, topic_map

__all__ = [
    "MOST_ROWS", "N_TOPICS", "Slide", "bars", "needs", "needs_map", "regions", "shares",
    "taken", "topic_map",
]  # fmt: skip
