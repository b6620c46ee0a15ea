"""An empty slide: the finding above, what is counted and of whom below, and room between them."""

import io
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from templates.reports.drawing import DARK, INK, QUIET

WIDTH, HEIGHT = 1920, 1080
LEFT, RIGHT, TOP, BOTTOM = 80, 1840, 225, 955
"""The room for the picture, in points of the slide from its upper left corner."""

DPI = 120
SMALL, PLAIN, NUMBER = 22, 25, 27
"""Heights of letters: the foot, names, numbers. Smaller ones are not read from the back."""

MOST_ROWS = 10
"""How many rows a slide has room for."""

TITLES = ((46, 60, 2), (38, 72, 3), (30, 90, 4))
"""Heights of a title, with how many letters a line has and how many lines there may be."""


class Slide:
    """A slide under way; every length is in its points.

    It says itself how it looks and leaves matplotlib's settings alone: those are of the whole
    process, and several people may download slides at once.
    """

    def __init__(self, title: str, foot: Sequence[str]) -> None:
        self._said: list[str] = []
        self._name = title
        self._figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor="#ffffff")
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(HEIGHT, 0)
        self._axes.axis("off")
        self.box(0, 0, WIDTH, 14, fill=DARK, edge=DARK)
        self._title(title)
        for place, line in enumerate(foot):
            self.text(line, LEFT, 990 + 32 * place, size=SMALL, color=QUIET)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, edge: str = INK,
        line: float = 1.5, dashes: str = "-",
    ) -> None:  # fmt: skip
        """A filled box with an edge."""
        self._axes.add_patch(
            Rectangle(
                (x, y), width, height, facecolor=fill, edgecolor=edge,
                linewidth=line * 72 / DPI, linestyle=dashes,
            )
        )  # fmt: skip

    def text(
        self, words: str, x: float, middle: float, *, size: float = PLAIN, color: str = INK,
        **more: Any,
    ) -> None:  # fmt: skip
        """Words that begin at x, or end or center there as `ha` says."""
        self._said.append(words)
        look: dict[str, Any] = {"va": "center", "linespacing": 1.15, "color": color} | more
        look["parse_math"] = False  # a dollar sign in somebody's words is one
        self._axes.text(x, middle, words, fontsize=size * 72 / DPI, **look)

    def label(
        self, words: str, end: float, middle: float, *, letters: int = 40, size: float = PLAIN
    ) -> None:
        """The name of a row, in at most two lines that end at x."""
        lines = wrap(words, letters, max_lines=2, placeholder=" ...")
        self.text("\n".join(lines), end, middle, size=size, ha="right")

    def png(self) -> bytes:
        """As a file; of the same slide the same bytes. It carries its title and its words."""
        said = {"Title": self._name, "Description": "\n".join(self._said), "Software": None}
        file = io.BytesIO()
        self._figure.savefig(file, format="png", metadata=said)
        return file.getvalue()

    def _title(self, title: str) -> None:
        size, letters, n_lines = next(
            (one for one in TITLES if len(wrap(title, one[1])) <= one[2]), TITLES[-1]
        )
        shown = "\n".join(wrap(title, letters, max_lines=n_lines, placeholder=" ..."))
        self.text(shown, LEFT, 44, size=size, color=DARK, va="top", fontweight="bold")
