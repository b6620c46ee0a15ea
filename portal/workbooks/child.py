"""A process of its own that opens workbooks: what a file does to it, it does to nothing else.

Reads from its standard input an order as JSON and a file, each after its length (8 bytes), again
and again. Writes in the same way JSON, the rows of each worksheet or the fault; or, where the order
has marks, the file with its cells marked.
"""

import json
import resource
import struct
import sys
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, Any

from openpyxl import load_workbook

from portal.workbooks.csv_reading import TITLE, rows_of
from portal.workbooks.marking import marked

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
        sheets = _csv(content) if order["is_csv"] else _sheets(content)
        return json.dumps({"sheets": sheets}).encode()
    # A broken file raises nearly anything in its reader; who asked is told, and tells the sender.
    except Exception as error:  # noqa: BLE001 (see above)
        return json.dumps({"fault": type(error).__name__}).encode()


def _csv(content: bytes) -> dict[str, list[list[Any]]]:
    rows = rows_of(content)[:MOST_ROWS]
    return {TITLE: [list(row[:MOST_COLUMNS]) for row in rows]}


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    return {
        sheet.title: _filled(
            [
                [_packed(cell) for cell in row]
                for row in sheet.iter_rows(
                    max_row=min(sheet.max_row, MOST_ROWS),
                    max_col=min(sheet.max_column, MOST_COLUMNS),
                    values_only=True,
                )
            ],
            sheet.merged_cells.ranges,
        )
        for sheet in book.worksheets[:MOST_SHEETS]
    }


def _filled(rows: list[list[Any]], merged: Any) -> list[list[Any]]:
    """Give each cell that was merged into another what that one says, along the columns alone."""
    for area in merged:
        first_row, first_column = area.min_row - 1, area.min_col - 1
        if area.min_col != area.max_col or first_row >= len(rows):
            continue
        for at in range(first_row, min(area.max_row, len(rows))):
            if first_column < len(rows[at]):
                rows[at][first_column] = rows[first_row][first_column]
    return rows


def _packed(value: Any) -> Any:
    """A value as JSON carries it: days and moments with their kind."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


if __name__ == "__main__":
    main()
