"""Make the workbook, or the csv file, of what is open on a page."""

from datetime import datetime

from config.settings import Settings
from portal.asking.questions import Asked
from portal.asking.who_answers import is_of_state
from portal.workbooks.csv_issuing import issue_csv
from portal.workbooks.filled import for_all
from portal.workbooks.issuing import Cover, issue
from portal.workbooks.layout import tables_of
from portal.workbooks.place import place_text
from templates.workbooks import omb_words


def workbook_of(asked: Asked, *, reader: str, place: str, omb: str, now: datetime) -> bytes:
    """Make the workbook of what is open on a page.

    Args:
        reader: name of who is asked.
        place: what it answers: `prompt 12` or `sheet 3`.
        omb: what every form that a state fills in must say.
    """
    waiting = [one for one in asked.questions if one.is_open]
    first = waiting[0]
    cover = Cover(
        heading=asked.heading,
        place=place_text(place, waiting),
        reader=reader,
        about=", ".join(dict.fromkeys(one.state for one in waiting if one.state)),
        due_on=min(one.due_on for one in waiting),
        minutes=first.minutes,
        omb=omb if is_of_state(waiting) else "",
    )
    return issue(cover, tables_of(waiting, for_all(waiting)), now=now)


def omb_of(settings: Settings) -> str:
    """What every form that a state fills in must say here."""
    return omb_words(settings.omb_number, settings.omb_expires_on, settings.burden_statement)


def csv_of(asked: Asked, *, place: str) -> bytes:
    """Make the csv file of what is open on a page."""
    waiting = [one for one in asked.questions if one.is_open]
    return issue_csv(place_text(place, waiting), tables_of(waiting, for_all(waiting)))
