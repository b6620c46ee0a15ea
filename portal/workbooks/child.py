"""A process of its own that opens workbooks: what a file does to it, it does to nothing else.

Reads from its standard input an order as JSON and a file, each after its length (8 bytes), again
and again. Looks at each file before it unpacks it. Writes in the same way JSON, the rows of each
worksheet or the fault; or, where the order has marks, the file with its cells marked.
"""

import json
import re
import resource
import struct
import sys
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from portal.workbooks.checking import UnsafeFile, check_workbook, is_csv
from portal.workbooks.csv_reading import TITLE, rows_of
from portal.workbooks.marking import marked
from templates.workbooks import NO_RESULT, error_words, merged_words

MOST_MEMORY = 1_500_000_000
"""Bytes of address space; a workbook of ours needs a tenth of it."""

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5_000, 100, 100
"""What is read of a worksheet: what lies beyond is of no workbook of ours."""

LENGTH = struct.Struct(">Q")


def main() -> None:
    """Open one file after the other until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    while (order := read_block(sys.stdin.buffer)) is not None:
        content = read_block(sys.stdin.buffer) or b""
        write_block(sys.stdout.buffer, _done(json.loads(order), content))


def read_block(stream: IO[bytes]) -> bytes | None:
    """Read one block; None at the end of the input."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    return stream.read(length)


def write_block(stream: IO[bytes], content: bytes) -> None:
    """Write one block."""
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def _done(order: dict[str, Any], content: bytes) -> bytes:
    try:
        if "marks" in order:
            return marked(content, order["marks"])
        check_workbook(content, order["name"])
        sheets = _csv(content) if is_csv(order["name"]) else _sheets(content)
        return json.dumps({"sheets": sheets}).encode()
    except UnsafeFile as unsafe:
        return json.dumps({"unsafe": str(unsafe)}).encode()
    except Exception as error:  # noqa: BLE001 - a broken file raises anything; its sender is told
        return json.dumps({"fault": type(error).__name__}).encode()


def _csv(content: bytes) -> dict[str, list[list[Any]]]:
    rows = rows_of(content)[:MOST_ROWS]
    return {TITLE: [list(row[:MOST_COLUMNS]) for row in rows]}


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    sheets = {
        sheet.title: _filled(_rows(sheet), sheet.merged_cells.ranges)
        for sheet in book.worksheets[:MOST_SHEETS]
    }
    if _has_formulas(content):
        _ask_about_formulas(sheets, load_workbook(BytesIO(content), keep_links=False))
    return sheets


def _rows(sheet: Any) -> list[list[Any]]:
    return [
        [_packed(cell) for cell in row]
        for row in sheet.iter_rows(
            max_row=min(sheet.max_row, MOST_ROWS),
            max_col=min(sheet.max_column, MOST_COLUMNS),
            values_only=True,
        )
    ]


def _filled(rows: list[list[Any]], merged: Any) -> list[list[Any]]:
    """Give each cell that was merged into another one above it what that one says.

    What was merged across columns hides cells: of these nobody can tell what they should say.
    """
    for area in merged:
        first_row, first_column = area.min_row - 1, area.min_col - 1
        for at in range(first_row, min(area.max_row, len(rows))):
            if first_column < len(rows[at]):
                rows[at][first_column] = rows[first_row][first_column]
            for column in range(first_column + 1, min(area.max_col, len(rows[at]))):
                rows[at][column] = {"unread": merged_words(area.coord)}
    return rows


def _has_formulas(content: bytes) -> bool:
    """Whether any sheet has a formula: hardly one has, and only then it is read once more."""
    with ZipFile(BytesIO(content)) as packed:
        sheets = [one for one in packed.namelist() if one.startswith("xl/worksheets/")]
        return any(re.search(rb"<(\w+:)?f[ >]", packed.read(one)) for one in sheets)


def _ask_about_formulas(sheets: dict[str, list[list[Any]]], book: Any) -> None:
    """Mark each cell with a formula whose result its program did not keep."""
    for title, rows in sheets.items():
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is None and book[title].cell(at, column).value is not None:
                    row[column - 1] = {"unread": NO_RESULT}


def _packed(value: Any) -> Any:
    """A value as JSON carries it: days and moments with their kind."""
    if isinstance(value, str) and value in ERROR_CODES:
        return {"unread": error_words(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


if __name__ == "__main__":
    main()
