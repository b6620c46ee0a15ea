"""A document of a mail, downloaded: one that was too large to be attached, or once more."""

from mimetypes import guess_type
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from portal.attachment import attachment
from portal.context import OwnVisitorHere, PortalHere
from portal.refusing import NotThere
from portal.standing.documents import find
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
    return attachment(found.name, found.content, kind or "application/octet-stream")
