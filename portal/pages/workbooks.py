"""A question or a sheet as a workbook: downloaded, filled in somewhere else, and sent back."""

from enum import StrEnum

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from portal.asking.giving import Given
from portal.asking.may_open import Destination
from portal.asking.questions import Asked, open_page
from portal.attachment import attachment
from portal.context import Number, Portal, PortalHere, UploadHere, VisitorHere, check_form
from portal.pages.answering import question_page
from portal.refusing import NotThere
from portal.visitors import Visitor
from portal.workbooks.making import csv_of, omb_of, workbook_of
from portal.workbooks.taking import take
from tat.database import read
from templates.workbooks import XLSX

router = APIRouter()

ASKED_ANEW = (
    "This was asked anew since. What your workbook says is kept for the new question: the mail "
    "that leaves now leads to it, and it counts once it is confirmed there."
)


class What(StrEnum):
    """What a workbook can answer."""

    PROMPT = "prompt"
    SHEET = "sheet"


@router.get("/l/{token}/workbook/{what}/{number}")
@router.head("/l/{token}/workbook/{what}/{number}")
def download(portal: PortalHere, visitor: VisitorHere, what: What, number: Number) -> Response:
    """The workbook of what is open there."""
    asked = _asked(portal, visitor, what, number)
    content = workbook_of(
        asked, reader=visitor.name, place=f"{what} {number}", omb=omb_of(portal.settings),
        now=portal.now(),
    )  # fmt: skip
    return attachment(f"TA planning {what} {number}.xlsx", content, XLSX)


@router.get("/l/{token}/workbook/{what}/{number}/csv")
@router.head("/l/{token}/workbook/{what}/{number}/csv")
def download_csv(portal: PortalHere, visitor: VisitorHere, what: What, number: Number) -> Response:
    """The same as one csv file."""
    asked = _asked(portal, visitor, what, number)
    content = csv_of(asked, place=f"{what} {number}")
    return attachment(f"TA planning {what} {number}.csv", content, "text/csv")


def _asked(portal: Portal, visitor: Visitor, what: What, number: int) -> Asked:
    """What is asked there. Raises: NotThere, where nothing is open any more."""
    with read(portal.surroundings.tracker) as tat:
        _opened, asked = open_page(tat, portal, _destination(visitor, what, number))
    if not any(question.is_open for question in asked.questions):
        raise NotThere
    return asked


@router.post("/l/{token}/workbook/{what}/{number}")
def send_back(
    portal: PortalHere, visitor: VisitorHere, upload: UploadHere, what: What, number: Number
) -> Response:
    """Take the workbook: all that it says, or nothing where a cell cannot be read."""
    check_form(upload.form, visitor)
    there = _destination(visitor, what, number)
    taken = take(portal, there, upload, place=f"{what} {number}")
    if taken.reader_ids:
        given = Given(refused=[ASKED_ANEW])
        return question_page(portal, there, form=taken.form, given=given, status=409)
    if taken.is_to_confirm or taken.notes:
        return RedirectResponse(f"{visitor.base}/file/{taken.file_id}", status_code=303)
    if taken.given.is_accepted:
        return RedirectResponse(f"{visitor.base}/receipt/{taken.given.ids}", status_code=303)
    status = 409 if taken.given.refused else 422
    return question_page(
        portal, there, form=taken.form, given=taken.given, status=status,
        marked_id=taken.file_id if taken.has_cells else None,
    )  # fmt: skip


def _destination(visitor: Visitor, what: What, number: int) -> Destination:
    """Which question or sheet a workbook answers."""
    if what is What.PROMPT:
        return Destination(visitor, prompt_id=number)
    return Destination(visitor, sheet_id=number)
