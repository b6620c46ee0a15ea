"""The page of OCC on mail that came in: what nobody could tell, a person says."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from portal.context import Form, FormHere, OwnVisitorHere, Portal, PortalHere
from portal.pages.deciding import check_may, decided, number_in
from portal.standing import came_in
from portal.standing.looking import shown
from portal.visitors import Visitor
from portal.who_sees import Act
from tasks.incoming.yes import reads_as_yes
from tat import received_orders
from tat.database import Tat, read
from tat.refusals import Refused
from tat.schema import Prompt, Received

router = APIRouter()

NOTHING, OTHER = "nothing", "other"


@router.get("/l/{token}/inbox")
@router.head("/l/{token}/inbox")
def show_inbox(portal: PortalHere, visitor: OwnVisitorHere) -> HTMLResponse:
    """Mail that came in and that somebody must sort: which question it is about, or none."""
    return _show(portal, visitor)


@router.post("/l/{token}/inbox")
def sort(portal: PortalHere, visitor: OwnVisitorHere, form: FormHere) -> Response:
    """Say which question a mail is about, or that it is about nothing here."""
    return decided(
        portal, visitor, form, page="inbox", act=Act.SORT_MAIL, fault_in=_fault,
        do=lambda tat: _sort(portal, tat, visitor, form),
        show=lambda fault: _show(portal, visitor, form=form, fault=fault),
    )  # fmt: skip


def _fault(form: Form) -> str:
    which = form.get("which", "")
    if not which:
        return "Choose which question the mail is about, or that it is about nothing here."
    if which != NOTHING and number_in(_question(form)) is None:
        return "Give the number of the question, as its page and its reports name it."
    if not form.get("name", "").strip():
        return "Type your name: it stands on record with what you say of the mail."
    return ""


def _question(form: Form) -> str:
    return form.get("question" if form.get("which") == OTHER else "which", "").strip()


def _sort(portal: Portal, tat: Tat, visitor: Visitor, form: Form) -> None:
    number = number_in(form.get("received", "")) or 0
    if form["which"] == NOTHING:
        received_orders.set_aside(tat, number, by_person_id=visitor.person_id, now=portal.now())
    else:
        _belongs(portal, tat, number, number_in(_question(form)) or 0, visitor)


def _belongs(portal: Portal, tat: Tat, number: int, prompt_id: int, visitor: Visitor) -> None:
    row, prompt = tat.get(Received, number), tat.get(Prompt, prompt_id)
    if row is None or prompt is None:
        raise Refused(f"The mail stays unsorted: there is no question {prompt_id}.")
    received_orders.belongs(
        tat, number, prompt_id, portal.surroundings.declared_for(prompt.cycle).rules,
        is_yes=reads_as_yes(row.own_words), by_person_id=visitor.person_id, now=portal.now(),
    )  # fmt: skip


def _show(
    portal: Portal, visitor: Visitor, *, form: Form | None = None, fault: str = ""
) -> HTMLResponse:
    check_may(visitor, Act.SORT_MAIL)
    with read(portal.surroundings.tracker) as tat:
        response = shown(
            "inbox", "Mail that came in", visitor, here="messages",
            mails=came_in.unsorted(tat), zone=visitor.time_zone,
            at_fault=number_in(form.get("received", "")) if form else None, fault=fault,
        )  # fmt: skip
    response.status_code = 422 if fault else 200
    return response
