"""My prompts: all that waits for a person, by due date and state, and what they have answered."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from portal.asking.waiting import read_waiting
from portal.context import OwnVisitorHere, PortalHere
from tat.database import read
from templates.pages import render_page

router = APIRouter()


@router.get("/l/{token}/mine")
@router.head("/l/{token}/mine")
def show_mine(portal: PortalHere, visitor: OwnVisitorHere) -> HTMLResponse:
    """Everything that waits for the visitor."""
    with read(portal.surroundings.tracker) as tat:
        waiting = read_waiting(tat, visitor, now=portal.now())
    return HTMLResponse(
        render_page("mine", title="My prompts", visitor=visitor, here="mine", waiting=waiting)
    )
