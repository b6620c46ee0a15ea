"""The ledger: every act, chained by hash, so that a change made later shows (8.4)."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.vocabulary import Channel
from tat.database import Tat, change, look_up
from tat.schema import LedgerEntry

NOTHING_BEFORE = "0" * 64
"""What the first entry has for the hash of the entry before it."""

SOFTWARE = "tacycle"
"""The actor of what nobody did by hand."""

SENT = "sent a message"
"""The act of a message that has left."""

ENTRIES = LedgerEntry.metadata.tables[LedgerEntry.__tablename__]
"""The table itself: entries are only ever added, and nobody needs them as objects for that."""

ROWS_AT_ONCE = 1_000
"""How many entries `verify` holds in memory."""


@dataclass(frozen=True)
class Entry:
    """One act: who, for whom, when, by which channel, on which version of the plan."""

    at: datetime
    actor: str
    act: str
    subject: str
    on_behalf_of: str | None = None
    plan_id: int | None = None
    plan_version: int | None = None
    channel: Channel | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a moment without time zone."""
        if self.at.tzinfo is None:
            raise ValueError(f"{self.at!r} has no time zone; the ledger records aware moments")


@dataclass(frozen=True)
class LedgerCheck:
    """What `verify` found."""

    n_entries: int
    is_intact: bool
    first_broken: int | None
    """Number of the first entry that is not as it was written, or that is missing."""
    why: str
    """What is wrong with it, as the end of a sentence; empty when the ledger is intact."""
    head: str
    """Hash of the last entry that is sound; 64 zeros where there is none."""
    broken_at: datetime | None = None
    """The moment that the broken entry gives; None when it is missing or gives none."""


def record(tat: Tat, entries: Sequence[Entry]) -> None:
    """Append entries, in their order, to the end of the chain. The caller commits.

    Called inside `database.write`: only who holds the pen knows the end of the chain.

    Raises:
        TypeError, ValueError: details that JSON cannot carry (NaN included).
    """
    if not entries:
        return
    seq, prev_hash = _head(tat)
    rows = []
    for entry in entries:
        seq += 1
        row = _row(entry, seq, prev_hash)
        prev_hash = row["hash"]
        rows.append(row)
    change(tat, _APPEND, rows)


def verify(tat: Tat) -> LedgerCheck:
    """Read the whole ledger from its first entry; stop at the first that is broken.

    What was cut off at the end leaves no trace in the ledger: compare `head` and the number of
    entries with those that were sent out before.
    """
    n_entries = tat.scalar(sa.select(sa.func.count()).select_from(LedgerEntry)) or 0
    head = NOTHING_BEFORE
    for seq, row in enumerate(_stored(tat), start=1):
        why = _fault(row, seq, head)
        if why:
            broken_at = _moment(row["at"]) if row["seq"] == seq else None
            return LedgerCheck(n_entries, False, min(seq, row["seq"]), why, head, broken_at)
        head = row["hash"]
    return LedgerCheck(n_entries, True, None, "", head)


def head(tat: Tat) -> tuple[int, str]:
    """How many entries there are, and the hash of the newest."""
    return _head(tat)


def hash_at(tat: Tat, seq: int) -> str | None:
    """The stored hash of an entry; None where it is not there."""
    return tat.scalar(sa.select(LedgerEntry.hash).where(LedgerEntry.seq == seq))


def has_acts(tat: Tat, *, after: int, before: datetime) -> bool:
    """Whether anything but mail that was sent is on record after an entry and before a moment."""
    newer = sa.exists().where(
        LedgerEntry.seq > after, LedgerEntry.at < before, LedgerEntry.act != SENT
    )
    return bool(tat.scalar(sa.select(newer)))


def faults(tat: Tat, seqs: Collection[int]) -> dict[int, str]:
    """Say of some entries what is wrong with each; an empty word where it is as it was written.

    Each is held against its own hash and that of the entry before it, and no others are read:
    whether the whole ledger is intact only `verify` can say.
    """
    before = aliased(LedgerEntry)
    rows = _columns(before.hash.label("before")).outerjoin(
        before, before.seq == LedgerEntry.seq - 1
    )
    found = {}
    for row in tat.execute(rows.where(LedgerEntry.seq.in_(seqs))):
        said = row._asdict()
        hash_before = said.pop("before") or (NOTHING_BEFORE if row.seq == 1 else "")
        found[row.seq] = _fault(said, row.seq, hash_before)
    return found


def hash_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an entry: everything that it says but its own hash.

    Keys are sorted, nothing stands between tokens, what is not ASCII is escaped, the moment is
    UTC with microseconds: `2016-09-06T11:00:00.000000+00:00`.
    """
    said = {key: value for key, value in row.items() if key != "hash"}
    said["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _head(tat: Tat) -> tuple[int, str]:
    found = look_up(tat, _NEWEST)
    return (found[0].seq, found[0].hash) if found else (0, NOTHING_BEFORE)


_NEWEST = sa.select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)
_APPEND = sa.insert(ENTRIES)


def _row(entry: Entry, seq: int, prev_hash: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "seq": seq,
        "at": entry.at,
        "actor": entry.actor,
        "on_behalf_of": entry.on_behalf_of,
        "act": entry.act,
        "subject": entry.subject,
        "plan_id": entry.plan_id,
        "plan_version": entry.plan_version,
        "channel": entry.channel,
        # As it will come back: JSON turns tuples into lists and the keys of a dict into text.
        "details": json.loads(json.dumps(dict(entry.details), allow_nan=False)),
        "prev_hash": prev_hash,
    }
    return row | {"hash": hash_of(row)}


def _fault(row: Mapping[str, Any], seq: int, prev_hash: str) -> str:
    """Say what is wrong with a stored entry that should be number `seq`; empty when nothing is."""
    if row["seq"] > seq:
        return "it is missing"
    if row["seq"] < seq:
        return "it is numbered below the first entry"
    if row["prev_hash"] != prev_hash:
        return "it does not follow the entry before it"
    if _hash_of_stored(row) != row["hash"]:
        return "its content was changed after it was written"
    return ""


def _stored(tat: Tat) -> Iterator[Mapping[str, Any]]:
    stored = _columns().order_by(LedgerEntry.seq)
    for row in tat.execute(stored, execution_options={"yield_per": ROWS_AT_ONCE}):
        yield row._asdict()


def _columns(*more: sa.ColumnElement[Any]) -> sa.Select[*tuple[Any, ...]]:
    """Every entry as the database keeps it: what was tampered with may not even be valid."""
    as_text = {"at", "channel", "details"}
    columns = [
        sa.cast(column, sa.Text).label(column.key) if column.key in as_text else column
        for column in sa.inspect(LedgerEntry).columns
    ]
    return sa.select(*columns, *more).select_from(LedgerEntry)


def _hash_of_stored(row: Mapping[str, Any]) -> str | None:
    """Compute the hash anew; None when the content is no longer what an entry can hold."""
    at = _moment(row["at"])
    try:
        details = json.loads(row["details"])
        return hash_of({**row, "at": at, "details": details}) if at else None
    except (TypeError, ValueError):
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
