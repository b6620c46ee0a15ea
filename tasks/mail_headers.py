"""The header lines of a mail: folded and encoded by us, so that nobody can smuggle one in."""

import re
from collections.abc import Iterable, Mapping
from email.header import Header
from email.utils import formataddr, parseaddr
from functools import lru_cache
from itertools import takewhile
from urllib.parse import quote

NOT_IN_A_VALUE = ("\u2028", "\u2029", "=?")
"""What a header value from outside must not hold: the last begins an encoded word."""

NOT_IN_FILE_NAMES = frozenset('/\\:*?"<>|')

JOINERS = {0x200C: None, 0x200D: None}
"""Invisible, but letters of Persian names and of those of India are joined by them."""

LONGEST_NAME = 200
"""Letters of a file's name that stand as they are: longer than any of ours, shorter than a line."""

ENCODED = "utf-8''"
PIECES = re.compile(r"(?:%[0-9A-F]{2}|[^%]){1,20}")
"""What of an encoded name stands in one line."""

ONE_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")

LINE_LIMIT = 76
LONGEST_WORD = 60
"""A longer word is encoded: only so can it be folded, and not right after the header's name."""


LINE_END = re.compile(rb"\r\n|\r|\n")


class UnsafeHeader(Exception):
    """A header value that could become another header."""


def safe(what: str, value: str) -> str:
    """The first guard: no value from outside may hold a line break in any disguise."""
    is_visible = value.isprintable() or value.translate(JOINERS).isprintable()
    if not is_visible or any(mark in value for mark in NOT_IN_A_VALUE):
        raise UnsafeHeader(f"The {what} {value!r} holds a character that no mail header may hold.")
    return value


def file_name(value: str) -> str:
    """The name of a document as headers and every file system take it: no mail stays for that."""
    return "".join(
        letter if letter.isprintable() and letter not in NOT_IN_FILE_NAMES else "_"
        for letter in value
    )


def attached_as(document_name: str) -> str:
    """The value of the header that says that a part is a document, and what it is called."""
    name = file_name(document_name)
    if name.isascii() and len(name) <= LONGEST_NAME:
        return f'attachment;\r\n filename="{name}"'
    pieces = PIECES.findall(quote(name, safe=""))  # RFC 2231
    lines = (
        f"\r\n filename*{number}*={'' if number else ENCODED}{piece}"
        for number, piece in enumerate(pieces)
    )
    return ";".join(["attachment", *lines])


def words(header: str, value: str) -> str:
    """The value of a header of free words, such as the subject."""
    is_plain = value.isascii() and all(len(word) <= LONGEST_WORD for word in value.split(" "))
    if is_plain and len(header) + 2 + len(value) <= LINE_LIMIT:
        return value
    return _encoded(header, value, charset="us-ascii" if is_plain else "utf-8")


def mailbox(header: str, name: str, address: str) -> str:
    """The value of a header that names one person and their address."""
    safe("name", name)
    safe("address", address)
    if not ONE_ADDRESS.fullmatch(address):
        raise UnsafeHeader(f"The address {address!r} is not one mail address.")
    if not name.isascii() or len(name) > LONGEST_WORD:
        return f"{_encoded(header, name)}\r\n <{address}>"
    one_line = formataddr((name, address)) if address.isascii() else f"<{address}>"
    return one_line if len(one_line) <= LINE_LIMIT else one_line.replace(" <", "\r\n <")


@lru_cache(maxsize=8)
def sender(mail_from: str) -> str:
    """The value of `From`: "Name <address>" is one for all mails."""
    return mailbox("From", *parseaddr(mail_from))


def head_of(headers: Mapping[str, str], more: Iterable[str]) -> bytes:
    """The header block of a mail, without the empty line after it.

    Args:
        more: lines that are the same in every mail, each ending as lines do.
    Raises:
        UnsafeHeader: where a reader would find other headers than these.
    """
    ours = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = (ours + "".join(more)).encode()
    # The second guard: what a reader will see as headers are those that were set, no more.
    expected = [*headers, *(line.partition(":")[0] for line in more)]
    found = _names_in(head)
    if found != expected:
        raise UnsafeHeader(f"The mail would have had the headers {', '.join(found)}.")
    return head


def _names_in(head: bytes) -> list[str]:
    """The names that a reader finds who takes every sign of a line's end for one.

    The first empty line ends them.
    """
    lines = takewhile(bool, LINE_END.split(head))
    begun = (line for line in lines if not line.startswith((b" ", b"\t")))
    return [line.partition(b":")[0].decode(errors="replace") for line in begun]


def _encoded(header: str, value: str, *, charset: str = "utf-8") -> str:
    encoded = Header(value, charset, maxlinelen=LINE_LIMIT, header_name=header)
    return encoded.encode(linesep="\r\n")
