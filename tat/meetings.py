"""Meetings on record: find them, call them, invite to them, say what came of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from config.scopes import NATION, region_scope
from config.vocabulary import SCOPE_OF, MeetingKind, Role, Scope
from tat.database import Tat
from tat.people import Directory, Somebody
from tat.schema import Invitee, Meeting

NOT_HELD = "not_held"
"""Under this name a meeting's outcome says why it is not held."""

WITHOUT_NOTES = (MeetingKind.CHECK_IN, MeetingKind.STAKEHOLDER_CALL, MeetingKind.NATIONAL_MEETING)
"""Kinds whose notes go to nobody: a state's own, and what was before the software."""


@dataclass(frozen=True)
class Key:
    """Which meeting: of which kind, for whom, the how manieth."""

    kind: MeetingKind
    scope: str = NATION
    """`nation`, `region 8`, `plan 12`."""
    round: int = 1

    @property
    def subject(self) -> str:
        """What a question about it is about: `managers-call nation`, `regional-start region 8`."""
        later = f" no. {self.round}" if self.round > 1 else ""
        return f"{self.kind} {self.scope}{later}"


def region_key(kind: MeetingKind, region: int | None, number: int = 1) -> Key:
    """The key of a meeting of a region, or of the nation where there is none."""
    return Key(kind, region_scope(region), number)


def key_of(meeting: Meeting) -> Key:
    """The key of a meeting on record."""
    return Key(meeting.kind, meeting.subject, meeting.round)


def by_key(tat: Tat, cycle: str) -> dict[Key, Meeting]:
    """Every meeting of a cycle that is not a state's own."""
    rows = sa.select(Meeting).where(Meeting.cycle == cycle, Meeting.plan_id.is_(None))
    return {key_of(meeting): meeting for meeting in tat.scalars(rows.order_by(Meeting.id))}


def find(tat: Tat, cycle: str, key: Key) -> Meeting | None:
    """The meeting of a key, if it is on record."""
    rows = sa.select(Meeting).where(
        Meeting.cycle == cycle,
        Meeting.kind == key.kind,
        Meeting.subject == key.scope,
        Meeting.round == key.round,
    )
    return tat.scalar(rows)


def put_on_record(
    tat: Tat, cycle: str, key: Key, *, region: int | None = None, plan_id: int | None = None
) -> Meeting:
    """The meeting of a key; where there is none, a new one of which nothing is known yet."""
    meeting = find(tat, cycle, key)
    if meeting is None:
        meeting = Meeting(
            cycle=cycle, kind=key.kind, subject=key.scope, round=key.round, region=region,
            plan_id=plan_id, place="", notes="", outcome={},
        )  # fmt: skip
        tat.add(meeting)
        tat.flush()
    return meeting


def is_dropped(meeting: Meeting) -> bool:
    """Whether somebody said that it is not held."""
    return NOT_HELD in meeting.outcome


def is_recorded(meeting: Meeting) -> bool:
    """Whether it is on record what came of it."""
    return meeting.held_on is not None and meeting.notes != ""


def ends_at(meeting: Meeting) -> datetime | None:
    """When it is over; None where it has no date."""
    if meeting.starts_at is None:
        return None
    return meeting.starts_at + timedelta(minutes=meeting.minutes or 0)


def whom_to_invite(
    directory: Directory, roles: Iterable[Role], region: int | None
) -> list[Somebody]:
    """Everybody in the roles, each once.

    Of a region: those of the region and of its states. Whoever has a role for a center or for the
    nation comes to the meetings of every region; to those of the nation everybody comes.
    """
    found: dict[int, Somebody] = {}
    for role in roles:
        if region is not None and SCOPE_OF[role] in (Scope.REGION, Scope.JURISDICTION):
            people = [holder.person for holder in directory.in_region([role], region)]
        else:
            people = [one for (held, _key), those in directory.holders.items() if held == role
                      for one in those]  # fmt: skip
        found |= {person.id: person for person in people}
    return list(found.values())


def invite(tat: Tat, meeting: Meeting, person_ids: Iterable[int]) -> None:
    """Invite people to a meeting; who is invited already stays so."""
    invited = set(invitees(tat, [meeting.id])[meeting.id])
    new = [one for one in dict.fromkeys(person_ids) if one not in invited]
    tat.add_all(Invitee(meeting_id=meeting.id, person_id=person_id) for person_id in new)
    tat.flush()


def invitees(tat: Tat, meeting_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """Ids of the people invited to each meeting."""
    rows = sa.select(Invitee.meeting_id, Invitee.person_id).where(
        Invitee.meeting_id.in_(meeting_ids)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for meeting_id, person_id in tat.execute(rows.order_by(Invitee.person_id)):
        found[meeting_id].append(person_id)
    return found


def named_along(tat: Tat, cycle: str) -> dict[int, list[str]]:
    """The centers that a meeting suggests to work along on a need, by the need's line (3.3)."""
    rows = sa.select(Meeting).where(Meeting.cycle == cycle, Meeting.held_on.is_not(None))
    return {
        lead["need_id"]: lead["collaborators"]
        for meeting in tat.scalars(rows.order_by(Meeting.held_on, Meeting.id))
        for lead in meeting.outcome.get("leads", ())
    }


def record(
    tat: Tat,
    meeting: Meeting,
    *,
    held_on: date,
    notes: str,
    attendee_ids: Collection[int] = (),
    outcome: dict[str, Any] | None = None,
    by_person_id: int | None,
) -> None:
    """Say what came of a meeting. Where attendees are named, the others did not attend."""
    meeting.held_on, meeting.notes = held_on, notes
    meeting.outcome = outcome or {}
    meeting.by_person_id = by_person_id
    tat.flush()
    if attendee_ids:
        invite(tat, meeting, attendee_ids)
        of_meeting = sa.update(Invitee).where(Invitee.meeting_id == meeting.id)
        tat.execute(of_meeting.values(attended=Invitee.person_id.in_(attendee_ids)))
