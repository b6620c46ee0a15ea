"""The mailbox that the settings name, and by what our own mail is known."""

import ssl
from dataclasses import dataclass
from email.utils import parseaddr

from config.data_folder import DataFolder
from config.settings import Settings
from tasks.incoming.imap_mailbox import ImapMailbox, MailboxAccount
from tasks.mail_server import Security
from tat.file_store import FileStore


@dataclass(frozen=True)
class Home:
    """By what our own mail is known."""

    secret: bytes
    """From which the codes of answers were made; empty where none is known, and none is read."""
    addresses: frozenset[str]
    """From which our mail comes, in lower case."""


@dataclass(frozen=True)
class Inbox:
    """Where answers come in."""

    account: MailboxAccount
    home: Home
    files: FileStore
    """Where mails are kept whole."""
    context: ssl.SSLContext | None = None
    """Whom to trust; None: those whom this machine trusts."""

    def open(self) -> ImapMailbox:
        """The mailbox, for one `with` block."""
        return ImapMailbox(self.account, self.context)


def inbox_of(settings: Settings) -> Inbox | None:
    """The mailbox that the settings name; None where they name none: then nothing is read."""
    if not settings.imap_host:
        return None
    password, token, file = (
        settings.imap_password, settings.imap_token, settings.imap_token_file
    )  # fmt: skip
    from_setting = token.get_secret_value if token else None
    account = MailboxAccount(
        host=settings.imap_host, port=settings.imap_port,
        security=Security(settings.imap_security), user=settings.imap_user,
        password=password.get_secret_value() if password else None,
        token=(lambda: file.read_text().strip()) if file else from_setting,
        folder=settings.imap_folder, taken_folder=settings.imap_taken_folder,
    )  # fmt: skip
    return Inbox(account, home_of(settings), FileStore(DataFolder(settings.data_folder).files))


def home_of(settings: Settings) -> Home:
    """By what the mail of this installation is known."""
    ours = (parseaddr(settings.mail_from)[1].lower(), settings.reply_address.lower())
    return Home(_secret(settings), frozenset(filter(None, ours)))


def _secret(settings: Settings) -> bytes:
    """The secret that is set, else that of the data folder."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    kept = DataFolder(settings.data_folder).secret
    return kept.read_text(encoding="ascii").strip().encode() if kept.exists() else b""
