"""A map of the states and territories as tiles, each with a letter, a pattern and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from config.tiles import PLACES

SIZE, STEP = 44, 48
"""Of a tile, and from one to the next."""

LETTERS: Mapping[str, str] = {
    "draft initial": "D",
    "initial": "I",
    "intermediate": "M",
    "final": "F",
}
"""What stands on a tile for the status of its plan."""

FILLS: Mapping[str, tuple[str, str]] = {
    "draft initial": ("#ffffff", "#1b1b1b"),
    "initial": ("#d9e8f6", "#1b1b1b"),
    "intermediate": ("#73b3e7", "#1b1b1b"),
    "final": ("#1a4480", "#ffffff"),
}
"""Fill and ink of each status: from light to dark, so that they stay apart in grey."""

PATTERNS = (
    '<pattern id="m-initial" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<path d="M0 4 4 0" stroke="#1b1b1b"/></pattern>'
    '<pattern id="m-intermediate" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<circle cx="2" cy="2" r="1.2" fill="#1b1b1b"/></pattern>'
)
EDGES: Mapping[str, str] = {
    "draft initial": "#ffffff",
    "initial": "url(#m-initial)",
    "intermediate": "url(#m-intermediate)",
    "final": "#ffffff",
}
"""The strip at the left of a tile: each status has a pattern of its own."""


@dataclass(frozen=True)
class Tile:
    """One state on the map."""

    code: str
    status: str
    is_overdue: bool


def tile_map(tiles: Sequence[Tile], *, title: str) -> str:
    """Draw the tiles as they lie to each other, without the columns and rows that hold none.

    Returns an inline SVG with role img, whose title is read aloud: the table beside it has the
    same, and more.
    """
    known = {tile.code: tile for tile in tiles if tile.code in PLACES}
    places = _close_together(known)
    columns, rows = zip(*places.values(), strict=True) if places else ((0,), (0,))
    width, height = STEP * (1 + max(columns)), STEP * (1 + max(rows))
    drawn = [_tile(known[code], *place) for code, place in places.items()]
    return (
        f'<svg class="map" width="{width}" viewBox="-2 -2 {width} '
        f'{height}" role="img" aria-labelledby="map-title"><title id="map-title">{escape(title)}'
        f"</title><defs>{PATTERNS}</defs>{''.join(drawn)}</svg>"
    )


def _close_together(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Column and row of each, from 0; three states far apart need no map of the nation."""
    ours = {code: PLACES[code] for code in codes}
    columns = sorted({column for column, _row in ours.values()})
    rows = sorted({row for _column, row in ours.values()})
    return {code: (columns.index(x), rows.index(y)) for code, (x, y) in ours.items()}


def _tile(tile: Tile, column: int, row: int) -> str:
    fill, ink = FILLS[tile.status]
    x, y = column * STEP, row * STEP
    dashes = ' stroke-dasharray="3 2"' if tile.status == "draft initial" else ""
    late = (
        f'<path d="M{x + SIZE - 15} {y}h15v15z" fill="#1b1b1b" stroke="#ffffff"/>'
        f'<text x="{x + SIZE - 4}" y="{y + 10}" class="mark">!</text>'
        if tile.is_overdue
        else ""
    )
    return (
        f'<rect x="{x}" y="{y}" width="{SIZE}" height="{SIZE}" fill="{fill}" '
        f'stroke="#1b1b1b"{dashes}/>'
        f'<rect x="{x + 1}" y="{y + 1}" width="7" height="{SIZE - 2}" fill="{EDGES[tile.status]}"/>'
        f'<text x="{x + 26}" y="{y + 20}" fill="{ink}" class="code">{escape(tile.code)}</text>'
        f'<text x="{x + 26}" y="{y + 37}" fill="{ink}">{LETTERS[tile.status]}</text>{late}'
    )
