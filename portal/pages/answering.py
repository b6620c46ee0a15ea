"""Where the link of a mail leads: a question, or a sheet of them; and the receipt for an answer."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.asking import giving
from portal.asking.may_open import Opened, open_prompt, open_sheet
from portal.asking.questions import Asked, Question, read_questions
from portal.asking.receipts import read_receipts
from portal.context import (
    Form,
    FormHere,
    Number,
    OwnVisitorHere,
    Portal,
    PortalHere,
    VisitorHere,
    check_form,
)
from portal.forms.faults import Fault
from portal.forms.values import Values
from portal.refusing import NotThere
from portal.visitors import SIGNED_ON, Visitor
from tat.database import Tat, read
from templates.pages import render_page

router = APIRouter()


@router.get("/l/{token}")
@router.head("/l/{token}")
def show_link(portal: PortalHere, visitor: VisitorHere) -> Response:
    """Where a link leads."""
    if visitor.has_own_pages:
        return RedirectResponse(f"{visitor.base}/mine", status_code=303)
    return _show(portal, visitor, visitor.prompt_id, visitor.sheet_id)


@router.post("/l/{token}")
def answer_link(portal: PortalHere, visitor: VisitorHere, form: FormHere) -> Response:
    """Answer what the link leads to."""
    if visitor.has_own_pages:
        raise NotThere
    return _answer(portal, visitor, form, visitor.prompt_id, visitor.sheet_id)


@router.get("/l/{token}/prompt/{prompt_id}")
@router.head("/l/{token}/prompt/{prompt_id}")
def show_prompt(portal: PortalHere, visitor: OwnVisitorHere, prompt_id: Number) -> Response:
    """One of the visitor's questions, by their own link."""
    return _show(portal, visitor, prompt_id, None)


@router.post("/l/{token}/prompt/{prompt_id}")
def answer_prompt(
    portal: PortalHere, visitor: OwnVisitorHere, form: FormHere, prompt_id: Number
) -> Response:
    """Answer it."""
    return _answer(portal, visitor, form, prompt_id, None)


@router.get("/l/{token}/sheet/{sheet_id}")
@router.head("/l/{token}/sheet/{sheet_id}")
def show_sheet(portal: PortalHere, visitor: OwnVisitorHere, sheet_id: Number) -> Response:
    """One of the visitor's sheets, by their own link."""
    return _show(portal, visitor, None, sheet_id)


@router.post("/l/{token}/sheet/{sheet_id}")
def answer_sheet(
    portal: PortalHere, visitor: OwnVisitorHere, form: FormHere, sheet_id: Number
) -> Response:
    """Answer it."""
    return _answer(portal, visitor, form, None, sheet_id)


@router.get("/l/{token}/receipt/{answer_ids}")
@router.head("/l/{token}/receipt/{answer_ids}")
def show_receipt(portal: PortalHere, visitor: VisitorHere, answer_ids: str) -> Response:
    """What was recorded."""
    with read(portal.surroundings.tracker) as tat:
        receipts = read_receipts(tat, visitor, answer_ids)
    back = visitor.base if not visitor.has_own_pages else f"{visitor.base}/mine"
    return HTMLResponse(
        render_page("receipt", title="Your answer is on record", visitor=visitor,
                    receipts=receipts, back=back)
    )  # fmt: skip


def open_page(
    tat: Tat, portal: Portal, visitor: Visitor, prompt_id: int | None, sheet_id: int | None
) -> tuple[Opened, Asked]:
    if sheet_id is not None:
        opened = open_sheet(tat, visitor, sheet_id, now=portal.now())
    else:
        opened = open_prompt(tat, visitor, prompt_id or 0, now=portal.now())
    return opened, read_questions(tat, portal, opened.prompts, has_prefix=sheet_id is not None)


def _show(
    portal: Portal, visitor: Visitor, prompt_id: int | None, sheet_id: int | None
) -> Response:
    with read(portal.surroundings.tracker) as tat:
        opened, asked = open_page(tat, portal, visitor, prompt_id, sheet_id)
    return question_page(portal, visitor, opened, asked, is_sheet=sheet_id is not None)


def _answer(
    portal: Portal, visitor: Visitor, form: Form, prompt_id: int | None, sheet_id: int | None
) -> Response:
    check_form(form, visitor)
    is_sheet = sheet_id is not None
    with read(portal.surroundings.tracker) as tat:
        opened, asked = open_page(tat, portal, visitor, prompt_id, sheet_id)
    if form.get("add"):
        return question_page(portal, visitor, opened, asked, form=form, is_sheet=is_sheet)
    given = giving.give_answers(
        portal, visitor, asked.questions, form, is_sheet=is_sheet, is_heard=opened.is_heard
    )
    ids = "-".join(str(receipt.answer_id) for receipt in given.receipts.values())
    if ids and not given.faults and not given.refused:
        return RedirectResponse(f"{visitor.base}/receipt/{ids}", status_code=303)
    with read(portal.surroundings.tracker) as tat:  # anew: some may be answered now
        opened, asked = open_page(tat, portal, visitor, prompt_id, sheet_id)
    status = 409 if given.refused else 422
    return question_page(
        portal, visitor, opened, asked, form=form, given=given, status=status,
        is_sheet=is_sheet,
    )  # fmt: skip


def question_page(
    portal: Portal,
    visitor: Visitor,
    opened: Opened,
    asked: Asked,
    *,
    is_sheet: bool,
    form: Form | None = None,
    given: giving.Given | None = None,
    status: int = 200,
) -> Response:
    """The page of one question, or of the sheet of several."""
    given = given or giving.Given()
    questions = asked.questions
    add = form.get("add", "") if form else ""
    shown = [(one, Values(one.parts, _kept(form, one, given), add)) for one in questions]
    waiting = [one for one in questions if one.is_open]
    kind = questions[0].kind if questions else None
    html = render_page(
        "question",
        title=asked.heading,
        words=asked.words,
        visitor=visitor,
        shown=shown,
        is_sheet=is_sheet,
        n_waiting=len(waiting),
        for_all=giving.FOR_ALL[kind][0] if kind in giving.FOR_ALL and is_sheet and kind else "",
        is_heard=opened.is_heard,
        must_sign_on=giving.must_sign_on(portal, visitor, questions),
        sign_on_next=f"{SIGNED_ON}/{opened.place}",
        place=opened.place,
        form=form or {},
        refused=" ".join(given.refused),
        faults=given.faults,
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
    if not giving.is_of_state(questions):
        return None
    settings = portal.settings
    return {"number": settings.omb_number, "expires_on": settings.omb_expires_on,
            "statement": settings.burden_statement}  # fmt: skip
