"""Files that came in: a copy with the cells marked that must be corrected."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from portal.context import Number, PortalHere, VisitorHere
from portal.door.seeing import look_at, marked_copy
from portal.refusing import NotThere
from tat.database import read
from templates.workbooks import XLSX, name_of_marked

router = APIRouter()


@router.get("/l/{token}/file/{number}/marked")
@router.head("/l/{token}/file/{number}/marked")
def download_marked(portal: PortalHere, visitor: VisitorHere, number: Number) -> Response:
    """The workbook that was sent, with the cells marked that must be corrected."""
    with read(portal.surroundings.tracker) as tat:
        seen = look_at(tat, portal, visitor, number)
    content = marked_copy(portal, seen.sha256, seen.sentences)
    if content is None:
        raise NotThere
    disposition = f"attachment; filename*=UTF-8''{quote(name_of_marked(seen.name))}"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})
