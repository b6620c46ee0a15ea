"""A document of a mail, downloaded: one that was too large to be attached, or once more."""

from mimetypes import guess_type
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from portal.context import OwnVisitorHere, PortalHere
from portal.refusing import NotThere
from portal.standing.documents import find
from tasks.mail_headers import file_name
from tat.database import read
from tat.messages import KEY_LENGTH

router = APIRouter()

DocumentKey = Annotated[str, Path(pattern=f"^[0-9a-f]{{{KEY_LENGTH}}}$")]


@router.get("/l/{token}/document/{key}")
@router.head("/l/{token}/document/{key}")
def download(portal: PortalHere, visitor: OwnVisitorHere, key: DocumentKey) -> Response:
    """A document that was sent to the visitor, or shows a plan whose versions they may read."""
    with read(portal.surroundings.tracker) as tat:
        found = find(tat, visitor, key)
    if found is None:
        raise NotThere
    kind, _encoding = guess_type(found.name)
    # Never shown here: what was sent is opened by the program that its reader chose for it.
    disposition = f"attachment; filename*=UTF-8''{quote(file_name(found.name), safe='')}"
    return Response(
        found.content,
        media_type=kind or "application/octet-stream",
        headers={"Content-Disposition": disposition},
    )
