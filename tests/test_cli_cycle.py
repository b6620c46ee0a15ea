"""The draft of a new cycle's calendar."""

from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from cli import cycle
from config.calendar import load_calendar, warnings
from config.declared import EMBEDDED, load
from config.errors import BadInput
from tat.refusals import Refused

# Counted on a paper calendar. Labor Day 2026 is 7 September, Thanksgiving 26 November.
DAYS_2026 = {
    1: (date(2026, 8, 3), date(2026, 9, 4)),
    2: (date(2026, 9, 8), date(2026, 10, 23)),
    3: (date(2026, 10, 26), date(2026, 11, 20)),
    4: (date(2026, 11, 23), date(2026, 12, 4)),
    5: (date(2026, 12, 7), date(2026, 12, 18)),
    6: (date(2026, 12, 21), date(2028, 9, 30)),
    7: (date(2026, 12, 21), date(2028, 9, 30)),
}


@pytest.fixture
def drafted(tmp_path, capsys):
    """Drafts a calendar into a file of its own; gives it as it is read again."""

    def draft(name="2026-2028", starts=date(2026, 8, 3), **options):
        out = tmp_path / f"{name}.toml"
        assert cycle.new(name, starts=starts, out=out, **options) == 0
        problems = []
        calendar = load_calendar(out, file=out.name, problems=problems)
        assert problems == []
        return calendar

    return draft


def test_the_draft_has_the_weeks_of_the_last_cycle_on_business_days(drafted):
    calendar = drafted()
    assert {one.number: (one.starts_on, one.ends_on) for one in calendar.steps} == DAYS_2026
    assert (calendar.name, calendar.title) == (
        "2026-2028",
        "Long-term technical assistance planning 2026-2028",
    )
    assert (calendar.starts_on, calendar.ends_on) == (date(2026, 8, 3), date(2028, 9, 30))
    assert calendar.done_earlier == ()


def test_a_window_keeps_its_place_within_its_step(drafted):
    window = drafted().step(3).window("all-hands")
    assert (window.starts_on, window.ends_on) == (date(2026, 11, 16), date(2026, 11, 20))


def test_a_cycle_that_starts_in_mid_week_goes_on_by_whole_weeks(drafted):
    calendar = drafted("2030-2032", date(2030, 8, 7))  # a Wednesday
    assert [(one.starts_on, one.ends_on) for one in calendar.steps[:3]] == [
        (date(2030, 8, 7), date(2030, 9, 6)),
        (date(2030, 9, 9), date(2030, 10, 25)),
        (date(2030, 10, 28), date(2030, 11, 22)),
    ]


def test_a_step_whose_last_friday_is_a_holiday_ends_the_day_before(drafted):
    step = drafted(starts=date(2026, 8, 10)).step(5)  # its second Friday is Christmas Day
    assert (step.starts_on, step.ends_on) == (date(2026, 12, 14), date(2026, 12, 24))


def test_only_the_last_day_of_the_cycle_may_be_idle(drafted):
    assert warnings(drafted()) == ["The cycle ends on 2028-09-30, a Saturday"]


def test_a_draft_in_the_folder_of_declarations_loads_with_all_else(drafted, tmp_path, monkeypatch):
    folder = copy_of_declarations(tmp_path / "config")
    monkeypatch.setenv("TACYCLE_CONFIG_FOLDER", str(folder))
    assert cycle.new("2026-2028", starts=date(2026, 8, 3)) == 0
    assert load("2026-2028", folder).calendar.step(4).starts_on == date(2026, 11, 23)


def test_a_file_that_is_there_is_kept(drafted, tmp_path):
    path = tmp_path / "2026-2028.toml"
    path.write_text("mine")
    with pytest.raises(Refused) as refusal:
        drafted()
    assert str(refusal.value) == f"{path} exists already and is kept; name another file with --out."
    assert path.read_text() == "mine"


def test_a_name_that_no_file_can_have_is_refused(drafted):
    with pytest.raises(BadInput) as refusal:
        drafted("2026/2028")
    assert str(refusal.value) == (
        'name: "2026/2028" cannot be a name; use digits, small letters and dashes'
    )


def test_one_year_is_no_name_of_a_cycle(drafted, tmp_path):
    with pytest.raises(Refused) as refusal:
        drafted("2026")
    assert str(refusal.value) == (
        "No calendar was drafted: 2026 is one year, and a cycle has the name of its first and last "
        "one: tacycle cycle new 2026-2028 --starts 2026-08-03"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_pattern_is_named(drafted):
    with pytest.raises(Refused) as refusal:
        drafted(like="2010-2012")
    assert str(refusal.value) == (
        "No calendar was drafted: there is no cycle 2010-2012 to follow; name one of 2016-2018."
    )


def copy_of_declarations(to: Path, *states: str) -> Path:
    """What comes with the software, in a folder of its own; three states, or those named."""
    copytree(EMBEDDED, to, ignore=ignore_patterns("*.py", "__pycache__"))
    lines = (EMBEDDED / "jurisdictions.csv").read_text().splitlines()
    kept = [line for line in lines if line[:2] in ("co", *(states or ("CO", "MT", "VT")))]
    (to / "jurisdictions.csv").write_text("\n".join([*kept, ""]))
    return to
