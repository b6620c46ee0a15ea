"""Where an installation keeps what: the files and folders of its data folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """The data folder of one installation. Nothing is made by asking."""

    root: Path

    @property
    def prefect(self) -> Path:
        """The home of Prefect's server."""
        return self.root / "prefect"

    @property
    def mailbox(self) -> Path:
        """The local mailbox: one .eml file for each mail."""
        return self.root / "mailbox"

    @property
    def files(self) -> Path:
        """Every file that came in, as it came, under its hash."""
        return self.root / "files"

    @property
    def inbox(self) -> Path:
        """Where staff put files that somebody sent them by other ways."""
        return self.root / "inbox"

    @property
    def logs(self) -> Path:
        """The logs, one for each process."""
        return self.root / "logs"

    @property
    def secret(self) -> Path:
        """The server secret, where none is set in the environment."""
        return self.root / "secret"

    @property
    def lock(self) -> Path:
        """Held by the `tacycle up` that uses the folder; says where its pages are."""
        return self.root / "up.lock"

    @property
    def runner_beat(self) -> Path:
        """Touched by the flow runner at each turn."""
        return self.root / "runner.beat"
