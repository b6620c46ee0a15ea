"""Who looks at a page: a person, as far as their link or their sign-on leads."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from config.vocabulary import Role
from tat import links
from tat.database import Tat, look_up
from tat.schema import Assignment, Link, Person

WHAT_FOR = "tacycle form 1"
"""Goes into what a form carries, so that the secret signs nothing else alike."""

SIGNED_ON = "/me"
"""Where the pages of who has signed on begin."""

OF_CYCLE = "/cycle"
"""What comes before the name of a chosen cycle."""


@dataclass(frozen=True)
class Visitor:
    """A person on the pages, with all that they have and the way by which they came."""

    person_id: int
    name: str
    address: str
    time_zone: str
    roles: frozenset[tuple[Role, str]]
    """Each role with the scope for which it is held: `CO`, `region 8`, `NCASE`, `nation`."""
    door: str
    """Where this visitor's pages begin: `/l/<token>`, or `/me` for who has signed on."""
    root: str
    """Where all pages begin: empty, or such as `/ta` where the public address has a path."""
    form_key: str
    """What every form of this visitor must bring along, so that no other site sends it."""
    prompt_id: int | None = None
    """The one prompt to which the link leads."""
    sheet_id: int | None = None
    """The one sheet to which the link leads."""
    is_signed_on: bool = False
    """Whether the agency of this person says that it is them."""
    cycle: str = ""
    """The cycle that they chose to look at; empty where they did not choose."""

    @property
    def base(self) -> str:
        """Where the pages begin to which a page leads: those of the chosen cycle."""
        return self.door_to(self.cycle) if self.cycle else self.door

    def door_to(self, cycle: str) -> str:
        """Where this visitor's pages of a cycle begin."""
        return f"{self.door}{OF_CYCLE}/{quote(cycle)}"

    @property
    def has_own_pages(self) -> bool:
        """Whether everything of theirs is open, not only one prompt or sheet."""
        return self.prompt_id is None and self.sheet_id is None


def by_link(tat: Tat, token: str, *, secret: bytes, root: str = "") -> Visitor | None:
    """Find who has a link; None when it is unknown or revoked."""
    rows = look_up(tat, _OF_LINK, token_sha256=links.token_sha256(token))
    if not rows:
        return None
    return _visitor(
        rows, door=f"{root}/l/{token}", root=root, key=form_key(secret, token),
        prompt_id=rows[0].prompt_id, sheet_id=rows[0].sheet_id,
    )  # fmt: skip


def by_session(
    tat: Tat, person_id: int, key: str, *, secret: bytes, root: str = ""
) -> Visitor | None:
    """Give who has signed on; None where they have no role any more."""
    rows = look_up(tat, _OF_PERSON, person_id=person_id)
    if not rows:
        return None
    found = _visitor(
        rows,
        door=f"{root}{SIGNED_ON}",
        root=root,
        key=form_key(secret, f"session {key}"),
        is_signed_on=True,
    )
    return found if found.roles else None


def by_person(tat: Tat, person_id: int) -> Visitor:
    """Give a person of whom no page knows yet: what came for them is read with their eyes."""
    rows = look_up(tat, _OF_PERSON, person_id=person_id)
    return _visitor(rows, door="", root="", key="")


_PERSON, _HELD, _LINK = Person.__table__, Assignment.__table__, Link.__table__
_WHO = (_PERSON.c.id, _PERSON.c.name, _PERSON.c.address, _PERSON.c.time_zone, _HELD.c.role,
        _HELD.c.scope_key)  # fmt: skip
_HELD_NOW = sa.and_(_HELD.c.person_id == _PERSON.c.id, _HELD.c.ended_at.is_(None))

_OF_LINK = (
    sa.select(*_WHO, _LINK.c.prompt_id, _LINK.c.sheet_id)
    .select_from(_PERSON)
    .join(_LINK, _LINK.c.person_id == _PERSON.c.id)
    .outerjoin(_HELD, _HELD_NOW)
    .where(_LINK.c.token_sha256 == sa.bindparam("token_sha256"), _LINK.c.revoked_at.is_(None))
)
_OF_PERSON = (
    sa.select(*_WHO)
    .select_from(_PERSON)
    .outerjoin(_HELD, _HELD_NOW)
    .where(_PERSON.c.id == sa.bindparam("person_id"))
)
"""Who somebody is and what they have now: a row for each role, one at least. Every page begins
with one of the two, so they are made once."""


def _visitor(
    rows: Sequence[sa.Row[*tuple[Any, ...]]],
    *,
    door: str,
    root: str,
    key: str,
    prompt_id: int | None = None,
    sheet_id: int | None = None,
    is_signed_on: bool = False,
) -> Visitor:
    person = rows[0]
    return Visitor(
        person_id=person.id, name=person.name, address=person.address,
        time_zone=person.time_zone,
        roles=frozenset((row.role, row.scope_key) for row in rows if row.role is not None),
        door=door, root=root, form_key=key, prompt_id=prompt_id, sheet_id=sheet_id,
        is_signed_on=is_signed_on,
    )  # fmt: skip


def form_key(secret: bytes, way: str) -> str:
    """What the forms of one token or session carry."""
    return hmac.digest(secret, f"{WHAT_FOR}|{way}".encode(), "sha256").hex()
