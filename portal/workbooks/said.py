"""What was read in a workbook, in words: each cell that says something, as it was understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.asking.blanks import Blank
from portal.forms.shapes import Shape
from portal.workbooks.cells import shown_in
from portal.workbooks.filled import Filled, for_all
from portal.workbooks.layout import YOUR_ANSWER, Row, tables_of
from templates.filters import day


@dataclass(frozen=True)
class Said:
    """One cell that says something."""

    state: str
    """Of a sheet of several questions; empty else."""
    about: str
    """What its row is about, in its first line; empty for a row that was added."""
    asked: str
    says: str
    where: str
    """Sheet and cell."""
    row: str = ""
    """The key of its row: a line of the plan, where it is about one."""

    def is_of(self, line_id: int) -> bool:
        """Whether it stands in the row of a line."""
        return self.row.rpartition(".")[2] == str(line_id)


def said_in(filled: Filled) -> list[Said]:
    """What a workbook says beyond what stood in it when it was issued."""
    questions = filled.questions
    tables = tables_of(questions, for_all(questions))
    rows = {row.key: row for table in tables for row in table.rows}
    return list(_said(filled, rows, questions))


def _said(filled: Filled, rows: dict[str, Row], questions: Sequence[Blank]) -> Iterator[Said]:
    is_of_several = len(questions) > 1
    for name, (cell, _head, _value) in filled.book.cells.items():
        values = filled.form.all(name)
        row, column = row_of(name, rows)
        field = filled.book.fields[name]
        is_new = listed(values) != listed(row.values.get(column, "") if row else "")
        if not any(values) or not is_new:
            continue
        shown = field.label if column != YOUR_ANSWER or not row else row.about
        yield Said(
            state=row.state if row and is_of_several else "",
            about="" if column == YOUR_ANSWER or not row else row.about.partition("\n")[0],
            asked=shown,
            says=_words(field.shape, shown_in(field, values if len(values) > 1 else values[0])),
            where=f"{cell.sheet}, {cell.name}",
            row=row.key if row else "",
        )


def row_of(name: str, rows: Mapping[str, Row]) -> tuple[Row | None, str]:
    """The row of a field that was issued with it, and the name of its column."""
    if name in rows:
        return rows[name], YOUR_ANSWER
    path, key, column = name.split(".", 2)
    return rows.get(f"{path}.{key}"), column


def listed(values: str | Sequence[str]) -> list[str]:
    """What a field says as a list, whether it can say several things or one."""
    return [values] if isinstance(values, str) else list(values) or [""]


def _words(shape: Shape, said: str) -> str:
    """A day in words, so that a month taken for a day would show."""
    try:
        if shape is Shape.DAY:
            return str(day(date.fromisoformat(said)))
        if shape is Shape.MOMENT:
            at = datetime.fromisoformat(said)
            return f"{day(at.date())}, {at:%H:%M} by your clock"
    except ValueError:
        return said
    return said
