"""My prompts: all that waits for a person, by due date and state, and what they have answered."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from portal.asking.waiting import read_waiting
from portal.context import OwnVisitorHere, PortalHere
from portal.standing.looking import shown
from tat import received
from tat.database import read
from tat.statuses import ReceivedState

router = APIRouter()


@router.get("/l/{token}/mine")
@router.head("/l/{token}/mine")
def show_mine(portal: PortalHere, visitor: OwnVisitorHere) -> HTMLResponse:
    """Everything that waits for the visitor."""
    with read(portal.surroundings.tracker) as tat:
        waiting = read_waiting(tat, visitor, now=portal.now())
        offered = received.for_specialist(tat, visitor.person_id, [ReceivedState.OFFERED])
    return shown(
        "mine", "My prompts", visitor, here="mine", waiting=waiting, n_replies=len(offered)
    )
