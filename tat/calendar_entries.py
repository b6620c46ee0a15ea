"""What people's calendars have from us, and what is news to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from tat.database import Tat
from tat.schema import CalendarEntry


@dataclass(frozen=True)
class Entry:
    """A meeting or a due date as it should stand in a person's calendar."""

    uid: str
    """By which calendars know it: the same in every change."""
    facts: Mapping[str, Any]
    """What it says; another fact is a change of it."""
    is_off: bool = False
    """Whether it should stand there no longer."""
    is_own: bool = False
    """Whether its reader called it: they are not asked whether they come."""


@dataclass(frozen=True)
class Numbered:
    """An entry with the number that says which of its changes is the newest."""

    entry: Entry
    sequence: int


def news(tat: Tat, person_id: int, entries: Iterable[Entry]) -> list[Numbered]:
    """The entries that a person's calendar does not have as they are, each once.

    The number is one higher with every change and when an entry is taken out, and the same for
    everybody who gets the same. What a calendar never had is not taken out of it.
    """
    wanted = {entry.uid: entry for entry in entries}
    newest = _newest(tat, wanted)
    theirs = _newest(tat, wanted, person_id=person_id)
    found = []
    for entry in wanted.values():
        has = theirs.get(entry.uid)
        should = _off(entry, has) if entry.is_off else entry
        if should is not None and (has is None or not _is_same(has, should)):
            found.append(Numbered(should, _number(newest.get(entry.uid), should)))
    return found


def record(tat: Tat, message_id: int, person_id: int, sent: Sequence[Numbered]) -> None:
    """Write down what a message carries for its reader's calendar."""
    tat.add_all(
        CalendarEntry(
            message_id=message_id, person_id=person_id, uid=one.entry.uid,
            sequence=one.sequence, facts=dict(one.entry.facts), is_off=one.entry.is_off,
        )
        for one in sent
    )  # fmt: skip


def _off(entry: Entry, has: CalendarEntry | None) -> Entry | None:
    """An entry that is taken out, as it stood there; None where it did not."""
    return replace(entry, facts=has.facts) if has and not has.is_off else None


def _number(last: CalendarEntry | None, entry: Entry) -> int:
    if last is None:
        return 0
    return last.sequence if _is_same(last, entry) else last.sequence + 1


def _is_same(known: CalendarEntry, entry: Entry) -> bool:
    if known.is_off or entry.is_off:
        return known.is_off and entry.is_off
    return known.facts == entry.facts


def _newest(
    tat: Tat, uids: Collection[str], *, person_id: int | None = None
) -> dict[str, CalendarEntry]:
    """The newest of each entry, that of one person or of anybody."""
    if not uids:
        return {}
    of = sa.true() if person_id is None else CalendarEntry.person_id == person_id
    last = sa.select(CalendarEntry.uid, sa.func.max(CalendarEntry.message_id).label("message_id"))
    last_of = last.where(CalendarEntry.uid.in_(uids), of).group_by(CalendarEntry.uid).subquery()
    rows = sa.select(CalendarEntry).join(
        last_of,
        sa.and_(
            CalendarEntry.uid == last_of.c.uid, CalendarEntry.message_id == last_of.c.message_id
        ),
    )
    return {one.uid: one for one in tat.scalars(rows)}
