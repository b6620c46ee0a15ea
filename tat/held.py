"""Meetings that were held without being asked about: put on record by who says so."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from config.scopes import region_scope
from config.vocabulary import MeetingKind, PromptKind
from tat import ledger, meetings, prompts, subjects
from tat.database import Tat
from tat.meeting_checks import START, check_people
from tat.meetings import Key
from tat.refusals import Refused
from tat.schema import Jurisdiction, Meeting, Person, Plan, Prompt

OF_A_PLAN = (MeetingKind.CHECK_IN, MeetingKind.STAKEHOLDER_CALL)
"""Kinds that the worksheet and the record of a state's call speak of."""


@dataclass(frozen=True)
class Held:
    """A meeting that was held."""

    kind: MeetingKind
    region: int | None
    held_on: date
    notes: str
    by_person_id: int
    attendee_ids: tuple[int, ...] = ()


def put_down(tat: Tat, cycle: str, held: Held, *, now: datetime) -> str:
    """Put a meeting on record, and ask nobody about it any more; returns what it is called.

    Where one of its kind has been called and not recorded, it is that one; else it is a further
    one.

    Raises: Refused, when it is a state's own, lies ahead, or says nothing.
    """
    _check(tat, held, now)
    scope = region_scope(held.region)
    key = _key(tat, cycle, held.kind, scope)
    meeting = meetings.put_on_record(tat, cycle, key, region=held.region)
    meetings.record(
        tat, meeting, held_on=held.held_on, notes=held.notes.strip(),
        attendee_ids=held.attendee_ids, by_person_id=held.by_person_id,
    )  # fmt: skip
    asked = [one for one in prompts.open_prompts(tat, cycle) if _asks_about(one, key)]
    prompts.withdraw(tat, asked, because="the meeting was recorded otherwise", now=now)
    entry = ledger.Entry(
        at=now, actor=subjects.person(held.by_person_id), act="recorded a meeting",
        subject=key.subject, details={"meeting": meeting.id, "held_on": held.held_on.isoformat()},
    )  # fmt: skip
    ledger.record(tat, [entry])
    return key.subject


def listed(tat: Tat, cycle: str) -> list[str]:
    """Every meeting of a cycle as a line of text, by day."""
    rows = (
        sa.select(Meeting, Jurisdiction.name, Person.name)
        .outerjoin(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .outerjoin(Person, Person.id == Meeting.by_person_id)
        .where(Meeting.cycle == cycle)
        .order_by(Meeting.id)
    )
    lines = [_line(meeting, state, name) for meeting, state, name in tat.execute(rows)]
    return [line for _day, line in sorted(lines)]


def _check(tat: Tat, held: Held, now: datetime) -> None:
    if held.kind in OF_A_PLAN:
        raise Refused(
            f"{START} a {held.kind} belongs to one state; it is recorded from the link in the "
            "Specialist's mail."
        )
    if not held.notes.strip():
        raise Refused(f"{START} say with --notes what came of it.")
    if held.held_on > now.date():
        raise Refused(f"{START} {held.held_on} lies ahead; record it once it was held.")
    regions = set(tat.scalars(sa.select(Jurisdiction.region).distinct()))
    if held.region is not None and held.region not in regions:
        known = ", ".join(str(region) for region in sorted(regions))
        raise Refused(f"{START} there is no region {held.region}; name one of {known}.")
    check_people(tat, held.attendee_ids, start=START)


def _key(tat: Tat, cycle: str, kind: MeetingKind, scope: str) -> Key:
    number = 1
    while True:
        key = Key(kind, scope, number)
        meeting = meetings.find(tat, cycle, key)
        if meeting is None or not meetings.is_recorded(meeting):
            return key
        number += 1


def _asks_about(prompt: Prompt, key: Key) -> bool:
    asks = (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD)
    return prompt.kind in asks and prompt.subject == key.subject


def _line(meeting: Meeting, state: str | None, name: str | None) -> tuple[str, str]:
    about = f"{meeting.kind} {state}" if state else meetings.key_of(meeting).subject
    if meeting.held_on is not None:
        day = meeting.held_on.isoformat()
        stands = "held" if meeting.notes else "held, without notes"
    elif meetings.is_dropped(meeting):
        day, stands = "-" * 10, f"not held: {meeting.outcome[meetings.NOT_HELD]}"
    elif meeting.starts_at is not None:
        day, stands = meeting.starts_at.date().isoformat(), "called"
    else:
        day, stands = meeting.outcome.get("done_earlier", "?").ljust(10), "on record"
    by = f", by {name}" if name else ""
    return day, f"{day}  {about}: {stands}{by}"
