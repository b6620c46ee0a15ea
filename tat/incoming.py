"""Files that came in, on record: that each came, what became of it, and whether it came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Channel, Entrance
from tat import ledger
from tat.database import Tat
from tat.ledger import Entry
from tat.schema import IncomingFile, Prompt
from tat.statuses import FileState

LONGEST_NAME = 200
"""Most characters of a name that are kept: some say whole paths."""


@dataclass(frozen=True)
class Arrival:
    """A file as it came, its bytes kept already."""

    sha256: str
    name: str
    n_bytes: int
    entrance: Entrance
    person_id: int | None = None
    """Who sent it, where that is known."""
    sender: str = ""
    """From whom it came, as a mail says it."""


@dataclass(frozen=True)
class Fate:
    """What becomes of a file."""

    state: FileState
    prompt_id: int | None = None
    sheet_id: int | None = None
    sentences: Sequence[dict[str, str]] = ()
    answer_ids: Sequence[int] = ()


def receive(tat: Tat, arrival: Arrival, *, now: datetime) -> IncomingFile:
    """Put on record that a file came, before anything is read in it."""
    earlier = sa.select(sa.func.max(IncomingFile.id)).where(IncomingFile.sha256 == arrival.sha256)
    row = IncomingFile(
        sha256=arrival.sha256, name=_plain(arrival.name), n_bytes=arrival.n_bytes,
        entrance=arrival.entrance, received_at=now, person_id=arrival.person_id,
        sender=arrival.sender, state=FileState.RECEIVED, sentences=[], answer_ids=[],
        same_as_id=tat.scalar(earlier),
    )  # fmt: skip
    tat.add(row)
    tat.flush()
    return row


def settle(tat: Tat, file_id: int, fate: Fate, *, now: datetime) -> None:
    """Put on record what became of a file, in its row and in the ledger."""
    row = tat.get_one(IncomingFile, file_id)
    row.state = fate.state
    row.prompt_id, row.sheet_id = fate.prompt_id, fate.sheet_id
    row.sentences, row.answer_ids = list(fate.sentences), list(fate.answer_ids)
    ledger.record(tat, [_entry(tat, row, now)])
    tat.flush()


def decide(
    tat: Tat,
    row: IncomingFile,
    state: FileState,
    *,
    by_id: int,
    answer_ids: Sequence[int] = (),
    now: datetime,
) -> None:
    """Put on record what its person said of a file that waited for them: it counts, or not."""
    row.state = state
    row.answer_ids = list(answer_ids)
    ledger.record(tat, [_entry(tat, row, now, by_id=by_id)])
    tat.flush()


def earlier(tat: Tat, row: IncomingFile) -> IncomingFile | None:
    """The newest earlier row about the same bytes and the same question; None for the first."""
    same = sa.select(IncomingFile).where(
        IncomingFile.sha256 == row.sha256,
        IncomingFile.id < row.id,
        IncomingFile.prompt_id == row.prompt_id,
        IncomingFile.sheet_id == row.sheet_id,
    )
    return tat.scalars(same.order_by(IncomingFile.id.desc()).limit(1)).first()


def _entry(tat: Tat, row: IncomingFile, now: datetime, *, by_id: int | None = None) -> Entry:
    prompt = tat.get(Prompt, row.prompt_id) if row.prompt_id else None
    actor_id = by_id or row.person_id
    details: dict[str, Any] = {
        "name": row.name, "sha256": row.sha256, "bytes": row.n_bytes, "entrance": row.entrance,
        "sender": row.sender, "state": row.state, "faults": len(row.sentences),
        "answers": row.answer_ids,
    }  # fmt: skip
    return Entry(
        at=now,
        actor=ledger.person(actor_id) if actor_id else ledger.SOFTWARE,
        act="decided about a file" if by_id else "sent a file",
        subject=f"file {row.id}",
        plan_id=prompt.plan_id if prompt else None,
        plan_version=prompt.plan_version if prompt else None,
        channel=Channel.FILE,
        details=details,
    )


def _plain(name: str) -> str:
    """A name without a path and without what cannot be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[:LONGEST_NAME]
