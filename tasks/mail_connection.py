"""One connection to a mail server: yagmail's, with what it lacks.

yagmail makes the connection, signs on and ends it. What is said on it about a mail is said here.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

import yagmail

from tasks import mail_answers
from tasks.compose import Mail
from tasks.mail_answers import (
    FORWARDS,
    GO_AHEAD,
    LETTERS_REFUSED,
    NO_ADDRESS,
    NO_SUCH_LETTERS,
    OK,
    TRY_LATER,
)
from tasks.mail_headers import ONE_ADDRESS
from tasks.ways import NeverTaken, Unreached

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


class Connection(yagmail.SMTP):  # type: ignore[misc]  # yagmail has no mark that it has types
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

    def begins_anew(self) -> bool:
        """Have the server forget a mail that it did not take; whether it does."""
        try:
            code, _said = self.smtp.docmd("RSET")
        except OSError:
            return False
        return bool(code == OK)

    def hand_over(self, mail: Mail, meanwhile: Callable[[], None]) -> None:
        """Hand over one mail as the bytes it has. Raises: NotNow, NeverTaken, OSError."""
        self.n_mails += 1
        self._used_at = monotonic()
        self.smtp.ehlo_or_helo_if_needed()
        self._announce(mail)
        self.smtp.send(_as_data(mail.content))
        meanwhile()  # the server is reading: this costs no time
        self._expect(OK, *self._answer())

    def _announce(self, mail: Mail) -> None:
        """Say from whom and to whom a mail goes, until the server wants to read it."""
        self.smtp.command_encoding = "ascii" if mail.to.isascii() else "utf-8"
        sender = " ".join([f"MAIL FROM:<{self._account.sender}>", *self._options(mail)])
        answers = self._say(sender, f"RCPT TO:<{mail.to}>", "DATA")
        code, said = answers[0]
        if mail_answers.is_of_sender(code, said):
            raise self._takes_nothing(code, said)
        self._expect(OK, code, said)
        code, said = answers[1]
        if code not in (OK, FORWARDS) and not mail_answers.is_of_set_up(code, said):
            raise mail_answers.of_reader(code, said)
        self._expect(code if code == FORWARDS else OK, code, said)
        self._expect(GO_AHEAD, *answers[2])

    def _options(self, mail: Mail) -> list[str]:
        if not ONE_ADDRESS.fullmatch(mail.to):
            raise NeverTaken(LETTERS_REFUSED, NO_ADDRESS, is_address=True)
        options = [f"SIZE={len(mail.content)}"] if self.smtp.has_extn("size") else []
        if mail.to.isascii():
            return options
        if not self.smtp.has_extn("smtputf8"):
            raise NeverTaken(LETTERS_REFUSED, NO_SUCH_LETTERS, is_address=True)
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]

    def _say(self, *commands: str) -> list[tuple[int, str]]:
        """The answers to commands, until one is refused; all at once where the server can.

        One that can (RFC 2920) saves the way to it and back twice for each mail.
        """
        if not self.smtp.has_extn("pipelining"):
            answers = []
            for command in commands:
                self.smtp.send(f"{command}\r\n")
                answers.append(self._answer())
                if answers[-1][0] >= TRY_LATER:
                    break
            return answers
        self.smtp.send("".join(f"{command}\r\n" for command in commands))
        answers = [self._answer() for _command in commands]
        is_refused = any(code >= TRY_LATER for code, _said in answers)
        if is_refused and answers[-1][0] == GO_AHEAD:  # it waits for a mail that nobody will get
            self.smtp.send(b".\r\n")
            self._answer()
        return answers

    def _answer(self) -> tuple[int, str]:
        code, said = self.smtp.getreply()
        return code, mail_answers.text(said)

    def _expect(self, expected: int, code: int, said: str) -> None:
        if code == expected:
            return
        if mail_answers.is_of_set_up(code, said):
            raise self._takes_nothing(code, said)
        raise mail_answers.of_mail(code, said)

    def _takes_nothing(self, code: int, said: str) -> SignOnRefused:
        account = self._account
        return SignOnRefused(f"{account.host} takes no mail from {account.sender} ({code} {said})")

    def close(self) -> None:
        """End the connection, whatever state it is in."""
        try:
            super().close()
        except OSError:
            self.smtp.close()  # it would not even say goodbye


def _as_data(content: bytes) -> bytes:
    """A mail as it goes over the line: a dot alone ends it, so no line of it begins with one."""
    whole = content.replace(b"\n.", b"\n..")  # an expression takes four times as long
    first = b"." if whole.startswith(b".") else b""
    end = b".\r\n" if whole.endswith(b"\r\n") else b"\r\n.\r\n"
    return b"".join((first, whole, end))
