"""Tables as csv files that a spreadsheet opens as they are: words stay words, never formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With these a spreadsheet takes a cell for a formula, or for more than one cell."""


def csv_file(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A csv file in UTF-8 with its mark, by which spreadsheets read letters with accents right.

    A text that a spreadsheet could take for a formula gets an apostrophe before it; numbers stay
    numbers, None is an empty cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(value) for value in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if is_formula else value
