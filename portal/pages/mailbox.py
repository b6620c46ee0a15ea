"""The local mailbox by person, for trying things out: no mail leaves this machine then.

Whoever sees a mail can answer in its reader's name. So the page is there only while mail goes into
the local mailbox, while the pages have no other address than this machine's, and for it alone.
"""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from portal.context import Portal, PortalHere
from portal.mail_kept import attached, mail_of, owners
from portal.refusing import NotThere
from portal.way import is_loopback, local_mailbox
from templates.pages import render_page

router = APIRouter()


@router.get("/mailbox")
@router.head("/mailbox")
def show_people(request: Request, portal: PortalHere) -> HTMLResponse:
    """Everybody who has mails."""
    found = owners(_folder(request, portal))
    return _page(portal, "mailbox", "Local mailbox", owners=found)


@router.get("/mailbox/of/{address}")
@router.head("/mailbox/of/{address}")
def show_mails(request: Request, portal: PortalHere, address: str) -> HTMLResponse:
    """The mails of one person, the newest first."""
    for owner in owners(_folder(request, portal)):
        if owner.address == address:
            return _page(portal, "mailbox_person", f"Mails to {owner.name}", owner=owner)
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
    mailbox = local_mailbox(portal.settings)
    is_here = request.client is not None and is_loopback(request.client.host)
    if mailbox is None or not is_here:
        raise NotThere
    return mailbox.folder


def _page(portal: Portal, name: str, title: str, **given: object) -> HTMLResponse:
    return HTMLResponse(render_page(name, root=portal.root, title=title, visitor=None, **given))
