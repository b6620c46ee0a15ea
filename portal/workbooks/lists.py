"""The lists of a workbook from which a cell is chosen, on a sheet of their own."""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

LISTS = "Lists"
"""The name of their sheet."""


class Lists:
    """Lists to choose from. In a cell a list may have few characters, so they stand apart.

    Another value is let through, and said when the workbook comes back.
    """

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}
        self._waiting: dict[tuple[int, tuple[str, ...]], list[int]] = {}
        """The rows of the sheet at hand whose cell is chosen from a list, by column and list."""

    def choose_from(self, row: int, column: int, labels: Sequence[str]) -> None:
        """Have a cell of the sheet at hand be chosen from a list; rows come in order."""
        self._waiting.setdefault((column, tuple(labels)), []).append(row)

    def lay_into(self, sheet: Worksheet) -> None:
        """Say each list once for all its cells: once for each took half of a workbook's time."""
        for (column, labels), rows in self._waiting.items():
            at = self._columns.setdefault(labels, len(self._columns))
            first, last = (xl_rowcol_to_cell(one, at, True, True) for one in (0, len(labels) - 1))
            (top, bottom), *others = _runs(rows)
            sheet.data_validation(
                top, column, bottom, column,
                {"validate": "list", "source": f"={LISTS}!{first}:{last}", "error_type": "warning",
                 "error_title": "Not in the list",
                 "error_message": "Choose from the list if you can.",
                 "other_cells": [(top, column, bottom, column) for top, bottom in others]},
            )  # fmt: skip
        self._waiting.clear()

    def write_to(self, sheet: Worksheet, form: Format) -> None:
        """Write the lists, and hide their sheet."""
        for labels, column in self._columns.items():
            for row, label in enumerate(labels):
                sheet.write_string(row, column, label, form)
        sheet.hide()


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs, each by its first and last."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
