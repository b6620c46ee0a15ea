"""The local mailbox by person, for trying things out: no mail leaves this machine then.

Whoever sees a mail can answer in its reader's name. So the page is there only while mail goes into
the local mailbox, while the pages have no other address than this machine's, and for it alone.
"""

from pathlib import Path

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from config.titles import TITLE_OF
from config.vocabulary import Role
from portal.context import Portal, PortalHere
from portal.mail_kept import attached, mail_of, owners
from portal.refusing import NotThere
from portal.way import mailbox_seen_by
from tat.database import read
from tat.schema import Assignment, Person
from templates.pages import render_page

router = APIRouter()


@router.get("/mailbox")
@router.head("/mailbox")
def show_people(request: Request, portal: PortalHere) -> HTMLResponse:
    """Everybody who has mails."""
    found = owners(_folder(request, portal))
    return _page(portal, "mailbox", "Local mailbox", owners=found, roles=_roles(portal))


@router.get("/mailbox/of/{address}")
@router.head("/mailbox/of/{address}")
def show_mails(request: Request, portal: PortalHere, address: str) -> HTMLResponse:
    """The mails of one person, the newest first."""
    for owner in owners(_folder(request, portal)):
        if owner.address == address:
            title = f"Mails to {owner.name}"
            return _page(portal, "mailbox_person", title, owner=owner, roles=_roles(portal))
    raise NotThere


@router.get("/mailbox/mail/{key}")
@router.head("/mailbox/mail/{key}")
def show_mail(request: Request, portal: PortalHere, key: str) -> HTMLResponse:
    """One mail, its links live."""
    folder = _folder(request, portal)
    found = mail_of(folder, key, public_address=portal.settings.public_address)
    if found is None:
        raise NotThere
    mail, pieces = found
    return _page(
        portal,
        "mailbox_mail",
        mail.subject,
        mail=mail,
        pieces=pieces,
        attached=attached(folder, key),
    )


def _folder(request: Request, portal: Portal) -> Path:
    """Where the mails are. Raises: NotThere, to anybody but this machine's users."""
    client = request.client.host if request.client else ""
    mailbox = mailbox_seen_by(client, portal.settings)
    if mailbox is None:
        raise NotThere
    return mailbox.folder


def _roles(portal: Portal) -> dict[str, str]:
    """In which roles people take part, by address: "State Systems Specialist (CO, MT)"."""
    rows = (
        sa.select(Person.address, Assignment.role, Assignment.scope_key)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.ended_at.is_(None))
        .order_by(Assignment.id)
    )
    found: dict[str, dict[Role, list[str]]] = {}
    with read(portal.surroundings.tracker) as tat:
        for address, role, scope_key in tat.execute(rows):
            found.setdefault(address, {}).setdefault(role, []).append(scope_key)
    return {
        address: "; ".join(f"{TITLE_OF[role]} ({', '.join(keys)})" for role, keys in roles.items())
        for address, roles in found.items()
    }


def _page(portal: Portal, name: str, title: str, **given: object) -> HTMLResponse:
    return HTMLResponse(render_page(name, root=portal.root, title=title, visitor=None, **given))
