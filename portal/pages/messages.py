"""The pages of messages as they were sent: one's own, and those of others that one may read."""

from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from portal.context import Number, OwnVisitorHere, PortalHere
from portal.refusing import NotThere
from portal.standing.looking import Look, look
from portal.standing.mails import of_person, opened, readable_people
from portal.who_sees import Act, may
from tat.schema import Message, Person

router = APIRouter()


@router.get("/l/{token}/messages")
@router.head("/l/{token}/messages")
def messages(
    portal: PortalHere, visitor: OwnVisitorHere, person: Annotated[str, Query(max_length=9)] = ""
) -> HTMLResponse:
    """List the messages of the visitor, or of somebody whose messages they may read."""
    with look(portal, visitor) as here:
        readable = readable_people(here.tat, visitor.person_id, visitor.roles)
        whose = int(person) if person.isascii() and person.isdigit() else visitor.person_id
        reader = here.tat.get(Person, whose)
        if reader is None or (readable is not None and whose not in readable):
            raise NotThere
        return here.shown(
            "messages", "Messages", here="messages",
            mails=of_person(here.tat, here.cycle.name, whose),
            whose=reader.name if whose != visitor.person_id else "",
            people=_people(here, readable), zone=visitor.time_zone,
            releases=may((role for role, _scope in visitor.roles), Act.RELEASE_MAIL),
            sorts=may((role for role, _scope in visitor.roles), Act.SORT_MAIL),
            takes=may((role for role, _scope in visitor.roles), Act.TAKE_REPLY),
        )  # fmt: skip


@router.get("/l/{token}/messages/{number}")
@router.head("/l/{token}/messages/{number}")
def message(portal: PortalHere, visitor: OwnVisitorHere, number: Number) -> HTMLResponse:
    """Show one message as it was sent; where its links stood, it says so."""
    with look(portal, visitor) as here:
        readable = readable_people(here.tat, visitor.person_id, visitor.roles)
        mail = opened(here.tat, here.cycle.name, number, readable, visitor)
        if mail is None:
            raise NotThere
        return here.shown("message", mail.listed.subject, mail=mail, zone=visitor.time_zone)


def _people(here: Look, readable: frozenset[int] | None) -> Sequence[Any]:
    """Everybody else whose messages the visitor may read and who got any, by name."""
    got = sa.select(Message.person_id).where(Message.cycle == here.cycle.name)
    others = Person.id != here.visitor.person_id
    rows = sa.select(Person.id, Person.name).where(Person.id.in_(got), others)
    if readable is not None:
        rows = rows.where(Person.id.in_(readable))
    return here.tat.execute(rows.order_by(Person.name, Person.id)).all()
