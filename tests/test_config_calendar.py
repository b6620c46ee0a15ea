"""The dates of the cycle, and every fault that a calendar can have."""

import tomllib
from datetime import date

import pytest

from config.calendar import load_calendar, warnings
from config.declared import EMBEDDED
from config.errors import Problem

FILE = EMBEDDED / "cycles" / "2016-2018.toml"
NAME = "cycles/2016-2018.toml"

DATES = {
    1: (date(2016, 8, 1), date(2016, 9, 2)),
    2: (date(2016, 9, 6), date(2016, 10, 21)),
    3: (date(2016, 10, 24), date(2016, 11, 18)),
    4: (date(2016, 11, 21), date(2016, 12, 2)),
    5: (date(2016, 12, 5), date(2016, 12, 19)),
    6: (date(2016, 12, 20), date(2018, 9, 30)),
    7: (date(2016, 12, 20), date(2018, 9, 30)),
}


@pytest.fixture
def changed(tmp_path):
    """Reads the calendar after a change of its text; gives calendar and problems."""

    def read(*changes):
        text = FILE.read_text(encoding="utf-8")
        for before, after in changes:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        path = tmp_path / "2016-2018.toml"
        path.write_text(text, encoding="utf-8")
        problems = []
        return load_calendar(path, file=NAME, problems=problems), problems

    return read


def test_the_calendar_has_the_dates_of_the_source(changed):
    calendar, problems = changed()
    assert problems == []
    assert {s.number: (s.starts_on, s.ends_on) for s in calendar.steps} == DATES
    assert (calendar.name, calendar.time_zone) == ("2016-2018", "America/New_York")
    assert (calendar.starts_on, calendar.ends_on) == (date(2016, 8, 1), date(2018, 9, 30))
    assert calendar.progress_interval_months == 3
    assert calendar.review_interval_months == 6
    assert calendar.record_check_interval_months == 6
    assert calendar.stale_after_months == 6
    window = calendar.step(3).window("all-hands")
    assert (window.starts_on, window.ends_on) == (date(2016, 11, 14), date(2016, 11, 18))


def test_every_step_names_its_source(changed):
    calendar, _ = changed()
    assert [bool(step.source) for step in calendar.steps] == [True] * 7


def test_step_6_follows_step_5_when_that_is_moved(changed):
    calendar, _ = changed(("ends_on = 2016-12-19", "ends_on = 2016-12-23"))
    # The 26th is Christmas Day, observed.
    assert calendar.step(6).starts_on == date(2016, 12, 27)
    assert calendar.step(7).starts_on == date(2016, 12, 27)


def test_a_date_that_is_written_down_wins_over_after(changed):
    calendar, _ = changed(("after = 5", "after = 5\nstarts_on = 2017-01-09"))
    assert calendar.step(6).starts_on == date(2017, 1, 9)


def test_the_calendar_of_the_source_warns_of_its_last_day_alone(changed):
    calendar, _ = changed()
    assert warnings(calendar) == ["The cycle ends on 2018-09-30, a Sunday"]


def test_weekends_and_federal_holidays_are_named(changed):
    calendar, problems = changed(
        ("ends_on = 2016-09-02", "ends_on = 2016-09-03"),
        ("starts_on = 2016-09-06", "starts_on = 2016-09-05"),
        ("starts_on = 2016-11-14", "starts_on = 2016-11-11"),
    )
    assert problems == []
    assert warnings(calendar) == [
        "The cycle ends on 2018-09-30, a Sunday",
        "Step 1 ends on 2016-09-03, a Saturday",
        "Step 2 starts on 2016-09-05, a federal holiday (Labor Day)",
        'Window "all-hands" of step 3 starts on 2016-11-11, a federal holiday (Veterans Day)',
    ]


