"""Write the figures of an edition as a workbook: one sheet a table, each with its denominators."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tasks.trends.record import Trends
from tasks.trends.sheets import Sheet, sheets
from tat.messages import Document
from templates.reports import trend_sheets as words
from templates.reports.trend_findings import part_of
from templates.reports.trend_sheets import Head, Shown

HEAD_ROW = 2
"""The row of the heads: above it stand the sheet's name and what it counts."""

WIDEST, NARROWEST = 60, 10
"""Letters of a column."""

FORMATS = {
    Shown.WORDS: "@", Shown.COUNT: "#,##0", Shown.SHARE: "0%", Shown.DAYS: "#,##0.0",
    Shown.DATE: "yyyy-mm-dd",
}  # fmt: skip


def workbook(trends: Trends, region: int | None) -> Document:
    """Make the workbook of the nation, or of a region; of the same figures the same bytes."""
    into = BytesIO()
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True, "nan_inf_to_errors": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(into, options)
    title = f"TA needs and trends: {trends.place_name(region)}"
    made_at = datetime.combine(trends.on, datetime.min.time())
    book.set_properties({"title": title, "subject": trends.declared.calendar.title,
                         "created": made_at})  # fmt: skip
    writer = _Writer(book)
    for sheet in (Sheet(words.ABOUT, list(_about(trends, title))), *sheets(trends, region)):
        writer.write(sheet)
    book.close()
    where = "" if region is None else f" Region {region}"
    return Document(f"Figures of TA needs and trends{where}.xlsx", into.getvalue())


def _about(trends: Trends, title: str) -> Iterable[Sequence[Any]]:
    rule = trends.declared.rules.trends
    n_answered = int(trends.states["has_answered"].sum())
    yield "Title", title
    yield "Cycle", trends.declared.calendar.title
    yield "From the plans as they stood on", trends.on.isoformat()
    yield "States and territories that answered", f"{n_answered} of {len(trends.states)}"
    yield (
        words.TOPICS.heads[-1].words,
        words.common_note(rule.common_states, part_of(rule.common_percent)),
    )
    yield words.CLUSTERS.name, words.cluster_note(rule.cluster_states, rule.cluster_times)
    yield words.SMALL, words.small_note(rule.small_below)


class _Writer:
    """A workbook on its way, with its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self._title = book.add_format({**base, "bold": True, "font_size": 16})
        self._says = book.add_format(base)
        self._head = book.add_format({
            **base, "bold": True, "text_wrap": True, "bg_color": "#162E51", "font_color": "#FFFFFF",
        })  # fmt: skip
        self._cells = {
            shown: book.add_format(
                {**base, "num_format": number, "text_wrap": shown is Shown.WORDS}
            )
            for shown, number in FORMATS.items()
        }

    def write(self, sheet: Sheet) -> None:
        """One sheet: its name, what it counts, and a table whose head stays in sight."""
        page = self._book.add_worksheet(sheet.words.name)
        page.write_string(0, 0, sheet.words.name, self._title)
        page.write_string(1, 0, sheet.words.says, self._says)
        if not sheet.rows:
            page.write_string(HEAD_ROW, 0, sheet.empty, self._says)
            return
        heads = sheet.words.heads
        columns = [{"header": head.words, "header_format": self._head} for head in heads]
        last = HEAD_ROW + len(sheet.rows)
        page.add_table(HEAD_ROW, 0, last, len(heads) - 1, {"columns": columns, "style": None})
        for at, head in enumerate(heads):
            values = [row[at] for row in sheet.rows]
            page.set_column(at, at, _width(head, values))
            self._column(page, at, head, values)
        page.freeze_panes(HEAD_ROW + 1, 1)
        page.repeat_rows(HEAD_ROW)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def _column(self, page: Worksheet, at: int, head: Head, values: Sequence[Any]) -> None:
        cell = self._cells[head.shown]
        for row, value in enumerate(values, start=HEAD_ROW + 1):
            if value in (None, ""):
                page.write_blank(row, at, None, cell)
            elif isinstance(value, date):
                page.write_datetime(row, at, value, cell)
            elif head.shown is Shown.WORDS:
                page.write_string(row, at, str(value), cell)
            else:
                page.write_number(row, at, float(value), cell)


def _width(head: Head, values: Sequence[Any]) -> int:
    """As wide as the longest word of its head, and as its cells up to a limit."""
    longest = max((len(str(value)) for value in values), default=0)
    needed = longest if head.shown in (Shown.WORDS, Shown.DATE) else 0
    return min(max(needed, *map(len, head.words.split()), NARROWEST - 2) + 2, WIDEST)
