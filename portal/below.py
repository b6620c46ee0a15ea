"""Where the pages begin, when the public address has a path: every address of ours starts there."""

from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send


class Below:
    """Has an app answer below a path that the proxy in front of it has taken off.

    The path is put back, as ASGI's root_path asks for, so that an address which happens to begin
    alike is not cut twice. A slash too many at the end opens the same page: a redirect would name
    this machine, not the public address.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = unquote(root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            path = scope["path"].rstrip("/") or "/"
            scope = {**scope, "root_path": self._root, "path": f"{self._root}{path}"}
        await self._app(scope, receive, send)
