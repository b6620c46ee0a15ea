"""Where a rehearsal takes place: a folder of its own, a database, a Prefect server, a cast."""

import fcntl
import gc
import json
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

import prefect
import sqlalchemy as sa

from config import moments
from config.declared import Declared
from config.errors import BadInput, Problem
from config.example_roster import example_roster
from config.people import Roster
from config.places import copied
from config.roster import make_roster
from config.settings import Settings
from flows.cycle import STEP_FLOWS
from flows.deployments import register
from flows.executor import quick, unwatched
from flows.server import Server, connected
from portal.mail_documents import all_makers
from portal.office import PostOffice
from portal.workbooks.making import omb_of
from rehearsal.cast import Cast
from rehearsal.clock import Clock
from rehearsal.drive import Rehearsal, drive
from rehearsal.inbox import Inbox
from rehearsal.meeting import say_what_was_done_earlier
from rehearsal.outcome.summary import Seconds
from rehearsal.people import People
from tasks.cycles import start_cycle
from tasks.surroundings import Surroundings, use
from tat import claims
from tat.database import open_tracker, read, upgrade, write
from tat.schema import LedgerEntry

MARK = "rehearsal.json"
"""Says that a folder is a rehearsal's, and which: nothing else is ever cleared."""

EVE = timedelta(hours=1)
"""How long before its first step a rehearsal begins."""

LEASE_SECONDS = 10
POSTMAN = "rehearsal"


@dataclass(frozen=True)
class Booking:
    """Which rehearsal a folder holds."""

    cycle: str
    seed: int
    copies: int


def prepare_folder(folder: Path, booking: Booking, *, resume: bool) -> None:
    """Make a folder ready: clear an earlier rehearsal, or keep it to carry on.

    Raises:
        BadInput: the folder holds something else, or another rehearsal than the one to resume.
    """
    mark = folder / MARK
    if resume:
        found = Booking(**json.loads(mark.read_text())) if mark.exists() else None
        if found != booking:
            cause = "holds no rehearsal" if found is None else f"holds another rehearsal: {found}"
            raise BadInput([Problem(str(folder), "", cause, "leave out --resume to start clean")])
        return
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        cause = "holds something that is no rehearsal"
        raise BadInput([Problem(str(folder), "", cause, "choose another folder with --out")])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    mark.write_text(json.dumps(asdict(booking)))


def tracker_url(folder: Path) -> str:
    """The URL of a rehearsal's tracker."""
    return f"sqlite:///{folder / 'tracker.db'}"


@contextmanager
def sole_user(folder: Path) -> Iterator[TextIO]:
    """Hold the folder while a rehearsal uses it; the lock falls when its process does.

    Raises: BadInput, while another rehearsal uses it.
    """
    lock = folder.parent / f".{folder.name}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            cause = "is in use by another rehearsal"
            raise BadInput(
                [Problem(str(folder), "", cause, "wait for it, or choose another with --out")]
            ) from None
        yield held


def fictional_cast(declared: Declared, copies: int) -> tuple[Declared, Roster]:
    """Everybody who plays: the example roster, each state as many times as wanted."""
    jurisdictions = copied(declared.jurisdictions, copies)
    wider = Declared(**{**declared.__dict__, "jurisdictions": jurisdictions})
    rows = example_roster(jurisdictions, declared.centers)
    roster = make_roster(
        rows, jurisdictions, declared.centers, regions=declared.regions,
        time_zone=declared.calendar.time_zone,
    )  # fmt: skip
    return wider, roster


def perform(
    folder: Path,
    declared: Declared,
    roster: Roster,
    cast: Cast,
    *,
    settings: Settings,
    until: date | None,
    tell: Callable[[Surroundings, datetime], None],
) -> Seconds:
    """Run the rehearsal in a prepared folder; returns what it cost. Carries on what is begun.

    Args:
        settings: for the sender, the public address and the hour of the daily mail. Database,
            server and mailbox are the rehearsal's own.
        until: last day to rehearse; None for the whole cycle.
        tell: called with the surroundings and the simulated moment after every leap.
    """
    wall, cpu = time.monotonic(), _cpu_seconds()
    empty = folder.parent / f".prefect-{prefect.__version__}.db"
    server = Server(
        folder / "prefect", has_services=False, database=empty if empty.exists() else None
    )
    with server, connected(server):
        if not empty.exists():
            server.keep_database(empty)  # its migrations take longest of all at the next start
        tracker = open_tracker(tracker_url(folder))
        upgrade(tracker)
        calendar = declared.calendar
        clock = Clock(moments.opens_at(calendar.starts_on, calendar.time_zone) - EVE)
        surroundings = Surroundings(
            tracker=tracker, now=clock.now, declared=declared, lease_seconds=LEASE_SECONDS
        )
        with use(surroundings), quick(), unwatched():
            _collect_seldom()
            start_cycle(surroundings, declared, roster)
            clock.advance(_last_act_at(surroundings) or clock.now())
            say_what_was_done_earlier(surroundings, calendar.name, cast)
            register(calendar.name, STEP_FLOWS)
            people = People(tracker, declared, cast)
            inbox = Inbox(folder / "mailbox")
            people.receive(inbox.everything())
            with write(tracker) as tat:
                claims.release_claims(tat, postman=POSTMAN)
            drive(
                Rehearsal(
                    cycle=calendar.name, surroundings=surroundings, clock=clock, cast=cast,
                    people=people, inbox=inbox, office=_office(inbox, settings),
                    until=_last_moment(declared, until),
                ),
                lambda moment: tell(surroundings, moment),
            )  # fmt: skip
        tracker.engine.dispose()
    return Seconds(round(time.monotonic() - wall, 1), round(_cpu_seconds() - cpu, 1))


def _collect_seldom() -> None:
    """Have the garbage collector look less often, and not at what was imported.

    A rehearsal makes millions of short-lived rows that need no collector; looking through all
    that lives took a twelfth of its time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _office(inbox: Inbox, settings: Settings) -> PostOffice:
    return PostOffice(
        way=inbox,
        mail_from=settings.mail_from,
        public_address=settings.public_address,
        daily_at=settings.daily_mail_at,
        makers=all_makers(omb_of(settings)),
        # Nobody but the simulated people reads these mails, and each rehearsal tells the same.
        secret=b"a rehearsal keeps no secrets from its audience",
        name=POSTMAN,
    )


def _last_moment(declared: Declared, until: date | None) -> datetime:
    """The end of the day until which to rehearse; without one, of the cycle."""
    zones = [one.time_zone for one in declared.jurisdictions.values()]
    return moments.closes_at(until or declared.calendar.ends_on, zones)


def _last_act_at(surroundings: Surroundings) -> datetime | None:
    with read(surroundings.tracker) as tat:
        return tat.scalar(sa.select(sa.func.max(LedgerEntry.at)))


def _cpu_seconds() -> float:
    """CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
