"""Maps of tiles on a slide."""

from collections.abc import Sequence
from textwrap import wrap

from templates.reports.drawing import INK, QUIET, RULE
from templates.reports.slides.canvas import BOTTOM, LEFT, PLAIN, TOP, Slide
from templates.reports.tile_charts import (
    NEEDS_KEY,
    SILENT,
    TOPIC_KEY,
    Faces,
    StateTile,
    cropped,
    most_needs,
    needs_face,
    topic_face,
)

MAP, TILE = 1160, 230
"""The room for the map, and the largest step from tile to tile."""


def needs_map(slide: Slide, tiles: Sequence[StateTile]) -> None:
    """How many needs each state named."""
    _map(slide, tiles, needs_face, NEEDS_KEY)


def topic_map(slide: Slide, tiles: Sequence[StateTile]) -> None:
    """Which states ask for the topic."""
    _map(slide, tiles, topic_face, TOPIC_KEY)


def _map(slide: Slide, tiles: Sequence[StateTile], faces: Faces, words: str) -> None:
    known, places, most = {tile.code: tile for tile in tiles}, cropped(tiles), most_needs(tiles)
    columns, rows = (max(of) + 1 for of in zip(*places.values(), strict=True))
    step = min(TILE, (BOTTOM - TOP) / rows, MAP / columns)
    for code, (column, row) in places.items():
        tile, x, y = known.get(code), LEFT + step * column, TOP + step * row
        if tile is None:
            slide.box(x, y, step * 0.93, step * 0.93, fill="none", edge=RULE)
            slide.text(code, x + step * 0.46, y + step * 0.46, ha="center", color=QUIET)
        else:
            _tile(slide, tile, faces, most, (x, y, step))
    for place, line in enumerate(wrap(words, 36)):
        slide.text(
            line, LEFT + max(step * columns, 200) + 50, TOP + 40 + 42 * place, size=PLAIN + 3
        )


def _tile(
    slide: Slide, tile: StateTile, faces: Faces, most: int, at: tuple[float, float, float]
) -> None:
    x, y, step = at
    fill, ink, words, dashes = "#ffffff", INK, SILENT, "--"
    if tile.n_needs is not None:
        words, fill, ink = faces(tile, most)
        dashes = "-"
    slide.box(x, y, step * 0.93, step * 0.93, fill=fill, dashes=dashes, line=2)
    center = x + step * 0.465
    slide.text(tile.code, center, y + step * 0.3, size=step * 0.33, color=ink, ha="center",
               fontweight="bold")  # fmt: skip
    size = step * (0.26 if words == SILENT else 0.3)  # the one word that is as wide as its tile
    slide.text(words, center, y + step * 0.67, size=size, color=ink, ha="center")
