"""An agreed call of a state: moved to another time, or called off; who got its pack is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.vocabulary import MeetingKind, Purpose, Role
from tat import ledger, meetings, notices, people, subjects
from tat.database import Tat
from tat.notices import Owed
from tat.refusals import Refused
from tat.schema import Meeting, Notice, Plan
from tat.statuses import NoticeState


@dataclass(frozen=True)
class Change:
    """Of which state's call, who changes it, and why."""

    state: str
    reason: str
    by_person_id: int


def move(tat: Tat, cycle: str, change: Change, *, starts_at: datetime, now: datetime) -> int:
    """Move an agreed call, as its Specialist and Administrator have arranged; returns how many
    people are told.

    Raises: Refused, when there is no such call to come, or somebody else moves it.
    """
    call = _call(tat, cycle, change, now=now)
    if starts_at <= now:
        raise Refused(f"{_stays(change)} the new time has passed. Name one that lies ahead.")
    call.starts_at = starts_at
    _record(tat, call, change, "moved a call", now=now)
    said = {"starts_at": starts_at.isoformat()}
    return _tell(tat, call, change, said, now=now)


def call_off(tat: Tat, cycle: str, change: Change, *, now: datetime) -> int:
    """Call an agreed call off; its Specialist is asked for another date. Returns how many are told.

    Raises: Refused, as `move`.
    """
    call = _call(tat, cycle, change, now=now)
    call.agreed_at = None
    call.outcome = {**call.outcome, meetings.NOT_HELD: change.reason}
    _record(tat, call, change, "called a call off", now=now)
    return _tell(tat, call, change, {"is_off": True}, now=now)


def called_off(tat: Tat, cycle: str) -> set[str]:
    """The subjects of packs whose call is off, by the newest that was told of each."""
    rows = sa.select(Notice).where(Notice.cycle == cycle, Notice.purpose == Purpose.CALL_PACK)
    newest = {one.subject: one for one in tat.scalars(rows.order_by(Notice.round, Notice.id))}
    return {subject for subject, one in newest.items() if one.details.get("is_off")}


def _call(tat: Tat, cycle: str, change: Change, *, now: datetime) -> Meeting:
    if not change.reason.strip():
        raise Refused(f"{_stays(change)} say with --reason why it changes.")
    holders = people.directory(tat).holding([Role.SPECIALIST], jurisdiction=change.state)
    if change.by_person_id not in {holder.person.id for holder in holders}:
        raise Refused(
            f"{_stays(change)} only the Specialist of {change.state} changes it. Ask "
            f"{holders[0].person.name if holders else 'OCC to name one'}."
        )
    rows = (
        sa.select(Meeting)
        .join(Plan, Plan.id == Meeting.plan_id)
        .where(
            Plan.cycle == cycle,
            Plan.jurisdiction == change.state,
            Meeting.kind == MeetingKind.STAKEHOLDER_CALL,
            Meeting.agreed_at.is_not(None),
            Meeting.held_on.is_(None),
            Meeting.starts_at > now,
        )
    )
    call = tat.scalar(rows)
    if call is None:
        raise Refused(
            f"{_stays(change)} no call of {change.state} is agreed and still to come. "
            "See: tacycle meeting list"
        )
    return call


def _stays(change: Change) -> str:
    return f"The call of {change.state} stays as it is:"


def _record(tat: Tat, call: Meeting, change: Change, act: str, *, now: datetime) -> None:
    details = {
        "meeting": call.id,
        "starts_at": call.starts_at.isoformat() if call.starts_at else None,
        "reason": change.reason,
    }
    entry = ledger.Entry(
        at=now, actor=subjects.person(change.by_person_id), act=act,
        subject=meetings.key_of(call).subject, plan_id=call.plan_id, details=details,
    )  # fmt: skip
    ledger.record(tat, [entry])


def _tell(tat: Tat, call: Meeting, change: Change, said: dict[str, Any], *, now: datetime) -> int:
    """Tell everybody who was sent its pack; what has not left yet says the new time by itself."""
    theirs = [one for one in _newest(tat, call) if one.person_id != change.by_person_id]
    why = {"reason": change.reason, "by": change.by_person_id}
    owed = []
    for one in theirs:
        known = {name: one.details[name] for name in ("to", "starts_at", "minutes")}
        is_unread = one.state == NoticeState.WAITING
        if is_unread and one.round == 1:
            one.details = known | said
            one.state = NoticeState.CANCELLED if said.get("is_off") else one.state
        elif is_unread:
            one.details = known | said | why
        else:
            owed.append(_next(one, known | said | why))
    notices.owe(tat, call.cycle, owed, now=now)
    return len(theirs)


def _next(last: Notice, details: dict[str, Any]) -> Owed:
    return Owed(
        purpose=last.purpose, step=last.step, subject=last.subject, person_id=last.person_id,
        urgency=last.urgency, round=last.round + 1, plan_id=last.plan_id, details=details,
    )  # fmt: skip


def _newest(tat: Tat, call: Meeting) -> Iterator[Notice]:
    rows = sa.select(Notice).where(
        Notice.cycle == call.cycle,
        Notice.purpose == Purpose.CALL_PACK,
        Notice.plan_id == call.plan_id,
    )
    newest = {one.person_id: one for one in tat.scalars(rows.order_by(Notice.round))}
    yield from newest.values()
