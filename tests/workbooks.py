"""Workbooks filled in as somebody would in a spreadsheet: by the words that they see."""

from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook

from portal.workbooks.layout import tables_of


class Filling:
    """A workbook that was issued, being filled in."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(BytesIO(content))

    def sheet_of(self, key: str):
        """The worksheet, row number and headings of the row with a key."""
        for sheet in self.book.worksheets:
            heads = {cell.value: cell.column for cell in sheet[3] if cell.value}
            if "Line" not in heads:
                continue
            for row in range(4, sheet.max_row + 1):
                if sheet.cell(row, heads["Line"]).value == key:
                    return sheet, row, heads
        raise AssertionError(f"no row has the key {key}")

    def put(self, key: str, head: str, value) -> str:
        """Fill in one cell; gives its name."""
        sheet, row, heads = self.sheet_of(key)
        cell = sheet.cell(row, heads[head])
        cell.value = value
        return cell.coordinate

    def read(self, key: str, head: str):
        """What a cell holds."""
        sheet, row, heads = self.sheet_of(key)
        return sheet.cell(row, heads[head]).value

    def saved(self) -> bytes:
        """The file as it is sent back."""
        into = BytesIO()
        self.book.save(into)
        return into.getvalue()


def type_in(book: Filling, question, typed: dict) -> None:
    """Fill in what would be typed into the form of the page: names of its fields and values."""
    tables = tables_of([question])
    rows = {row.key: (table, row) for table in tables for row in table.rows}
    for name, value in typed.items():
        if name.endswith(".n"):
            continue
        if name in rows:
            [field] = rows[name][1].columns.values()
            book.put(name, "Your answer", as_seen(field, value))
            continue
        path, number, column = name.split(".", 2)
        key = f"{path}.new{int(number[3:]) + 1}" if number.startswith("new") else f"{path}.{number}"
        table, row = rows[key]
        [head] = [one.label for one in table.columns if one.name == column]
        book.put(key, head, as_seen(row.columns[column], value))


def as_seen(field, value):
    """What somebody who sees the labels writes into a cell."""
    labels = {one.value: one.label for one in field.options}
    if field.shape == "tick":
        return "x" if value == "yes" else None
    if field.shape == "number":
        return int(value)
    if field.shape == "day":
        return date.fromisoformat(value)
    if field.shape == "moment":
        return datetime.fromisoformat(value)
    if isinstance(value, list):
        return "; ".join(labels.get(one, one) for one in value)
    return labels.get(value, value)
