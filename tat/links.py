"""Links from mails to pages: the database can check a link's token, never show it."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from tat.database import Tat, change, look_up
from tat.schema import Link

WHAT_FOR = "tacycle link 1"
"""Goes into every token, so that the secret signs nothing else alike."""

MASK = re.compile(r"\[\[link (\d{1,9})\]\]")

Tokens: TypeAlias = Mapping[int, str]
"""Tokens by the numbers of their links."""


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


def unmask(tat: Tat, text: str, secret: bytes, *, person_id: int) -> str:
    """Put the tokens into a text that goes to this person, and keep their hashes."""
    [tokens] = give_out(tat, [(person_id, [text])], secret)
    return fill(text, tokens)


def give_out(
    tat: Tat, letters: Sequence[tuple[int, Sequence[str]]], secret: bytes
) -> Sequence[Tokens]:
    """Make the tokens that letters need, each its own, and keep their hashes; `fill` puts them in.

    Only of links to the reader of the letter: a mask that somebody typed into a plan opens nobody
    else's page. After a change of the secret, a link answers to the token that was given out last.

    Args:
        letters: of each its reader, and its texts with their links masked.
    """
    masked = [
        (person_id, {int(number) for text in texts for number in MASK.findall(text)})
        for person_id, texts in letters
    ]
    rows = rows_of(tat, {number for _person_id, numbers in masked for number in numbers})
    owners = {number: row.person_id for number, row in rows.items()}
    own = [
        [number for number in numbers if owners.get(number) == person_id]
        for person_id, numbers in masked
    ]
    tokens = {number: token(secret, rows[number]) for numbers in own for number in numbers}
    hashes = {number: token_sha256(one) for number, one in tokens.items()}
    new = [
        {"number": number, "digest": digest}
        for number, digest in hashes.items()
        if rows[number].token_sha256 != digest
    ]
    if new:
        change(tat, _KEEP_HASH, new)
    return [{number: tokens[number] for number in numbers} for numbers in own]


def fill(text: str, tokens: Tokens) -> str:
    """Put tokens into a text; a mask whose token is not among them stays as it is."""
    return MASK.sub(lambda place: tokens.get(int(place[1]), place[0]), text)


def rows_of(tat: Tat, numbers: Collection[int]) -> dict[int, Any]:
    """Read many links at once, as rows, by their numbers."""
    return {row.id: row for row in look_up(tat, _BY_NUMBER, numbers=numbers)} if numbers else {}


_LINK = Link.metadata.tables[Link.__tablename__]
_BY_NUMBER = sa.select(
    _LINK.c.id, _LINK.c.person_id, _LINK.c.prompt_id, _LINK.c.sheet_id, _LINK.c.token_sha256
).where(_LINK.c.id.in_(sa.bindparam("numbers", expanding=True)))
_KEEP_HASH = (
    sa.update(_LINK)
    .where(_LINK.c.id == sa.bindparam("number"))
    .values(token_sha256=sa.bindparam("digest"))
)


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
