"""The page of OCC on mail that has not left: held, failed, not made, or to a faulty address."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from portal.context import Form, FormHere, OwnVisitorHere, Portal, PortalHere
from portal.pages.deciding import check_may, decided, number_in
from portal.standing.looking import look
from portal.visitors import Visitor
from portal.who_sees import Act
from tasks.stalling import by_lack
from tat import mail_orders, stalled
from tat.database import Tat
from tat.mail_on_record import faulty_addresses, listed
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
    return decided(
        portal, visitor, form, page="mail", act=Act.RELEASE_MAIL, fault_in=_fault,
        do=lambda tat: _release(portal, tat, visitor, form),
        show=lambda fault: _show(portal, visitor, form=form, fault=fault),
    )  # fmt: skip


def _fault(form: Form) -> str:
    if form.get("which") != ALL and not _chosen(form):
        return "Choose which mails leave, or all of them."
    if not form.get("name", "").strip():
        return "Type your name: it stands on record with what you release."
    return ""


def _chosen(form: Form) -> Sequence[int]:
    """The numbers that were ticked; what is no number was not sent by our page."""
    numbers = map(number_in, form.all("message"))
    return [number for number in numbers if number is not None]


def _release(portal: Portal, tat: Tat, visitor: Visitor, form: Form) -> None:
    """Release as `tacycle mail release` does."""
    with look(portal, visitor) as here:
        cycle = here.cycle.name
    ids = None if form.get("which") == ALL else _chosen(form)
    mail_orders.release(tat, cycle, ids, by_person_id=visitor.person_id, now=portal.now())


def _show(
    portal: Portal, visitor: Visitor, *, form: Form | None = None, fault: str = ""
) -> HTMLResponse:
    check_may(visitor, Act.RELEASE_MAIL)
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
