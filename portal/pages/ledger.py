"""The page that tells the story of one plan from the ledger (8.4)."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from portal.context import OwnVisitorHere, PortalHere, StateCode
from portal.standing.looking import look
from portal.standing.story import tell
from portal.who_sees import Page
from tat.schema import Jurisdiction

router = APIRouter()


@router.get("/l/{token}/plan/{code}/ledger")
@router.head("/l/{token}/plan/{code}/ledger")
def ledger(portal: PortalHere, visitor: OwnVisitorHere, code: StateCode) -> HTMLResponse:
    """Tell what happened to a plan, the newest last, each entry held against its hash."""
    with look(portal, visitor) as here:
        plan, _seen = here.plan(code, Page.LEDGER)
        told = tell(here.tat, plan)
        place = here.tat.get_one(Jurisdiction, plan.jurisdiction)
        return here.shown(
            "ledger", f"The story of the plan of {place.name}", plan=plan, told=told,
            zone=visitor.time_zone, place=place,
            n_acts=sum(len(one.seqs) for one in told),
            faults=[fault for one in told for fault in one.faults],
        )  # fmt: skip
