"""What simulated people say during delivery."""

from typing import Any
from zoneinfo import ZoneInfo

from config.vocabulary import Progress
from rehearsal import phrases
from rehearsal.replies.page import Page

BEGUN, FINISHED = 0.4, 0.3
"""Which share of the activities is marked as begun in one asking; from the fourth on, as done."""


def progress(page: Page) -> dict[str, Any]:
    """Some activities have begun, later some are done; now and then one is late."""
    zone = ZoneInfo(page.directory.people[page.prompt.person_id].time_zone)
    on = page.now.astimezone(zone).date().isoformat()
    is_late_in_cycle = page.prompt.round > 3
    marks = []
    for line_id in page.shown:
        drawn = page.chance.random()
        if drawn < (FINISHED if is_late_in_cycle else BEGUN):
            says = Progress.DONE if is_late_in_cycle else Progress.UNDER_WAY
            marks.append({"line_id": line_id, "progress": says, "on": on})
        elif drawn > 0.98:
            late = {"line_id": line_id, "progress": Progress.DELAYED, "on": on}
            marks.append({**late, "note": phrases.DELAYED})
    return {"marks": marks, "note": ""}


def review(_page: Page) -> dict[str, Any]:
    """Nothing needs to change."""
    return {"needs_change": False, "note": ""}


def record_check(_page: Page) -> dict[str, Any]:
    """Everything is right; the centers are reminded of what they have not marked."""
    return {"is_accurate": True, "note": phrases.CHECKED}
