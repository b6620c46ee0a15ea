"""The local mailbox: every mail as one .eml file, in place of a server."""

from collections.abc import Callable
from pathlib import Path

from tasks.compose import Mail
from tasks.ways import nothing


class Mailbox:
    """A folder with one .eml file for each mail. The same `Message-ID` is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def deliver(self, mail: Mail, _meanwhile: Callable[[], None] = nothing) -> None:
        """Write the mail whole or not at all."""
        path = self.folder / f"{mail.message_id.strip('<>').partition('@')[0]}.eml"
        half = path.with_suffix(".half")
        half.write_bytes(mail.content)
        half.replace(path)

    def close(self) -> None:
        """Nothing is left open."""
