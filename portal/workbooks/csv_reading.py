"""Read a csv file into rows, whatever program wrote it. Runs in the child."""

import codecs
import csv
import io
from collections.abc import Iterator

from templates.csv_text import FORMULA_STARTS
from templates.workbooks import LINE_HEAD

TITLE = "csv"
"""What the one sheet of a csv file is called."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = (",", ";", "\t")
"""Spreadsheets write the second where a comma stands in numbers, the third as "Unicode text"."""

LARGEST_CELL = 1_000_000


def rows_of(content: bytes) -> list[list[str | None]]:
    """The rows of a csv file. Raises: UnicodeDecodeError, csv.Error, of what is none."""
    csv.field_size_limit(LARGEST_CELL)
    text = text_of(content)
    for separator in SEPARATORS:
        rows = list(_parsed(text, separator))
        if any(LINE_HEAD in row for row in rows):
            return rows
    return list(_parsed(text, SEPARATORS[0]))


def text_of(content: bytes) -> str:
    """Its text: by its mark, else as UTF-8, else as Windows writes it in the west."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _parsed(text: str, separator: str) -> Iterator[list[str | None]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [_plain(cell) for cell in row]


def _plain(cell: str) -> str | None:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    is_kept = cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
    return (cell[1:] if is_kept else cell) or None
