"""The page of OCC on mail that came in: what nobody could tell, a person says."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.context import Form, FormHere, OwnVisitorHere, Portal, PortalHere, check_form
from portal.refusing import NotThere
from portal.standing import came_in
from portal.standing.looking import shown
from portal.visitors import Visitor
from portal.who_sees import Act, may
from tasks.incoming.yes import reads_as_yes
from tat import received_orders
from tat.database import Tat, read, write
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
    _check_may(visitor)
    check_form(form, visitor)
    fault = _fault(form) or _sort(portal, visitor, form)
    if fault:
        return _show(portal, visitor, form=form, fault=fault)
    return RedirectResponse(f"{visitor.base}/inbox", status_code=303)


def _check_may(visitor: Visitor) -> None:
    """Raises: NotThere, to anybody but OCC."""
    if not may((role for role, _scope in visitor.roles), Act.SORT_MAIL):
        raise NotThere


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


def number_in(text: str) -> int | None:
    """A number as a form sends it; None of anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _sort(portal: Portal, visitor: Visitor, form: Form) -> str:
    """Record what was said; gives what the record refuses."""
    number = number_in(form.get("received", "")) or 0
    try:
        with write(portal.surroundings.tracker) as tat:
            if form["which"] == NOTHING:
                received_orders.set_aside(
                    tat, number, by_person_id=visitor.person_id, now=portal.now()
                )
            else:
                _belongs(portal, tat, number, number_in(_question(form)) or 0, visitor)
    except Refused as refusal:
        return str(refusal)
    return ""


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
    _check_may(visitor)
    with read(portal.surroundings.tracker) as tat:
        response = shown(
            "inbox", "Mail that came in", visitor, here="messages",
            mails=came_in.unsorted(tat), zone=visitor.time_zone,
            at_fault=number_in(form.get("received", "")) if form else None, fault=fault,
        )  # fmt: skip
    response.status_code = 422 if fault else 200
    return response
