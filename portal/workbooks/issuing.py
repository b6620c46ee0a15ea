"""Issue a workbook: what is asked as tables to fill in, with lists to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.forms.shapes import Field, Shape
from portal.workbooks.cells import shown_in
from portal.workbooks.columns import EMPTY_LINES, heads_of, height_of, pages_wide, told_in
from portal.workbooks.layout import (
    ABOUT,
    LINE,
    STATE,
    Row,
    Table,
)
from portal.workbooks.lists import LISTS, Lists
from templates.workbooks import FACT_NAMES, START, WORKBOOK_OF, steps

NAME_LIMIT = 31
"""Most characters of a worksheet's name."""

NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Cover:
    """What the first sheet says: of whom what is asked, by when, and where it is sent back."""

    heading: str
    place: str
    """What the workbook answers: `sheet 3; questions 12, 13`."""
    reader: str
    about: str
    """Names of the states; empty where there is none."""
    due_on: date
    minutes: int | None
    omb: str
    """OMB control number, its expiry and the burden statement; empty where none is needed."""


def issue(cover: Cover, tables: Sequence[Table], *, now: datetime) -> bytes:
    """Make the workbook. Only the cells to fill in can be changed.

    Args:
        now: goes into the file's properties, so that the same workbook has the same bytes.
    """
    into = BytesIO()
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True,
    }  # fmt: skip
    book = xlsxwriter.Workbook(into, options)
    book.set_properties(
        {"title": cover.heading, "subject": cover.about, "created": now.replace(tzinfo=None)}
    )
    writer = _Writer(book)
    writer.start(cover, tables)
    for table in tables:
        writer.table(table)
    writer.finish()
    book.close()
    return into.getvalue()


