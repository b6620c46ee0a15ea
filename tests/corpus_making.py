"""Make the files of tests/files anew: `python -m tests.corpus_making FOLDER`.

Needs LibreOffice for those that it saves. Only the files are made here; what is expected of each
stands beside it, written by hand. `confirmation.xlsx` and `worksheet.xlsx` in the folder are the
workbooks as they were issued, from which the others are made.
"""

import csv
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

ANSWERS, LINES, NEEDS = "Answers", "The plan, line by line", "Needs for the draft plan"
YES, NO = "I confirm the plan as it is shown here", "I suggest modifications"
TWO_VISITS = "Two visits, please"
ACCENTS = "Señora Peña's coaching: 日本語, قهوة"
Edit = Callable[[Workbook], None]


def confirms(book: Workbook) -> None:
    book[ANSWERS]["B4"] = YES


def suggests(book: Workbook, text: object = TWO_VISITS) -> None:
    book[ANSWERS]["B4"] = NO
    book[LINES]["B6"] = text


def held_on(value: object, number_format: str = "General") -> Edit:
    def edit(book: Workbook) -> None:
        cell = book[ANSWERS]["B4"]
        cell.value = value
        cell.number_format = number_format

    return edit


def edited(content: bytes, *edits: Edit) -> bytes:
    book = load_workbook(BytesIO(content))
    for edit in edits:
        edit(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part more, or another in its place."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, \
            zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:  # fmt: skip
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return into.getvalue()


def replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = archive.read(name)
    assert old in part, (name, old)
    return with_part(content, name, part.replace(old, new))


def written_anew(content: bytes, *, is_words: bool = False) -> bytes:
    """The same cells written by another program, without lists, colours and protection."""
    into = BytesIO()
    with xlsxwriter.Workbook(into, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "mm/dd/yyyy"})
        for sheet in load_workbook(BytesIO(content)).worksheets:
            page = book.add_worksheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    at = (cell.row - 1, cell.column - 1)
                    if isinstance(cell.value, datetime) and not is_words:
                        page.write_datetime(*at, cell.value, day)
                    elif cell.value is not None:
                        page.write(*at, str(cell.value) if is_words else cell.value)
    return into.getvalue()


