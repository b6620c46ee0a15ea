"""What a workbook says, and where each thing stands in it."""

from dataclasses import dataclass, field

from portal.context import Form
from portal.forms.faults import Fault
from portal.forms.shapes import Field
from portal.workbooks.cells import CellValue


@dataclass(frozen=True)
class Cell:
    """Where something stands in a workbook."""

    sheet: str
    row: int
    column: int
    """Both from 0."""

    @property
    def name(self) -> str:
        """As spreadsheets name it: C3."""
        letters, rest = "", self.column + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{letters}{self.row + 1}"


@dataclass
class Book:
    """What a workbook says."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    cells: dict[str, tuple[Cell, str, CellValue]] = field(default_factory=dict)
    """By the name of a field of the form: its cell, the heading of its column, what it holds."""
    fields: dict[str, Field] = field(default_factory=dict)
    """By the name of a field of the form, the field itself."""
    rows: dict[str, Cell] = field(default_factory=dict)
    """By the place of a row in the form: where it begins."""
    faults: list[Fault] = field(default_factory=list)

    def form(self) -> Form:
        """As the form of the page would have sent it."""
        return Form(self.pairs)

    def cell_of(self, place: str) -> Cell | None:
        """The cell of a place in the form; of its row where it has none of its own."""
        if place in self.cells:
            return self.cells[place][0]
        while place:
            if place in self.rows:
                return self.rows[place]
            place = place.rpartition(".")[0]
        return None
