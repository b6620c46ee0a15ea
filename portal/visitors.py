"""Who looks at a page: a person, as far as their link or their sign-on leads."""

import hmac
from dataclasses import dataclass
from urllib.parse import quote

import sqlalchemy as sa

from config.vocabulary import Role
from tat import links
from tat.database import Tat
from tat.schema import Assignment, Person

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
    link = links.find(tat, token)
    if link is None:
        return None
    return visitor(
        tat, link.person_id, door=f"{root}/l/{token}", root=root, key=form_key(secret, token),
        prompt_id=link.prompt_id, sheet_id=link.sheet_id,
    )  # fmt: skip


def by_session(
    tat: Tat, person_id: int, key: str, *, secret: bytes, root: str = ""
) -> Visitor | None:
    """Give who has signed on; None where they have no role any more."""
    if tat.get(Person, person_id) is None:
        return None
    found = visitor(
        tat,
        person_id,
        door=f"{root}{SIGNED_ON}",
        root=root,
        key=form_key(secret, f"session {key}"),
        is_signed_on=True,
    )
    return found if found.roles else None


def visitor(
    tat: Tat,
    person_id: int,
    *,
    door: str,
    root: str,
    key: str,
    prompt_id: int | None = None,
    sheet_id: int | None = None,
    is_signed_on: bool = False,
) -> Visitor:
    """Read who somebody is and what they have now."""
    person = tat.get_one(Person, person_id)
    rows = sa.select(Assignment.role, Assignment.scope_key).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None)
    )
    return Visitor(
        person_id=person.id, name=person.name, address=person.address,
        time_zone=person.time_zone,
        roles=frozenset((role, scope_key) for role, scope_key in tat.execute(rows)),
        door=door, root=root, form_key=key, prompt_id=prompt_id, sheet_id=sheet_id,
        is_signed_on=is_signed_on,
    )  # fmt: skip


def form_key(secret: bytes, way: str) -> str:
    """What the forms of one token or session carry."""
    return hmac.digest(secret, f"{WHAT_FOR}|{way}".encode(), "sha256").hex()
