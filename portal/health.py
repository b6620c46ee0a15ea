"""Whether everything that runs answers: what /healthz says."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import sqlalchemy as sa

from portal.loops import Turns
from portal.mail_trouble import mail_trouble
from tasks.cycles import cycles_on_record
from tasks.surroundings import Surroundings
from tasks.sweeps import sweep_must_be_mended
from tat.database import read
from tat.mail_on_record import not_left
from tat.received import last_read_whole_at, last_reading
from tat.schema import Sweep

RUNNER_SILENT = timedelta(minutes=5)
"""An execution may take a while, during which the runner takes no turn."""
LOOP_SILENT = timedelta(minutes=2)
DOOR_SILENT = timedelta(minutes=10)
"""The doorkeeper looks twice a minute; many large files in one look take a while."""
READING_TAKES = timedelta(minutes=10)
"""How long one reading of the mailbox may take."""
MAILBOX_AWAY = timedelta(minutes=30)
"""A server that is away for less is no alarm: it is tried again, and nothing is lost."""
PREFECT_SECONDS = 3.0
ONCE_BACK = "Start the database or mend the way to it: the pages go on by themselves."


@dataclass(frozen=True)
class Part:
    """One part of the whole: whether it is well, and when it was last heard of."""

    is_well: bool
    at: str | None = None
    says: str = ""


def look(
    surroundings: Surroundings,
    turns: Turns,
    *,
    runner_beat: Path,
    reads_every: timedelta | None = None,
) -> tuple[bool, dict[str, object]]:
    """Look at every part now; whether all are well, and what stands in the answer.

    Args:
        reads_every: how often the mailbox is read to which answers come; None: there is none.
    """
    database = _database(surroundings)
    now = datetime.now(UTC)
    parts = {
        "database": database,
        "prefect": _prefect(),
        "runner": _heard_of(_beat_at(runner_beat), now, RUNNER_SILENT),
        "waker": _heard_of(turns.waker_at, now, LOOP_SILENT),
        "postman": _heard_of(turns.postman_at, now, LOOP_SILENT),
        "doorkeeper": _doorkeeper(turns, now),
    }
    cycles = dict(_cycles(surroundings)) if database.is_well else {}
    parts["sweep"] = _sweep(cycles)
    parts["mail"] = _mail(surroundings, turns, list(cycles)) if database.is_well else database
    if reads_every is not None:
        parts["collector"] = _heard_of(turns.collector_at, now, reads_every + READING_TAKES)
        parts["mailbox"] = _mailbox(surroundings, reads_every) if database.is_well else database
    is_well = all(part.is_well for part in parts.values())
    told = {name: asdict(part) for name, part in parts.items()}
    return is_well, {"is_well": is_well, **told, "cycles": cycles}


def _database(surroundings: Surroundings) -> Part:
    try:
        with read(surroundings.tracker) as tat:
            tat.execute(sa.select(sa.func.max(Sweep.id)))
    except sa.exc.DBAPIError as error:
        name = type(error.orig).__name__  # its text may hold an address
        return Part(False, says=f"The record cannot be read ({name}). {ONCE_BACK}")
    return Part(True)


def _prefect() -> Part:
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return Part(False, says="No address is set (PREFECT_API_URL).")
    try:
        answer = httpx.get(f"{url}/health", timeout=PREFECT_SECONDS, trust_env=False)
    except httpx.TransportError as error:
        return Part(False, says=type(error).__name__)
    return Part(answer.is_success)


def _heard_of(at: datetime | None, now: datetime, silent: timedelta) -> Part:
    if at is None:
        return Part(False, says="not heard of yet")
    return Part(now - at <= silent, at=at.isoformat(timespec="seconds"))


def _beat_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _sweep(cycles: Mapping[str, Mapping[str, object]]) -> Part:
    """Whether the morning's reminders ran in every cycle, and what to do where they did not."""
    missed = [name for name, said in cycles.items() if said["is_sweep_missed"]]
    if not missed:
        return Part(True)
    deployments = " and ".join(f"{name}-sweep" for name in missed)
    return Part(
        False,
        says=f"This morning nobody was reminded in {' and '.join(missed)}. On Prefect's page run "
        f"the deployment {deployments} now (Quick run); if nothing runs there, stop tacycle up and "
        "start it again: it catches up.",
    )


def _mail(surroundings: Surroundings, turns: Turns, cycles: Collection[str]) -> Part:
    """Whether the mail server takes mail. What a person has to mend is only said here."""
    with read(surroundings.tracker) as tat:
        found = not_left(tat, cycles)
    since = turns.broke_at.isoformat(timespec="seconds") if turns.broke_at else None
    said = mail_trouble(found, is_away=turns.broke_at is not None)
    act = " See: tacycle check, tacycle mail list." if said else ""
    is_away_too_long = turns.broke_at is not None and found.n_overdue > 0
    return Part(not is_away_too_long, at=since, says=f"{said}{act}")


def _doorkeeper(turns: Turns, now: datetime) -> Part:
    """Whether the inbox folder, and what mails brought, was emptied at the last look."""
    found = _heard_of(turns.doorkeeper_at, now, DOOR_SILENT)
    if found.is_well or found.at is None:
        return found
    return replace(
        found,
        says="Files wait in the inbox folder, or came by mail, and could not be taken since then. "
        "Call tacycle inbox: it says why; they are taken by themselves once that is mended.",
    )


def _mailbox(surroundings: Surroundings, reads_every: timedelta) -> Part:
    """When the mailbox was read last, and whether it could not be for longer than a while.

    The fault itself names host and account, and is not for whoever asks here.
    """
    with read(surroundings.tracker) as tat:
        last = last_reading(tat)
        if last is None:
            return Part(True, says="not read yet")
        at, fault, whole_at = last.at, last.fault, last_read_whole_at(tat)
    told = at.isoformat(timespec="seconds")
    if fault is None:
        return Part(True, at=told)
    since = (
        "It was never" if whole_at is None else f"Since {whole_at:%Y-%m-%d %H:%M} UTC it was not"
    )
    is_short = whole_at is not None and at - whole_at <= max(MAILBOX_AWAY, 3 * reads_every)
    return Part(
        is_short,
        at=told,
        says=f"Answers that come by mail wait in their mailbox. {since} read to its end; it is "
        "tried again by itself. Call tacycle inbox: it says why, and what to correct.",
    )


def _cycles(surroundings: Surroundings) -> Iterator[tuple[str, dict[str, object]]]:
    """The last sweep of each live cycle."""
    for name in cycles_on_record(surroundings):
        newest = sa.select(sa.func.max(Sweep.at)).where(Sweep.cycle == name)
        with read(surroundings.tracker) as tat:
            last_at = tat.scalar(newest)
        yield (
            name,
            {
                "swept_at": last_at.isoformat(timespec="seconds") if last_at else None,
                "is_sweep_missed": sweep_must_be_mended(surroundings, name),
            },
        )
