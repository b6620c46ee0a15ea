"""The headers that go with every answer."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
"""With every answer: a page is for one person, runs no script, and lies in no cache or frame."""

_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class WithHeaders:
    """Has an app give these headers with every answer; one that the answer sets itself stays.

    Written for ASGI itself: Starlette's way with functions costs two tasks more for each request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", [])
                names = {name for name, _value in own}
                more = [header for header in _RAW if header[0] not in names]
                message = {**message, "headers": [*own, *more]}
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
