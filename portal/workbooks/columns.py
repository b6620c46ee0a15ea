"""The columns of a table in a workbook: their headings and widths, and how high a row must be."""

from collections.abc import Mapping
from math import ceil

from portal.forms.shapes import Field, Shape
from portal.workbooks.layout import (
    ABOUT,
    ANSWERS,
    LINE,
    MAY_STAND,
    QUESTION,
    STATE,
    YOUR_ANSWER,
    Row,
    Table,
)
from templates.workbooks import allowed

WIDTHS = {LINE: 10, STATE: 18, ABOUT: 50, QUESTION: 44, YOUR_ANSWER: 44, MAY_STAND: 50}
"""In characters, as spreadsheets count columns."""

KEY_WIDTH = 0.8
"""How wide a letter of a key is: they are smaller."""

PAGE_WIDTH = 200
"""How much fits on a page across in letters that can be read, half as large as on the screen."""

LINE_HEIGHT = 15.5
"""In points. Heights are set: not every program finds them when it opens a file."""

EMPTY_LINES = 2
"""How high a cell is in which words are to be written, in lines."""


def heads_of(table: Table) -> dict[str, int]:
    """The headings of a table's columns with their widths; none that would say nothing."""
    is_of_several = len({row.state for row in table.rows}) > 1
    has_about = any(row.about for row in table.rows)
    heads = {STATE: WIDTHS[STATE]} if is_of_several else {}
    if table.title == ANSWERS:
        heads |= {head: WIDTHS[head] for head in (QUESTION, YOUR_ANSWER, MAY_STAND)}
    else:
        heads |= {ABOUT: WIDTHS[ABOUT]} if has_about else {}
        heads |= {column.label: _width(column.field) for column in table.columns}
    longest = max((len(row.key) for row in table.rows), default=0)
    return heads | {LINE: max(WIDTHS[LINE], ceil(longest * KEY_WIDTH))}


def pages_wide(heads: Mapping[str, int]) -> int:
    """On how many pages beside each other a table is printed, so that it can still be read."""
    return max(1, round(sum(heads.values()) / PAGE_WIDTH))


def told_in(row: Row) -> dict[str, str]:
    """What stands in the columns that cannot be changed."""
    said = row.columns.get(YOUR_ANSWER)
    may_stand = " ".join(one for one in (said.hint, allowed(said)) if one) if said else ""
    return {
        LINE: row.key, STATE: row.state, ABOUT: row.about, QUESTION: row.about,
        MAY_STAND: may_stand,
    }  # fmt: skip


def _width(said: Field) -> int:
    return 44 if said.shape in (Shape.LONG_WORDS, Shape.SEVERAL, Shape.LINES) else 24


def height_of(texts: Mapping[str, int]) -> float:
    """How high a row must be for its texts, each with the width of its column; in points."""
    n_lines = max(
        sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))
        for text, width in texts.items()
    )
    return LINE_HEIGHT * n_lines
