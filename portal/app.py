"""The app: every page, the headers that go with each, and what is said when something is wrong."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from config.settings import Settings
from portal.below import Below
from portal.context import Portal, portal_of
from portal.headers import HEADERS, WithHeaders
from portal.pages import ROUTERS
from portal.refusing import NotThere, SignOnFirst, TooLarge, WrongForm
from portal.signing_on import provider_of
from portal.ways import for_each_cycle, for_who_signed_on
from tasks.surroundings import Surroundings
from templates.pages import STYLE, render_page

log = logging.getLogger("tacycle.portal")

NO_SUCH_PAGE = {
    "link": (
        "This link does not open anything",
        [
            "It may be cut off, or it was replaced by a newer one. Nothing is lost: what you "
            "answered stays on record.",
            "Open the newest mail that you got, or have a new link mailed to you below.",
        ],
    ),
    "own pages": (
        "This link opens one question only",
        [
            "To see everything that waits for you, have your own link mailed to you below.",
        ],
    ),
    "page": (
        "There is nothing here for you to see",
        ["The address may be wrong, or this page is not open to your role."],
    ),
}


def make_app(surroundings: Surroundings, settings: Settings) -> FastAPI:
    """Make the app for a record.

    Without a secret in the settings a fresh one is made: links given out before open nothing.
    """
    secret = settings.secret.get_secret_value().encode() if settings.secret else None
    app = FastAPI(title="tacycle", docs_url=None, redoc_url=None, openapi_url=None,
                  redirect_slashes=False)  # fmt: skip
    app.state.portal = Portal(
        surroundings, settings, secret or secrets.token_bytes(32), provider_of(settings)
    )
    app.add_middleware(WithHeaders)
    app.add_middleware(Below, root=app.state.portal.root)
    app.add_exception_handler(NotThere, _not_there)
    app.add_exception_handler(SignOnFirst, _sign_on_first)
    app.add_exception_handler(WrongForm, _wrong_form)
    app.add_exception_handler(TooLarge, _too_large)
    app.add_exception_handler(RequestValidationError, _not_there)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _away)
    app.add_exception_handler(Exception, _failed)
    app.get("/style.css", include_in_schema=False)(_style)
    for router in ROUTERS:
        for pages in (router, for_each_cycle(router)):
            app.include_router(pages)
            app.include_router(for_who_signed_on(pages))
    return app


def _style() -> Response:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _page(request: Request, status: int, title: str, sentences: list[str]) -> HTMLResponse:
    html = render_page(
        "error", root=portal_of(request).root, title=title, sentences=sentences, visitor=None
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _not_there(request: Request, error: Exception) -> HTMLResponse:
    what = error.what if isinstance(error, NotThere) else "page"
    return _page(request, 404, *NO_SUCH_PAGE[what])


def _sign_on_first(request: Request, _error: Exception) -> Response:
    if request.method in ("GET", "HEAD"):
        root = portal_of(request).root
        own = request.scope["path"].removeprefix(request.scope["root_path"])
        return RedirectResponse(f"{root}/sign-on?next={own}", 303, headers=HEADERS)
    return _page(
        request,
        403,
        "Nothing was recorded",
        [
            "You are not signed on any more: a sign-on lasts eight hours.",
            "Open the question once more, sign on, and answer there.",
        ],
    )


def _wrong_form(request: Request, error: Exception) -> HTMLResponse:
    return _page(
        request,
        403,
        "Nothing was recorded",
        [f"The form was not taken: {error}.", "Open the link in your mail again and answer there."],
    )


def _too_large(request: Request, _error: Exception) -> HTMLResponse:
    return _page(
        request,
        413,
        "Nothing was recorded",
        [
            "The form holds more text than can be taken (2 MB).",
            "Shorten it, or send the long part as a file by mail.",
        ],
    )


def _http(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status == 404:
        return _page(request, 404, *NO_SUCH_PAGE["page"])
    return _page(request, status, "This cannot be done here", ["Open the link in your mail again."])


def _away(request: Request, error: Exception) -> HTMLResponse:
    log.error("The record does not answer.", exc_info=error)
    return _page(
        request,
        503,
        "The record does not answer just now",
        [
            "Nothing that was on record is lost. What you have just sent may not be on it.",
            "Go back in a few minutes, look at what is on record, and send again what is not.",
        ],
    )


def _failed(request: Request, _error: Exception) -> HTMLResponse:
    return _page(
        request,
        500,
        "Something went wrong on our side",
        [
            "What you sent may not be on record: open the link again to see what is.",
            "If it happens again, reply to the mail: a person reads it.",
        ],
    )
