"""The parts of an .xlsx file that say what its cells hold. Runs in the child.

There are few of them. The others say how cells look: openpyxl makes an object of everything there,
which takes most of its time, and of which nothing is asked when an answer is read.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.packaging.relationship import Relationship, get_dependents
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.xml.constants import (
    ARC_CONTENT_TYPES,
    ARC_STYLE,
    ARC_WORKBOOK,
    REL_NS,
    SHARED_STRINGS,
    SHEET_MAIN_NS,
    XLSM,
    XLSX,
    XLTM,
    XLTX,
)
from openpyxl.xml.functions import fromstring

from portal.workbooks.checking import UnsafeFile

WORKBOOK_TYPES = (XLSX, XLTX, XLSM, XLTM)
DEFINITIONS = "The file holds definitions that no workbook of ours has."

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


@dataclass(frozen=True)
class Meaning:
    """What must be known of a workbook to say what a cell of it holds."""

    strings: list[str]
    """The words of its cells: each cell names one by its number."""
    styles_of_days: Set[int]
    styles_of_spans: Set[int]
    """Numbers of the styles that show a number as a day or an hour, and as a length of time."""
    epoch: datetime
    """From when on days are counted."""


def main(name: str) -> str:
    """The name of an element of a worksheet, as its parser gives it."""
    return f"{SHEET_MAIN_NS}}}{name}"


def parse(content: bytes, parser: expat.XMLParserType, start: Start, end: End) -> None:
    """Go through a part. Raises: UnsafeFile, expat.ExpatError."""
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_declared: object) -> None:
    raise UnsafeFile(DEFINITIONS)


def new_parser() -> expat.XMLParserType:
    """A parser whose names begin with what `main` puts there."""
    return expat.ParserCreate(namespace_separator="}")


def sheets_of(packed: ZipFile) -> tuple[Meaning, list[tuple[str, str]]]:
    """What the cells of a workbook mean, and of each worksheet its title and part, in order."""
    types = _types(packed)
    path = next(types[one] for one in WORKBOOK_TYPES if one in types)
    book = fromstring(packed.read(path))
    strings = types.get(SHARED_STRINGS)
    known = set(packed.namelist())
    days, spans = _styles(packed) if ARC_STYLE in known else (set(), set())
    meaning = Meaning(
        read_strings(packed.read(strings)) if strings is not None else [], days, spans, _epoch(book)
    )
    sheets = [
        (title, part.target)
        for title, part in _listed(packed, path, book)
        if part.target in known and "chartsheet" not in part.Type
    ]
    return meaning, sheets


def _listed(packed: ZipFile, path: str, book: Any) -> Iterator[tuple[str, Relationship]]:
    """The sheets that a workbook lists, each by its title and what leads to its part."""
    folder, _, name = path.rpartition("/")
    parts = get_dependents(packed, f"{folder}/_rels/{name}.rels").to_dict()
    for sheet in _within(book, "sheets", "sheet"):
        if part_id := sheet.get(f"{{{REL_NS}}}id"):
            yield sheet.get("name", ""), parts[part_id]


def _types(packed: ZipFile) -> dict[str, str]:
    """The first part of each type of content; some programs name none for the workbook itself."""
    return {
        one.get("ContentType", ""): one.get("PartName", f"/{ARC_WORKBOOK}").removeprefix("/")
        for one in reversed(fromstring(packed.read(ARC_CONTENT_TYPES)))
    }


def _epoch(book: Any) -> datetime:
    said = book.find(f"{{{SHEET_MAIN_NS}}}workbookPr")
    is_mac = said is not None and said.get("date1904", "0") not in ("0", "false")
    return MAC_EPOCH if is_mac else WINDOWS_EPOCH


def _styles(packed: ZipFile) -> tuple[set[int], set[int]]:
    """The numbers of the styles of days, and of those of lengths of time."""
    root = fromstring(packed.read(ARC_STYLE))
    custom = {
        int(one.get("numFmtId")): one.get("formatCode")
        for one in _within(root, "numFmts", "numFmt")
    }
    formats = [
        custom.get(number, BUILTIN_FORMATS.get(number))
        for number in (int(one.get("numFmtId", "0")) for one in _within(root, "cellXfs", "xf"))
    ]
    days = {at for at, one in enumerate(formats) if is_date_format(one)}
    return days, {at for at, one in enumerate(formats) if is_timedelta_format(one)}


def _within(root: Any, group: str, name: str) -> Iterator[Any]:
    yield from root.iterfind(f"{{{SHEET_MAIN_NS}}}{group}/{{{SHEET_MAIN_NS}}}{name}")


STRING, TEXT, PHONETIC = main("si"), main("t"), main("rPh")


def read_strings(content: bytes) -> list[str]:
    """The words that cells name by their number, without how they are set."""
    strings: list[str] = []
    pieces: list[str] = []
    parser = new_parser()
    is_phonetic = False

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal is_phonetic
        if name == TEXT and not is_phonetic:
            parser.CharacterDataHandler = pieces.append
        elif name == PHONETIC:
            is_phonetic = True

    def end(name: str) -> None:
        nonlocal is_phonetic
        parser.CharacterDataHandler = None
        if name == STRING:
            strings.append("".join(pieces).replace("x005F_", ""))
            pieces.clear()
        elif name == PHONETIC:
            is_phonetic = False

    parse(content, parser, start, end)
    return strings
