"""Read a workbook that came back into what the form of its page would have sent."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from portal.asking.for_all import ALL_THE_REST
from portal.asking.questions import Question
from portal.forms.faults import Fault
from portal.forms.reading import parts_of
from portal.forms.shapes import Field, Given, Rows, leaves
from portal.workbooks.book import Book, Cell
from portal.workbooks.cells import CellValue, Grid, Unread, sent_by
from portal.workbooks.layout import (
    FREE,
    LINE,
    STATE,
    YOUR_ANSWER,
    all_the_rest,
    state_of,
    tables_of,
)

HEADS_WITHIN = 40
"""How far down the headings of a table are looked for."""

KEY = re.compile(r"(?P<path>[A-Za-z0-9_-]+)\.(?P<row>[A-Za-z0-9_-]+)")


def read_book(
    sheets: Mapping[str, Grid], questions: Sequence[Question], *, for_all: str = ""
) -> Book:
    """Read every table, wherever it stands and however its columns and rows were moved."""
    book = Book()
    readers = _readers(questions, for_all)
    n_new: dict[str, int] = {}
    labels = _labels(questions)
    for title, grid in sheets.items():
        heads_at = _heads_at(grid, {*labels, YOUR_ANSWER}, readers)
        if heads_at is None:
            continue
        heads = {str(cell).strip(): at for at, cell in enumerate(grid[heads_at]) if cell}
        table = _Sheet(title, heads, labels, heads_at)
        for at in range(heads_at + 1, len(grid)):
            _read_row(book, table, at, grid[at], readers, n_new)
    for path, n in n_new.items():
        book.pairs.append((f"{path}.n", str(n)))
    return book


def _labels(questions: Sequence[Question]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table in tables_of(questions):
        for column in table.columns:
            found.setdefault(column.label, []).append(column.name)
    return found


@dataclass(frozen=True)
class _Sheet:
    title: str
    heads: Mapping[str, int]
    labels: Mapping[str, Sequence[str]]
    """What the headings say: the names of the columns, as two tables can call theirs the same."""
    heads_at: int
    missed: set[str] = field(default_factory=set)
    """Names of the columns whose heading is gone: what stood below it cannot be told."""


@dataclass(frozen=True)
class _Readers:
    """What can be read, by the place in the form."""

    single: Mapping[str, Field]
    rows: Mapping[str, Mapping[str, Mapping[str, Field]]]
    """By the path of a list and the key of a row; free rows under FREE."""
    prefixes: Mapping[str, str]
    """By the name of a state, what the names of its fields begin with."""


def _readers(questions: Sequence[Question], for_all: str) -> _Readers:
    single: dict[str, Field] = {ALL_THE_REST: all_the_rest(for_all)} if for_all else {}
    rows: dict[str, dict[str, Mapping[str, Field]]] = {}
    for question in questions:
        for part in question.parts:
            if isinstance(part, Rows):
                known = rows.setdefault(part.name, {})
                for one in part.given or ():
                    known[one.key] = _fields(part, one)
                if part.given is None or part.more is not None:
                    known[FREE] = _fields(part, None)
            else:
                single |= dict(leaves(part, part.name))
    prefixes = {state_of(question).casefold(): question.prefix for question in questions}
    return _Readers(single, rows, prefixes)


def _fields(part: Rows, given: Given | None) -> dict[str, Field]:
    parts = parts_of(part, given)
    return {name: said for one in parts for name, said in leaves(one, one.name)}


def _heads_at(grid: Grid, labels: AbstractSet[str], readers: _Readers) -> int | None:
    """The row of the headings; None on a sheet that has no table of ours."""
    for at, row in enumerate(grid[:HEADS_WITHIN]):
        said = [str(cell).strip() if cell else "" for cell in row]
        if LINE in said and (labels & set(said) or _has_ours(grid[at:], said.index(LINE), readers)):
            return at
    return None


def _has_ours(rows: Grid, line_at: int, readers: _Readers) -> bool:
    """Whether lines of ours stand below a heading: a table of ours that lost the others."""
    keys = {str(row[line_at] or "").strip() for row in rows if line_at < len(row)}
    return any(key in readers.single or _place_of(key, None, readers) for key in keys)


def _read_row(
    book: Book,
    sheet: _Sheet,
    at: int,
    row: Sequence[CellValue],
    readers: _Readers,
    n_new: dict[str, int],
) -> None:
    cells = {head: row[column] for head, column in sheet.heads.items() if column < len(row)}
    line = cells.get(LINE)
    if isinstance(line, Unread):
        book.faults.append(_fault(sheet, at, LINE, line.why, ""))
        return
    key = str(line or "").strip()
    if key in readers.single:
        if YOUR_ANSWER not in sheet.heads:
            _miss(book, sheet, YOUR_ANSWER, {YOUR_ANSWER})
        else:
            _take(book, sheet, at, YOUR_ANSWER, cells.get(YOUR_ANSWER), (key, readers.single[key]))
        return
    said = {head for head in sheet.labels if cells.get(head) not in (None, "")}
    place = _place_of(key, cells.get(STATE), readers)
    if place is None:
        if said:
            book.faults.append(_stray(sheet, at, key))
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


def _place_of(key: str, state: CellValue, readers: _Readers) -> tuple[str, str] | None:
    """The list to which a row belongs, and its key there: FREE where somebody added it."""
    found = KEY.fullmatch(key)
    if found is None:
        return None
    path, row_key = found["path"], found["row"]
    if row_key in readers.rows.get(path, {}):
        return path, row_key
    if path not in readers.rows:  # of several questions: the row says for which
        path = readers.prefixes.get(str(state or "").strip().casefold(), "") + path
    is_free = row_key.startswith(FREE) and FREE in readers.rows.get(path, {})
    return (path, FREE) if is_free else None


def _miss(book: Book, sheet: _Sheet, name: str, labels: AbstractSet[str]) -> None:
    """A column of ours without its heading, said once."""
    if name not in sheet.missed:
        sheet.missed.add(name)
        wanted = " or ".join(f'"{label}"' for label in sorted(labels))
        cell = Cell(sheet.title, sheet.heads_at, sheet.heads[LINE])
        sentence = (f'Row {sheet.heads_at + 1} of "{sheet.title}" has no heading {wanted} any '
                    "more. Write it back above its column.")  # fmt: skip
        book.faults.append(Fault("", sentence, sheet=cell.sheet, cell=cell.name))


def _read_fields(
    book: Book,
    sheet: _Sheet,
    at: int,
    cells: Mapping[str, CellValue],
    place: str,
    fields: Mapping[str, Field],
) -> None:
    there = {name for head, names in sheet.labels.items() if head in sheet.heads for name in names}
    for name in fields.keys() - there:
        _miss(book, sheet, name, {head for head, names in sheet.labels.items() if name in names})
    for head, names in sheet.labels.items():
        value = cells.get(head)
        ours = [name for name in names if name in fields]
        if ours and head in cells:
            _take(book, sheet, at, head, value, (f"{place}.{ours[0]}", fields[ours[0]]))
        elif value not in (None, ""):
            book.faults.append(
                _fault(sheet, at, head, "this is not asked in this row. Clear the cell.", place)
            )


def _stray(sheet: _Sheet, at: int, key: str) -> Fault:
    """A row that says something, and nobody can tell of what."""
    if key and f".{FREE}" in key:
        words = "names no state of this workbook. Choose one in its column."
    elif key:
        words = (f'has the line "{key}", which this workbook did not have. Move what it says to a '
                 "row that was issued.")  # fmt: skip
    else:
        words = (f'has no line in the column "{LINE}". Move what it says to one of the empty rows '
                 "that were issued.")  # fmt: skip
    cell = Cell(sheet.title, at, sheet.heads[LINE])
    sentence = f'Row {at + 1} of "{sheet.title}" {words}'
    return Fault("", sentence, sheet=cell.sheet, cell=cell.name)


def _fault(sheet: _Sheet, at: int, head: str, words: str, place: str) -> Fault:
    """A fault of one cell, which it names."""
    cell = Cell(sheet.title, at, sheet.heads[head])
    sentence = f"{cell.sheet}, row {at + 1}, {head} (cell {cell.name}): {words}"
    return Fault(place, sentence, sheet=cell.sheet, cell=cell.name)


def _take(
    book: Book, sheet: _Sheet, at: int, head: str, value: CellValue, named: tuple[str, Field]
) -> None:
    name, said = named
    if isinstance(value, Unread):
        book.rows.setdefault(name, Cell(sheet.title, at, sheet.heads[head]))
        book.faults.append(_fault(sheet, at, head, value.why, name))
        return
    if name in book.cells:
        other = book.cells[name][0]
        words = f'the same line stands at {other.name} of "{other.sheet}" as well. Leave it once.'
        book.faults.append(_fault(sheet, at, head, words, name))
        return
    book.fields[name] = said
    book.cells[name] = (Cell(sheet.title, at, sheet.heads[head]), head, value)
    book.pairs += [(name, one) for one in sent_by(said, value)]
