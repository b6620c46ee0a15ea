"""The page of OCC on mail that has not left: held, failed, not made, or to a faulty address."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.context import Form, FormHere, OwnVisitorHere, Portal, PortalHere, check_form
from portal.refusing import NotThere
from portal.standing.looking import look
from portal.visitors import Visitor
from portal.who_sees import Act, may
from tasks.stalling import by_lack
from tat import mail_orders, stalled
from tat.database import write
from tat.mail_on_record import faulty_addresses, listed
from tat.refusals import Refused
from tat.statuses import MessageState

router = APIRouter()

ALL = "all"


@router.get("/l/{token}/mail")
@router.head("/l/{token}/mail")
def show_mail(portal: PortalHere, visitor: OwnVisitorHere) -> HTMLResponse:
    """Mail that has not left: what is held, what failed, what waits, which addresses take none."""
    return _show(portal, visitor)


@router.post("/l/{token}/mail")
def release(portal: PortalHere, visitor: OwnVisitorHere, form: FormHere) -> Response:
    """Let those leave that are chosen, or all that are held."""
    _check_may(visitor)
    check_form(form, visitor)
    fault = _fault(form) or _release(portal, visitor, form)
    if fault:
        return _show(portal, visitor, form=form, fault=fault)
    return RedirectResponse(f"{visitor.base}/mail", status_code=303)


def _check_may(visitor: Visitor) -> None:
    """Raises: NotThere, to anybody but OCC."""
    if not may((role for role, _scope in visitor.roles), Act.RELEASE_MAIL):
        raise NotThere


def _fault(form: Form) -> str:
    if form.get("which") != ALL and not _chosen(form):
        return "Choose which mails leave, or all of them."
    if not form.get("name", "").strip():
        return "Type your name: it stands on record with what you release."
    return ""


def _chosen(form: Form) -> Sequence[int]:
    """The numbers that were ticked; what is no number was not sent by our page."""
    return [int(one) for one in form.all("message") if one.isascii() and one.isdigit()]


def _release(portal: Portal, visitor: Visitor, form: Form) -> str:
    """Release as `tacycle mail release` does; gives what the record refuses."""
    with look(portal, visitor) as here:
        cycle = here.cycle.name
    ids = None if form.get("which") == ALL else _chosen(form)
    try:
        with write(portal.surroundings.tracker) as tat:
            mail_orders.release(
                tat, cycle, ids, by_person_id=visitor.person_id, now=portal.now()
            )  # fmt: skip
    except Refused as refusal:
        return str(refusal)
    return ""


def _show(
    portal: Portal, visitor: Visitor, *, form: Form | None = None, fault: str = ""
) -> HTMLResponse:
    _check_may(visitor)
    with look(portal, visitor) as here:
        name = here.cycle.name
        response = here.shown(
            "mail", "Mail that has not left", here="messages",
            held=listed(here.tat, name, state=MessageState.HELD),
            failed=listed(here.tat, name, state=MessageState.FAILED),
            faulty=faulty_addresses(here.tat, name),
            waiting=by_lack(stalled.listed(here.tat, name)),
            chosen=form.all("message") if form else (), fault=fault, zone=visitor.time_zone,
        )  # fmt: skip
    response.status_code = 422 if fault else 200
    return response
