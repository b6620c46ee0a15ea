"""The page of a Specialist on replies by mail: which of them is an answer, a person decides."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from portal.context import Form, FormHere, OwnVisitorHere, Portal, PortalHere
from portal.pages.deciding import check_may, decided, number_in
from portal.standing import came_in
from portal.standing.looking import shown
from portal.visitors import Visitor
from portal.who_sees import Act
from tat import received_orders
from tat.database import Tat, read

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
    return decided(
        portal, visitor, form, page="replies", act=Act.TAKE_REPLY, fault_in=_fault,
        do=lambda tat: _decide(portal, tat, visitor, form),
        show=lambda fault: _show(portal, visitor, form=form, fault=fault),
    )  # fmt: skip


def _fault(form: Form) -> str:
    if form.get("what") not in (ANSWER, NOTE):
        return "Choose whether the reply is an answer or a note."
    if not form.get("name", "").strip():
        return "Type your name: it stands on record with what you decide."
    return ""


def _decide(portal: Portal, tat: Tat, visitor: Visitor, form: Form) -> None:
    act = received_orders.accept if form["what"] == ANSWER else received_orders.decline
    number = number_in(form.get("received", "")) or 0
    act(tat, number, by_person_id=visitor.person_id, now=portal.now())


def _show(
    portal: Portal, visitor: Visitor, *, form: Form | None = None, fault: str = ""
) -> HTMLResponse:
    check_may(visitor, Act.TAKE_REPLY)
    with read(portal.surroundings.tracker) as tat:
        response = shown(
            "replies", "Replies by mail", visitor, here="messages",
            offered=came_in.offered(tat, visitor.person_id),
            noted=came_in.noted(tat, visitor.person_id), zone=visitor.time_zone,
            at_fault=number_in(form.get("received", "")) if form else None, fault=fault,
        )  # fmt: skip
    response.status_code = 422 if fault else 200
    return response
