"""Addresses for replies: one for each link, that nobody can guess and that leads back to it."""

import hmac
import re
from base64 import b32encode

from tat.database import Tat
from tat.schema import Link

WHAT_FOR = "tacycle reply 1"
"""Goes into every code, so that no code of a reply can be made of the token of a link."""

N_SIGNED = 16
"""Characters of a code that only the secret gives: 80 bits."""

LONGEST_LOCAL_PART = 64
"""RFC 5321: what stands before the @."""

_TAGGED = re.compile(r"[^@]+\+(?P<code>(?P<link>\d{1,9})-[a-z2-7]{16})@[^@]+", re.IGNORECASE)


def reply_address(base: str, secret: bytes, link: Link | None) -> str:
    """The address to which an answer to a mail goes: ta-planning+12-abc...@agency.example.

    The plain address without a link, and where its part before the @ would grow too long.
    """
    local, _at, domain = base.rpartition("@")
    if link is None:
        return base
    tagged = f"{local}+{_code(secret, link)}"
    return f"{tagged}@{domain}" if len(tagged) <= LONGEST_LOCAL_PART else base


def find_link(tat: Tat, address: str, secret: bytes) -> Link | None:
    """The link for which an address of a reply was made, in whatever case it comes back.

    None for the plain address, for a code that was not made with this secret, and where the link
    was revoked: a person reads such a reply.
    """
    tagged = _TAGGED.fullmatch(address)
    if tagged is None:
        return None
    link = tat.get(Link, int(tagged["link"]))
    if link is None or link.revoked_at is not None:
        return None
    is_ours = hmac.compare_digest(_code(secret, link), tagged["code"].lower())
    return link if is_ours else None


def _code(secret: bytes, link: Link) -> str:
    if not secret:
        raise ValueError("Codes of replies need a secret: without one anybody could make them")
    stands_for = f"{WHAT_FOR}|{link.id}|{link.person_id}|{link.prompt_id}|{link.sheet_id}"
    digest = hmac.digest(secret, stands_for.encode(), "sha256")
    return f"{link.id}-{b32encode(digest).decode().lower()[:N_SIGNED]}"
