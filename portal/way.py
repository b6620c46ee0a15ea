"""How mail leaves this installation."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from config.data_folder import DataFolder
from config.settings import Settings
from tasks.mailbox import Mailbox
from tasks.ways import Way


def way_of(settings: Settings) -> Way:
    """The way that the settings describe: the local mailbox, where no mail server is set."""
    return Mailbox(DataFolder(settings.data_folder).mailbox)


def local_mailbox(settings: Settings) -> Mailbox | None:
    """The mailbox that may be shown on a page, links and all.

    None where mail leaves this machine, or where others than this machine's users reach the pages.
    """
    way = way_of(settings)
    is_here = is_loopback(urlsplit(settings.public_address).hostname or "")
    return way if isinstance(way, Mailbox) and is_here else None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
