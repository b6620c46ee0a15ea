"""What an execution works with: the record, what staff declare, and the clocks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tat.database import Tracker, open_tracker

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

    def declared_for(self, cycle: str) -> Any:
        """Give what is declared for a cycle."""
        if self.declared is not None and self.declared.calendar.name == cycle:
            return self.declared
        return _load(cycle, self.config_folder)


_current: Surroundings | None = None
_loaded: dict[tuple[str, Path | None], Any] = {}


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

    settings = load_settings()
    return Surroundings(
        tracker=open_tracker(settings.database_url),
        lease_seconds=settings.lease_seconds,
        config_folder=settings.config_folder,
    )


def _load(cycle: str, folder: Path | None) -> Any:
    from config.declared import load

    if (cycle, folder) not in _loaded:
        _loaded[cycle, folder] = load(cycle, folder)
    return _loaded[cycle, folder]
