"""What is read of every kind of cell that a workbook can hold."""

import zipfile
from datetime import date, datetime
from io import BytesIO

from tests.test_workbook_files import CONTENT_TYPES, PLAIN, opener, with_part

__all__ = ["opener"]

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = f"""<worksheet {MAIN}><sheetData>
<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c>
  <c r="D1" t="inlineStr"><is><r><t>Two\n</t></r><r><t>lines</t></r>
    <rPh sb="0" eb="1"><t>no</t></rPh></is></c>
  <c t="b"><v>1</v></c></row>
<row r="3"><c r="A3"><v>42705</v></c><c s="1"><v>42705</v></c><c s="1"><v>42705.75</v></c>
  <c s="2"><v>1.5</v></c><c s="1"><v>-1e9</v></c><c t="e"><v>#N/A</v></c></row>
<row r="4"><c t="str"><f>A1</f><v>Need</v></c><c><f>A2</f></c><c t="d"><v>2016-12-01</v></c>
  <c><v>2.50</v></c><c t="inlineStr"><is><t></t></is></c><c s="1"/></row></sheetData>
<mergeCells><mergeCell ref="D4:D5"/></mergeCells></worksheet>"""
STYLES = f"""<styleSheet {MAIN}>
<numFmts><numFmt numFmtId="170" formatCode="[$-409]d-mmm-yy"/>
  <numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts>
<cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>"""
STRINGS = f"""<sst {MAIN}><si><t>Need</t></si>
<si><r><rPr><b/></rPr><t>Colo</t></r><r><t>rado</t></r>
  <rPh sb="0" eb="1"><t>no</t></rPh></si></sst>"""
STRINGS_TYPE = b"""<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.\
openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""


def with_cells():
    """A workbook with every kind of cell."""
    with zipfile.ZipFile(BytesIO(PLAIN)) as packed:
        types = packed.read(CONTENT_TYPES).replace(b"</Types>", STRINGS_TYPE)
    content = with_part(PLAIN, CONTENT_TYPES, types)
    for name, part in {
        "worksheets/sheet1": SHEET, "styles": STYLES, "sharedStrings": STRINGS
    }.items():  # fmt: skip
        content = with_part(content, f"xl/{name}.xml", part)
    return content


def test_every_kind_of_cell_says_what_a_spreadsheet_shows(opener):
    [rows] = opener.open(with_cells(), "plan.xlsx").values()
    asked = [[getattr(one, "why", one) for one in row] for row in rows]
    assert asked == [
        ["Colorado", "Need", None, "Two\nlines", True, None],
        [None, None, None, None, None, None],
        [42705, datetime.fromisoformat("2016-12-01"), datetime.fromisoformat("2016-12-01T18:00"),
         "1 day, 12:00:00", "it shows the error #VALUE!. Type what it should say.",
         "it shows the error #N/A. Type what it should say."],
        ["Need", "it holds a formula without its result. Type what it comes to.",
         date(2016, 12, 1), 2.5, "", None],
        [None, None, None, 2.5, None, None],
    ]  # fmt: skip
