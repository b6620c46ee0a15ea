"""Sign on with one's agency, come back, and sign off."""

import hmac
import re
from datetime import timedelta
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal import sessions
from portal.context import FormHere, Portal, PortalHere, check_form, session_of, session_visitor_of
from portal.refusing import NotThere
from portal.sessions import Attempt, Session
from portal.signing_on import NotSignedOn, Provider, ProviderSilent
from tasks.surroundings import real_clock
from tat import ended_sessions
from tat.database import read, write
from tat.schema import Assignment, Person
from templates.pages import render_page

router = APIRouter()

OWN_PATH = re.compile(r"/me(/[A-Za-z0-9-]+)*")
"""Where one may land after sign-on: a page of one's own, on no other host, without a token."""

FIRST = "/me/mine"
AGAIN = "Open the link in your mail and sign on from there again."


@router.get("/sign-on")
@router.head("/sign-on")
def sign_on(
    portal: PortalHere,
    next: Annotated[str, Query(max_length=200)] = "",  # noqa: A002 - its name in the address
) -> Response:
    """Send somebody to their agency."""
    provider = _provider(portal)
    attempt = Attempt.to(next if OWN_PATH.fullmatch(next) else FIRST)
    try:
        response = RedirectResponse(provider.where_to(attempt), status_code=303)
    except ProviderSilent:
        return _silent(portal)
    sessions.keep_attempt(
        response, attempt, portal.secret, public_address=portal.settings.public_address
    )
    return response


@router.get("/sign-on/back")
def come_back(
    request: Request,
    portal: PortalHere,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Take up who comes back from their agency."""
    provider = _provider(portal)
    attempt = sessions.read_attempt(request, portal.secret)
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        return _ended(portal, _page(portal, 403, "You are not signed on", [
            "The sign-on was not begun here, took longer than ten minutes, or was used before.",
            AGAIN]))  # fmt: skip
    try:
        address = provider.address_of(attempt, code)
    except ProviderSilent:
        return _ended(portal, _silent(portal))
    except NotSignedOn as error:
        return _ended(
            portal,
            _page(
                portal, 403, "You are not signed on", [f"Your agency answered, but {error}.", AGAIN]
            ),
        )
    return _ended(portal, _landed(portal, attempt, address))


def _landed(portal: Portal, attempt: Attempt, address: str) -> Response:
    person_id = _who_takes_part(portal, address)
    if person_id is None:
        return _page(portal, 403, "You are not known here", [
            f"Your agency says that your mail address is {address}; nobody who takes part has it.",
            "Reply to any mail that you got from the planning, or ask staff of OCC: they put your "
            "address right. Nothing was recorded."])  # fmt: skip
    response = RedirectResponse(f"{portal.root}{attempt.next}", status_code=303)
    session = Session.of(person_id)
    sessions.keep_session(
        response, session, portal.secret, public_address=portal.settings.public_address
    )
    return response


@router.post("/sign-off")
def sign_off(request: Request, portal: PortalHere, form: FormHere) -> Response:
    """End the session, wherever its cookie was copied to."""
    check_form(form, session_visitor_of(request))
    now = real_clock()  # by which cookies expire
    expires_at = now + timedelta(seconds=sessions.SESSION_SECONDS)
    with write(portal.surroundings.tracker) as tat:
        ended_sessions.end(tat, session_of(request).key, expires_at=expires_at, now=now)
    response = _page(portal, 200, "You are signed off", ["What you recorded stays on record."])
    sessions.end_session(response, public_address=portal.settings.public_address)
    return response


def _provider(portal: Portal) -> Provider:
    if portal.provider is None:
        raise NotThere
    return portal.provider


def _who_takes_part(portal: Portal, address: str) -> int | None:
    """The person of an address who has a role now."""
    rows = (
        sa.select(Person.id)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(sa.func.lower(Person.address) == address.lower(), Assignment.ended_at.is_(None))
    )
    with read(portal.surroundings.tracker) as tat:
        return tat.scalars(rows.distinct()).one_or_none()


def _ended(portal: Portal, response: Response) -> Response:
    sessions.end_attempt(response, public_address=portal.settings.public_address)
    return response


def _silent(portal: Portal) -> Response:
    return _page(portal, 503, "Your agency's sign-on does not answer", [
        "Your link is right, and nothing was recorded: please try again in some minutes."
    ])  # fmt: skip


def _page(portal: Portal, status: int, title: str, sentences: list[str]) -> Response:
    html = render_page("error", root=portal.root, title=title, sentences=sentences, visitor=None)
    return HTMLResponse(html, status_code=status)
