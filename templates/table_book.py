"""Tables as a workbook that a spreadsheet opens as it is: words stay words, never formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 2
"""The row of the heads: above it stand the name of the sheet and what it holds."""

WIDEST, NARROWEST = 66, 10
"""Letters of a column."""

LINE_HEIGHT = 15
"""Points. A row is as high as its longest cell needs: not every program finds that by itself."""

SAFE = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "in_memory": True,
}  # fmt: skip
FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
WORDS, NUMBER, DAY, MOMENT = "@", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Table:
    """A sheet with one table. A moment has no time zone: its head says which it is in."""

    name: str
    says: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    """Words, numbers, days, moments; None where there is nothing to say."""
    numbers: Mapping[int, str] = field(default_factory=dict)
    """How the numbers of a column look, where not as they are: "0%"."""
    widest: int = WIDEST
    """Letters of a column at most: where many columns have words, a page is read with fewer."""
    empty: str = "Nothing."
    """What stands there where there is no row."""


def table_book(
    title: str, tables: Sequence[Table], *, made_at: datetime, subject: str = ""
) -> bytes:
    """Write a workbook, a sheet for each table; of the same tables the same bytes."""
    into = BytesIO()
    book = xlsxwriter.Workbook(into, SAFE)
    made = {"title": title, "subject": subject, "created": made_at.replace(tzinfo=None)}
    book.set_properties(made)
    writer = _Writer(book)
    for table in tables:
        writer.write(table)
    book.close()
    return into.getvalue()


class _Writer:
    """A workbook on its way, with its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._title = book.add_format({**FONT, "bold": True, "font_size": 16})
        self._says = book.add_format(FONT)
        self._head = book.add_format({
            **FONT, "bold": True, "text_wrap": True, "bg_color": "#162E51", "font_color": "#FFFFFF",
        })  # fmt: skip
        self._cells: dict[str, Format] = {}

    def write(self, table: Table) -> None:
        """One sheet: its name, what it holds, and a table whose head stays in sight."""
        page = self._book.add_worksheet(table.name)
        page.write_string(0, 0, table.name, self._title)
        page.write_string(1, 0, table.says, self._says)
        if not table.rows:
            page.write_string(HEAD_ROW, 0, table.empty, self._says)
            return
        columns = [{"header": head, "header_format": self._head} for head in table.heads]
        last = HEAD_ROW + len(table.rows)
        page.add_table(HEAD_ROW, 0, last, len(columns) - 1, {"columns": columns, "style": None})
        widths = [
            min(_width(head, [row[at] for row in table.rows]), table.widest)
            for at, head in enumerate(table.heads)
        ]
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        for at, row in enumerate(table.rows, start=HEAD_ROW + 1):
            page.set_row(at, LINE_HEIGHT * max(map(_n_lines, row, widths)))
            for column, value in enumerate(row):
                self._put(page, at, column, value, table.numbers.get(column, NUMBER))
        page.freeze_panes(HEAD_ROW + 1, 1)
        page.repeat_rows(HEAD_ROW)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def _put(self, page: Worksheet, at: int, column: int, value: Any, number: str) -> None:
        match value:
            case None | "":
                return
            case str():
                page.write_string(at, column, value, self._looks(WORDS))
            case datetime():
                page.write_datetime(at, column, value, self._looks(MOMENT))
            case date():
                page.write_datetime(at, column, value, self._looks(DAY))
            case _:
                page.write_number(at, column, float(value), self._looks(number))

    def _looks(self, number: str) -> Format:
        """The format of a cell; the numbers of things stand beside the words, amounts apart."""
        if number not in self._cells:
            own = {WORDS: ("text_wrap", True), NUMBER: ("align", "left")}.get(number)
            looks = {**FONT, "num_format": number, **dict([own] if own else [])}
            self._cells[number] = self._book.add_format(looks)
        return self._cells[number]


def _n_lines(value: Any, width: int) -> int:
    """How many lines a cell takes; where words end a line early it may be one more."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(ceil(1.1 * max(len(line), 1) / width) for line in value.splitlines() or [""])


def _width(head: str, values: Sequence[Any]) -> int:
    """As wide as the longest word of its head, and as its words up to a limit."""
    longest = max((len(str(one)) for one in values if isinstance(one, str | date)), default=0)
    return min(max(longest, *map(len, head.split()), NARROWEST - 2) + 2, WIDEST)
