"""From a matplotlib figure to an inline SVG: accessible, and the same bytes for the same rows."""

import io
import re
from html import escape
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

INK = "#1b1b1b"
QUIET = "#565c65"
RULE = "#c6cace"
PALE = "#dfe1e2"
LIGHT = "#a9c4de"
MIDDLE = "#4a7fb5"
DARK = "#1a3a5c"
ALERT = "#8b0a03"
"""The fills differ in lightness, so that they stay apart in grey: pale, light, middle, dark."""

LIGHT_INK_FROM = 0.68
"""The share above which white reads better on its fill than black: both have a contrast of 4.5."""

WIDTH = 8.2
"""Of a chart, in inches: with words of 9 points that fits the page at its full size."""

_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}
_PROLOG = re.compile(r"\A.*?(?=<svg )", re.DOTALL)
_SIZE = re.compile(r' (?:width|height)="[\d.]+pt"')
_JOINS = 'stroke-linejoin="round" stroke-linecap="butt"'
_UNUSED = re.compile(r'<g id="[^"]*"|\s*<defs>\s*<style.*?</style>\s*</defs>', re.DOTALL)


def canvas(width: float, height: float) -> Figure:
    """An empty figure, in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    return figure


def style() -> Any:
    """The context in which every chart is drawn and written."""
    return mpl.rc_context(
        {
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
            "font.size": 9,
            "text.color": INK,
            "axes.edgecolor": RULE,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "hatch.linewidth": 0.6,
            "svg.fonttype": "none",  # words stay words: they can be searched, and scale
            "text.parse_math": False,  # a dollar sign in somebody's words is one
        }
    )


def shade(share: float) -> str:
    """White for nothing, the darkest fill for the whole, as a color of HTML."""
    dark = (int(DARK[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02x}" for part in dark)


def ink_on(share: float) -> str:
    """In which color words are read on the fill of a share."""
    return "#ffffff" if share > LIGHT_INK_FROM else "#000000"


def plain(axes: Axes, *keep: str) -> None:
    """Leave out the marks of the ticks, and the frame but for the sides to keep."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in keep)
    axes.tick_params(length=0)


def grid(axes: Axes) -> None:
    """Pale lines behind bars that lie."""
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=RULE, linewidth=0.5)


def two_lines(words: str) -> str:
    """A title in at most two lines; the table has it whole."""
    return "\n".join(wrap(words, 42, max_lines=2, placeholder=" ..."))


def as_svg(figure: Figure, *, key: str, title: str) -> str:
    """Write a figure as an inline SVG whose title is read aloud.

    Args:
        key: of this chart in its page; ids are made from it, so that none is there twice.
    """
    file = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": key}):
        figure.savefig(file, format="svg", metadata=_NO_METADATA)
    svg = _SIZE.sub("", _PROLOG.sub("", file.getvalue()), count=2)
    svg = _UNUSED.sub(lambda found: "<g" if found[0].startswith("<g") else "", svg)
    opening, _, rest = svg.partition(">")
    name = f"{key}-title"
    return (
        f'{opening} role="img" aria-labelledby="{name}" {_JOINS}>\n'
        f'<title id="{name}">{escape(title)}</title>{rest.rstrip()}'
    )
