"""What an execution works with: the record, what staff declare, and the clocks."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from config.errors import BadInput
from tat.database import Tracker, open_tracker

if TYPE_CHECKING:  # it loads what talks to mail servers
    from tasks.incoming.inbox import Inbox

LEASE_SECONDS = 120


def real_clock() -> datetime:
    """Give this machine's time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Surroundings:
    """All that tasks and flows of one process read from outside."""

    tracker: Tracker
    now: Callable[[], datetime] = real_clock
    """The cycle's clock: simulated in a rehearsal."""
    machine_now: Callable[[], datetime] = real_clock
    """The clock of leases: a lease is about processes."""
    lease_seconds: float = LEASE_SECONDS
    """How long an execution may be silent before it counts as dead."""
    declared: Any = None
    """What staff declare for one cycle; for any other, and with None, it is read when asked for."""
    config_folder: Path | None = None
    inbox: "Inbox | None" = None
    """Where answers come in by mail; None: none is read, as in a rehearsal."""

    def declared_for(self, cycle: str) -> Any:
        """Give what is declared for a cycle."""
        if self.declared is not None and self.declared.calendar.name == cycle:
            return self.declared
        return _load(cycle, self.config_folder)


_current: Surroundings | None = None
_loaded: dict[tuple[str, Path | None], tuple[object, Any]] = {}

Mark: TypeAlias = tuple[int, int]
"""Changes with a file or folder: when it was written or opened to readers, and its length."""

_listed: dict[Path, tuple[Sequence[Mark | None], Sequence[str]]] = {}
"""The declared files of a folder, with how the folders looked in which they lie."""

DECLARED_FILES = (
    ("", (".toml", ".csv")),
    ("cycles", (".toml",)),
    ("resources", (".md",)),
)
"""In which folders of a declaration its files lie, and how their names end."""

log = logging.getLogger(__name__)


def current() -> Surroundings:
    """Give this process's surroundings; without `use`, those that its settings describe."""
    global _current
    if _current is None:
        _current = _from_settings()
    return _current


@contextmanager
def use(surroundings: Surroundings) -> Iterator[Surroundings]:
    """Let this process work in the given surroundings until the block ends."""
    global _current
    before, _current = _current, surroundings
    try:
        yield surroundings
    finally:
        _current = before


def _from_settings() -> Surroundings:
    from config.settings import load_settings
    from tasks.incoming.inbox import inbox_of

    settings = load_settings()
    return Surroundings(
        tracker=open_tracker(settings.database_url),
        lease_seconds=settings.lease_seconds,
        config_folder=settings.config_folder,
        inbox=inbox_of(settings),
    )


def _load(cycle: str, folder: Path | None) -> Any:
    """Read what is declared, anew once a file of it has changed.

    Processes run for months, and staff edit these files meanwhile. What cannot be read any more is
    named in the log, and what was read last goes on to hold.
    """
    from config.declared import EMBEDDED, load

    mark = _mark(folder or EMBEDDED)
    known = _loaded.get((cycle, folder))
    if known is not None and known[0] == mark:
        return known[1]
    try:
        declared = load(cycle, folder)
    except BadInput as bad:
        if known is None:
            raise
        log.error("What was declared last for %s goes on to hold: %s", cycle, bad)
        declared = known[1]
    _loaded[cycle, folder] = mark, declared
    return declared


def _mark(folder: Path) -> list[tuple[str, Mark | None]]:
    """Changes with any declared file: when each was written or opened to readers, and its length.

    Asked for with every answer that somebody gives, so no more is looked at than that; which files
    there are is listed anew once one came or went.
    """
    folders = [_look(f"{folder}/{below}") for below, _ending in DECLARED_FILES]
    known = _listed.get(folder)
    if known is None or known[0] != folders:
        known = _listed[folder] = folders, sorted(_files(folder))
    return [(path, _look(path)) for path in known[1]]


def _files(folder: Path) -> Iterator[str]:
    for below, ending in DECLARED_FILES:
        with suppress(FileNotFoundError), os.scandir(folder / below) as entries:
            yield from (entry.path for entry in entries if entry.name.endswith(ending))


def _look(path: str) -> Mark | None:
    try:
        stat = os.stat(path)  # noqa: PTH116 - a Path would cost more than the look
    except FileNotFoundError:
        return None
    return max(stat.st_mtime_ns, stat.st_ctime_ns), stat.st_size
