"""The tables of a workbook as one csv file, for who has no spreadsheet."""

from collections.abc import Sequence

from portal.workbooks.cells import shown_in
from portal.workbooks.layout import ABOUT, LINE, MAY_STAND, STATE, YOUR_ANSWER, Row, Table
from templates.csv_text import csv_file
from templates.workbooks import WORKBOOK_OF, allowed


def issue_csv(place: str, tables: Sequence[Table]) -> bytes:
    """Every row of every table, below one row of headings.

    Args:
        place: what it answers: `sheet 3; questions 12, 13`.
    """
    labels = list(dict.fromkeys(one.label for table in tables for one in table.columns))
    labels.sort(key=lambda label: label != YOUR_ANSWER)
    names = {one.label: one.name for table in tables for one in table.columns}
    rows = [_row(row, labels, names) for table in tables for row in table.rows]
    heads = [LINE, STATE, ABOUT, *labels, MAY_STAND]
    return csv_file([WORKBOOK_OF, place], [heads, *rows])


def _row(row: Row, labels: Sequence[str], names: dict[str, str]) -> list[str]:
    said = []
    for label in labels:
        field = row.columns.get(names[label])
        said.append(shown_in(field, row.values.get(names[label], "")) if field else "")
    may_stand = "; ".join(
        f"{label}: {allowed(row.columns[names[label]])}"
        for label in labels
        if names[label] in row.columns
    )
    return [row.key, row.state, row.about, *said, may_stand]
