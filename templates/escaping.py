"""What people wrote stays words: no markup, no second line in a subject, no mask of a link."""

import re

QUOTE_LIMIT = 700
"""How many characters of a person's words a mail quotes; the page has the rest."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ue000-\uf8ff\ufff0-\ufffc\ufffe\uffff\U000e0000-\U0010ffff]"
)
_UNPAIRED = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_DOUBLE_BRACKET = re.compile(r"(?<=\[)(?=\[)|(?<=\])(?=\])")
NO_START = "\ue002"
"""Stands before a value that would begin a list, a quote or a heading; taken out at the end."""

_STARTS_BLOCK = re.compile(r" ?(?:[->#]|\d)")
_SPACES = re.compile(" {2,}")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#&!|~])")
_BLOCK_START = re.compile(r"^( ?\d{0,9})([-+=.):])")


class Safe(str):
    """Text that our own code made for the part that is being written; it is not escaped again."""

    __slots__ = ()


def one_line(value: object) -> str:
    """A value as one line of visible characters, with no mask of a link in it.

    Raises:
        ValueError: the value is None.
    """
    text = _said(value)
    if not (text.isascii() and text.isprintable()):
        text = _without_invisible(" ".join(_LINE_ENDS.split(text)))
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return _broken_up(text)


def text_line(value: object) -> str:
    """A value as one line of plain text that begins no list, quote or heading."""
    text = one_line(value)
    is_words = isinstance(value, str) and _STARTS_BLOCK.match(text)
    return f"{NO_START}{text}" if is_words else text


def markdown_line(value: object) -> str:
    """A value as one line that Markdown shows as it is; HTML is escaped by its renderer."""
    return _BLOCK_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", one_line(value)))


def quoted_text(words: object) -> Safe:
    """A person's words as a quote, in the plain text part."""
    return Safe("\n".join(f"> {line}" for line in _lines(words)))


def quoted_markdown(words: object) -> Safe:
    """A person's words as a quote that keeps its lines, for the HTML part."""
    return Safe("\\\n".join(f"> {markdown_line(line)}" for line in _lines(words)))


def subject_line(value: str) -> str:
    """A value that a mail header may hold: printable, one line, no encoded word."""
    visible = "".join(letter if letter.isprintable() else " " for letter in one_line(value))
    return re.sub("=(?=\\?)", "= ", " ".join(visible.split()))


def shortened(value: object, limit: int) -> str:
    """A value cut at a word's end, so that it has at most `limit` characters."""
    text = one_line(value).strip()
    if len(text) <= limit:
        return text
    cut = text[: limit - 3]
    head, space, _rest = cut.rpartition(" ")
    return f"{head if space and len(head) > limit // 2 else cut}...".replace("....", "...")


def _said(value: object) -> str:
    """What a template says. Raises: ValueError, where a reader would have read "None"."""
    if value is None:
        raise ValueError("a template would have said None to a reader")
    return str(value)


def _lines(words: object) -> list[str]:
    whole = _said(words)
    lines = _LINE_ENDS.split(whole[:QUOTE_LIMIT])
    if len(whole) > QUOTE_LIMIT:
        lines[-1] += "... (shortened)"
    return [line for line in (one_line(line).strip() for line in lines) if line] or ["(no words)"]


def _without_invisible(text: str) -> str:
    return _UNPAIRED.sub("\ufffd", _INVISIBLE.sub("", text.replace("\t", " ")))


def _broken_up(text: str) -> str:
    """`[[link 9]]` becomes `[ [link 9] ]`: only our own code writes masks."""
    return _DOUBLE_BRACKET.sub(" ", text) if "[[" in text or "]]" in text else text
