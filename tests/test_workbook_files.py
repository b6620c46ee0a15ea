"""Files from outside: what is no workbook of ours is refused with a sentence, and harms nothing."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from portal.workbooks.cells import Unread
from portal.workbooks.checking import UnsafeFile, check_workbook
from portal.workbooks.opening import Opener

CONTENT_TYPES = "[Content_Types].xml"


def packed(parts, *, compression=zipfile.ZIP_DEFLATED):
    """A zip file of named parts."""
    into = BytesIO()
    with zipfile.ZipFile(into, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def workbook(fill=None):
    """An .xlsx file with one sheet."""
    book = Workbook()
    if fill:
        fill(book.active)
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def with_part(content, name, part):
    """The same file with one part more, or another in its place."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return packed({**parts, name: part})


PLAIN = workbook()
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'

HOSTILE = {
    "empty": (b"", "plan.xlsx", "The file is empty."),
    "11 MB": (b"PK\x03\x04" + b"0" * 11_000_000, "plan.xlsx", "larger than 10 MB"),
    "old .xls": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "plan.xls", "an old .xls"),
    "locked": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "plan.xlsx", "locked with a password"),
    "pdf": (b"%PDF-1.7\n", "plan.xlsx", "The file is a PDF."),
    "words": (b"I confirm the plan", "plan.xlsx", "not a workbook"),
    "picture": (b"\x89PNG\r\n\x1a\n", "plan.xlsx", "not a workbook"),
    "macros by name": (PLAIN, "plan.xlsm", "ends in .xlsm, not in .xlsx"),
    "other ending": (PLAIN, "plan.ods", "ends in .ods, not in .xlsx"),
    "cut off": (PLAIN[:-200], "plan.xlsx", "damaged or locked"),
    "docx": (packed({"word/document.xml": "<w/>"}), "plan.xlsx", "not an .xlsx workbook"),
    "macros": (with_part(PLAIN, "xl/vbaProject.bin", b"0"), "plan.xlsx", "holds macros"),
    "other files": (
        with_part(PLAIN, "xl/externalLinks/externalLink1.xml", b"<a/>"), "plan.xlsx",
        "takes values from other files",
    ),
    "bomb": (
        with_part(PLAIN, "xl/worksheets/sheet1.xml", b"<a>" + b" " * 50_000_000), "plan.xlsx",
        "far larger when it is opened",
    ),
    "many parts": (packed({f"xl/{n}": "" for n in range(2001)}), "plan.xlsx", "2001 parts"),
    "entities": (
        with_part(PLAIN, "xl/worksheets/sheet1.xml", ENTITIES), "plan.xlsx",
        "definitions that no workbook of ours has",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_is_no_plain_workbook_is_refused_before_it_is_opened(case):
    content, name, sentence = HOSTILE[case]
    with pytest.raises(UnsafeFile) as refused:
        check_workbook(content, name)
    assert sentence in str(refused.value)


@pytest.fixture(scope="module")
def opener():
    opener = Opener()
    yield opener
    opener.close()


def test_a_plain_workbook_gives_the_rows_of_its_sheets(opener):
    def fill(sheet):
        sheet.title = "Plan"
        sheet.append(["Need", 3, 2.5, None])
        sheet.append([True])

    assert opener.open(workbook(fill), "PLAN.XLSX") == {
        "Plan": [["Need", 3, 2.5], [True, None, None]]
    }


def test_a_sheet_that_claims_a_million_rows_is_read_as_far_as_ours_reach(opener):
    def fill(sheet):
        sheet["A1"] = "first"
        sheet["A1048576"] = "last"

    [rows] = opener.open(workbook(fill), "plan.xlsx").values()
    assert (rows[0], len(rows)) == (["first"], 5000)


def test_cells_merged_down_say_the_same_in_each_row(opener):
    def fill(sheet):
        sheet["A1"] = "Colorado"
        sheet.merge_cells("A1:A3")
        sheet["B3"] = "last"

    [rows] = opener.open(workbook(fill), "plan.xlsx").values()
    assert rows == [["Colorado", None], ["Colorado", None], ["Colorado", "last"]]


def test_a_formula_without_its_result_and_one_that_failed_are_asked_about(opener):
    def fill(sheet):
        sheet["A1"] = "=1+1"
        sheet["B1"] = "#REF!"
        sheet["D1"] = "last"

    [rows] = opener.open(workbook(fill), "plan.xlsx").values()
    assert rows == [
        [
            Unread("it holds a formula without its result. Type what it comes to."),
            Unread("it shows the error #REF!. Type what it should say."),
            None,
            "last",
        ]
    ]


def test_cells_merged_across_columns_are_asked_about(opener):
    def fill(sheet):
        sheet["A1"], sheet["D2"] = "Colorado", "last"
        sheet.merge_cells("A1:B2")

    [rows] = opener.open(workbook(fill), "plan.xlsx").values()
    hidden = Unread(
        "the cells A1:B2 were merged. Separate them, and write into each what it should say."
    )
    assert rows == [["Colorado", hidden, None, None], ["Colorado", hidden, None, "last"]]


def test_a_broken_sheet_is_a_sentence_and_the_next_file_is_read(opener):
    broken = with_part(PLAIN, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    with pytest.raises(UnsafeFile, match="damaged, and cannot be read"):
        opener.open(broken, "plan.xlsx")
    assert opener.open(PLAIN, "plan.xlsx") == {"Sheet": [[None]]}


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read():
    def fill(sheet):
        for _row in range(4000):
            sheet.append(list(range(60)))

    opener = Opener(most_seconds=0.1)
    with pytest.raises(UnsafeFile, match="too long or too much"):
        opener.open(workbook(fill), "plan.xlsx")
    patient = Opener()
    assert patient.open(PLAIN, "plan.xlsx") == {"Sheet": [[None]]}
    patient.close()


def test_a_child_that_was_killed_is_replaced(opener):
    opener.open(PLAIN, "plan.xlsx")
    opener._child.process.kill()
    opener._child.process.wait()
    assert opener.open(PLAIN, "plan.xlsx") == {"Sheet": [[None]]}
