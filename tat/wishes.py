"""What meetings wish of plans (3.3, 7.1), as their records have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from config.vocabulary import MeetingKind
from tat import subjects
from tat.database import Tat
from tat.schema import Meeting


@dataclass(frozen=True)
class MeetingWish:
    """What one meeting wishes of one plan."""

    meeting_id: int
    kind: MeetingKind
    held_on: date
    plan_id: int
    texts: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The subject of the request to the Specialist."""
        return subjects.meeting_on_plan(self.meeting_id, self.plan_id)


def meeting_wishes(tat: Tat, cycle: str) -> list[MeetingWish]:
    """What the meetings of a cycle wish, one for each meeting and plan, the oldest first."""
    rows = sa.select(Meeting).where(Meeting.cycle == cycle, Meeting.held_on.is_not(None))
    return [wish for row in tat.scalars(rows.order_by(Meeting.id)) for wish in _of(row)]


def _of(meeting: Meeting) -> Iterable[MeetingWish]:
    if meeting.held_on is None:
        return
    texts: dict[int, list[str]] = {}
    for wish in meeting.outcome.get("wishes", ()):
        texts.setdefault(wish["plan_id"], []).append(wish["text"])
    for plan_id, said in texts.items():
        yield MeetingWish(meeting.id, meeting.kind, meeting.held_on, plan_id, tuple(said))
