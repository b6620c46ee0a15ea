"""Make a mail of a message: headers that programs sort by, text, HTML, documents."""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type
from urllib.parse import quote

from tasks import mail_headers
from tasks.mail_headers import UnsafeHeader
from tat.messages import Document, Outgoing

__all__ = ["Mail", "UnsafeHeader", "compose"]

FEWER_MAILS = "Please send me fewer mails"
"""The subject of the mail that a reader's program writes for them when they unsubscribe."""

SAME_IN_ALL = ("Auto-Submitted: auto-generated\r\n", "MIME-Version: 1.0\r\n")


@dataclass(frozen=True)
class Mail:
    """A mail as it leaves: the address it goes to and its bytes."""

    to: str
    message_id: str
    content: bytes


def compose(
    message: Outgoing,
    *,
    text: str,
    html: str,
    mail_from: str,
    now: datetime,
    reply_to: str | None = None,
) -> Mail:
    """Compose a mail.

    Args:
        text, html: the message's two parts with their links unmasked.
        mail_from: "Name <address>" of the sender.
        reply_to: the address for answers; without one they go to the sender.
    Raises:
        UnsafeHeader: a name or subject that could become a header of its own.
    """
    key = sha256(message.message_id.encode()).hexdigest()[:16]
    parts = [_text(text, "plain"), _text(html, "html"), *_invitation(message.documents)]
    kind, body = _multipart("alternative", parts, key)
    if message.documents:
        whole = f"Content-Type: {kind}\r\n\r\n".encode() + body
        documents = [_document(one) for one in message.documents]
        kind, body = _multipart("mixed", [whole, *documents], key)
    headers = {**_headers(message, mail_from, now, reply_to), "Content-Type": kind}
    content = b"".join([mail_headers.head_of(headers, SAME_IN_ALL), b"\r\n", body])
    return Mail(message.address, message.message_id, content)


def _headers(
    message: Outgoing, mail_from: str, now: datetime, reply_to: str | None
) -> dict[str, str]:
    headers = {
        "From": mail_headers.sender(mail_from),
        "To": mail_headers.mailbox("To", message.name, message.address),
        "Subject": mail_headers.words("Subject", mail_headers.safe("subject", message.subject)),
        "Date": format_datetime(now),
        "Message-ID": message.message_id,
    }
    if message.thread:
        headers["References"] = headers["In-Reply-To"] = _root(message)
    if reply_to:
        headers["Reply-To"] = mail_headers.mailbox("Reply-To", "", reply_to)
        if not message.is_required:
            written_to = f"mailto:{quote(reply_to, safe='@')}?subject={quote(FEWER_MAILS)}"
            headers["List-Unsubscribe"] = f"<{written_to}>"
    return headers


def _root(message: Outgoing) -> str:
    """The mail to which all mails of one thread answer. It was never sent: the first one, too,
    answers to it, so that mails which overtake each other stay together."""
    host = message.message_id.rpartition("@")[2]
    return f"<{sha256(f'thread {message.thread}'.encode()).hexdigest()[:32]}@{host}"


def _multipart(subtype: str, parts: Sequence[bytes], key: str) -> tuple[str, bytes]:
    """Join parts; gives the content type and the body.

    No part can hold the boundary: "=_" stands neither in quoted-printable text nor in base64.
    """
    boundary = f"=_{subtype}_{key}"
    between = f"--{boundary}\r\n".encode()
    joined = b"".join(piece for part in parts for piece in (between, part, b"\r\n"))
    end = f"--{boundary}--\r\n".encode()
    return f'multipart/{subtype};\r\n boundary="{boundary}"', joined + end


def _invitation(documents: Sequence[Document]) -> list[bytes]:
    """The part by which mail programs ask at once whether the reader comes.

    It stands for one meeting: where there are several, each is in its file alone.
    """
    asked = [one for one in documents if _method(one) in ("REQUEST", "CANCEL")]
    if len(asked) != 1:
        return []
    return [_text(asked[0].content.decode(), "calendar", f"; method={_method(asked[0])}")]


def _method(document: Document) -> str | None:
    """What a calendar file is to do; programs want to read it of the part as well."""
    if not document.name.endswith(".ics"):
        return None
    found = re.search(rb"^METHOD:([A-Z]+)\r?$", document.content, re.MULTILINE)
    return found[1].decode() if found else None


def _text(words: str, subtype: str, more: str = "") -> bytes:
    """A part of text, in lines that every server takes, whatever the words are."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").encode()
    encoded = b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"{more}\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + encoded


@lru_cache(maxsize=256)
def _document(document: Document) -> bytes:
    """The part of a document. Many mails carry the same."""
    kind = guess_type(document.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += '; charset="utf-8"'
    if method := _method(document):
        kind += f"; method={method}"
    head = (
        f"Content-Type: {kind}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: {mail_headers.attached_as(document.name)}\r\n\r\n"
    )
    return head.encode() + encodebytes(document.content).replace(b"\n", b"\r\n")
