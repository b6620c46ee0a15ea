"""What simulated people say about meetings."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.workdays import business_days_after
from rehearsal import phrases
from rehearsal.replies.page import Page


def meeting_date(page: Page) -> dict[str, Any]:
    """In three or four business days, at two in the afternoon where the person is."""
    person = page.directory.people[page.prompt.person_id]
    zone = ZoneInfo(person.time_zone)
    day = business_days_after(page.now.astimezone(zone).date(), page.chance.choice([3, 4]), None)
    starts_at = datetime.combine(day, phrases.AFTERNOON, zone)
    return {"starts_at": starts_at.isoformat(), "minutes": 90, "place": phrases.WEB_CONFERENCE}


def meeting_record(page: Page) -> dict[str, Any]:
    """Notes, on the day for which it was set."""
    return {"held_on": page.prompt.why["held_on"], "notes": phrases.NOTES}
