"""What is amiss in a worksheet that came back: each as a sentence with its cell."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from portal.forms.faults import Fault
from portal.workbooks.book import Book, Cell
from portal.workbooks.layout import FREE, LINE


@dataclass(frozen=True)
class HeadedSheet:
    """A worksheet that has a table of ours, and where its headings stand."""

    title: str
    heads: Mapping[str, int]
    labels: Mapping[str, Sequence[str]]
    """What the headings say: the names of the columns, as two tables can call theirs the same."""
    heads_at: int
    missed: set[str] = field(default_factory=set)
    """Names of the columns whose heading is gone: what stood below it cannot be told."""


def miss(book: Book, sheet: HeadedSheet, name: str, labels: AbstractSet[str]) -> None:
    """A column of ours without its heading, said once."""
    if name not in sheet.missed:
        sheet.missed.add(name)
        wanted = " or ".join(f'"{label}"' for label in sorted(labels))
        cell = Cell(sheet.title, sheet.heads_at, sheet.heads[LINE])
        sentence = (f'Row {sheet.heads_at + 1} of "{sheet.title}" has no heading {wanted} any '
                    "more. Write it back above its column.")  # fmt: skip
        book.faults.append(Fault("", sentence, sheet=cell.sheet, cell=cell.name))


def stray(sheet: HeadedSheet, at: int, key: str) -> Fault:
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


def fault_at(sheet: HeadedSheet, at: int, head: str, words: str, place: str) -> Fault:
    """A fault of one cell, which it names."""
    cell = Cell(sheet.title, at, sheet.heads[head])
    sentence = f"{cell.sheet}, row {at + 1}, {head} (cell {cell.name}): {words}"
    return Fault(place, sentence, sheet=cell.sheet, cell=cell.name)
