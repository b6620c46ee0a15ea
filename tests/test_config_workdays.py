"""Business days of states, territories and the federal government; moments in UTC."""

from datetime import UTC, date, datetime

import pytest

from config.moments import closes_at, end_of_day, opens_at
from config.workdays import (
    business_days_after,
    business_days_before,
    holiday_name,
    is_business_day,
)

THANKSGIVING_WEEK = [
    (date(2016, 11, 21), True),
    (date(2016, 11, 22), True),
    (date(2016, 11, 23), True),
    (date(2016, 11, 24), False),
    (date(2016, 11, 25), True),
    (date(2016, 11, 26), False),
    (date(2016, 11, 27), False),
]


@pytest.mark.parametrize(("day", "worked"), THANKSGIVING_WEEK)
def test_federal_offices_close_on_thanksgiving_and_the_weekend(day, worked):
    assert is_business_day(day, None) is worked


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2016, 9, 5), "Labor Day"),
        (date(2016, 10, 10), "Columbus Day"),
        (date(2016, 11, 11), "Veterans Day"),
        (date(2016, 11, 24), "Thanksgiving Day"),
        (date(2016, 12, 26), "Christmas Day (observed)"),
        (date(2017, 11, 10), "Veterans Day (observed)"),
        (date(2016, 11, 25), None),
    ],
)
def test_federal_holidays_of_the_cycle(day, name):
    assert holiday_name(day, None) == name


@pytest.mark.parametrize(
    ("code", "day", "worked"),
    [
        ("PR", date(2016, 7, 25), False),  # Puerto Rico Constitution Day
        ("CO", date(2016, 7, 25), True),
        ("VI", date(2016, 11, 1), False),  # Liberty Day
        ("GU", date(2016, 7, 21), False),  # Liberation Day
        ("MP", date(2016, 11, 4), False),  # Citizenship Day
        ("AS", date(2017, 4, 17), False),  # American Samoa Day
        ("CA", date(2016, 11, 25), False),  # day after Thanksgiving
        ("CA.7", date(2016, 11, 25), False),
        ("CO.2", date(2016, 11, 24), False),
        (None, date(2016, 11, 1), True),
    ],
)
def test_a_place_has_its_own_holidays_and_a_copy_those_of_its_original(code, day, worked):
    assert is_business_day(day, code) is worked


@pytest.mark.parametrize(
    ("day", "n", "code", "expected"),
    [
        (date(2016, 9, 2), 1, None, date(2016, 9, 6)),  # over Labor Day
        (date(2016, 11, 23), 1, None, date(2016, 11, 25)),
        (date(2016, 11, 23), 1, "CA", date(2016, 11, 28)),
        (date(2016, 11, 21), 7, None, date(2016, 12, 1)),
        (date(2016, 12, 19), 1, None, date(2016, 12, 20)),
        (date(2016, 9, 3), 0, None, date(2016, 9, 6)),
        (date(2016, 9, 6), 0, None, date(2016, 9, 6)),
    ],
)
def test_business_days_after(day, n, code, expected):
    assert business_days_after(day, n, code) == expected


@pytest.mark.parametrize(
    ("day", "n", "code", "expected"),
    [
        (date(2016, 9, 6), 1, None, date(2016, 9, 2)),
        (date(2016, 11, 28), 1, "CA", date(2016, 11, 23)),
        (date(2016, 11, 28), 1, None, date(2016, 11, 25)),
        (date(2016, 12, 19), 9, None, date(2016, 12, 6)),
        (date(2016, 9, 5), 0, None, date(2016, 9, 2)),
        (date(2016, 9, 6), 0, None, date(2016, 9, 6)),
    ],
)
def test_business_days_before(day, n, code, expected):
    assert business_days_before(day, n, code) == expected


@pytest.mark.parametrize("function", [business_days_after, business_days_before])
def test_a_negative_number_of_days_is_refused(function):
    with pytest.raises(ValueError, match=r"^a number of business days is 0 or more, not -1$"):
        function(date(2016, 9, 6), -1, None)


def test_an_unknown_code_is_refused():
    with pytest.raises(ValueError, match=r"^XX is not the code of a state or territory$"):
        is_business_day(date(2016, 9, 6), "XX")


def test_a_step_opens_at_seven_in_the_cycles_zone_also_in_winter():
    summer = opens_at(date(2016, 8, 1), "America/New_York")
    winter = opens_at(date(2016, 11, 21), "America/New_York")
    assert (summer, winter) == (
        datetime(2016, 8, 1, 11, tzinfo=UTC),
        datetime(2016, 11, 21, 12, tzinfo=UTC),
    )
    assert summer.tzinfo is UTC


def test_a_step_closes_when_its_last_day_has_ended_in_pago_pago():
    zones = ["Pacific/Guam", "America/New_York", "Pacific/Pago_Pago", "Pacific/Honolulu"]
    assert closes_at(date(2016, 10, 21), zones) == datetime(2016, 10, 22, 11, tzinfo=UTC)


def test_a_step_that_closes_nowhere_is_refused():
    with pytest.raises(ValueError, match=r"^a step closes in at least one time zone, but none is"):
        closes_at(date(2016, 10, 21), [])


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Pacific/Guam", datetime(2016, 11, 6, 14, tzinfo=UTC)),
        ("America/New_York", datetime(2016, 11, 7, 5, tzinfo=UTC)),  # clocks went back that day
        ("Pacific/Pago_Pago", datetime(2016, 11, 7, 11, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_the_places_own_midnight(zone, moment):
    assert end_of_day(date(2016, 11, 6), zone) == moment
