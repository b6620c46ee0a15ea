"""Carry over what a workbook says to the question that took the place of the one it was made for.

What was filled in goes along; what was left as it was issued is what the new question shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.asking.questions import Question
from portal.context import Form
from portal.visitors import Visitor
from portal.workbooks.book import Book
from portal.workbooks.cells import Grid
from portal.workbooks.filled import Carried, Filled, filled_of, for_all
from portal.workbooks.layout import FREE, Row, tables_of
from portal.workbooks.reading import read_book
from portal.workbooks.said import listed, row_of

MOST_SHOWN = 200
"""Most characters that are repeated of what cannot be carried over."""


@dataclass(frozen=True)
class _Way:
    """From the rows of the questions that were asked to those of the new ones."""

    prefixes: Sequence[tuple[str, str]]
    old: Mapping[str, Row]
    new: Mapping[str, Row]
    lost: list[str] = field(default_factory=list)

    def renamed(self, name: str) -> str:
        """The name of a field, or of a row, as the new question calls it."""
        for before, after in self.prefixes:
            if name.startswith(before):
                return after + name.removeprefix(before)
        return name


def carry(
    sheets: Mapping[str, Grid],
    visitor: Visitor,
    pairs: Sequence[tuple[Question, Question]],
    carried: Carried,
    *,
    typed: Form,
    is_sheet: bool,
) -> Filled:
    """Read a workbook by the questions for which it was made, as an answer to the new ones.

    Args:
        pairs: each question of the workbook, and the one that it answers now.
    """
    made_for, questions = [old for old, _new in pairs], [new for _old, new in pairs]
    book = read_book(sheets, made_for, for_all=for_all(made_for))
    way = _Way([(old.prefix, new.prefix) for old, new in pairs], _rows(made_for), _rows(questions))
    moved = _moved(book, way)
    filled = filled_of(moved, visitor, questions, pairs=pairs, typed=typed, is_sheet=is_sheet)
    return replace(filled, carried=replace(carried, lost=way.lost))


def _rows(questions: Sequence[Question]) -> dict[str, Row]:
    return {
        row.key: row for table in tables_of(questions, for_all(questions)) for row in table.rows
    }


def _moved(book: Book, way: _Way) -> Book:
    """The same book with the names of the new question, less what says nothing."""
    form = book.form()
    edited = _edited(book, form, way)
    moved = Book(faults=[replace(one, place=way.renamed(one.place)) for one in book.faults])
    moved.rows = {way.renamed(key): cell for key, cell in book.rows.items()}
    for name, value in book.pairs:
        if name.endswith(".n") and name.count(".") == 1:
            moved.pairs.append((way.renamed(name), value))
    for name, cell in book.cells.items():
        key, column = _key_of(name, way)
        if column and not key.rpartition(".")[2].startswith(FREE):
            if key not in edited:
                continue
            if way.renamed(key) not in way.new:
                _lose(form.all(name), cell[0].sheet, cell[0].name, way)
                continue
        after = way.renamed(name)
        moved.cells[after], moved.fields[after] = cell, book.fields[name]
        moved.pairs += [(after, value) for value in _values(name, form, way)]
    return moved


def _edited(book: Book, form: Form, way: _Way) -> set[str]:
    """The keys of the rows in which somebody changed a cell."""
    return {_key_of(name, way)[0] for name in book.cells if _is_edited(name, form, way)}


def _is_edited(name: str, form: Form, way: _Way) -> bool:
    row, column = row_of(name, way.old)
    return listed(form.all(name)) != listed(row.values.get(column, "") if row else "")


def _values(name: str, form: Form, way: _Way) -> Sequence[str]:
    """What a cell says for the new question: what was filled in, else what that one shows."""
    key, column = _key_of(name, way)
    row = way.new.get(way.renamed(key))
    if not column or row is None or _is_edited(name, form, way):
        return form.all(name)
    return [one for one in listed(row.values.get(column, "")) if one]


def _key_of(name: str, way: _Way) -> tuple[str, str]:
    """The key of a field's row, and its column there; of what is asked once its name alone."""
    if name in way.old:
        return name, ""
    path, _, rest = name.partition(".")
    key, _, column = rest.partition(".")
    return (f"{path}.{key}", column) if column else (name, "")


def _lose(values: Sequence[str], sheet: str, cell: str, way: _Way) -> None:
    said = "; ".join(values)[:MOST_SHOWN]
    if said:
        way.lost.append(f"{sheet}, {cell}: “{said}”")
