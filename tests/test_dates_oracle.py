"""Every date that is computed equals that of an independent oracle, which is written here.

The oracle counts with `dateutil` and asks `holidays` itself, day by day; it shares nothing with the
code under test but these two libraries. Zones: Pago Pago to Guam, with and without summer time.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import holidays
import pytest
from dateutil import rrule, tz
from hypothesis import given, settings
from hypothesis import strategies as st

from config.declared import load
from config.moments import closes_at, opens_at
from tasks.escalations import escalation_days
from tasks.moved_prompts import moved_due_on
from tasks.reminders import reminder_days
from tat.due_days import due_day

DECLARED = load("2016-2018")
RULES = DECLARED.rules
ZONE_OF = {
    "AS": "Pacific/Pago_Pago",
    "HI": "Pacific/Honolulu",
    "AK": "America/Anchorage",
    "AZ": "America/Phoenix",
    "CO": "America/Denver",
    "VT": "America/New_York",
    "PR": "America/Puerto_Rico",
    "VI": "America/St_Thomas",
    "GU": "Pacific/Guam",
    "MP": "Pacific/Saipan",
}
codes = st.sampled_from([None, *ZONE_OF])
kinds = st.sampled_from(sorted(RULES.prompt))
days = st.dates(date(2016, 8, 1), date(2018, 9, 30)) | st.dates(date(2019, 12, 1), date(2020, 4, 1))
# Over four turns of the year and a leap day, to the minute.
moments = st.integers(0, 1340 * 24 * 60).map(
    lambda n: datetime(2016, 8, 1, tzinfo=UTC) + timedelta(minutes=n)
)


# --- the oracle


def oracle_business_days(code, first, last):
    """Business days from a first to a last day, both included."""
    off = holidays.country_holidays("US", subdiv=code, years=range(first.year, last.year + 1))
    weekdays = rrule.rrule(
        rrule.DAILY,
        byweekday=(rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR),
        dtstart=datetime(first.year, first.month, first.day, tzinfo=UTC),
        until=datetime(last.year, last.month, last.day, tzinfo=UTC),
    )
    return [day.date() for day in weekdays if day.date() not in off]


def oracle_after(day, n, code):
    return oracle_business_days(code, day + timedelta(1), day + timedelta(3 * n + 20))[n - 1]


def oracle_before(day, n, code):
    if n == 0:
        return oracle_business_days(code, day - timedelta(20), day)[-1]
    return oracle_business_days(code, day - timedelta(3 * n + 20), day - timedelta(1))[-n]


def oracle_day(moment, zone):
    return moment.astimezone(tz.gettz(zone)).date()


def oracle_week_end(day):
    """The next day after this one on which a week of the federal government ends."""
    week = oracle_business_days(None, day + timedelta(1), day + timedelta(14))
    return next(one for one, after in pairwise(week) if after.weekday() <= one.weekday())


def oracle_due(asked_at, rule, last_day, zone, code):
    asked_on = oracle_day(asked_at, zone)
    if rule.urgency == "weekly":
        asked_on = oracle_week_end(asked_on)
    allowed = oracle_after(asked_on, rule.days, code)
    return max(min(allowed, last_day), oracle_after(asked_on, 1, code))


def oracle_midnight_after(day, zone):
    """The end of a day in a zone, found minute by minute around it: no arithmetic of zones."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    minutes = (noon + timedelta(minutes=30 * n) for n in range(-48, 97))
    return next(moment for moment in minutes if oracle_day(moment, zone) > day)


def where(code):
    return ZONE_OF.get(code, "America/New_York")


# --- due dates, reminders, escalations


@settings(max_examples=300)
@given(asked_at=moments, kind=kinds, code=codes, ahead=st.integers(-5, 40))
def test_a_due_date_is_that_of_the_oracle(asked_at, kind, code, ahead):
    rule, zone = RULES.prompt[kind], where(code)
    last_day = asked_at.date() + timedelta(ahead)
    found = due_day(rule, asked_at, last_day=last_day, zone=zone, code=code)
    assert found == oracle_due(asked_at, rule, last_day, zone, code)


@settings(max_examples=300)
@given(asked_at=moments, kind=kinds, code=codes, ahead=st.integers(1, 30))
def test_reminders_and_escalations_are_those_of_the_oracle(asked_at, kind, code, ahead):
    rule = RULES.prompt[kind]
    prompt = SimpleNamespace(asked_at=asked_at, due_on=asked_at.date() + timedelta(ahead))
    reminded = {n: oracle_before(prompt.due_on, n, code) for n in rule.reminders}
    asked_on = oracle_day(asked_at, "America/New_York")
    assert reminder_days(rule, prompt, code, asked_on=asked_on) == {
        n: day for n, day in reminded.items() if day > asked_on
    }
    assert escalation_days(rule, prompt, code) == {
        one.after_days: oracle_after(prompt.due_on, one.after_days, code) for one in rule.escalates
    }


