"""The words of a mail: its text, and of that what its writer wrote, without what is quoted."""

import re
from email.message import Message
from html.parser import HTMLParser

MOST_BYTES = 200_000
"""How much of a text part is read: the mail itself is kept whole."""

MOST_CHARACTERS = 20_000
"""How many characters of a mail are shown."""

_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "br", "div", "dl", "dd", "dt", "fieldset", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
        "section", "table", "td", "th", "title", "tr", "ul",
    )
)  # fmt: skip
_UNSEEN = frozenset(("head", "script", "style", "template", "noscript"))
_TAG = re.compile(r"<[^>]{0,2000}>")
_BLANK = re.compile(r"\n{3,}")

_INTRO = re.compile(
    r"(on\b.{5,300}\bwrote:|am\b.{5,300}\bschrieb.{0,100}:|el\b.{5,300}\bescribi.:)\s*",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"[-_\s]*(original message|original appointment|forwarded message|mensaje original)[-_\s]*"
    r"|begin forwarded message:|_{10,}\s*",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(r"\*?(from|sent|to|cc|subject|date|de|para|asunto):\*?\s.*", re.IGNORECASE)
_SENT_FROM = re.compile(r"(sent|get) (from|outlook for) (my )?\w+.{0,40}", re.IGNORECASE)
_SIGNATURE = "--"


def text_of(part: Message) -> str:
    """The text of one part, in whatever letters it is written.

    What it says about its letters is tried first; then what is most often meant.
    """
    payload = part.get_payload(decode=True)
    content = payload[:MOST_BYTES] if isinstance(payload, bytes) else b""
    text = _decoded(content, str(part.get_content_charset() or "utf-8"))
    if part.get_content_subtype() == "html":
        text = html_as_text(text)
    return _tidy(text)


def html_as_text(html: str) -> str:
    """The words of an HTML part, in lines; what is quoted in it begins with >."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # the parser's answer to declarations that are none
        return _TAG.sub(" ", html)
    return "".join(reader.pieces)


def own_words(text: str) -> str:
    """What the writer wrote, without quotes, the heads of quotes and the signature."""
    lines = [line.strip() for line in text.split("\n")]
    kept: list[str] = []
    number = 0
    while number < len(lines) and not _ends_own_words(lines, number):
        n_intro = _n_intro(lines, number)
        if not n_intro and not lines[number].startswith(">"):
            kept.append("" if _SENT_FROM.fullmatch(lines[number]) else lines[number])
        number += n_intro or 1
    return _tidy("\n".join(kept))


def _ends_own_words(lines: list[str], number: int) -> bool:
    """Whether a signature begins here, or the mail that is answered, in lines without marks."""
    line = lines[number]
    if line == _SIGNATURE or _RULE.fullmatch(line) or _begins_head(lines, number):
        return True
    is_marked = any(one.startswith(">") for one in lines[number:])
    return not is_marked and _n_intro(lines, number) > 0


def forwarded_words(text: str) -> str:
    """What was forwarded in the text of a mail: what stands below the head of the first mail in it.

    The whole text, where no such head is found.
    """
    lines = text.split("\n")
    for number in range(len(lines)):
        if _begins_head(lines, number):
            rest = lines[number:]
            n_head = next((n for n, line in enumerate(rest) if not line.strip()), len(rest))
            return _tidy("\n".join(rest[n_head:]))
    return text


def _begins_head(lines: list[str], number: int) -> bool:
    """Whether the head of a mail stands here, as programs put it before what they quote."""
    here = lines[number : number + 3]
    return len(here) == 3 and all(_HEAD_LINE.fullmatch(line.strip()[:500]) for line in here)


def _n_intro(lines: list[str], number: int) -> int:
    """How many lines "On ... wrote:" takes here, up to three; 0 where it does not stand here."""
    if not lines[number][:3].lower().startswith(("on ", "am ", "el ")):
        return 0
    for n in (1, 2, 3):
        if _INTRO.fullmatch(" ".join(lines[number : number + n])):
            return n
    return 0


def _decoded(content: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    seen = "".join(one for one in lines if one.isprintable() or one in "\n\t")
    return _BLANK.sub("\n\n", seen).strip()[:MOST_CHARACTERS]


class _Reader(HTMLParser):
    """Collects the words of HTML; nothing of it is ever shown as HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._n_unseen = 0
        self._n_quotes = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._n_unseen += 1
        if tag == "blockquote":
            self._n_quotes += 1
        if tag in _BLOCKS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._n_unseen = max(0, self._n_unseen - 1)
        if tag == "blockquote":
            self._n_quotes = max(0, self._n_quotes - 1)
        if tag in _BLOCKS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if not self._n_unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _new_line(self) -> None:
        self.pieces.append("\n> " if self._n_quotes else "\n")
