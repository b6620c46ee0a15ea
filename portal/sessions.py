"""Two signed cookies: of a sign-on that is under way, and of somebody who has signed on."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

SESSION = "session"
SESSION_SECONDS = 8 * 60 * 60
"""A working day; then one signs on again."""

ATTEMPT = "sign-on"
ATTEMPT_SECONDS = 10 * 60
"""How long somebody may take at the page of their agency."""

ATTEMPT_PATH = "/sign-on"


@dataclass(frozen=True)
class Session:
    """Who has signed on; what it holds anybody may read, but nobody else can write."""

    person_id: int
    key: str
    """Drawn by chance for this session: what its forms carry is made from it."""

    @classmethod
    def of(cls, person_id: int) -> "Session":
        """Begin a session."""
        return cls(person_id, secrets.token_urlsafe(24))


@dataclass(frozen=True)
class Attempt:
    """What we sent somebody to their agency with, to be compared when they come back."""

    state: str
    nonce: str
    verifier: str
    """Of PKCE: only whoever has it can use the code."""
    next: str
    """One of our own pages, to land on afterwards."""

    @classmethod
    def to(cls, path: str) -> "Attempt":
        """Begin an attempt."""
        return cls(
            secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), path
        )


def read_session(request: Request, secret: bytes) -> Session | None:
    """Read who has signed on; None where nobody has, or too long ago."""
    found = _read(request, SESSION, secret, SESSION_SECONDS)
    return Session(**found) if found else None


def keep_session(
    response: Response, session: Session, secret: bytes, *, public_address: str
) -> None:
    """Have the browser keep a session."""
    response.set_cookie(
        SESSION, _serializer(SESSION, secret).dumps(asdict(session)), max_age=SESSION_SECONDS,
        path=_path(public_address), httponly=True, samesite="lax",
        secure=_is_secure(public_address),
    )  # fmt: skip


def end_session(response: Response, *, public_address: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(SESSION, path=_path(public_address), httponly=True, samesite="lax")


def read_attempt(request: Request, secret: bytes) -> Attempt | None:
    """Read with what somebody was sent to their agency; None where that was not us, or long ago."""
    found = _read(request, ATTEMPT, secret, ATTEMPT_SECONDS)
    return Attempt(**found) if found else None


def keep_attempt(
    response: Response, attempt: Attempt, secret: bytes, *, public_address: str
) -> None:
    """Have the browser keep an attempt, for the way back alone."""
    response.set_cookie(
        ATTEMPT, _serializer(ATTEMPT, secret).dumps(asdict(attempt)), max_age=ATTEMPT_SECONDS,
        path=_path(public_address, ATTEMPT_PATH), httponly=True, samesite="lax",
        secure=_is_secure(public_address),
    )  # fmt: skip


def end_attempt(response: Response, *, public_address: str) -> None:
    """Have the browser forget it: each attempt counts once."""
    path = _path(public_address, ATTEMPT_PATH)
    response.delete_cookie(ATTEMPT, path=path, httponly=True, samesite="lax")


def _path(public_address: str, below: str = "") -> str:
    """For which addresses a cookie is: another installation on the same host gets none of ours."""
    return f"{urlsplit(public_address).path}{below}" or "/"


def _is_secure(public_address: str) -> bool:
    return public_address.startswith("https:")


def _serializer(what: str, secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"tacycle {what} 1")


def _read(
    request: Request, what: str, secret: bytes, most_seconds: int
) -> Mapping[str, Any] | None:
    sent = request.cookies.get(what)
    if not sent:
        return None
    try:
        found: Mapping[str, Any] = _serializer(what, secret).loads(sent, max_age=most_seconds)
    except BadData:
        return None
    return found
