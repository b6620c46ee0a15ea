"""How mail leaves this installation."""

from collections.abc import Callable
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit

from config.data_folder import DataFolder
from config.settings import Settings
from tasks.mail_server import Account, MailServer, Security
from tasks.mailbox import Mailbox
from tasks.ways import Way


def way_of(settings: Settings) -> Way:
    """The way that the settings describe: the local mailbox, where no mail server is used."""
    return mail_server(settings) or Mailbox(DataFolder(settings.data_folder).mailbox)


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server by which mail leaves, or what is released of it; None where none is used."""
    if settings.mail_mode == "local" or not settings.smtp_host:
        return None
    password = settings.smtp_password
    return MailServer(
        Account(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=Security(settings.smtp_security),
            sender=parseaddr(settings.mail_from)[1],
            user=settings.smtp_user,
            password=password.get_secret_value() if password else None,
            token=token_of(settings),
        )
    )


def token_of(settings: Settings) -> Callable[[], str] | None:
    """Where access tokens come from: the file, read anew each time, or the setting."""
    file, token = settings.smtp_token_file, settings.smtp_token
    if file is not None:
        return lambda: file.read_text().strip()
    return token.get_secret_value if token else None


def local_mailbox(settings: Settings) -> Mailbox | None:
    """The mailbox that may be shown on a page, links and all.

    None where mail leaves this machine, or where others than this machine's users reach the pages.
    """
    way = way_of(settings)
    is_here = is_loopback(urlsplit(settings.public_address).hostname or "")
    return way if isinstance(way, Mailbox) and is_here else None


def mailbox_seen_by(client: str, settings: Settings) -> Mailbox | None:
    """The local mailbox, for somebody who is at this machine; None for anybody else."""
    return local_mailbox(settings) if is_loopback(client) else None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
