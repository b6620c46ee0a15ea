"""Read a workbook that came back into what the form of its page would have sent."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from portal.asking.blanks import Blank
from portal.forms.shapes import Field
from portal.workbooks.amiss import HeadedSheet, fault_at, miss, stray
from portal.workbooks.book import Book, Cell
from portal.workbooks.cells import CellValue, Grid, Unread, sent_by
from portal.workbooks.layout import FREE, LINE, STATE, YOUR_ANSWER, tables_of
from portal.workbooks.readers import Readers, place_of, readers_of

HEADS_WITHIN = 40
"""How far down the headings of a table are looked for."""


def read_book(sheets: Mapping[str, Grid], questions: Sequence[Blank], *, for_all: str = "") -> Book:
    """Read every table, wherever it stands and however its columns and rows were moved."""
    book = Book()
    readers = readers_of(questions, for_all)
    n_new: dict[str, int] = {}
    labels = _labels(questions)
    for title, grid in sheets.items():
        heads_at = _heads_at(grid, {*labels, YOUR_ANSWER}, readers)
        if heads_at is None:
            continue
        heads = {str(cell).strip(): at for at, cell in enumerate(grid[heads_at]) if cell}
        table = HeadedSheet(title, heads, labels, heads_at)
        for at in range(heads_at + 1, len(grid)):
            _read_row(book, table, at, grid[at], readers, n_new)
    for path, n in n_new.items():
        book.pairs.append((f"{path}.n", str(n)))
    return book


def _labels(questions: Sequence[Blank]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table in tables_of(questions):
        for column in table.columns:
            found.setdefault(column.label, []).append(column.name)
    return found


def _heads_at(grid: Grid, labels: AbstractSet[str], readers: Readers) -> int | None:
    """The row of the headings; None on a sheet that has no table of ours."""
    for at, row in enumerate(grid[:HEADS_WITHIN]):
        said = [str(cell).strip() if cell else "" for cell in row]
        if LINE in said and (labels & set(said) or _has_ours(grid[at:], said.index(LINE), readers)):
            return at
    return None


def _has_ours(rows: Grid, line_at: int, readers: Readers) -> bool:
    """Whether lines of ours stand below a heading: a table of ours that lost the others."""
    keys = {str(row[line_at] or "").strip() for row in rows if line_at < len(row)}
    return any(key in readers.single or place_of(key, None, readers) for key in keys)


def _read_row(
    book: Book,
    sheet: HeadedSheet,
    at: int,
    row: Sequence[CellValue],
    readers: Readers,
    n_new: dict[str, int],
) -> None:
    cells = {head: row[column] for head, column in sheet.heads.items() if column < len(row)}
    line = cells.get(LINE)
    if isinstance(line, Unread):
        book.faults.append(fault_at(sheet, at, LINE, line.why, ""))
        return
    key = str(line or "").strip()
    if key in readers.single:
        if YOUR_ANSWER not in sheet.heads:
            miss(book, sheet, YOUR_ANSWER, {YOUR_ANSWER})
        else:
            _take(book, sheet, at, YOUR_ANSWER, cells.get(YOUR_ANSWER), (key, readers.single[key]))
        return
    said = {head for head in sheet.labels if cells.get(head) not in (None, "")}
    place = place_of(key, cells.get(STATE), readers)
    if place is None:
        if said:
            book.faults.append(stray(sheet, at, key))
        return
    path, row_key = place
    fields = readers.rows[path][row_key]
    if row_key == FREE:
        if not said:
            return
        n_new[path] = n_new.get(path, 0) + 1
        row_key = f"{FREE}{n_new[path] - 1}"
    book.rows[f"{path}.{row_key}"] = Cell(sheet.title, at, sheet.heads[LINE])
    _read_fields(book, sheet, at, cells, f"{path}.{row_key}", fields)


def _read_fields(
    book: Book,
    sheet: HeadedSheet,
    at: int,
    cells: Mapping[str, CellValue],
    place: str,
    fields: Mapping[str, Field],
) -> None:
    there = {name for head, names in sheet.labels.items() if head in sheet.heads for name in names}
    for name in fields.keys() - there:
        miss(book, sheet, name, {head for head, names in sheet.labels.items() if name in names})
    for head, names in sheet.labels.items():
        value = cells.get(head)
        ours = [name for name in names if name in fields]
        if ours and head in cells:
            _take(book, sheet, at, head, value, (f"{place}.{ours[0]}", fields[ours[0]]))
        elif value not in (None, ""):
            book.faults.append(
                fault_at(sheet, at, head, "this is not asked in this row. Clear the cell.", place)
            )


def _take(
    book: Book, sheet: HeadedSheet, at: int, head: str, value: CellValue, named: tuple[str, Field]
) -> None:
    name, said = named
    if isinstance(value, Unread):
        book.rows.setdefault(name, Cell(sheet.title, at, sheet.heads[head]))
        book.faults.append(fault_at(sheet, at, head, value.why, name))
        return
    if name in book.cells:
        other = book.cells[name][0]
        words = f'the same line stands at {other.name} of "{other.sheet}" as well. Leave it once.'
        book.faults.append(fault_at(sheet, at, head, words, name))
        return
    book.fields[name] = said
    book.cells[name] = (Cell(sheet.title, at, sheet.heads[head]), head, value)
    book.pairs += [(name, one) for one in sent_by(said, value)]
