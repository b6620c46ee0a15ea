"""The mailbox of a rehearsal: kept as .eml files, and read by the simulated people."""

from collections.abc import Callable
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from tasks.compose import Mail
from tasks.mailbox import Mailbox
from tasks.ways import nothing


class Inbox(Mailbox):
    """A mailbox that also hands over what has come since it was last emptied."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._new: list[Mail] = []

    def deliver(self, mail: Mail, meanwhile: Callable[[], None] = nothing) -> None:
        """Keep the mail, and show it to its reader."""
        super().deliver(mail, meanwhile)
        self._new.append(mail)

    def collect(self) -> list[Mail]:
        """Give what has come since the last time."""
        new, self._new = self._new, []
        return new

    def everything(self) -> list[Mail]:
        """Read every mail that was ever kept, oldest first."""
        mails = [
            Mail(to="", message_id=path.stem, content=path.read_bytes())
            for path in sorted(self.folder.glob("*.eml"))
        ]
        return sorted(mails, key=_sent_at)


def _sent_at(mail: Mail) -> datetime:
    return parsedate_to_datetime(BytesHeaderParser().parsebytes(mail.content)["Date"])
