"""The page of a Specialist on replies by mail: which of them is an answer, a person decides."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.context import Form, FormHere, OwnVisitorHere, Portal, PortalHere, check_form
from portal.pages.inbox import number_in
from portal.refusing import NotThere
from portal.standing import came_in
from portal.standing.looking import shown
from portal.visitors import Visitor
from portal.who_sees import Act, may
from tat import received_orders
from tat.database import read, write
from tat.refusals import Refused

router = APIRouter()

ANSWER, NOTE = "answer", "note"


@router.get("/l/{token}/replies")
@router.head("/l/{token}/replies")
def show_replies(portal: PortalHere, visitor: OwnVisitorHere) -> HTMLResponse:
    """Replies by mail about the plans of the visitor's states; those that read as a yes first."""
    return _show(portal, visitor)


@router.post("/l/{token}/replies")
def decide(portal: PortalHere, visitor: OwnVisitorHere, form: FormHere) -> Response:
    """Take a reply as an answer by email, or leave it a note."""
    _check_may(visitor)
    check_form(form, visitor)
    fault = _fault(form) or _decide(portal, visitor, form)
    if fault:
        return _show(portal, visitor, form=form, fault=fault)
    return RedirectResponse(f"{visitor.base}/replies", status_code=303)


def _check_may(visitor: Visitor) -> None:
    """Raises: NotThere, to anybody but a Specialist."""
    if not may((role for role, _scope in visitor.roles), Act.TAKE_REPLY):
        raise NotThere


def _fault(form: Form) -> str:
    if form.get("what") not in (ANSWER, NOTE):
        return "Choose whether the reply is an answer or a note."
    if not form.get("name", "").strip():
        return "Type your name: it stands on record with what you decide."
    return ""


def _decide(portal: Portal, visitor: Visitor, form: Form) -> str:
    """Record what was decided; gives what the record refuses."""
    act = received_orders.accept if form["what"] == ANSWER else received_orders.decline
    number = number_in(form.get("received", "")) or 0
    try:
        with write(portal.surroundings.tracker) as tat:
            act(tat, number, by_person_id=visitor.person_id, now=portal.now())
    except Refused as refusal:
        return str(refusal)
    return ""


def _show(
    portal: Portal, visitor: Visitor, *, form: Form | None = None, fault: str = ""
) -> HTMLResponse:
    _check_may(visitor)
    with read(portal.surroundings.tracker) as tat:
        response = shown(
            "replies", "Replies by mail", visitor, here="messages",
            offered=came_in.offered(tat, visitor.person_id),
            noted=came_in.noted(tat, visitor.person_id), zone=visitor.time_zone,
            at_fault=number_in(form.get("received", "")) if form else None, fault=fault,
        )  # fmt: skip
    response.status_code = 422 if fault else 200
    return response
