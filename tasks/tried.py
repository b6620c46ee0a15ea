"""In words: what was tried to get an answer, for those who are told of a silence."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from config.vocabulary import Purpose
from tat.people import Directory
from tat.schema import Prompt
from tat.tellings import Telling


def tried(
    prompt: Prompt, tellings: Iterable[Telling], directory: Directory, *, zone: ZoneInfo
) -> list[str]:
    """Say on which days who was reminded, asked in the place of another, or told; oldest first.

    The first asking is left out: it stands by itself. What came back is named.

    Args:
        zone: of the person asked, by whose days all of it is told.
    """
    return list(dict.fromkeys(_said(prompt, tellings, directory, zone)))


def _said(
    prompt: Prompt, tellings: Iterable[Telling], directory: Directory, zone: ZoneInfo
) -> Iterator[str]:
    was_asked = False
    for one in tellings:
        on, name = _on(one.at, zone), directory.people[one.person_id].name
        is_own = one.person_id == prompt.person_id
        if one.came_back:
            yield f"the mail of {on} to {name} came back"
        elif one.purpose == Purpose.REMINDER:
            yield f"reminded on {on}"  # a delegate is reminded along with the other
        elif one.purpose == Purpose.ESCALATION:
            yield f"told {name} on {on}"
        elif not is_own:
            yield f"asked {name} in their place on {on}"
        elif was_asked:
            yield f"asked again on {on}"
        was_asked = was_asked or (is_own and one.purpose == Purpose.ASK)


def _on(at: datetime, zone: ZoneInfo) -> str:
    day = at.astimezone(zone)
    return f"{day:%B} {day.day}"
