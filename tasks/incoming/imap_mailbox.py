"""The mailbox to which answers go, over IMAP: its mails as bytes, each put away once it is kept.

imap-tools makes the connection, signs on and moves; a mail is fetched as the bytes it has, since it
is kept whole and understood by us.
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from tasks.mail_server import Security
from tasks.ways import Unreached

MOST_BYTES = 40_000_000
"""Of a mail that is larger, only the head is fetched."""

FAULTS = (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError)
"""What imap-tools raises: it has no error of its own for broken connections and odd answers."""


@dataclass(frozen=True)
class MailboxAccount:
    """Where answers come in, and who signs on there."""

    host: str
    port: int
    security: Security
    user: str
    password: str | None = None
    token: Callable[[], str] | None = None
    """Gives an OAuth access token, in place of the password: asked for at each sign-on."""
    folder: str = "INBOX"
    taken_folder: str = "Taken in"
    timeout_seconds: float = 30.0


@dataclass(frozen=True)
class Fetched:
    """A mail as it lies in the mailbox."""

    content: bytes
    n_bytes: int
    is_whole: bool
    """Whether it is all of it; else its head alone."""


class ImapMailbox:
    """One connection to the mailbox, open from `with` to its end. Raises: Unreached."""

    def __init__(self, account: MailboxAccount, context: ssl.SSLContext | None = None) -> None:
        """Take the account; nothing is opened yet.

        Args:
            context: whom to trust; without it, those whom this machine trusts.
        """
        self._account = account
        self._context = context or ssl.create_default_context()
        self._box: BaseMailBox | None = None
        self._has_taken_folder = False

    def __enter__(self) -> Self:
        """Connect, sign on and open the folder. Raises: Unreached."""
        with self._told("cannot be reached"):
            self._box = self._connect()
        with self._told(f"does not let {self._account.user} sign on"):
            self._sign_on(self._box)
        with self._told(f"has no folder {self._account.folder}"):
            self._box.folder.set(self._account.folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the connection; that it broke meanwhile is no fault any more."""
        if self._box is not None:
            with suppress(*FAULTS):
                self._box.logout()
            self._box = None

    def waiting(self) -> list[str]:
        """The mails that lie in the folder, by their numbers, the oldest first."""
        with self._told("does not list its mails"):
            return sorted(self._open.uids("ALL", charset=None), key=int)

    def fetch(self, uid: str) -> Fetched | None:
        """One mail, left unread as it is; None where somebody has taken it away."""
        with self._told("does not give a mail"):
            n_bytes = self._size(uid)
            if n_bytes is None:
                return None
            is_whole = n_bytes <= MOST_BYTES
            part = "BODY.PEEK[]" if is_whole else "BODY.PEEK[HEADER]"
            _status, found = self._open.client.uid("fetch", uid, f"({part})")
            contents = [one[1] for one in found if isinstance(one, tuple)]
            return Fetched(contents[0], n_bytes, is_whole) if contents else None

    def put_away(self, uid: str) -> None:
        """Move a mail to the folder of those that are on record."""
        folder = self._account.taken_folder
        with self._told(f"does not move a mail to its folder {folder}"):
            if not self._has_taken_folder and not self._open.folder.exists(folder):
                self._open.folder.create(folder)
            self._has_taken_folder = True
            self._open.move(uid, folder)

    @property
    def _open(self) -> BaseMailBox:
        if self._box is None:
            raise Unreached(f"{self._account.host} is not opened: use the mailbox in a with block")
        return self._box

    def _size(self, uid: str) -> int | None:
        _status, found = self._open.client.uid("fetch", uid, "(RFC822.SIZE)")
        said = b" ".join(one for one in found if isinstance(one, bytes))
        _before, mark, after = said.partition(b"RFC822.SIZE ")
        return int(after.split(b")")[0].split()[0]) if mark else None

    def _connect(self) -> BaseMailBox:
        account = self._account
        if account.security is Security.TLS:
            return MailBox(
                account.host, account.port, timeout=account.timeout_seconds,
                ssl_context=self._context,
            )  # fmt: skip
        if account.security is Security.STARTTLS:
            return MailBoxStartTls(
                account.host, account.port, timeout=account.timeout_seconds,
                ssl_context=self._context,
            )  # fmt: skip
        return MailBoxUnencrypted(account.host, account.port, timeout=account.timeout_seconds)

    def _sign_on(self, box: BaseMailBox) -> None:
        account = self._account
        if account.token is not None:
            box.xoauth2(account.user, account.token(), initial_folder=None)
        else:
            box.login(account.user, account.password or "", initial_folder=None)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Turn whatever goes wrong into one sentence. Raises: Unreached."""
        try:
            yield
        except Unreached:
            raise
        except FAULTS as error:
            raise Unreached(f"{self._account.host} {what} ({_said(error)})") from error


def _said(error: Exception) -> str:
    """What the server answered, else the first line of what went wrong; no control characters."""
    text = str(error)
    if isinstance(error, UnexpectedCommandStatusError):
        answered = error.command_result[1]
        text = b" ".join(one for one in answered if isinstance(one, bytes)).decode(errors="replace")
    first = (text.splitlines() or [type(error).__name__])[0]
    return "".join(letter for letter in first if letter.isprintable())[:200]