# --- at moved days


@settings(max_examples=400)
@given(
    asked_at=moments, kind=kinds, code=codes, ahead=st.integers(0, 30),
    moved=st.integers(-20, 20), waited=st.integers(0, 20 * 24),
)  # fmt: skip
def test_a_moved_due_date_is_that_of_the_oracle(asked_at, kind, code, ahead, moved, waited):
    rule, zone = RULES.prompt[kind], where(code)
    before = asked_at.date() + timedelta(ahead)
    after = before + timedelta(moved)
    now = asked_at + timedelta(hours=waited)
    was = oracle_due(asked_at, rule, before, zone, code)
    anew = oracle_due(asked_at, rule, after, zone, code)
    tomorrow = oracle_after(oracle_day(now, zone), 1, code)
    expected = anew if anew >= was else min(was, max(anew, tomorrow))
    found = moved_due_on(
        SimpleNamespace(asked_at=asked_at, due_on=was), rule, last_days=(before, after), now=now,
        zone=zone, code=code,
    )  # fmt: skip
    assert found == expected


@settings(max_examples=60)
@given(day=days, chosen=st.sets(st.sampled_from(sorted(ZONE_OF)), min_size=1))
def test_a_step_closes_when_its_moved_last_day_has_ended_in_every_zone(day, chosen):
    zones = [ZONE_OF[code] for code in chosen]
    assert closes_at(day, zones) == max(oracle_midnight_after(day, zone) for zone in zones)


@settings(max_examples=60)
@given(day=days, code=st.sampled_from(sorted(ZONE_OF)))
def test_a_step_opens_at_seven_of_its_moved_first_day(day, code):
    opened = opens_at(day, ZONE_OF[code])
    local = opened.astimezone(tz.gettz(ZONE_OF[code]))
    assert (local.date(), local.hour, local.minute, opened.tzinfo) == (day, 7, 0, UTC)


# --- days that are spelled out


@pytest.mark.parametrize(
    ("asked_at", "n", "code", "due"),
    [
        ("2016-11-21T12:00", 6, "CO", "2016-11-30"),  # Thanksgiving
        ("2016-11-21T12:00", 6, "CA", "2016-12-01"),  # and the day after it
        ("2016-09-02T12:00", 1, "VT", "2016-09-06"),  # Labor Day
        ("2016-10-07T12:00", 1, None, "2016-10-11"),  # Columbus Day
        ("2016-11-10T12:00", 1, None, "2016-11-14"),  # Veterans Day, a Friday
        ("2016-12-30T12:00", 1, None, "2017-01-03"),  # New Year's Day on a Sunday: Monday is off
        ("2020-02-27T12:00", 2, None, "2020-03-02"),  # 29 February 2020 is a Saturday
        ("2016-11-01T13:59", 1, "GU", "2016-11-03"),  # still Tuesday in Guam, All Souls' Day next
        ("2016-09-06T10:30", 1, "AS", "2016-09-06"),  # Monday in Pago Pago: Labor Day
        ("2016-11-06T03:30", 1, "PR", "2016-11-07"),  # the night in which clocks change elsewhere
    ],
)
def test_days_of_the_cycle_that_are_known_by_name(asked_at, n, code, due):
    moment = datetime.fromisoformat(asked_at).replace(tzinfo=UTC)
    rule = RULES.prompt["confirmation"].model_copy(update={"days": n})
    zone = where(code) if code != "CA" else "America/Los_Angeles"
    found = due_day(rule, moment, last_day=None, zone=zone, code=code)
    assert found == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        ("2016-12-14T15:00", "2016-12-23"),  # leaves on Friday the 16th at the latest
        ("2016-12-15T23:00", "2016-12-23"),
        ("2016-12-16T15:00", "2017-01-03"),  # Friday, its mail has gone: the 23rd, then holidays
        ("2016-11-09T15:00", "2016-11-18"),  # the week ends on Thursday: Veterans Day
    ],
)
def test_days_for_what_is_asked_weekly_count_from_the_friday_mail(asked_at, due):
    moment = datetime.fromisoformat(asked_at).replace(tzinfo=UTC)
    rule = RULES.prompt["final-agreement"]  # 5 business days
    found = due_day(rule, moment, last_day=None, zone="America/New_York", code=None)
    assert found == date.fromisoformat(due)
