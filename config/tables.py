"""Reads CSV files as people save them, with the line number of every row."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from config.errors import Problem
from config.reading import read_bytes


@dataclass(frozen=True)
class Row:
    """One row: the line on which it starts and its cells by column, stripped; no empty cells."""

    line: int
    cells: dict[str, str]


def read_table(
    path: Path,
    *,
    file: str,
    columns: Sequence[str],
    problems: list[Problem],
    optional: Sequence[str] = (),
) -> list[Row]:
    """Read the rows of a CSV file; empty, with problems more, when it cannot be read.

    UTF-8 with or without byte order mark, else Windows-1252, as Excel saves them. Column order is
    free, case and surrounding spaces of the headings do not matter, empty lines are skipped.

    Args:
        columns: headings that have to be there.
        optional: headings that may be there.
    """
    data = read_bytes(path, file=file, problems=problems)
    if data is None:
        return []
    text = _decoded(data)
    if text is None:
        problems.append(Problem(file, "", "is not text", 'save it as "CSV UTF-8"'))
        return []
    try:
        rows = list(_records(text))
    except csv.Error as error:
        cause = f"cannot be read as CSV ({error})"
        problems.append(Problem(file, "", cause, 'save it as "CSV UTF-8"'))
        return []
    if len(rows) < 2:
        problems.append(Problem(file, "", "the file has no rows", "add a heading line and rows"))
        return []
    (heading_line, heading), *body = rows
    names = [name.strip().lower() for name in heading]
    found = list(_heading_problems(names, columns, optional, file=file, line=heading_line))
    if found:
        problems.extend(found)
        return []
    return list(_rows(names, body, file=file, problems=problems))


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    starts = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            yield starts, record
        starts = reader.line_num + 1


def _heading_problems(
    names: list[str], columns: Sequence[str], optional: Sequence[str], *, file: str, line: int
) -> Iterator[Problem]:
    place = f"line {line}"
    for column in columns:
        if column not in names:
            yield Problem(file, place, f'the column "{column}" is missing', "add it")
    for name in sorted(set(names)):
        if name not in (*columns, *optional):
            cause = f'"{name}" is not a known column' if name else "a column has no heading"
            yield Problem(file, place, cause, "correct its spelling or remove it")
        elif names.count(name) > 1:
            cause = f'the column "{name}" is there {names.count(name)} times'
            yield Problem(file, place, cause, "keep one of them")


def _rows(
    names: list[str], body: list[tuple[int, list[str]]], *, file: str, problems: list[Problem]
) -> Iterator[Row]:
    for line, record in body:
        if len(record) > len(names) and any(cell.strip() for cell in record[len(names) :]):
            cause = f"the row has {len(record)} cells, but there are {len(names)} columns"
            act = "put a cell that contains a comma in quotes"
            problems.append(Problem(file, f"line {line}", cause, act))
            continue
        cells = {name: cell.strip() for name, cell in zip(names, record, strict=False)}
        yield Row(line, {name: cell for name, cell in cells.items() if cell})
