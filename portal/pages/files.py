"""Files that came in: what was read in one, to confirm; a copy with the cells to correct marked."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.asking.giving import Given
from portal.attachment import attachment
from portal.context import (
    Form,
    FormHere,
    Number,
    Portal,
    PortalHere,
    VisitorHere,
    check_form,
)
from portal.door.confirming import LEAVES, Shown, confirm, drop, show
from portal.door.seeing import Seen, look_at, marked_copy
from portal.refusing import NotThere
from portal.visitors import Visitor
from tat.database import read
from tat.statuses import FileState
from templates.pages import render_page
from templates.words import ASKED_TO, FILE_STATES
from templates.workbooks import XLSX, name_of_marked

router = APIRouter()


@router.get("/l/{token}/file/{number}")
@router.head("/l/{token}/file/{number}")
def show_file(portal: PortalHere, visitor: VisitorHere, number: Number) -> Response:
    """What was read in a file that somebody sent for the visitor, and whether it counts."""
    return _page(portal, _seen(portal, visitor, number))


@router.post("/l/{token}/file/{number}")
def decide(portal: PortalHere, visitor: VisitorHere, number: Number, form: FormHere) -> Response:
    """Record what was read, or put on record that it does not count."""
    check_form(form, visitor)
    seen = _seen(portal, visitor, number)
    if seen.state is not FileState.TO_CONFIRM:
        return _page(portal, seen, status=409)
    if form.get("act") == "drop":
        given = drop(portal, seen, form)
        to = f"{visitor.base}/file/{number}"
    else:
        given = confirm(portal, seen, form)
        to = f"{visitor.base}/receipt/{given.ids}"
    if given.faults or given.refused:
        status = 409 if given.refused else 422
        return _page(portal, seen, form=form, given=given, status=status)
    return RedirectResponse(to, status_code=303)


@router.get("/l/{token}/file/{number}/marked")
@router.head("/l/{token}/file/{number}/marked")
def download_marked(portal: PortalHere, visitor: VisitorHere, number: Number) -> Response:
    """The workbook that was sent, with the cells marked that must be corrected."""
    seen = _seen(portal, visitor, number)
    content = marked_copy(portal, seen.sha256, seen.sentences)
    if content is None:
        raise NotThere
    return attachment(name_of_marked(seen.name), content, XLSX)


def _seen(portal: Portal, visitor: Visitor, number: int) -> Seen:
    with read(portal.surroundings.tracker) as tat:
        return look_at(tat, portal, visitor, number)


def _page(
    portal: Portal,
    seen: Seen,
    *,
    form: Form | None = None,
    given: Given | None = None,
    status: int = 200,
) -> HTMLResponse:
    is_waiting = seen.state is FileState.TO_CONFIRM
    shown = show(portal, seen) if is_waiting else Shown()
    given = given or Given(faults=shown.faults)
    visitor = seen.there.visitor
    html = render_page(
        "file",
        root=visitor.root,
        title="This is what we read" if is_waiting else "Your file",
        visitor=visitor,
        file=seen,
        said=shown.said,
        conflicts=shown.changes.conflicts,
        left=shown.changes.left,
        added=shown.changes.added,
        carried=shown.filled.carried if shown.filled else None,
        leaves=form.all(LEAVES) if form else [],
        can_confirm=is_waiting and not shown.faults,
        is_waiting=is_waiting,
        asked_to=ASKED_TO[seen.kind],
        state_words=FILE_STATES[seen.state],
        has_marked=any("cell" in one for one in seen.sentences),
        answers="-".join(map(str, seen.answer_ids)),
        question=_question(seen),
        form=form or {},
        faults=given.faults,
        refused=" ".join(given.refused),
    )
    return HTMLResponse(html, status_code=status)


def _question(seen: Seen) -> str:
    """Where the question or the sheet is that the file answers."""
    visitor = seen.there.visitor
    return (
        f"{visitor.base}/{seen.place.replace(' ', '/')}" if visitor.has_own_pages else visitor.base
    )