FAULTS = {
    "overlap": (
        [("starts_on = 2016-11-21", "starts_on = 2016-11-18")],
        "step 4.starts_on: step 4 (2016-11-18 to 2016-12-02) overlaps "
        "step 3 (2016-10-24 to 2016-11-18); move one of the steps",
    ),
    "wrong order": (
        [
            ("starts_on = 2016-11-21", "starts_on = 2016-09-03"),
            ("ends_on = 2016-12-02", "ends_on = 2016-09-05"),
        ],
        "step 4.starts_on: step 4 (2016-09-03 to 2016-09-05) comes before "
        "step 2 (2016-09-06 to 2016-10-21); move one of the steps\n"
        f"{NAME}, step 4.starts_on: step 4 (2016-09-03 to 2016-09-05) comes before "
        "step 3 (2016-10-24 to 2016-11-18); move one of the steps",
    ),
    "reversed": (
        [("ends_on = 2016-12-02", "ends_on = 2016-11-20")],
        "step 4.ends_on: step 4 ends on 2016-11-20, before it starts on 2016-11-21; "
        "correct one of the dates",
    ),
    "window outside": (
        [
            (
                "starts_on = 2016-11-14\nends_on = 2016-11-18",
                "starts_on = 2016-11-14\nends_on = 2016-11-21",
            )
        ],
        'step 3.window all-hands: window "all-hands" (2016-11-14 to 2016-11-21) is not inside '
        "step 3 (2016-10-24 to 2016-11-18); correct the dates",
    ),
    "window reversed": (
        [("starts_on = 2016-11-14", "starts_on = 2016-11-19")],
        'step 3.window all-hands.ends_on: window "all-hands" ends on 2016-11-18, '
        "before it starts on 2016-11-19; correct one of the dates",
    ),
    "step outside the cycle": (
        [("starts_on = 2016-08-01                    #", "starts_on = 2016-08-02  #")],
        "step 1: step 1 (2016-08-01 to 2016-09-02) is not inside "
        "the cycle (2016-08-02 to 2018-09-30); correct the dates",
    ),
    "unknown step to follow": (
        [("after = 5", "after = 9")],
        "step 6: takes its days from step 9, which is not declared above it with days; "
        "correct the value\n"
        f"{NAME}, step 7: takes its days from step 6, which is not declared above it with days; "
        "correct the value",
    ),
    "number twice": (
        [("number = 4", "number = 3")],
        "step 3: step 3 is declared 2 times; give every step its own number\n"
        f"{NAME}, step: step 4 is missing; declare it",
    ),
    "unknown key and wrong type": (
        [
            ('time_zone = "America/New_York" ', 'time_zone = "New York" '),
            ("review_interval_months = 6", "review_interval_months = true"),
            ("number = 4", "number = 4\ncolour = 1"),
            ("ends_on = 2016-12-02", 'ends_on = "2016-12-02"'),
        ],
        'time_zone: "New York" should be the name of a time zone, such as America/Chicago; '
        "correct the value\n"
        f"{NAME}, review_interval_months: True should be a whole number; correct the value\n"
        f'{NAME}, step 4.ends_on: "2016-12-02" should be a date such as 2016-08-01, without '
        "quotes; correct the value\n"
        f"{NAME}, step 4.colour: is not a known setting; correct its spelling or remove it",
    ),
    "syntax": (
        [("starts_on = 2016-08-01  ", "starts_on 2016-08-01  ")],
        "line 8: Expected '=' after a key in a key/value pair; correct the line",
    ),
    "another name": (
        [('name = "2016-2018"', 'name = "2018-2020"')],
        'name: the name is "2018-2020", but the file is called 2016-2018.toml; make them the same',
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_place_cause_and_act(changed, fault):
    changes, message = FAULTS[fault]
    calendar, problems = changed(*changes)
    assert calendar is None
    assert "\n".join(str(problem) for problem in problems) == f"{NAME}, {message}"


def test_all_faults_of_the_dates_come_at_once(changed):
    _, problems = changed(
        ("ends_on = 2016-12-02", "ends_on = 2016-11-20"),
        ("starts_on = 2016-09-06", "starts_on = 2016-09-01"),
    )
    assert [problem.place for problem in problems] == ["step 4.ends_on", "step 2.starts_on"]


def test_a_name_unlike_that_of_the_file_is_named_beside_the_faults_of_the_dates(changed):
    _, problems = changed(
        ('name = "2016-2018"', 'name = "2018-2020"'),
        ("starts_on = 2016-09-06", "starts_on = 2016-09-01"),
    )
    assert [problem.place for problem in problems] == ["step 2.starts_on", "name"]


def test_a_missing_file_is_one_problem(tmp_path):
    problems = []
    assert load_calendar(tmp_path / "none.toml", file="none.toml", problems=problems) is None
    assert problems == [
        Problem("none.toml", "", "the file is missing", "create it or correct its name")
    ]


def test_a_step_or_window_that_is_not_there_is_a_key_error(changed):
    calendar, _ = changed()
    with pytest.raises(KeyError):
        calendar.step(8)
    with pytest.raises(KeyError):
        calendar.step(3).window("none")


def test_a_calendar_does_not_change(changed):
    calendar, _ = changed()
    with pytest.raises(ValueError, match="frozen"):
        calendar.ends_on = date(2019, 1, 1)
    assert tomllib.loads(FILE.read_text(encoding="utf-8"))["ends_on"] == calendar.ends_on
