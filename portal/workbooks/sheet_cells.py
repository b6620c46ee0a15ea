"""Read what the cells of a worksheet hold, as openpyxl would, in a fraction of its time.

Runs in the child. What a cell looks like, and what it lets be chosen, is passed over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.worksheet.cell_range import CellRange

from portal.workbooks.parts import PHONETIC, TEXT, Meaning, main, new_parser, parse

ROW, CELL, VALUE, FORMULA = main("row"), main("c"), main("v"), main("f")
INLINE, MERGED = main("is"), main("mergeCell")
NO_DAY = "#VALUE!"

Place = tuple[int, int]
"""Row and column of a cell, both from 1."""


@dataclass
class SheetCells:
    """What was read of a worksheet."""

    values: dict[Place, Any] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    """The cells that hold a formula; their value is its result, if that was kept."""
    merged: list[CellRange] = field(default_factory=list)
    n_rows: int = 1
    n_columns: int = 1


def read_cells(content: bytes, meaning: Meaning) -> SheetCells:
    """Read the cells of a worksheet. Raises: UnsafeFile; ValueError and others where it is broken.

    Args:
        content: the part of the worksheet, unpacked.
    """
    reader = _Reader(meaning)
    parse(content, reader.parser, reader.start, reader.end)
    return reader.found


class _Reader:
    """Goes through a worksheet, and remembers in which cell it is."""

    def __init__(self, meaning: Meaning) -> None:
        self.found = SheetCells()
        self.parser = new_parser()
        self._meaning = meaning
        self._row = self._column = 0
        """Where a cell stands that does not say it."""
        self._place: Place | None = None
        self._kind = ""
        self._style = 0
        self._pieces: list[str] = []
        self._is_inline = self._is_phonetic = False
        self._begins: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            ROW: self._row_begins, CELL: self._cell_begins, VALUE: self._value_begins,
            FORMULA: self._formula_begins, INLINE: self._inline_begins, TEXT: self._text_begins,
            PHONETIC: self._phonetic_begins, MERGED: self._merged_begins,
        }  # fmt: skip

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if begin := self._begins.get(name):
            begin(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self.parser.CharacterDataHandler = None
        if name == CELL and self._place is not None:
            value = self._value("".join(self._pieces))
            if value is not None:
                self.found.values[self._place] = value
            self._place = None
        elif name == PHONETIC:
            self._is_phonetic = False

    def _row_begins(self, attributes: Mapping[str, str]) -> None:
        self._row = int(float(attributes["r"])) if "r" in attributes else self._row + 1
        self._column = 0

    def _cell_begins(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            row, self._column = coordinate_to_tuple(attributes["r"])
        else:
            row, self._column = self._row, self._column + 1
        self._reach(row, self._column)
        self._place = (row, self._column)
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._pieces.clear()
        self._is_inline = False

    def _value_begins(self, _attributes: Mapping[str, str]) -> None:
        if self._kind != "inlineStr" and not self._pieces:
            self.parser.CharacterDataHandler = self._pieces.append

    def _inline_begins(self, _attributes: Mapping[str, str]) -> None:
        self._is_inline = self._kind == "inlineStr"

    def _text_begins(self, _attributes: Mapping[str, str]) -> None:
        if self._is_inline and not self._is_phonetic:
            self.parser.CharacterDataHandler = self._pieces.append

    def _phonetic_begins(self, _attributes: Mapping[str, str]) -> None:
        self._is_phonetic = True

    def _formula_begins(self, _attributes: Mapping[str, str]) -> None:
        if self._place is not None:
            self.found.formulas.add(self._place)

    def _merged_begins(self, attributes: Mapping[str, str]) -> None:
        area = CellRange(attributes["ref"])
        self.found.merged.append(area)
        self._reach(area.max_row, area.max_col)

    def _reach(self, row: int, column: int) -> None:
        self.found.n_rows = max(self.found.n_rows, row)
        self.found.n_columns = max(self.found.n_columns, column)

    def _value(self, said: str) -> Any:
        if self._kind == "inlineStr":
            return said if self._is_inline else None
        if not said:
            return None
        match self._kind:
            case "n":
                return self._number(said)
            case "s":
                return self._meaning.strings[int(said)]
            case "b":
                return bool(int(said))
            case "d":
                return from_ISO8601(said)  # type: ignore[no-untyped-call]  # its stubs have no types
            case _:
                return said

    def _number(self, said: str) -> Any:
        """A number, or the day or length of time as which it is shown."""
        number = float(said) if set(said) & set(".eE") else int(said)
        if self._style not in self._meaning.styles_of_days:
            return number
        is_span = self._style in self._meaning.styles_of_spans
        try:
            return from_excel(number, self._meaning.epoch, timedelta=is_span)
        except (OverflowError, ValueError):
            return NO_DAY
