"""Read a mail as far as it can be read: a hostile one is a mail with a sentence, never an error."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Any

from tasks.incoming import headers, texts
from templates.escaping import shortened

MOST_PARTS = 200
DEEPEST = 12
"""How deep parts may lie in parts."""

MOST_NESTED = 60
MOST_WORK = 20_000_000
"""How often a mail may begin parts of parts, and that times its lines: so much work the standard
parser has, some seconds at the most."""

LONGEST_NAME = 120

_NESTING = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_IN_A_PATH = re.compile(r'[/\\:*?"<>|]')


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a mail."""

    name: str
    """As it was called, without what leads out of a folder."""
    content: bytes


@dataclass(frozen=True)
class Parsed:
    """What a mail says of itself."""

    head: Message
    own_id: str
    ids_answered: Sequence[str]
    sent_to: Sequence[str]
    name: str
    address: str
    subject: str
    sent_at: datetime | None
    text: str = ""
    """All of it, quotes included."""
    enclosed: Sequence[Enclosed] = ()
    inner: "Parsed | None" = None
    """The mail that was forwarded in it, where there is one."""
    ids_inside: Sequence[str] = ()
    """Message-IDs of the mails whose heads it brings along, as reports do."""
    report: Message | None = None
    """Its part on what became of a mail of ours (RFC 3464)."""
    fault: str = ""
    """Why it could not be read whole, as a sentence."""

    @property
    def files(self) -> Sequence[Enclosed]:
        """All that it brings: its own files, and those of the mail that was forwarded in it."""
        return [*self.enclosed, *(self.inner.enclosed if self.inner else ())]


def parse(content: bytes, *, is_whole: bool = True, n_bytes: int = 0) -> Parsed:
    """Read a mail.

    Args:
        is_whole: whether these are all of its bytes; else its head alone is here.
        n_bytes: how large it is then.
    """
    if not is_whole:
        said = f"It is too large to be taken in ({n_bytes / 1_000_000:.0f} MB): only its head is."
        return _of_head(content, said)
    n_nested = len(_NESTING.findall(content))
    if n_nested > MOST_NESTED or n_nested * content.count(b"\n") > MOST_WORK:
        return _of_head(content, "It has too many parts inside of parts: only its head was read.")
    try:
        return _parsed(BytesParser().parsebytes(content), depth=0)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        # The standard parser raises all of these on input that was made to break it.
        return _of_head(content, "It is no mail that could be read: only its head was.")


def _of_head(content: bytes, fault: str) -> Parsed:
    head = content.partition(b"\r\n\r\n")[0][:200_000]
    return _about(BytesHeaderParser().parsebytes(head), fault=fault)


def _about(mail: Message, **more: Any) -> Parsed:
    name, address = headers.sender(mail)
    known: dict[str, Any] = {
        "head": mail, "own_id": headers.own_id(mail), "ids_answered": headers.ids_answered(mail),
        "sent_to": headers.addresses_sent_to(mail), "name": name, "address": address,
        "subject": headers.words(mail, "Subject"), "sent_at": headers.sent_at(mail),
    }  # fmt: skip
    return Parsed(**known, **more)


def _parsed(mail: Message, *, depth: int) -> Parsed:
    leaves = list(_leaves(mail, depth=0))
    fault = "" if len(leaves) < MOST_PARTS else "It has too many parts: the first ones were read."
    bodies = [part for part in leaves if _is_text(part)]
    plain = [part for part in bodies if part.get_content_subtype() != "html"]
    text = "\n\n".join(filter(None, map(texts.text_of, plain or bodies)))
    inner = next((one for part in leaves if (one := _mail_in(part)) is not None), None)
    if not text and not fault and inner is None:
        fault = "It has no text."
    return _about(
        mail,
        text=text[: texts.MOST_CHARACTERS],
        enclosed=[_enclosed(part) for part in leaves if _is_file(part)],
        inner=_parsed(inner, depth=depth + 1) if inner is not None and depth < 1 else None,
        ids_inside=[found for part in leaves if (found := _id_inside(part))],
        report=next((p for p in leaves if p.get_content_type() == "message/delivery-status"), None),
        fault=fault,
    )


def _leaves(part: Message, *, depth: int) -> Iterator[Message]:
    """The parts that hold something themselves, in their order, no more than MOST_PARTS."""
    stack = [(part, depth)]
    n_found = 0
    while stack and n_found < MOST_PARTS:
        one, deep = stack.pop()
        payload = one.get_payload()
        if one.get_content_maintype() == "multipart" and isinstance(payload, list):
            if deep < DEEPEST:
                inner = (one for one in reversed(payload) if isinstance(one, Message))
                stack += [(one, deep + 1) for one in inner]
            continue
        n_found += 1
        yield one


def _is_text(part: Message) -> bool:
    is_words = part.get_content_type() in ("text/plain", "text/html", "text/enriched")
    return is_words and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _is_file(part: Message) -> bool:
    return _is_attached(part) and part.get_content_maintype() != "message"


def _mail_in(part: Message) -> Message | None:
    payload = part.get_payload()
    if part.get_content_type() != "message/rfc822" or not isinstance(payload, list):
        return None
    return next((one for one in payload if isinstance(one, Message)), None)


def _id_inside(part: Message) -> str:
    if part.get_content_type() != "text/rfc822-headers":
        return ""
    head = part.get_payload(decode=True)
    return headers.own_id(BytesHeaderParser().parsebytes(head)) if isinstance(head, bytes) else ""


def _enclosed(part: Message) -> Enclosed:
    content = part.get_payload(decode=True)
    return Enclosed(_file_name(part), content if isinstance(content, bytes) else b"")


def _file_name(part: Message) -> str:
    """What a file is called: the end of a path, and nothing that a folder understands."""
    called = str(part.get_filename() or "")
    last = re.split(r"[/\\]", called)[-1]
    safe = "".join(one for one in _IN_A_PATH.sub("_", last) if one.isprintable()).strip(" .")
    return shortened(safe, LONGEST_NAME) or "unnamed"
