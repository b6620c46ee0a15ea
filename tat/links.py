"""Links from mails to pages: the database can check a link's token, never show it."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from tat.database import Tat
from tat.schema import Link

WHAT_FOR = "tacycle link 1"
"""Goes into every token, so that the secret signs nothing else alike."""

MASK = re.compile(r"\[\[link (\d{1,9})\]\]")


def link_for(
    tat: Tat, person_id: int, *, prompt_id: int | None = None, sheet_id: int | None = None
) -> Link:
    """Get or make a person's link to one prompt or one sheet; with neither, to all that is theirs.

    A revoked link stays revoked: its place is taken by a new one with another token.
    """
    if prompt_id is not None and sheet_id is not None:
        raise ValueError("A link leads to one prompt or to one sheet")
    known = sa.select(Link).where(
        Link.person_id == person_id,
        Link.prompt_id == prompt_id,
        Link.sheet_id == sheet_id,
        Link.revoked_at.is_(None),
    )
    link = tat.scalars(known).one_or_none()
    if link is None:
        link = Link(person_id=person_id, prompt_id=prompt_id, sheet_id=sheet_id)
        tat.add(link)
        tat.flush()
    return link


def token(secret: bytes, link: Link) -> str:
    """Derive a link's token from the server's secret: 43 characters, the same each time."""
    if not secret:
        raise ValueError("Tokens need a secret: without one anybody could make them")
    leads_to = f"{WHAT_FOR}|{link.id}|{link.person_id}|{link.prompt_id}|{link.sheet_id}"
    digest = hmac.digest(secret, leads_to.encode(), "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def mask(link: Link) -> str:
    """Give what stands for the token in a stored message."""
    return f"[[link {link.id}]]"


def read_masked(tat: Tat, texts: Iterable[str]) -> Sequence[Link]:
    """Read at once the links of all masks in many texts; while they are kept, `unmask` is quick."""
    wanted = {int(number) for text in texts for number in MASK.findall(text)}
    return tat.scalars(sa.select(Link).where(Link.id.in_(wanted))).all() if wanted else []


def unmask(tat: Tat, text: str, secret: bytes, *, person_id: int) -> str:
    """Put the tokens into a text that goes to this person, and keep their hashes."""
    [shown] = unmask_all(tat, [text], secret, person_id=person_id)
    return shown


def unmask_all(tat: Tat, texts: Sequence[str], secret: bytes, *, person_id: int) -> Sequence[str]:
    """Put the tokens into all texts of a message that goes to this person, and keep their hashes.

    Only this person's links: a mask that somebody typed into a plan opens nobody else's page.
    After a change of the secret, a link answers to the token that was given out last.
    """
    wanted = {int(number) for text in texts for number in MASK.findall(text)}
    found = (tat.get(Link, number) for number in sorted(wanted))
    tokens: dict[str, str] = {}
    for link in found:
        if link is None or link.person_id != person_id:
            continue
        tokens[mask(link)] = given = token(secret, link)
        digest = token_sha256(given)
        if link.token_sha256 != digest:  # else the session would look at it again
            link.token_sha256 = digest
    return [MASK.sub(lambda place: tokens.get(place[0], place[0]), text) for text in texts]


def find(tat: Tat, token: str) -> Link | None:
    """Find the link of a token; None when it is unknown or revoked."""
    of_token = sa.select(Link).where(
        Link.token_sha256 == token_sha256(token), Link.revoked_at.is_(None)
    )
    return tat.scalars(of_token).one_or_none()


def is_revoked(tat: Tat, token: str) -> bool:
    """Whether a token once opened something, and opens nothing any more."""
    of_token = sa.select(Link.revoked_at).where(Link.token_sha256 == token_sha256(token))
    return tat.scalar(of_token) is not None


def revoke(tat: Tat, link: Link, now: datetime) -> None:
    """Make a link's token worthless from now on. Revoking again changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = now
        tat.flush()


def token_sha256(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
