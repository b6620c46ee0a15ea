"""Files that came in, on record: that each came, what became of it, and whether it came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Channel, Entrance, Purpose
from tat import ledger, notices, subjects
from tat.database import Tat, change, insert_one, look_up
from tat.ledger import Entry
from tat.schema import Answer, IncomingFile, Prompt
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
    received_id: int | None = None
    """The mail with which it came."""


@dataclass(frozen=True)
class Fate:
    """What becomes of a file."""

    state: FileState
    place: str = ""
    """What it answers: `prompt 12` or `sheet 3`; empty where nobody knows."""
    sentences: Sequence[dict[str, str]] = ()
    answer_ids: Sequence[int] = ()


def receive(tat: Tat, arrival: Arrival, *, now: datetime) -> int:
    """Put on record that a file came, before anything is read in it; gives its number."""
    earlier = look_up(tat, _SAME_BYTES, sha256=arrival.sha256)[0].id
    row = {
        "sha256": arrival.sha256, "name": _plain(arrival.name), "n_bytes": arrival.n_bytes,
        "entrance": arrival.entrance, "received_at": now, "person_id": arrival.person_id,
        "sender": arrival.sender, "state": FileState.RECEIVED, "sentences": [], "answer_ids": [],
        "same_as_id": earlier, "received_id": arrival.received_id,
    }  # fmt: skip
    return insert_one(tat, _RECEIVE, row)


_FILE = IncomingFile.__table__
_SAME_BYTES = sa.select(sa.func.max(_FILE.c.id).label("id")).where(
    _FILE.c.sha256 == sa.bindparam("sha256")
)
_RECEIVE = sa.insert(IncomingFile.metadata.tables[IncomingFile.__tablename__])


def settle(tat: Tat, file_id: int, fate: Fate, *, now: datetime) -> None:
    """Put on record what became of a file, in its row and in the ledger."""
    what, _, number = fate.place.partition(" ")
    values = {
        "state": fate.state,
        "prompt_id": int(number) if what == "prompt" else None,
        "sheet_id": int(number) if what == "sheet" else None,
        "sentences": list(fate.sentences),
        "answer_ids": list(fate.answer_ids),
    }
    change(tat, _SETTLE, [{"of_file": file_id, **values}])
    if fate.state is FileState.TO_CONFIRM:  # the newest is what its person means
        for older in waiting(tat, fate.place):
            if older.id < file_id:
                decide(tat, older, FileState.DROPPED, by_id=None, now=now)
    [row] = look_up(tat, _SETTLED, file_id=file_id)
    ledger.record(tat, [_entry(row, now, act="sent a file", by_id=row.person_id)])


_SETTLE = sa.update(IncomingFile.metadata.tables[IncomingFile.__tablename__]).where(
    _FILE.c.id == sa.bindparam("of_file")
)
_SETTLED = (
    sa.select(_FILE, Prompt.__table__.c.plan_id, Prompt.__table__.c.plan_version)
    .outerjoin(Prompt.__table__, Prompt.__table__.c.id == _FILE.c.prompt_id)
    .where(_FILE.c.id == sa.bindparam("file_id"))
)
"""A file with the plan of the question that it answers."""


def decide(
    tat: Tat,
    row: IncomingFile,
    state: FileState,
    *,
    by_id: int | None,
    answer_ids: Sequence[int] = (),
    notes: Sequence[dict[str, str]] = (),
    now: datetime,
) -> None:
    """Put on record what its person said of a file that waited for them: it counts, or not.

    Args:
        by_id: who said so; None where a newer file took its place.
        notes: what its person should know once it counts.
    """
    row.state = state
    row.answer_ids, row.sentences = list(answer_ids), list(notes)
    notices.cancel_subject(tat, Purpose.FILE_RECEIVED, subjects.file(row.id))
    [decided] = look_up(tat, _SETTLED, file_id=row.id)  # what waits in the session is written first
    ledger.record(tat, [_entry(decided, now, act="decided about a file", by_id=by_id)])


@dataclass(frozen=True)
class Earlier:
    """What became of the same bytes when they came before."""

    file_id: int
    state: FileState
    received_at: datetime
    answer_ids: tuple[int, ...]


def earlier(tat: Tat, file_id: int, place: str) -> Earlier | None:
    """The newest earlier file with the same bytes for the same question, if what it says stands.

    None where it came for the first time, or where an answer of it was corrected since: then
    whoever sends it again wants it to count again.

    Args:
        place: what it answers: `prompt 12` or `sheet 3`.
    """
    row = tat.get_one(IncomingFile, file_id)
    same = sa.select(IncomingFile).where(
        IncomingFile.sha256 == row.sha256, IncomingFile.id < row.id, _answers(place)
    )
    known = tat.scalars(same.order_by(IncomingFile.id.desc()).limit(1)).first()
    if known is None:
        return None
    stands = sa.select(sa.func.count()).where(
        Answer.id.in_(known.answer_ids), Answer.corrected_by_id.is_not(None)
    )
    if tat.scalar(stands):
        return None
    return Earlier(known.id, known.state, known.received_at, tuple(known.answer_ids))


def waiting(tat: Tat, place: str) -> Sequence[IncomingFile]:
    """The files for a question or a sheet that wait for its person to confirm, newest last."""
    rows = sa.select(IncomingFile).where(
        IncomingFile.state == FileState.TO_CONFIRM, _answers(place)
    )
    return tat.scalars(rows.order_by(IncomingFile.id)).all()


def waiting_by_place(tat: Tat) -> dict[str, int]:
    """The newest file that waits for each question and sheet, by `prompt 12` or `sheet 3`."""
    rows = sa.select(IncomingFile.id, IncomingFile.prompt_id, IncomingFile.sheet_id).where(
        IncomingFile.state == FileState.TO_CONFIRM
    )
    return {
        subjects.asked_at(prompt_id, sheet_id): file_id
        for file_id, prompt_id, sheet_id in tat.execute(rows.order_by(IncomingFile.id))
    }


def _answers(place: str) -> sa.ColumnElement[bool]:
    """Whether a file answers what a workbook calls `prompt 12` or `sheet 3`."""
    what, _, number = place.partition(" ")
    column = IncomingFile.prompt_id if what == "prompt" else IncomingFile.sheet_id
    return column == int(number)


def _entry(row: sa.Row[*tuple[Any, ...]], now: datetime, *, act: str, by_id: int | None) -> Entry:
    n_faults = 0 if row.state is FileState.ANSWERED else len(row.sentences)
    details: dict[str, Any] = {
        "name": row.name, "sha256": row.sha256, "bytes": row.n_bytes, "entrance": row.entrance,
        "sender": row.sender, "state": row.state, "faults": n_faults,
        "answers": row.answer_ids,
    }  # fmt: skip
    return Entry(
        at=now,
        actor=subjects.person(by_id) if by_id else ledger.SOFTWARE,
        act=act,
        subject=subjects.file(row.id),
        plan_id=row.plan_id,
        plan_version=row.plan_version,
        channel=Channel.FILE,
        details=details,
    )


def _plain(name: str) -> str:
    """A name without a path and without what cannot be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[:LONGEST_NAME]
