"""Business days of a jurisdiction, or of the federal government, from the `holidays` library."""

from datetime import date, timedelta
from functools import cache
from threading import Lock

import holidays

from config.vocabulary import SPEAKING_FOR_STATE, Role

# The library fills in a year when it is first asked for; two threads must not do so at once.
_filling = Lock()


def is_business_day(day: date, code: str | None) -> bool:
    """Tell whether people work on a day.

    Args:
        day: a date without time.
        code: jurisdiction code such as "PR"; a copy such as "CO.2" counts as "CO"; None for the
            federal holidays alone.
    Raises:
        ValueError: the code is not one of a state or territory.
    """
    return _is_business_day(day, subdivision_of(code))


def business_days_after(day: date, n: int, code: str | None) -> date:
    """Give the n-th business day after a day, itself not counted.

    With n = 0: the day itself if it is a business day, else the next one.
    """
    _refuse_negative(n)
    return _nth_business_day(day, n, subdivision_of(code))


def business_days_before(day: date, n: int, code: str | None) -> date:
    """Give the n-th business day before a day, itself not counted.

    With n = 0: the day itself if it is a business day, else the one before.
    """
    _refuse_negative(n)
    subdivision = subdivision_of(code)
    if n == 0 and _is_business_day(day, subdivision):
        return day
    return _nth_business_day(day, -max(n, 1), subdivision)


def business_days_between(first: date, last: date, code: str | None) -> int:
    """Count the business days after a first day, up to and with a last one; 0 when it is over."""
    n_days = max((last - first).days, 0)
    return sum(is_business_day(first + timedelta(days=n), code) for n in range(1, n_days + 1))


def holidays_for(role: Role, jurisdiction: str | None) -> str | None:
    """Say whose holidays bear on what somebody is asked in a role about a state.

    The state's own on those who speak for it; the federal ones on all others: federal staff, and
    contractors, whose states and centers lie in many places.
    """
    return jurisdiction if role in SPEAKING_FOR_STATE else None


def ends_week(day: date) -> bool:
    """Whether a business day is the last of its week: Friday, or Thursday before a holiday."""
    return business_days_after(day, 1, None).isocalendar()[:2] != day.isocalendar()[:2]


def last_week_end(day: date) -> date:
    """Give the newest last business day of a week that is not after a day."""
    while not (is_business_day(day, None) and ends_week(day)):
        day -= timedelta(days=1)
    return day


def week_end(day: date) -> date:
    """Give the last business day of the week that is not over on a day: on a Saturday the next."""
    day = business_days_after(day, 0, None)
    while not ends_week(day):
        day = business_days_after(day, 1, None)
    return day


def holiday_name(day: date, code: str | None) -> str | None:
    """Give the name of the holiday that falls on a day, or None."""
    with _filling:
        return _calendar(subdivision_of(code)).get(day)


def subdivision_of(code: str | None) -> str | None:
    """Give the code that the library knows: "CO.2" is a copy of "CO"."""
    return code.partition(".")[0] if code else None


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ValueError(f"a number of business days is 0 or more, not {n}")


@cache
def _calendar(subdivision: str | None) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays("US", subdiv=subdivision)
    except NotImplementedError:
        raise ValueError(f"{subdivision} is not the code of a state or territory") from None


@cache
def _is_business_day(day: date, subdivision: str | None) -> bool:
    with _filling:
        return _calendar(subdivision).is_working_day(day)


@cache
def _nth_business_day(day: date, n: int, subdivision: str | None) -> date:
    with _filling:
        return _calendar(subdivision).get_nth_working_day(day, n)
