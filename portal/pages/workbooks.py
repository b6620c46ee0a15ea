"""A question or a sheet as a workbook: downloaded, filled in somewhere else, and sent back."""

from enum import StrEnum

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from portal.context import Number, Portal, PortalHere, UploadHere, VisitorHere, check_form
from portal.pages.answering import open_page, question_page
from portal.refusing import NotThere
from portal.visitors import Visitor
from portal.workbooks.taking import Taken, take, workbook_of
from tat.database import read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

router = APIRouter()


class What(StrEnum):
    """What a workbook can answer."""

    PROMPT = "prompt"
    SHEET = "sheet"


@router.get("/l/{token}/workbook/{what}/{number}")
@router.head("/l/{token}/workbook/{what}/{number}")
def download(portal: PortalHere, visitor: VisitorHere, what: What, number: Number) -> Response:
    """The workbook of what is open there."""
    with read(portal.surroundings.tracker) as tat:
        _opened, asked = open_page(tat, portal, visitor, *_ids(what, number))
    if not any(question.is_open for question in asked.questions):
        raise NotThere
    name = f"TA planning {what} {number}.xlsx"
    return Response(
        workbook_of(portal, asked, reader=visitor.name, place=f"{what} {number}"),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/l/{token}/workbook/{what}/{number}")
def send_back(
    portal: PortalHere, visitor: VisitorHere, upload: UploadHere, what: What, number: Number
) -> Response:
    """Take the workbook: all that it says, or nothing where a cell cannot be read."""
    check_form(upload.form, visitor)
    ids = _ids(what, number)
    with read(portal.surroundings.tracker) as tat:
        opened, asked = open_page(tat, portal, visitor, *ids)
    taken = take(
        portal, visitor, asked, upload, opener=portal.opener, place=f"{what} {number}",
        is_heard=opened.is_heard,
    )  # fmt: skip
    receipts = "-".join(str(one.answer_id) for one in taken.given.receipts.values())
    if receipts and not taken.given.faults and not taken.given.refused:
        return RedirectResponse(f"{visitor.base}/receipt/{receipts}", status_code=303)
    return _again(portal, visitor, ids, taken)


def _again(
    portal: Portal, visitor: Visitor, ids: tuple[int | None, int | None], taken: Taken
) -> Response:
    """The page with what was read filled in, and what is wrong with it."""
    with read(portal.surroundings.tracker) as tat:  # anew: some may be answered now
        opened, asked = open_page(tat, portal, visitor, *ids)
    return question_page(
        portal, visitor, opened, asked, form=taken.form, given=taken.given,
        status=409 if taken.given.refused else 422, is_sheet=ids[1] is not None,
    )  # fmt: skip


def _ids(what: What, number: int) -> tuple[int | None, int | None]:
    """As a page of questions is opened: a prompt, or a sheet."""
    return (number, None) if what is What.PROMPT else (None, number)