class _Writer:
    """A workbook on its way, with its formats and the lists to choose from."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        base = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 11}
        self._bold = book.add_format({**base, "bold": True})
        no_wrap = {**base, "text_wrap": False}
        self._title = book.add_format({**no_wrap, "bold": True, "font_size": 16})
        self._sentence = book.add_format(no_wrap)
        self._said = book.add_format({**base, "bg_color": "#F0F0F0"})
        self._plain = book.add_format(base)
        line = {"border": 1, "border_color": "#71767A"}
        self._head = book.add_format(
            {**base, **line, "bold": True, "bg_color": "#162E51", "font_color": "#FFFFFF"}
        )
        self._asked = book.add_format({**base, **line, "bg_color": "#F0F0F0"})
        self._key = book.add_format({**no_wrap, **line, "font_size": 8, "font_color": "#565C65"})
        fill = {**base, **line, "locked": False, "num_format": "@"}
        self._fill = book.add_format(fill)
        self._fill_day = book.add_format({**fill, "num_format": "yyyy-mm-dd"})
        self._fill_moment = book.add_format({**fill, "num_format": "yyyy-mm-dd hh:mm"})
        self._lists = Lists()
        self._names: set[str] = set()

    def start(self, cover: Cover, tables: Sequence[Table]) -> None:
        """The first sheet: what this is, and what to do."""
        sheet = self._sheet(START)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 84)
        sheet.write_string(0, 0, cover.heading, self._title)
        facts = {
            "for": cover.reader,
            "about": cover.about,
            "by": f"{cover.due_on:%A, %B} {cover.due_on.day}, {cover.due_on.year}",
            "takes": f"about {cover.minutes} minutes" if cover.minutes else "",
        }
        row = 2
        for name, said in facts.items():
            if said:
                sheet.set_row(row, height_of({said: 84}))
                sheet.write_string(row, 0, FACT_NAMES[name], self._bold)
                sheet.write_string(row, 1, said, self._plain)
                row += 1
        row += 1
        for number, sentence in enumerate(steps([table.title for table in tables]), 1):
            sheet.set_row(row, height_of({sentence: 84}))
            sheet.write_string(row, 0, f"{number}.", self._bold)
            sheet.write_string(row, 1, sentence, self._plain)
            row += 1
        if cover.omb:
            sheet.set_row(row + 1, height_of({cover.omb: 84}))
            sheet.write_string(row + 1, 1, cover.omb, self._plain)
            row += 2
        sheet.write_string(row + 1, 0, WORKBOOK_OF, self._bold)
        sheet.write_string(row + 1, 1, cover.place, self._said)

    def table(self, table: Table) -> None:
        """A sheet with a heading, one sentence, and the rows to fill in."""
        sheet = self._sheet(table.title)
        heads = heads_of(table)
        sheet.write_string(0, 0, table.title, self._title)
        sheet.write_string(1, 0, table.hint, self._sentence)
        sheet.set_row(0, 22)
        sheet.add_table(
            2, 0, 2 + len(table.rows), len(heads) - 1,
            {"columns": [{"header": head, "header_format": self._head} for head in heads],
             "style": None, "autofilter": True},
        )  # fmt: skip
        for at, (head, width) in enumerate(heads.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(2, at, head, self._head)
        sheet.set_row(2, height_of({head: width - 4 for head, width in heads.items()}))
        states = sorted({row.state for row in table.rows if row.state})
        for number, row in enumerate(table.rows):
            self._row(sheet, 3 + number, row, table, heads, states)
        self._lists.lay_into(sheet)
        sheet.freeze_panes(3, 1)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        if (n_wide := pages_wide(heads)) > 1:
            sheet.fit_to_pages(n_wide, 0)
            sheet.repeat_columns(0, [*heads].index(ABOUT) if ABOUT in heads else 0)

    def _row(
        self,
        sheet: Worksheet,
        at: int,
        row: Row,
        table: Table,
        heads: Mapping[str, int],
        states: Sequence[str],
    ) -> None:
        told = told_in(row)
        names = {column.label: column.name for column in table.columns}
        texts = {}
        for column, (head, width) in enumerate(heads.items()):
            said = row.columns.get(names.get(head, ""))
            if said is not None:
                value = row.values.get(names[head], "")
                self._to_fill(sheet, at, column, said, value)
                texts[shown_in(said, value) or "\n" * (EMPTY_LINES - 1)] = width
            elif head == STATE and not row.state:
                sheet.write_blank(at, column, None, self._fill)
                self._lists.choose_from(at, column, states)
            else:
                sheet.write_string(at, column, told.get(head, ""),
                                   self._key if head == LINE else self._asked)  # fmt: skip
                texts[told.get(head, "")] = width if head != LINE else 1000
        sheet.set_row(at, height_of(texts))

    def _to_fill(
        self, sheet: Worksheet, row: int, column: int, said: Field, value: str | Sequence[str]
    ) -> None:
        """A cell that can be changed; with a list where one thing is chosen."""
        formats: Mapping[Shape, Format] = {
            Shape.DAY: self._fill_day, Shape.MOMENT: self._fill_moment
        }  # fmt: skip
        text = shown_in(said, value)
        form = formats.get(said.shape, self._fill)
        if text:
            sheet.write_string(row, column, text, form)
        else:
            sheet.write_blank(row, column, None, form)
        if said.shape in (Shape.CHOICE, Shape.YES_NO):
            self._lists.choose_from(row, column, [one.label for one in said.options])
        elif said.shape is Shape.TICK:
            self._lists.choose_from(row, column, ["x"])

    def finish(self) -> None:
        """The sheet of lists, hidden."""
        self._lists.write_to(self._sheet(LISTS), self._plain)

    def _sheet(self, title: str) -> Worksheet:
        name = " ".join(title.translate(NOT_IN_NAMES).split())[:NAME_LIMIT].strip()
        n = 2
        while name.casefold() in self._names:
            name, n = f"{name[: NAME_LIMIT - 3]} {n}", n + 1
        self._names.add(name.casefold())
        sheet = self._book.add_worksheet(name)
        sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
        sheet.set_paper(1)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet
