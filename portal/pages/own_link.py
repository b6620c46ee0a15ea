"""The front page: have one's own link mailed; one reply for known and unknown addresses."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from portal.asking_for_link import owe_own_link
from portal.context import FormHere, PortalHere
from portal.way import mailbox_seen_by
from templates.pages import render_page

router = APIRouter()


@router.get("/")
@router.head("/")
def show_front(request: Request, portal: PortalHere) -> Response:
    """Ask for the link."""
    return HTMLResponse(_page(request, portal, is_asked=False))


@router.post("/")
def ask_for_link(request: Request, portal: PortalHere, form: FormHere) -> Response:
    """Owe the link to whom the address belongs, if it is anybody's and not asked too often."""
    client = request.client.host if request.client else ""
    owe_own_link(portal, form.get("address", ""), client=client)
    return HTMLResponse(_page(request, portal, is_asked=True))


def _page(request: Request, portal: PortalHere, *, is_asked: bool) -> str:
    client = request.client.host if request.client else ""
    return render_page(
        "front", root=portal.root, title="Technical assistance planning", visitor=None,
        is_asked=is_asked, signs_on=portal.provider is not None,
        has_mailbox=mailbox_seen_by(client, portal.settings) is not None,
    )  # fmt: skip
