"""The mail server: one connection for a batch of mails, owned by yagmail.

yagmail makes the connection, signs on and ends it; its own sending is not used: it opens a
connection for each mail, attaches a file where a body equals its path, and says "False" where a
mail was lost. So a mail is composed by `tasks/compose.py` and handed over as the bytes it has.
"""

import ssl
from collections.abc import Callable
from threading import Lock

from tasks.compose import Mail
from tasks.mail_answers import GOES_AWAY
from tasks.mail_connection import Account, Connection, Security, SignOnRefused
from tasks.ways import NeverTaken, NotNow, Unreached, nothing

__all__ = ["Account", "MailServer", "Security", "SignOnRefused"]


class MailServer:
    """A way for mails: one connection, for one thread at a time."""

    def __init__(self, account: Account, context: ssl.SSLContext | None = None) -> None:
        """Take the account; nothing is opened yet.

        Args:
            context: whom to trust; without it, those whom this machine trusts.
        """
        self._account = account
        self._context = context or ssl.create_default_context()
        self._connection: Connection | None = None
        self._lock = Lock()

    def deliver(self, mail: Mail, meanwhile: Callable[[], None] = nothing) -> None:
        """Hand a mail over. Raises as `tasks.ways.Way` says."""
        with self._lock:
            connection = self._open()
            try:
                connection.hand_over(mail, meanwhile)
            except (NotNow, NeverTaken) as answer:
                if answer.code == GOES_AWAY or not connection.begins_anew():
                    self._end()
                raise
            except BaseException:  # whatever it was: nobody knows what the server says next
                self._end()
                raise

    def try_sign_on(self) -> None:
        """Connect and sign on, and send nothing. Raises: Unreached, SignOnRefused among them."""
        with self._lock:
            self._end()
            self._open()
            self._end()

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._end()

    def _open(self) -> "Connection":
        if self._connection is not None and not self._connection.is_usable():
            self._end()
        if self._connection is None:
            connection = Connection(self._account, self._context)
            try:
                connection.login()
            except Unreached:
                connection.close()
                raise
            except OSError as error:
                connection.close()
                raise Unreached(f"{self._account.host} cannot be reached ({error})") from error
            self._connection = connection
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