def through_libreoffice(content: bytes, *formats: str, start: str = ".xlsx") -> bytes:
    """Saved by LibreOffice in one format after the other."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{start}")
        path.write_bytes(content)
        for number, one in enumerate(formats):
            out = Path(folder, str(number))
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 "--convert-to", one, "--outdir", str(out), str(path)],
                check=True, capture_output=True,
            )  # fmt: skip
            [path] = out.iterdir()
        return path.read_bytes()


# --- edits


def columns_moved(book: Workbook) -> None:
    book[LINES].move_range("B3:B19", cols=6)


def column_inserted(book: Workbook) -> None:
    book[LINES].insert_cols(2)
    book[LINES]["B3"] = "My own notes"
    book[LINES]["B4"] = "for me alone"


def rows_sorted(book: Workbook) -> None:
    sheet = book[LINES]
    rows = [[cell.value for cell in row] for row in sheet["A4:C7"]]
    for row, values in zip(sheet["A4:C7"], reversed(rows), strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value


def rows_inserted_above(book: Workbook) -> None:
    book[LINES].insert_rows(1, 5)
    book[LINES]["A1"] = "Notes of our office"


def sheets_renamed(book: Workbook) -> None:
    book[ANSWERS].title = "Reponses"
    book[LINES].title = "Sheet2"


def sheets_reordered(book: Workbook) -> None:
    book.move_sheet(LINES, -2)


def filter_left_on(book: Workbook) -> None:
    sheet = book[LINES]
    sheet.auto_filter.ref = "A3:C19"
    sheet.auto_filter.add_filter_column(1, [TWO_VISITS])
    for row in (4, 5, *range(7, 20)):
        sheet.row_dimensions[row].hidden = True


def rows_hidden(book: Workbook) -> None:
    book[LINES].row_dimensions[6].hidden = True


def merged_down(book: Workbook) -> None:
    book[LINES].merge_cells("B6:B7")


def merged_across(book: Workbook) -> None:
    book[LINES].merge_cells("A1:C1")


def coloured(book: Workbook) -> None:
    for row in book[LINES]["A4:C7"]:
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="FFFF00")


def own_sheet(book: Workbook) -> None:
    book.create_sheet("My calculations").append(["Line", "Hours", 12])


def all_looked_at(book: Workbook) -> None:
    """The worksheet as far as it must be filled in: no document was available."""
    for row in range(4, 12):
        book["Documents"].cell(row, 2).value = "No"
    book[ANSWERS]["B8"] = "x"


def row_twice(book: Workbook) -> None:
    book[LINES]["C8"] = "wishes.7"
    book[LINES]["B8"] = "Three visits, please"


def row_without_line(book: Workbook) -> None:
    book[LINES]["C6"] = None


def row_of_another(book: Workbook) -> None:
    book[LINES]["C6"] = "wishes.99"


def place_removed(book: Workbook) -> None:
    book["Start here"]["A15"] = book["Start here"]["B15"] = None


def of_another_question(book: Workbook) -> None:
    book["Start here"]["B15"] = "prompt 55; question 55"


def of_no_question(book: Workbook) -> None:
    book["Start here"]["B15"] = "prompt 9999; question 9999"


def head_renamed(book: Workbook) -> None:
    book[LINES]["B3"] = "Comments"


def need(*values: object, row: int = 4) -> Edit:
    def edit(book: Workbook) -> None:
        for cell, value in zip(book[NEEDS][row], values, strict=False):
            cell.value = value

    return edit


GOOD_NEED = need(
    "Family and community engagement", "Help families take part", "", 2,
    "Yes: the CCDBG Act requires it", "All ages",
)  # fmt: skip


def with_formula(book: Workbook) -> None:
    suggests(book, "=1+1")


def with_hyperlink(book: Workbook) -> None:
    suggests(book)
    book[LINES]["B6"].hyperlink = "https://evil.example/"


def as_csv(content: bytes, *, says: str = NO, wish: str = TWO_VISITS, separator: str = ",",
           encoding: str = "utf-8-sig") -> bytes:  # fmt: skip
    """The csv file of the confirmation, filled in and saved by some program."""
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    for row in rows:
        if row[0] == "confirms":
            row[3] = says
        elif row[0] == "wishes.7":
            row[4] = wish
    into = StringIO(newline="")
    csv.writer(into, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return into.getvalue().encode(encoding)


def make_csv(content: bytes) -> dict[str, bytes]:
    """The files that are csv, from the one that was issued."""
    filled = as_csv(content)
    return {
        "good saved as.csv": filled,
        "odd without its mark.csv": as_csv(content, encoding="utf-8"),
        "odd of windows, cp1252.csv": as_csv(
            content, wish="Se\u00f1ora Pe\u00f1a\u2019s coaching", encoding="cp1252"
        ),
        "odd unicode text, utf-16.csv": as_csv(content, separator="\t", encoding="utf-16"),
        "odd with semicolons.csv": as_csv(content, separator=";"),
        "odd with a kept apostrophe.csv": as_csv(content, wish="'=1+1 is what they say"),
        "odd by libreoffice.csv": through_libreoffice(filled, "csv", start=".csv"),
        "wrong choice.csv": as_csv(content, says="Perhaps"),
        "refused a workbook in disguise.csv": saved(Workbook()),
        "refused not text.csv": b"Line,State\r\n\x00\x01\x02\r\n",
        "refused something else.csv": b"Name,Hours\r\nAda,12\r\n",
    }


def make_all(c: bytes, w: bytes) -> dict[str, bytes]:
    """Every workbook by its name, from the two that were issued."""
    yes, wish = edited(c, confirms), edited(c, suggests)
    sheet3 = "xl/worksheets/sheet3.xml"
    entities = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                b"<worksheet>&x;</worksheet>")  # fmt: skip
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    )
    return {
        # good
        "good confirms.xlsx": yes,
        "good suggests.xlsx": wish,
        "good for the plan as a whole.xlsx": edited(c, suggests, _put(LINES, "B8", "More time")),
        "good accents.xlsx": edited(c, _put(ANSWERS, "B4", NO), _put(LINES, "B6", ACCENTS)),
        "good several lines in a cell.xlsx": edited(
            c, lambda b: suggests(b, "First\nsecond\nthird")
        ),
        "good small letters.xlsx": edited(c, _put(ANSWERS, "B4", YES.upper())),
        "good spaces around.xlsx": edited(c, _put(ANSWERS, "B4", f"  {YES} ")),
        "good need.xlsx": edited(w, GOOD_NEED),
        "good date.xlsx": edited(w, held_on(date(2016, 8, 9), "mm/dd/yyyy")),
        "good date as a serial number.xlsx": edited(w, held_on(42591.0)),
        "good date as american words.xlsx": edited(w, held_on("08/09/2016")),
        "good date as iso words.xlsx": edited(w, held_on("2016-08-09")),
        "good date with a time.xlsx": edited(
            w, held_on(datetime.combine(date(2016, 8, 9), time(15, 30)))
        ),
        "good list in a cell.xlsx": edited(
            w, _put(ANSWERS, "B5", "Hal Dogwood; Greta Cypress")
        ),
        # moved about
        "odd column moved.xlsx": edited(wish, columns_moved),
        "odd column inserted.xlsx": edited(wish, column_inserted),
        "odd rows turned round.xlsx": edited(wish, rows_sorted),
        "odd rows above.xlsx": edited(wish, rows_inserted_above),
        "odd sheets renamed.xlsx": edited(wish, sheets_renamed),
        "odd sheets in another order.xlsx": edited(wish, sheets_reordered),
        "odd filter left on.xlsx": edited(wish, filter_left_on),
        "odd row hidden.xlsx": edited(wish, rows_hidden),
        "odd heading merged.xlsx": edited(wish, merged_across),
        "odd colours.xlsx": edited(wish, coloured),
        "odd sheet of their own.xlsx": edited(wish, own_sheet),
        "odd written by another program.xlsx": written_anew(wish),
        "odd all cells are words.xlsx": written_anew(edited(w, GOOD_NEED), is_words=True),
        "odd hyperlink.xlsx": edited(c, with_hyperlink),
        "odd capital ending.XLSX": yes,
        "odd very long name " + "x" * 150 + ".xlsx": yes,
        "odd saved by libreoffice.xlsx": through_libreoffice(wish, "xlsx"),
        "odd by way of ods.xlsx": through_libreoffice(wish, "ods", "xlsx"),
        "odd date by way of ods.xlsx": through_libreoffice(
            edited(w, held_on(date(2016, 8, 9), "mm/dd/yyyy")), "ods", "xlsx"
        ),
        "odd formula with a value.xlsx": through_libreoffice(
            edited(c, lambda b: suggests(b, '="Two "&"visits"')), "xlsx"
        ),
        "odd number where words are asked.xlsx": edited(c, lambda b: suggests(b, 12)),
        "odd emptied again.xlsx": edited(wish, _put(ANSWERS, "B4", ""), _put(LINES, "B6", " ")),
        # to correct
                "wrong choice.xlsx": edited(c, _put(ANSWERS, "B4", "Perhaps")),
        "wrong confirms with a wish.xlsx": edited(c, confirms, _put(LINES, "B6", TWO_VISITS)),
        "wrong suggests nothing.xlsx": edited(c, _put(ANSWERS, "B4", NO)),
        "odd merged over two lines.xlsx": edited(wish, merged_down),
        "wrong line twice.xlsx": edited(wish, row_twice),
        "wrong row without its line.xlsx": edited(wish, row_without_line),
        "wrong line of nothing.xlsx": edited(wish, row_of_another),
        "wrong heading renamed.xlsx": edited(wish, head_renamed),
        "wrong priority.xlsx": edited(
            w, need("Family and community engagement", "Help", "", "High",
                    "Yes: the CCDBG Act requires it", "All ages")
        ),
        "wrong topic.xlsx": edited(
            w, need("Cookery", "Help", "", 2, "Yes: the CCDBG Act requires it", "All ages")
        ),
        "wrong heading renamed under a yes.xlsx": edited(
            yes, head_renamed, _put(LINES, "B6", "But not before May")
        ),
        "wrong priority nine.xlsx": edited(
            w, need("Family and community engagement", "Help", "", 9,
                    "Yes: the CCDBG Act requires it", "All ages")
        ),
        "wrong date in words.xlsx": edited(w, held_on("Aug 9")),
        "wrong date of another country.xlsx": edited(w, held_on("31/08/2016")),
        "wrong date from a small number.xlsx": edited(w, held_on(12, "mm/dd/yyyy")),
        "wrong formula without a value.xlsx": edited(c, with_formula),
        "wrong answer far too long.xlsx": edited(c, lambda b: suggests(b, "word " * 6000)),
        # refused
        "refused no workbook of ours.xlsx": saved(Workbook()),
        "refused its mark removed.xlsx": edited(yes, place_removed),
        "refused of no question.xlsx": edited(yes, of_no_question),
        "odd of a question to another state.xlsx": edited(yes, of_another_question),
        "refused empty.xlsx": b"",
        "refused words.xlsx": b"I confirm the plan.\n",
        "refused picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "refused pdf.xlsx": b"%PDF-1.7\n%%EOF\n",
        "refused macros.xlsm": with_part(yes, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        "refused macros under another name.xlsx": with_part(yes, "xl/vbaProject.bin", b"0"),
        "refused old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "refused saved as.ods": through_libreoffice(yes, "ods"),
        "refused cut off.xlsx": yes[: len(yes) // 2],
        "refused a sheet cut off.xlsx": with_part(yes, sheet3, b"<worksheet><sheetData><row"),
        "refused other files.xlsx": with_part(yes, "xl/externalLinks/externalLink1.xml", b"<a/>"),
        "refused entities.xlsx": with_part(yes, sheet3, entities),
        "refused laughs.xlsx": with_part(yes, "xl/sharedStrings.xml", laughs),
        "refused bomb.xlsx": with_part(yes, sheet3, b"<a>" + b" " * 60_000_000),
        "refused zip of others.xlsx": with_part(_zip(), "readme.txt", b"hello"),
        "odd sparse giant.xlsx": edited(wish, _put(LINES, "A1048576", "far below")),
        "odd wide giant.xlsx": edited(wish, _put(LINES, "XFD4", "far away")),
    }  # fmt: skip


def _put(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


def _zip() -> bytes:
    into = BytesIO()
    zipfile.ZipFile(into, "w").close()
    return into.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    confirmation, worksheet = [
        (folder / f"{name}.xlsx").read_bytes() for name in ("confirmation", "worksheet")
    ]
    made = make_all(confirmation, edited(worksheet, all_looked_at)) | make_csv(
        (folder / "confirmation.csv").read_bytes()
    )
    for name, content in made.items():
        (folder / name).write_bytes(content)
