"""Look at a file from outside before anything opens it: its size, what it is, what it hides."""

import codecs
import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_BYTES = 10 * 1024 * 1024
MOST_PARTS = 2_000
MOST_UNPACKED = 100_000_000
MOST_RATIO = 200
"""How many times larger a part may become; what is smaller than a megabyte unpacked may be more."""

SMALL_PART = 1_000_000
LOOKED_AT = 65_536
"""How many bytes of each part are searched for a document type: it stands before all else."""

ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CSV = ".csv"
SAVE_AS = "Save it as .xlsx, and send that."


BROKEN = (
    BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error
)  # fmt: skip
"""What a broken or locked archive makes of its reader."""


class UnsafeFile(Exception):
    """A file that is not opened; says why, and what to do."""


def check_workbook(content: bytes, name: str) -> None:
    """Refuse what is no plain .xlsx or .csv file, before it is unpacked. Raises: UnsafeFile."""
    if not content:
        raise UnsafeFile("The file is empty. Choose the workbook that you filled in.")
    if len(content) > MOST_BYTES:
        raise UnsafeFile("The file is larger than 10 MB. Take pictures and other sheets out of it.")
    if content.startswith(OLD_OFFICE):
        raise UnsafeFile(
            f"The file is an old .xls, or is locked with a password: it cannot be read. {SAVE_AS}"
        )
    if content.startswith(PDF):
        raise UnsafeFile("The file is a PDF. Send the workbook itself, as .xlsx.")
    if is_csv(name):
        _check_csv(content)
        return
    if not content.startswith(ZIP):
        raise UnsafeFile(f"The file is not a workbook. {SAVE_AS}")
    if not name.casefold().endswith(".xlsx"):
        ending = name.rpartition(".")[2][:10]
        raise UnsafeFile(f"The name of the file ends in .{ending}, not in .xlsx. {SAVE_AS}")
    try:
        with ZipFile(BytesIO(content)) as packed:
            _check_parts(packed)
    except BROKEN as error:
        raise UnsafeFile(
            f"The file is damaged or locked, and cannot be opened. {SAVE_AS}"
        ) from error


def is_csv(name: str) -> bool:
    """Whether a file calls itself a csv file."""
    return name.casefold().endswith(CSV)


def _check_csv(content: bytes) -> None:
    if content.startswith(ZIP):
        raise UnsafeFile("The file is a workbook, but its name ends in .csv. Name it .xlsx.")
    if b"\x00" in content and not content.startswith(UTF_16):
        raise UnsafeFile(f"The file is no csv file: it holds more than text. {SAVE_AS}")


def _check_parts(packed: ZipFile) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS:
        raise UnsafeFile(f"The file has {len(parts)} parts: no workbook of ours has so many.")
    if sum(one.file_size for one in parts) > MOST_UNPACKED or any(map(_is_bomb, parts)):
        raise UnsafeFile("The file would become far larger when it is opened. Nothing was read.")
    names = [one.filename.casefold() for one in parts]
    if "xl/workbook.xml" not in names:
        raise UnsafeFile(f"The file is not an .xlsx workbook. {SAVE_AS}")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnsafeFile("The file holds macros. Save it as .xlsx, without them, and send that.")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise UnsafeFile("The file takes values from other files. Paste them as plain values.")
    for one in parts:
        if one.filename.casefold().endswith((".xml", ".rels")):
            with packed.open(one) as part:
                if re.search(rb"<!(DOCTYPE|ENTITY)", part.read(LOOKED_AT), re.IGNORECASE):
                    raise UnsafeFile("The file holds definitions that no workbook of ours has.")


def _is_bomb(part: ZipInfo) -> bool:
    is_small = part.file_size < SMALL_PART
    return not is_small and part.file_size > MOST_RATIO * max(part.compress_size, 1)
