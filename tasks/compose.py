"""Make a mail of a message: headers that nobody can smuggle lines into, text, HTML, documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from mimetypes import guess_type

from tat.messages import Document, Outgoing

LINE_BREAKS = ("\u2028", "\u2029", "=?")
"""What a header value from outside must not hold: the last begins an encoded word."""


class UnsafeHeader(Exception):
    """A header value that could become another header."""


@dataclass(frozen=True)
class Mail:
    """A mail as it leaves: the address it goes to and its bytes."""

    to: str
    message_id: str
    content: bytes


def compose(message: Outgoing, *, text: str, html: str, mail_from: str, now: datetime) -> Mail:
    """Compose a mail.

    Args:
        text, html: the message's two parts with their links unmasked.
        mail_from: "Name <address>" of the sender.
    Raises:
        UnsafeHeader: a name or subject that could become a header of its own.
    """
    mail = EmailMessage(policy=SMTP)
    sender_name, sender = parseaddr(mail_from)
    mail["From"] = _address(sender_name, sender)
    mail["To"] = _address(message.name, message.address)
    mail["Subject"] = _safe("subject", message.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    names = [name.lower() for name, _value in mail.items()]
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    _attach(mail, message.documents)
    content = mail.as_bytes()
    _check_headers(content, names)
    return Mail(message.address, message.message_id, content)


def _address(name: str, address: str) -> Address:
    return Address(_safe("name", name), addr_spec=_safe("address", address))


def _safe(what: str, value: str) -> str:
    """The first guard: no value from outside may hold a line break in any disguise."""
    if not value.isprintable() or any(mark in value for mark in LINE_BREAKS):
        raise UnsafeHeader(f"The {what} {value!r} holds a character that no mail header may hold.")
    return value


def _check_headers(content: bytes, names: Sequence[str]) -> None:
    """The second guard: what a reader will see as headers are those that were set, no more."""
    expected = {*names, "mime-version", "content-type", "content-transfer-encoding"}
    head, _empty_line, _body = content.partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head)
    found = [name.lower() for name, _value in headers.items()]
    if not set(names) <= set(found) <= expected or len(found) != len(set(found)):
        raise UnsafeHeader(f"The mail would have had the headers {', '.join(sorted(found))}.")


def _attach(mail: EmailMessage, documents: Sequence[Document]) -> None:
    if documents:
        mail.make_mixed()
    for document in documents:
        mail.attach(_part(document.name, document.content))


@lru_cache(maxsize=64)
def _part(name: str, content: bytes) -> EmailMessage:
    """The part of a document. Many mails carry the same: making its headers costs most."""
    part = EmailMessage(policy=SMTP)
    kind, _encoding = guess_type(name)
    main, sub = (kind or "application/octet-stream").split("/")
    if main == "text":
        part.set_content(content.decode(), subtype=sub, filename=name, disposition="attachment")
    else:
        part.set_content(
            content, maintype=main, subtype=sub, filename=name, disposition="attachment"
        )
    del part["MIME-Version"]  # it stands once, at the head of the mail
    return part
