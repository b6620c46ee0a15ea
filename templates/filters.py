"""How templates write days, moments and numbers."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day(value: date | str) -> str:
    """Friday, December 2, 2016."""
    on = _date(value)
    return f"{on:%A, %B} {on.day}, {on.year}"


def near_day(value: date | str) -> str:
    """Friday, December 2: where the year is plain."""
    on = _date(value)
    return f"{on:%A, %B} {on.day}"


def short_day(value: date | str) -> str:
    """Dec 2: where there is little room."""
    on = _date(value)
    return f"{on:%b} {on.day}"


def moment(value: datetime | str, zone: str) -> str:
    """Tuesday, September 20, 2016, 2:00 PM EDT.

    Raises:
        ValueError: the moment names no time zone.
    """
    local = in_zone(value, zone)
    name = local.tzname() or ""
    zone_name = name if name.isalpha() else f"UTC{name}"
    return f"{day(local)}, {local.hour % 12 or 12}:{local:%M %p} {zone_name}"


def by_both_clocks(value: datetime | str, zone: str, there: str, place: str) -> str:
    """Tuesday, September 20, 2016, 2:00 PM EDT (12:00 PM MDT in Colorado).

    Args:
        zone: the reader's.
        there: that of the place; where its clocks show the same, it is not named.
    Raises:
        ValueError: the moment names no time zone.
    """
    ours, theirs = in_zone(value, zone), in_zone(value, there)
    if ours.replace(tzinfo=None) == theirs.replace(tzinfo=None):
        return moment(ours, zone)
    told = moment(theirs, there)
    if ours.date() == theirs.date():
        told = told.removeprefix(f"{day(theirs)}, ")
    return f"{moment(ours, zone)} ({told} in {place})"


def in_zone(value: datetime | str, zone: str) -> datetime:
    """A moment by the clocks of a zone. Raises: ValueError, as `moment`."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    if at.tzinfo is None:
        raise ValueError(f"{at} names no time zone: which moment is meant?")
    return at.astimezone(ZoneInfo(zone))


def plural(number: int, one: str, many: str | None = None) -> str:
    """1 need, 3 needs, 1,200 needs."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _date(value: date | str) -> date:
    if isinstance(value, str):
        return datetime.fromisoformat(value).date()
    return value.date() if isinstance(value, datetime) else value
