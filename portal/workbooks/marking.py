"""Mark the cells of a workbook that must be corrected. Runs in the child: it opens the workbook.

A mark is a fill, a thick border and a note with the sentence; a first sheet lists all of them with
a link to each cell. So nothing is said by colour alone.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal.workbooks.checking import ZIP
from portal.workbooks.csv_reading import TITLE, rows_of
from templates.workbooks import CORRECT, CORRECT_HEADS, MARKED_BY, TO_CORRECT, n_to_correct


def _border(edge: Side) -> Border:
    return Border(left=edge, right=edge, top=edge, bottom=edge)


FILL, NO_FILL = PatternFill("solid", fgColor="FFF1D2"), PatternFill()
BORDER = _border(Side("thick", color="B50909"))
PLAIN_BORDER = _border(Side("thin", color="71767A"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
HEAD_FILL = PatternFill("solid", fgColor="162E51")

WIDTHS = {"A": 8, "B": 26, "C": 90}
MOST_WIDE = 100
NOTE_WIDTH, NOTE_HEIGHT = 320, 110

Marks = Sequence[Mapping[str, str]]
"""Of each fault its `sentence`, and where it has a cell, `sheet` and `cell`."""


def marked(content: bytes, marks: Marks) -> bytes:
    """The same workbook with every faulty cell marked, and a first sheet that lists them."""
    is_workbook = content.startswith(ZIP)
    book = load_workbook(BytesIO(content), keep_links=False) if is_workbook else _of_csv(content)
    _unmark(book)
    told: dict[tuple[str, str], list[str]] = {}
    for mark in marks:
        if "cell" in mark and mark["sheet"] in book.sheetnames:
            told.setdefault((mark["sheet"], mark["cell"]), []).append(mark["sentence"])
    for (sheet, name), sentences in told.items():
        _mark(book[sheet][name], sentences)
    _list(book.create_sheet(CORRECT, 0), marks, set(book.sheetnames))
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _of_csv(content: bytes) -> Workbook:
    """A csv file as a workbook: it has no place for marks itself."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TITLE
    for number, row in enumerate(rows_of(content), 1):
        for column, said in enumerate(row, 1):
            if said is not None:
                _write(sheet.cell(number, column), said)
    for column in range(1, min(sheet.max_column, MOST_WIDE) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 30
    return book


def _unmark(book: Workbook) -> None:
    """Take away what an earlier copy had marked: its sender may have corrected it."""
    if CORRECT in book.sheetnames:
        book.remove(book[CORRECT])
    for sheet in book.worksheets:
        for cell in [*sheet._cells.values()]:
            if cell.comment is not None and cell.comment.author == MARKED_BY:
                cell.comment, cell.fill, cell.border = None, NO_FILL, PLAIN_BORDER


def _mark(cell: Cell | MergedCell, sentences: Sequence[str]) -> None:
    if isinstance(cell, MergedCell):  # it can carry nothing: the list alone names it
        return
    note = Comment("\n".join(sentences), MARKED_BY, height=NOTE_HEIGHT, width=NOTE_WIDTH)
    cell.comment, cell.fill, cell.border = note, FILL, BORDER


def _list(sheet: Worksheet, marks: Marks, sheets: set[str]) -> None:
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A1"].font = n_to_correct(len(marks)), Font(bold=True, size=16)
    sheet["A2"] = TO_CORRECT
    for column, head in enumerate(CORRECT_HEADS, 1):
        cell = sheet.cell(4, column, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD_FILL
    for number, mark in enumerate(marks, 1):
        row = 4 + number
        sheet.cell(row, 1, number).alignment = WRAPPED
        if "cell" in mark and mark["sheet"] in sheets:
            _link(sheet.cell(row, 2), mark["sheet"], mark["cell"])
        _write(sheet.cell(row, 3), mark["sentence"])
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _link(cell: Cell | MergedCell, sheet: str, name: str) -> None:
    _write(cell, f"{sheet}, {name}")
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{name}")
    cell.font = Font(color="005EA2", underline="single")


def _write(cell: Cell | MergedCell, text: str) -> None:
    """Words, whatever they begin with: never a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.alignment = WRAPPED
