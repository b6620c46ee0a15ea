"""The loops beside the pages, each in a thread: waker, postman, doorkeeper, collector."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread

import sqlalchemy as sa

from config.settings import Settings
from portal.collector import collect_until
from portal.context import Portal
from portal.door.folder import take_until
from portal.mail_documents import all_makers
from portal.office import PostOffice
from portal.postman import deliver_until
from portal.waker import Waker
from portal.way import mail_server, way_of
from portal.workbooks.making import omb_of
from tasks.cycles import cycles_on_record
from tasks.surroundings import Surroundings, real_clock
from tat.database import is_away

AWAY_SECONDS = 2.0
"""After how long a loop looks again for a database that is away."""

log = logging.getLogger("tacycle.portal")

LoopRun = Callable[[Event], None]


@dataclass
class Turns:
    """When each loop took its last turn; None: not yet."""

    waker_at: datetime | None = None
    postman_at: datetime | None = None
    doorkeeper_at: datetime | None = None
    collector_at: datetime | None = None
    broke_at: datetime | None = None
    """Since when no turn of the postman has reached the mail server; None: the last one did."""
    fault: str = ""
    """By what the way broke at its last turn."""

    def posted(self, broke: OSError | None, *, now: datetime) -> None:
        """Note a turn of the postman."""
        self.postman_at = now
        self.broke_at = (self.broke_at or now) if broke else None
        self.fault = str(broke or "")


class LiveCycles:
    """The names of the cycles that have something before them, read anew each time."""

    def __init__(self, surroundings: Surroundings, only: Sequence[str] = ()) -> None:
        self._surroundings = surroundings
        self._only = only

    def __iter__(self) -> Iterator[str]:
        """Give them, the earliest first; where some were chosen, only those."""
        for name in cycles_on_record(self._surroundings):
            if not self._only or name in self._only:
                yield name


def loops(
    surroundings: Surroundings, settings: Settings, cycles: LiveCycles, turns: Turns
) -> dict[str, LoopRun]:
    """The loops by name; each notes its turns. Raises: ValueError, without a secret."""
    if settings.secret is None:
        raise ValueError("The postman needs the secret from which links are made")

    def woke() -> None:
        turns.waker_at = real_clock()

    def posted(broke: OSError | None) -> None:
        turns.posted(broke, now=real_clock())

    def looked() -> None:
        turns.doorkeeper_at = real_clock()

    def collected() -> None:
        turns.collector_at = real_clock()

    office = PostOffice(
        way=way_of(settings),
        mail_from=settings.mail_from,
        public_address=settings.public_address,
        secret=settings.secret.get_secret_value().encode(),
        reply_address=settings.reply_address,
        makers=all_makers(omb_of(settings)),
        daily_at=settings.daily_mail_at,
        is_holding=settings.mail_mode == "hold",
        a_minute=settings.mails_a_minute if mail_server(settings) else None,
    )
    waker = Waker(cycles, settings.wake_gather_seconds, took_turn=woke)
    portal = Portal(surroundings, settings, office.secret)
    named: dict[str, LoopRun] = {
        "waker": waker.run,
        "postman": lambda stop: deliver_until(
            stop, surroundings, cycles, office=office, took_turn=posted
        ),
        "doorkeeper": lambda stop: take_until(stop, portal, took_turn=looked),
    }
    if (inbox := surroundings.inbox) is not None:
        named["collector"] = lambda stop: collect_until(
            stop, surroundings, inbox, wait_seconds=60 * settings.imap_every_minutes,
            took_turn=collected,
        )  # fmt: skip
    return named


def start(named: dict[str, LoopRun], stop: Event, on_failure: Callable[[], None]) -> list[Thread]:
    """Start the loops.

    Args:
        on_failure: called when a loop ended though nobody told it to. Its fault is logged then;
            whoever started this process starts it again.
    """
    threads = [
        Thread(target=_guarded, args=(name, run, stop, on_failure), name=name, daemon=True)
        for name, run in named.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def _through_outages(name: str, run: LoopRun, stop: Event) -> None:
    """Run a loop, and begin it anew while the database is away: nothing is lost, all is on record.

    The pages stay up meanwhile, and say so.
    """
    while not stop.is_set():
        try:
            run(stop)
        except sa.exc.OperationalError as error:
            if not is_away(error):
                raise
            log.warning(
                "The %s waits, for the database cannot be reached (%s). Trying again in %.0f s.",
                name, type(error.orig).__name__, AWAY_SECONDS,
            )  # fmt: skip
            stop.wait(AWAY_SECONDS)
        else:
            return


def _guarded(name: str, run: LoopRun, stop: Event, on_failure: Callable[[], None]) -> None:
    try:
        _through_outages(name, run, stop)
    finally:  # what was raised is logged by the thread's own hook
        if not stop.is_set():
            log.error("The %s has ended; the whole process ends and is started again.", name)
            on_failure()
