"""What simulated people say about meetings."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.vocabulary import MeetingKind
from config.workdays import business_days_after
from rehearsal import phrases
from rehearsal.replies.page import Page

N_DAYS = 3
"""On how many of its best days a regional meeting of delivery may be: each day costs a wake."""

SOON = 3
"""In how many business days a meeting is held whose best days are over."""


def meeting_date(page: Page) -> dict[str, Any]:
    """On one of the days that suit best."""
    return on_day(page, _day(page))


def on_day(page: Page, day: date) -> dict[str, Any]:
    """At two in the afternoon where the person is."""
    person = page.directory.people[page.prompt.person_id]
    zone = ZoneInfo(person.time_zone)
    starts_at = datetime.combine(day, phrases.AFTERNOON, zone)
    return {"starts_at": starts_at.isoformat(), "minutes": 90, "place": phrases.WEB_CONFERENCE}


def _day(page: Page) -> date:
    today = page.now.date()
    first = date.fromisoformat(page.prompt.why["first_on"])
    last = date.fromisoformat(page.prompt.why["last_on"])
    days = [first]
    while (day := business_days_after(days[-1], 1, None)) <= last:
        days.append(day)
    ahead = [day for day in days if day > today]
    if page.prompt.variant == MeetingKind.REGIONAL_MEETING:
        ahead = ahead[:N_DAYS]
    return page.chance.choice(ahead) if ahead else business_days_after(today, SOON, None)


def meeting_record(page: Page) -> dict[str, Any]:
    """Notes, on the day for which it was set; everybody came."""
    why = page.prompt.why
    return {
        "held_on": why["held_on"],
        "notes": phrases.NOTES,
        "attendee_ids": list(dict.fromkeys([*why["invitees"], page.prompt.person_id])),
    }
