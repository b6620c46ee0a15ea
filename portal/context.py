"""What every page works with, and who its visitor is: asked for by the functions of pages."""

import hmac
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

import sqlalchemy as sa
from fastapi import Depends, Path, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from config.data_folder import DataFolder
from config.settings import Settings
from portal.answer_line import AnswerLine
from portal.refusing import NotThere, SignOnFirst, TooLarge, WrongForm
from portal.sessions import Session, read_session
from portal.signing_on import Provider
from portal.visitors import Visitor, by_link, by_session
from portal.workbooks.opening import Opener, shared_opener
from tasks.surroundings import Surroundings
from tat import ended_sessions
from tat.database import Tat, read
from tat.file_store import FileStore
from tat.schema import Cycle

MOST_BYTES = 2_000_000
"""How much one form may send: an officer's package of a thousand items stays below."""

MOST_FIELDS = 20_000

MOST_UPLOAD = 11_000_000
"""How much a form with a file may send: a file of 10 MB, and what is typed beside it."""


@dataclass(frozen=True)
class Portal:
    """The record, what staff declare, the clock, the settings and the secret."""

    surroundings: Surroundings
    settings: Settings
    secret: bytes
    provider: Provider | None = None
    """The agency with which one signs on, where there is one."""
    opener: Opener = field(default_factory=shared_opener)
    """Opens the workbooks that come back."""

    @property
    def root(self) -> str:
        """What the path of every address of ours begins with: empty, or such as `/ta`."""
        return urlsplit(self.settings.public_address).path

    @property
    def files(self) -> FileStore:
        """Where the files that come in are kept."""
        return FileStore(DataFolder(self.settings.data_folder).files)

    @cached_property
    def line(self) -> AnswerLine:
        """Where answers wait to be written."""
        return AnswerLine(self.surroundings.tracker)

    def now(self) -> datetime:
        """The cycle's clock."""
        return self.surroundings.now()


def portal_of(request: Request) -> Portal:
    """Give what the app was made with."""
    found: Portal = request.app.state.portal
    return found


async def _portal_here(request: Request) -> Portal:
    """The same for pages: what waits for nothing needs no thread of its own."""
    return portal_of(request)


def visitor_of(request: Request) -> Visitor:
    """Find whose link was opened, or who has signed on. Raises: NotThere, SignOnFirst."""
    with read(portal_of(request).surroundings.tracker) as tat:
        return find_visitor(tat, request)


def find_visitor(tat: Tat, request: Request) -> Visitor:
    """The same in a transaction that reads more. Raises: NotThere, SignOnFirst."""
    token = request.path_params.get("token")
    found = _by_session(tat, request) if token is None else _by_link(tat, request, token)
    cycle = request.path_params.get("cycle")
    return found if cycle is None else _in_cycle(tat, found, cycle)


def _by_link(tat: Tat, request: Request, token: str) -> Visitor:
    portal = portal_of(request)
    found = by_link(tat, token, secret=portal.secret, root=portal.root)
    if found is None:
        raise NotThere("link")
    return found


def _in_cycle(tat: Tat, visitor: Visitor, cycle: str) -> Visitor:
    if cycle not in tat.scalars(sa.select(Cycle.name)).all():
        raise NotThere
    return replace(visitor, cycle=cycle)


def session_visitor_of(request: Request) -> Visitor:
    """Find who has signed on. Raises: NotThere, where nobody can; SignOnFirst."""
    with read(portal_of(request).surroundings.tracker) as tat:
        return _by_session(tat, request)


def _by_session(tat: Tat, request: Request) -> Visitor:
    portal = portal_of(request)
    if portal.provider is None:
        raise NotThere
    session = session_of(request)
    if ended_sessions.is_ended(tat, session.key):
        raise SignOnFirst
    found = by_session(tat, session.person_id, session.key, secret=portal.secret, root=portal.root)
    if found is None:
        raise SignOnFirst
    return found


def session_of(request: Request) -> Session:
    """Read the session that the browser keeps. Raises: SignOnFirst."""
    session = read_session(request, portal_of(request).secret)
    if session is None:
        raise SignOnFirst
    return session


def own_visitor_of(request: Request) -> Visitor:
    """The same for a page that no link to one question opens. Raises: NotThere, SignOnFirst."""
    found = visitor_of(request)
    if not found.has_own_pages:
        raise NotThere("own pages")
    return found


class Form(Mapping[str, str]):
    """What a form sent: the last value of each field, and all values of one with several."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = list(pairs)
        self._last = dict(pairs)
        self._all: dict[str, list[str]] = {}
        for name, value in pairs:
            self._all.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._last[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._last)

    def __len__(self) -> int:
        return len(self._last)

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """Every field and value, in the order of the page."""
        return self._pairs

    def all(self, name: str) -> list[str]:
        """Every value of a field, in the order of the page."""
        return list(self._all.get(name, ()))


@dataclass(frozen=True)
class Upload:
    """A file, with what was typed beside it."""

    name: str
    content: bytes
    form: Form


async def form_of(request: Request) -> Form:
    """Read what a form of our pages sends. Raises: TooLarge, WrongForm."""
    body = await _body(request, most=MOST_BYTES)
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError as error:
        raise WrongForm("it could not be read") from error
    return _form(pairs)


async def _body(request: Request, *, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge
    return bytes(body)


def _form(pairs: Sequence[tuple[str, str]]) -> Form:
    if any("\x00" in part for pair in pairs for part in pair):
        raise WrongForm("it holds a character that no text has")
    return Form(pairs)


async def upload_of(request: Request) -> Upload:
    """Read a form that brings a file. Raises: TooLarge, WrongForm."""
    body = await _body(request, most=MOST_UPLOAD)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        sent = await MultiPartParser(request.headers, whole(), max_files=1, max_fields=20).parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise WrongForm("it could not be read") from error
    name, content = "", b""
    for value in sent.values():
        if isinstance(value, UploadFile):
            name, content = value.filename or "", await value.read()
    pairs = [(key, value) for key, value in sent.multi_items() if isinstance(value, str)]
    return Upload(name, content, _form(pairs))


PortalHere = Annotated[Portal, Depends(_portal_here)]
VisitorHere = Annotated[Visitor, Depends(visitor_of)]
OwnVisitorHere = Annotated[Visitor, Depends(own_visitor_of)]
FormHere = Annotated[Form, Depends(form_of)]
UploadHere = Annotated[Upload, Depends(upload_of)]

Number = Annotated[int, Path(ge=0, le=2**31 - 1)]
"""A number in an address: no greater than any id that a database takes."""

StateCode = Annotated[str, Path(pattern="^[A-Z]{2}$")]
"""A state or territory in an address."""


def check_form(form: Form, visitor: Visitor) -> None:
    """Refuse a form that did not come from this visitor's page. Raises: WrongForm."""
    if not hmac.compare_digest(form.get("form_key", "").encode(), visitor.form_key.encode()):
        raise WrongForm("it did not come from this page")
