"""From days of the calendar to moments in UTC."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

OPENING = time(7)
"""A step opens at this local time of its first day."""


def opens_at(step_start: date, tz: str | tzinfo) -> datetime:
    """Give the UTC moment at which a step opens: 07:00 of its first day in the cycle's zone."""
    return datetime.combine(step_start, OPENING, zone_of(tz)).astimezone(UTC)


def closes_at(last_day: date, zones: Iterable[str | tzinfo]) -> datetime:
    """Give the UTC moment at which the last day has ended in every zone.

    For the 56 states and territories Pago Pago is last: 11:00 UTC on the next day.

    Raises:
        ValueError: no zone is given.
    """
    ends = [end_of_day(last_day, zone) for zone in set(zones)]
    if not ends:
        raise ValueError("a step closes in at least one time zone, but none is given")
    return max(ends)


def end_of_day(day: date, zone: str | tzinfo) -> datetime:
    """Give the UTC moment at which a day has ended in a zone: its next midnight."""
    midnight = datetime.combine(day + timedelta(days=1), time(0), zone_of(zone))
    return midnight.astimezone(UTC)


def zone_of(zone: str | tzinfo) -> tzinfo:
    """Give the time zone of a name; a time zone is given back as it is."""
    return ZoneInfo(zone) if isinstance(zone, str) else zone
