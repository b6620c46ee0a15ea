"""Where the link of a mail leads: a question, or a sheet of them; and the receipt for an answer."""

from asyncio import wrap_future
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.asking import giving
from portal.asking.blanks import read_blanks
from portal.asking.for_all import FOR_ALL
from portal.asking.may_open import Destination, open_there
from portal.asking.questions import Question, open_page
from portal.asking.receipts import read_receipts
from portal.asking.who_answers import is_of_state, must_sign_on
from portal.context import (
    Form,
    Number,
    Portal,
    PortalHere,
    VisitorHere,
    check_form,
    find_visitor,
    form_of,
    own_visitor_of,
    portal_of,
    visitor_of,
)
from portal.door.seeing import newest_waiting
from portal.forms.faults import Fault
from portal.forms.values import Values
from portal.refusing import NotThere
from portal.visitors import SIGNED_ON, Visitor
from tat.database import Tat, read
from tat.together import Job
from templates.pages import render_page
from templates.words import FILE_CAME

router = APIRouter()


@dataclass(frozen=True)
class Place:
    """One of the visitor's questions or sheets; with neither, wherever their link leads."""

    prompt_id: int | None = None
    sheet_id: int | None = None


async def of_link() -> Place:
    """Where a link leads."""
    return Place()


async def of_prompt(prompt_id: Number) -> Place:
    """One of the visitor's questions, by their own link."""
    return Place(prompt_id=prompt_id)


async def of_sheet(sheet_id: Number) -> Place:
    """One of the visitor's sheets, by their own link."""
    return Place(sheet_id=sheet_id)


def _destination(visitor: Visitor, place: Place) -> Destination:
    """Where somebody is led. Raises: NotThere, by a link that does not lead to all of theirs."""
    if place == Place():
        return Destination(visitor, visitor.prompt_id, visitor.sheet_id)
    if not visitor.has_own_pages:
        raise NotThere("own pages")
    return Destination(visitor, place.prompt_id, place.sheet_id)


def _ask_at(path: str, leads_to: Callable[..., Awaitable[Place]], opened_by: Any) -> None:
    """Show at an address what it leads to, and take the answer there."""

    def show(
        portal: PortalHere,
        visitor: Annotated[Visitor, Depends(opened_by)],
        place: Annotated[Place, Depends(leads_to)],
    ) -> Response:
        here = _destination(visitor, place)
        if here.is_everything:
            return RedirectResponse(f"{visitor.base}/mine", status_code=303)
        return question_page(portal, here)

    async def answer(request: Request, place: Annotated[Place, Depends(leads_to)]) -> Response:
        return await _answer(request, place)

    router.get(path, description=leads_to.__doc__ or "")(show)
    router.head(path)(show)
    router.post(path)(answer)


_ask_at("/l/{token}", of_link, visitor_of)
_ask_at("/l/{token}/prompt/{prompt_id}", of_prompt, own_visitor_of)
_ask_at("/l/{token}/sheet/{sheet_id}", of_sheet, own_visitor_of)


@router.get("/l/{token}/receipt/{answer_ids}")
@router.head("/l/{token}/receipt/{answer_ids}")
def show_receipt(portal: PortalHere, visitor: VisitorHere, answer_ids: str) -> Response:
    """What was recorded."""
    with read(portal.surroundings.tracker) as tat:
        receipts = read_receipts(tat, visitor, answer_ids)
    back = visitor.base if not visitor.has_own_pages else f"{visitor.base}/mine"
    return HTMLResponse(
        render_page("receipt", root=visitor.root, title="Your answer is on record", visitor=visitor,
                    receipts=receipts, back=back)
    )  # fmt: skip


async def _answer(request: Request, place: Place) -> Response:
    """Record what was sent; the page itself is read only where it must be shown again."""
    portal, form = portal_of(request), await form_of(request)
    (here, said), done = await wrap_future(
        portal.line.taken(partial(_read, portal, request, place, form))
    )
    if said is None:
        return await run_in_threadpool(question_page, portal, here, form=form)
    given = giving.note(said, done)
    if not given.is_accepted:
        status = 409 if given.refused else 422
        return await run_in_threadpool(
            question_page, portal, here, form=form, given=given, status=status
        )
    return RedirectResponse(f"{here.visitor.base}/receipt/{given.ids}", status_code=303)


def _read(
    portal: Portal, request: Request, place: Place, form: Form, tat: Tat
) -> tuple[tuple[Destination, giving.Said | None], Sequence[Job]]:
    """Find who sends a form, and what it says; nothing where they only want one row more."""
    visitor = find_visitor(tat, request)
    here = _destination(visitor, place)
    if here.is_everything:
        raise NotThere
    check_form(form, visitor)
    if form.get("add"):
        return (here, None), []
    opened = open_there(tat, here, now=portal.now())
    blanks = read_blanks(tat, portal, opened.prompts, has_prefix=here.is_sheet)
    said = giving.read_answers(
        portal, visitor, blanks, form, is_sheet=here.is_sheet, is_heard=opened.is_heard
    )
    return (here, said), giving.jobs_of(portal, visitor, said)


def question_page(
    portal: Portal,
    here: Destination,
    *,
    form: Form | None = None,
    given: giving.Given | None = None,
    status: int = 200,
    marked_id: int | None = None,
) -> Response:
    """The page of one question, or of the sheet of several, as the record is now.

    Args:
        marked_id: number of a file that was sent, some of whose cells must be corrected.
    """
    with read(portal.surroundings.tracker) as tat:
        opened, asked = open_page(tat, portal, here)
        file = newest_waiting(tat, opened.place.replace("/", " "))
    given = given or giving.Given()
    questions = asked.questions
    add = form.get("add", "") if form else ""
    shown = [(one, Values(one.parts, _kept(form, one, given), add)) for one in questions]
    kind = questions[0].kind if questions else None
    html = render_page(
        "question",
        root=here.visitor.root,
        title=asked.heading,
        words=asked.words,
        visitor=here.visitor,
        shown=shown,
        is_sheet=here.is_sheet,
        n_waiting=sum(one.is_open for one in questions),
        for_all=FOR_ALL[kind][0] if kind in FOR_ALL and here.is_sheet and kind else "",
        is_heard=opened.is_heard,
        is_inherited=opened.is_inherited,
        must_sign_on=must_sign_on(portal, here.visitor, questions),
        sign_on_next=f"{SIGNED_ON}/{opened.place}",
        place=opened.place,
        form=form or {},
        refused=" ".join(given.refused),
        faults=given.faults,
        marked_id=marked_id,
        waiting_file=file,
        file_came=FILE_CAME,
        faults_by_place=_by_place(given.faults),
        recorded=[one.state for one in questions if one.prompt_id in given.receipts],
        omb=_omb(portal, questions),
    )
    return HTMLResponse(html, status_code=status)


def _kept(form: Form | None, question: Question, given: giving.Given) -> Form | None:
    """What was typed is never lost; what is on record now is not asked again."""
    return None if question.prompt_id in given.receipts else form


def _by_place(faults: Sequence[Fault]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.place, []).append(fault.sentence)
    return found


def _omb(portal: Portal, questions: Sequence[Question]) -> dict[str, Any] | None:
    """What every form that a state fills in must say."""
    if not is_of_state(questions):
        return None
    settings = portal.settings
    return {"number": settings.omb_number, "expires_on": settings.omb_expires_on,
            "statement": settings.burden_statement}  # fmt: skip
