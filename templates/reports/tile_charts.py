"""Maps of states and territories as tiles: plain rows in, an inline SVG with its finding out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from config.tiles import PLACES
from templates.reports.drawing import DARK, INK, QUIET, RULE, WIDTH, ink_on, shade
from templates.reports.svg import POINTS, box, image, text

SIZE, STEP, FOOT = 44, 48, 20
"""Points: of a tile, from one to the next, and for the words below the map."""

CENTERED = 'text-anchor="middle"'
SILENT = "silent"
NEEDS_KEY = "Number of needs; the darker, the more. Silent, in dashes: has not answered."
TOPIC_KEY = 'Dark, with "asks": asks for the topic. Silent, in dashes: has not answered.'
"""What the marks on a tile mean, in words."""


class StateTile(NamedTuple):
    """One state on the map: its needs, None where it has not answered; whether it asks."""

    code: str
    n_needs: int | None
    asks: bool


class Face(NamedTuple):
    """How a tile looks: the words below its code, and its fill and ink."""

    words: str
    fill: str
    ink: str


Faces = Callable[[StateTile, int], Face]
"""Gives the face of a tile that has answered; beside it the most needs of any."""


def needs_map(tiles: Sequence[StateTile], *, key: str, title: str) -> str:
    """How many needs each state named; places of others are empty."""
    return _map(tiles, needs_face, NEEDS_KEY, key=key, title=title)


def topic_map(tiles: Sequence[StateTile], *, key: str, title: str) -> str:
    """Which states ask for the topic of the title."""
    return _map(tiles, topic_face, TOPIC_KEY, key=key, title=title)


def needs_face(tile: StateTile, most: int) -> Face:
    """The number of needs on a fill that darkens with it."""
    n = tile.n_needs or 0
    share = n / most if most else 0.0
    return Face(str(n), shade(share), ink_on(share))


def topic_face(tile: StateTile, _most: int) -> Face:
    """Dark, and says so in a word, where the state asks."""
    return Face("asks", DARK, "#ffffff") if tile.asks else Face("", "#ffffff", INK)


def most_needs(tiles: Iterable[StateTile]) -> int:
    """The most needs that any state named."""
    return max((tile.n_needs or 0 for tile in tiles), default=0)


def cropped(tiles: Iterable[StateTile]) -> dict[str, tuple[int, int]]:
    """Column and row of every place in the part of the map in which the tiles lie, from 0."""
    ours = [PLACES[tile.code] for tile in tiles if tile.code in PLACES] or [(0, 0)]
    columns, rows = zip(*ours, strict=True)
    left, top = min(columns), min(rows)
    return {
        code: (column - left, row - top)
        for code, (column, row) in PLACES.items()
        if left <= column <= max(columns) and top <= row <= max(rows)
    }


def _map(tiles: Sequence[StateTile], faces: Faces, words: str, *, key: str, title: str) -> str:
    known, places, most = {tile.code: tile for tile in tiles}, cropped(tiles), most_needs(tiles)
    parts: list[str] = []
    for code, place in places.items():
        tile = known.get(code)
        if tile is None:
            parts.extend(_elsewhere(code, *place))
        elif tile.n_needs is None:
            parts.extend(_silent(code, *place))
        else:
            parts.extend(_tile(code, faces(tile, most), *place))
    columns, rows = (max(of) + 1 for of in zip(*places.values(), strict=True))
    width, height = max(STEP * columns, round(WIDTH * POINTS)), STEP * rows + FOOT
    parts.append(text(words, 1, height - 5))
    return image(parts, width=width, height=height, key=key, title=title)


def _tile(code: str, face: Face, column: int, row: int) -> Iterator[str]:
    x, y = column * STEP + 1, row * STEP + 1
    yield box(x, y, SIZE, SIZE, fill=face.fill)
    yield _code(code, x, y, face.ink)
    yield text(face.words, x + SIZE / 2, y + 35, more=f'{CENTERED} fill="{face.ink}"')


def _silent(code: str, column: int, row: int) -> Iterator[str]:
    x, y = column * STEP + 1, row * STEP + 1
    yield box(x, y, SIZE, SIZE, fill="#ffffff", line=1.2, more='stroke-dasharray="4 3"')
    yield _code(code, x, y, INK)
    yield text(SILENT, x + SIZE / 2, y + 35, more=f'{CENTERED} font-style="italic"')


def _elsewhere(code: str, column: int, row: int) -> Iterator[str]:
    """A state that is not of this map, for orientation."""
    x, y = column * STEP + 1, row * STEP + 1
    yield box(x, y, SIZE, SIZE, fill="none", edge=RULE)
    yield text(code, x + SIZE / 2, y + 25, more=f'{CENTERED} fill="{QUIET}"')


def _code(code: str, x: float, y: float, ink: str) -> str:
    look = f'{CENTERED} font-size="11" font-weight="bold" fill="{ink}"'
    return text(code, x + SIZE / 2, y + 19, more=look)
