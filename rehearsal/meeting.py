"""What staff say of meetings unasked: what was held before, and with partners one by one."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from config.scopes import region_number
from config.vocabulary import MeetingKind, Role
from rehearsal import phrases
from rehearsal.cast import Cast, PartnerMeeting
from tasks.surroundings import Surroundings
from tat import done, held
from tat.database import read, write
from tat.decisions import decisions
from tat.held import Held
from tat.meetings import by_key
from tat.people import directory
from tat.statuses import DecisionKind

RECORDS_AT = time(15)
"""When a Specialist records a meeting, by the clock of the cycle's time zone."""


def say_what_was_done_earlier(surroundings: Surroundings, cycle: str, cast: Cast) -> None:
    """Have the Specialist of a region put on record what was done there; once."""
    with write(surroundings.tracker) as tat:
        earlier = decisions(tat, cycle, DecisionKind.DONE_EARLIER)
        known = {one.subject for one in earlier}
        for one in cast.done_earlier:
            if one.subject not in known:
                region = region_number(one.scope) or 0
                by = directory(tat).in_region([Role.SPECIALIST], region)[0].person
                done.record(tat, cycle, one, by_person_id=by.id, now=surroundings.now())


def next_partner_meeting(
    surroundings: Surroundings, cycle: str, cast: Cast
) -> tuple[datetime, PartnerMeeting] | None:
    """The first meeting with a partner that is not on record yet, and when it is recorded."""
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    with read(surroundings.tracker) as tat:
        on_record = {
            (meeting.region, meeting.held_on)
            for meeting in by_key(tat, cycle).values()
            if meeting.kind == MeetingKind.PARTNER_MEETING
        }
    ahead = [
        (datetime.combine(one.on, RECORDS_AT, zone), one)
        for one in cast.partner_meetings
        if (one.region, one.on) not in on_record
    ]
    return min(ahead, key=lambda pair: pair[0], default=None)


def record_partner_meeting(surroundings: Surroundings, cycle: str, met: PartnerMeeting) -> None:
    """Have the Specialist of the region record it; the first partner of the region was there."""
    with write(surroundings.tracker) as tat:
        everybody = directory(tat)
        by = everybody.in_region([Role.SPECIALIST], met.region)[0].person
        partner = everybody.in_region([Role.REGIONAL_PARTNER], met.region)[0].person
        held.put_down(
            tat,
            cycle,
            Held(
                kind=MeetingKind.PARTNER_MEETING, region=met.region, held_on=met.on,
                notes=phrases.PARTNER_NOTES, by_person_id=by.id,
                attendee_ids=(by.id, partner.id),
            ),
            now=surroundings.now(),
        )  # fmt: skip
