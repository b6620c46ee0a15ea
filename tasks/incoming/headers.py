"""What the head of a mail from outside says, in plain words: nothing in it can be trusted."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from templates.escaping import shortened

LONGEST = 300
"""Characters of a header that are kept: the mail itself is kept whole."""

MOST_IDS = 100
"""Message-IDs that are looked up of one mail."""

_ID = re.compile(r"<[!-;=?-~]{3,250}>")

SENT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


def words(mail: Message, name: str) -> str:
    """A header as one line of words; empty where there is none."""
    value = _raw(mail, name)
    try:
        decoded = str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):  # an encoding that nobody knows, or a lie
        decoded = value
    return shortened(decoded, LONGEST)


def sender(mail: Message) -> tuple[str, str]:
    """Name and address that the mail says it is from; anybody can write anything there."""
    found = list(_addresses(mail, "From"))
    name, address = found[0] if found else ("", "")
    return shortened(name, LONGEST), shortened(address, LONGEST).lower()


def addresses_sent_to(mail: Message) -> list[str]:
    """Every address that the mail went to, as far as its head says."""
    found = (address for name in SENT_TO for _who, address in _addresses(mail, name))
    return list(dict.fromkeys(address for address in found if address))[:MOST_IDS]


def ids_answered(mail: Message) -> list[str]:
    """Message-IDs of the mails that this one answers, the closest first."""
    answered = _ID.findall(_raw(mail, "In-Reply-To"))
    before = reversed(_ID.findall(_raw(mail, "References")))
    return list(dict.fromkeys([*answered, *before]))[:MOST_IDS]


def own_id(mail: Message) -> str:
    """The mail's own Message-ID; empty where it has none."""
    found = _ID.search(_raw(mail, "Message-ID"))
    return found[0] if found else ""


def sent_at(mail: Message) -> datetime | None:
    """When the mail says it was sent; None where it says nothing that is a date."""
    try:
        moment = parsedate_to_datetime(_raw(mail, "Date"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def value(mail: Message, name: str) -> str:
    """A header of machines, in lower case and without its comments."""
    return _raw(mail, name).partition(";")[0].partition("(")[0].strip().lower()


def _addresses(mail: Message, name: str) -> Iterator[tuple[str, str]]:
    for raw in mail.get_all(name, [])[:10]:
        text = " ".join(str(raw).split())[:10_000]
        try:
            found = getaddresses([text])
        except (MessageError, LookupError, ValueError, IndexError):
            continue
        for who, address in found:
            yield _decoded(who), address if address.count("@") == 1 else ""


def _decoded(text: str) -> str:
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):
        return text


def _raw(mail: Message, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())[:10_000]
