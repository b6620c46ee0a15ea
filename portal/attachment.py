"""A file that a page gives: saved under its name, never shown here."""

from urllib.parse import quote

from fastapi.responses import Response

from tasks.mail_headers import file_name


def attachment(name: str, content: bytes, media_type: str) -> Response:
    """Give a file to be opened by the program that its reader chose for it."""
    disposition = f"attachment; filename*=UTF-8''{quote(file_name(name), safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
