"""The mail server: one connection for a batch of mails, owned by yagmail.

yagmail makes the connection, signs on and ends it; its own sending is not used: it opens a
connection for each mail, attaches a file where a body equals its path, and says "False" where a
mail was lost. So a mail is composed by `tasks/compose.py` and handed over as the bytes it has.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from time import monotonic

import yagmail

from tasks import mail_answers
from tasks.compose import Mail
from tasks.mail_answers import GOES_AWAY, LETTERS_REFUSED, NO_SUCH_LETTERS, TRY_LATER
from tasks.ways import NeverTaken, NotNow, Unreached

MOST_MAILS = 100
"""After how many mails a new connection is made: servers end long ones."""

IDLE_SECONDS = 15.0
"""After how long without a mail the server is asked whether it still listens."""


class Security(StrEnum):
    """How the connection to the mail server is kept from being read or changed."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # to this machine alone


@dataclass(frozen=True)
class Account:
    """Where mail is handed over, and who hands it over."""

    host: str
    port: int
    security: Security
    sender: str
    """The address from which mail comes: also that of the envelope, to which returned mail goes."""
    user: str = ""
    password: str | None = None
    token: Callable[[], str] | None = None
    """Gives an OAuth access token, in place of the password: asked for at each sign-on."""
    timeout_seconds: float = 30.0


class SignOnRefused(Unreached):
    """The server does not let us send: every mail waits, and no reader is at fault."""


class MailServer:
    """A way for mails: one connection, for one thread at a time."""

    def __init__(self, account: Account, context: ssl.SSLContext | None = None) -> None:
        """Take the account; nothing is opened yet.

        Args:
            context: whom to trust; without it, those whom this machine trusts.
        """
        self._account = account
        self._context = context or ssl.create_default_context()
        self._connection: _Connection | None = None
        self._lock = Lock()

    def deliver(self, mail: Mail) -> None:
        """Hand a mail over. Raises as `tasks.ways.Way` says."""
        with self._lock:
            connection = self._open()
            try:
                connection.hand_over(mail)
            except (NotNow, NeverTaken) as answer:
                if answer.code == GOES_AWAY:
                    self._end()
                raise
            except OSError:
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

    def _open(self) -> "_Connection":
        if self._connection is not None and not self._connection.is_usable():
            self._end()
        if self._connection is None:
            connection = _Connection(self._account, self._context)
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


class _Connection(yagmail.SMTP):  # type: ignore[misc]  # yagmail has no mark that it has types
    """yagmail's connection with what it lacks: checked certificates, tokens, plain answers."""

    def __init__(self, account: Account, context: ssl.SSLContext) -> None:
        self._account = account
        is_tls = account.security is Security.TLS
        more = {"context": context} if is_tls else {}
        super().__init__(
            # Never empty, and a password never None: yagmail would look for a file and ask.
            user=account.user or account.sender, password=account.password or "",
            host=account.host, port=account.port, smtp_ssl=is_tls,
            smtp_starttls={"context": context} if account.security is Security.STARTTLS else False,
            smtp_skip_login=not account.user, soft_email_validation=False,
            timeout=account.timeout_seconds, **more,
        )  # fmt: skip
        self.user = account.user  # as it is: yagmail puts @gmail.com after a name without an @
        self.n_mails = 0
        self._used_at = monotonic()

    def _login(self, password: str) -> None:
        """Connect, and sign on with a password or a token where the account has a user."""
        token = self._account.token
        self.smtp_skip_login = not self._account.user or token is not None
        try:
            super()._login(password)
            if token is not None:
                words = f"user={self._account.user}\x01auth=Bearer {token()}\x01\x01"
                self.smtp.auth("XOAUTH2", lambda challenge=None: "" if challenge else words)
        except OSError as error:
            code = mail_answers.code_of(error)
            if code is not None and code >= TRY_LATER:
                raise SignOnRefused(
                    f"{self._account.host} does not let {self._account.user} sign on "
                    f"({code} {mail_answers.said_in(error)})"
                ) from error
            raise

    def is_usable(self) -> bool:
        """Whether the server still listens, and has not had many mails by this connection."""
        if self.n_mails >= MOST_MAILS:
            return False
        if monotonic() - self._used_at < IDLE_SECONDS:
            return True
        try:
            code, _said = self.smtp.noop()
        except OSError:
            return False
        return bool(code == 250)

    def hand_over(self, mail: Mail) -> None:
        """Hand over one mail as the bytes it has. Raises: NotNow, NeverTaken, OSError."""
        options = [] if mail.to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        self.n_mails += 1
        self._used_at = monotonic()
        try:
            self.smtp.ehlo_or_helo_if_needed()
            if options and not self.smtp.has_extn("smtputf8"):
                raise NeverTaken(LETTERS_REFUSED, NO_SUCH_LETTERS, is_address=True)
            self.smtp.sendmail(self._account.sender, [mail.to], mail.content, options)
        except OSError as error:
            if mail_answers.is_of_sender(error):
                code = mail_answers.code_of(error)
                raise SignOnRefused(
                    f"{self._account.host} takes no mail from {self._account.sender} "
                    f"({code} {mail_answers.said_in(error)})"
                ) from error
            raise mail_answers.of_mail(error) or error from None

    def close(self) -> None:
        """End the connection, whatever state it is in."""
        try:
            super().close()
        except OSError:
            self.smtp.close()  # it would not even say goodbye
