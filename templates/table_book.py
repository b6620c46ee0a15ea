"""Tables as a workbook that a spreadsheet opens as it is: words stay words, never formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from math import ceil

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

Cell = str | int | float | date | datetime | None


@dataclass(frozen=True)
class Table:
    """A sheet with one table. A moment has no time zone: its head says which it is in."""

    name: str
    says: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def table_book(title: str, tables: Sequence[Table], *, made_at: datetime) -> bytes:
    """Write a workbook, a sheet for each table; of the same tables the same bytes."""
    into = BytesIO()
    book = xlsxwriter.Workbook(into, SAFE)
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    formats = _Formats(
        title=book.add_format({**base, "bold": True, "font_size": 16}),
        words=book.add_format({**base, "num_format": "@", "text_wrap": True}),
        head=book.add_format({
            **base, "bold": True, "text_wrap": True, "bg_color": "#162E51", "font_color": "#FFFFFF",
        }),
        number=book.add_format({**base, "num_format": "General", "align": "left"}),
        day=book.add_format({**base, "num_format": "yyyy-mm-dd"}),
        moment=book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm"}),
    )  # fmt: skip
    for table in tables:
        _sheet(book.add_worksheet(table.name), table, formats)
    book.close()
    return into.getvalue()


@dataclass(frozen=True)
class _Formats:
    title: Format
    words: Format
    head: Format
    number: Format
    day: Format
    moment: Format


def _sheet(page: Worksheet, table: Table, formats: _Formats) -> None:
    page.write_string(0, 0, table.name, formats.title)
    page.write_string(1, 0, table.says)
    columns = [{"header": head, "header_format": formats.head} for head in table.heads]
    # A table of a spreadsheet has one row at least, if only an empty one.
    last = HEAD_ROW + max(len(table.rows), 1)
    page.add_table(HEAD_ROW, 0, last, len(columns) - 1, {"columns": columns, "style": None})
    widths = [
        _width(head, [row[column] for row in table.rows]) for column, head in enumerate(table.heads)
    ]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for at, row in enumerate(table.rows, start=HEAD_ROW + 1):
        page.set_row(at, LINE_HEIGHT * max(map(_n_lines, row, widths)))
        for column, value in enumerate(row):
            _write(page, at, column, value, formats)
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.repeat_rows(HEAD_ROW)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write(page: Worksheet, at: int, column: int, value: Cell, formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(at, column, value, formats.words)
    elif isinstance(value, datetime):
        page.write_datetime(at, column, value, formats.moment)
    elif isinstance(value, date):
        page.write_datetime(at, column, value, formats.day)
    else:
        page.write_number(at, column, value, formats.number)


def _n_lines(value: Cell, width: int) -> int:
    """How many lines a cell takes; where words end a line early it may be one more."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(ceil(1.1 * max(len(line), 1) / width) for line in value.splitlines() or [""])


def _width(head: str, values: Sequence[Cell]) -> int:
    """As wide as the longest word of its head, and as its cells up to a limit."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, *map(len, head.split()), NARROWEST - 2) + 2, WIDEST)
