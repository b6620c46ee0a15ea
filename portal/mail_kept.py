"""Read the local mailbox for its page: whose mails there are, and what each says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

STEM = re.compile(r"[A-Za-z0-9._-]{1,200}")
"""What a mail's file can be called; nothing that leads out of the folder."""


@dataclass(frozen=True)
class KeptMail:
    """A mail of the local mailbox: its file's name without .eml, and its headers."""

    key: str
    to_name: str
    to_address: str
    subject: str
    sent_at: datetime


@dataclass(frozen=True)
class Owner:
    """Somebody who has mails here."""

    name: str
    address: str
    mails: Sequence[KeptMail]
    """The newest first."""


@dataclass(frozen=True)
class Piece:
    """A part of a mail's text; with an address it is a link."""

    text: str
    address: str | None = None


def owners(folder: Path) -> list[Owner]:
    """Everybody who has mails, whoever got one last first."""
    by_address: dict[str, list[KeptMail]] = {}
    for path in folder.glob("*.eml"):
        mail = _headers(path)
        by_address.setdefault(mail.to_address, []).append(mail)
    found = [
        Owner(mails[0].to_name, address, sorted(mails, key=_newness, reverse=True))
        for address, mails in by_address.items()
    ]
    return sorted(found, key=lambda owner: _newness(owner.mails[0]), reverse=True)


def mail_of(folder: Path, key: str, *, public_address: str) -> tuple[KeptMail, list[Piece]] | None:
    """A mail and its text, with the links to our own pages live; None where there is none."""
    path = folder / f"{key}.eml"
    if not STEM.fullmatch(key) or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default)
    return _headers(path), _pieces(_text(mail), public_address)


def attached(folder: Path, key: str) -> list[str]:
    """Names of what is attached to a mail."""
    mail = message_from_bytes((folder / f"{key}.eml").read_bytes(), policy=default)
    return [part.get_filename() or "unnamed" for part in mail.iter_attachments()]


def _headers(path: Path) -> KeptMail:
    with path.open("rb") as file:
        mail = BytesHeaderParser(policy=default).parse(file)
    to = mail["To"].addresses[0]
    sent_at: datetime = mail["Date"].datetime
    return KeptMail(path.stem, to.display_name, to.addr_spec, str(mail["Subject"]), sent_at)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def _pieces(text: str, public_address: str) -> list[Piece]:
    """Only addresses of our own pages become links: nothing that somebody wrote into a plan."""
    ours = re.compile(f"({re.escape(public_address)}/[A-Za-z0-9_/-]+)")
    root = urlsplit(public_address).path
    return [
        Piece(part, root + part.removeprefix(public_address))
        if ours.fullmatch(part)
        else Piece(part)
        for part in ours.split(text)
        if part
    ]


def _newness(mail: KeptMail) -> tuple[datetime, str]:
    return mail.sent_at, mail.key
