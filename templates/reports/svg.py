"""An inline SVG written out by hand: an image with its finding as title, and words in lines.

A figure of matplotlib costs a quarter of a second, and a pack has dozens of charts.
"""

from collections.abc import Iterable, Iterator
from html import escape

from templates.reports.drawing import INK, two_lines

POINTS = 72
"""In an inch."""

LINE = 10.5
"""Points from one line of words to the next."""


def image(parts: Iterable[str], *, width: float, height: float, key: str, title: str) -> str:
    """Put parts on a ground of so many points.

    Args:
        key: of this chart in its page; its id is made from it.
        title: what it shows, in one sentence; read aloud.
    """
    name = f"{escape(key)}-title"
    return "\n".join(
        [
            f'<svg viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg" '
            f'role="img" aria-labelledby="{name}" font-size="9" fill="{INK}">',
            f'<title id="{name}">{escape(title)}</title>',
            *parts,
            "</svg>",
        ]
    )


def text(words: str, x: float, y: float, *, more: str = "") -> str:
    """Words that begin at a point, or end or center there as `more` says."""
    return f'<text x="{x:g}" y="{y:g}"{f" {more}" if more else ""}>{escape(words)}</text>'


def label(words: str, x: float, middle: float) -> Iterator[str]:
    """Words in at most two lines that end at x."""
    lines = two_lines(words).split("\n")
    for place, line in enumerate(lines):
        at = middle + 3 + (place - (len(lines) - 1) / 2) * LINE
        yield text(line, x, at, more='text-anchor="end"')


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str,
    edge: str = INK,
    line: float = 0.7,
    more: str = "",
) -> str:
    """A filled box with an edge."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:.1f}" height="{height:g}" fill="{fill}" '
        f'stroke="{edge}" stroke-width="{line:g}"{f" {more}" if more else ""}/>'
    )
