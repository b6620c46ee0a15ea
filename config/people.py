"""People and the roles that they have, as the roster names them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator

from config.declaration import Declaration, TimeZone, Words
from config.vocabulary import SCOPE_OF, Role, Scope

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or "=?" in text:
        raise ValueError("is not a mail address")
    return text.lower()


def _name(text: str) -> str:
    # A name stands in the headers of mails, where these characters could begin a header.
    if any(not char.isprintable() for char in text) or "=?" in text:
        raise ValueError("is not a name")
    return " ".join(text.split())


MailAddress = Annotated[Words, AfterValidator(_address)]
PersonName = Annotated[Words, AfterValidator(_name)]


class RosterRow(Declaration):
    """One row: a person, their mail address, a role and what it is held for.

    `scope` is "nation", "region 8", "CO" or "NCASE"; a Specialist may have a region, which means
    all its states. `time_zone` is that of the person, when it is not that of the scope.
    """

    person: PersonName
    address: MailAddress
    role: Role
    scope: Words
    time_zone: TimeZone | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with a role. The address, in lower case, says who it is."""

    name: str
    address: str
    time_zone: str


@dataclass(frozen=True)
class Assignment:
    """A role that a person has for one scope: "nation", "region 8", "CO" or "NCASE"."""

    address: str
    role: Role
    scope: str

    @property
    def scope_kind(self) -> Scope:
        """What kind of scope it is."""
        return SCOPE_OF[self.role]


@dataclass(frozen=True)
class Roster:
    """All rows, the people by address, and every role of each; a Specialist's state by state."""

    rows: tuple[RosterRow, ...]
    people: Mapping[str, Person]
    assignments: tuple[Assignment, ...]
    holders: Mapping[tuple[Role, str], tuple[str, ...]] = field(repr=False)
    """Addresses by role and scope, in the order of the rows."""
