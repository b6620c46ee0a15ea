"""The command that puts a cycle on record and has it follow an edited calendar."""

import csv
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from cli import cycle, roster
from cli.schedule import schedule
from config.settings import load_settings
from tasks.surroundings import Surroundings, use
from tat.database import open_tracker, read
from tat.refusals import Refused
from tat.schema import Decision, Person, Step, Window
from tests.test_cli_cycle import copy_of_declarations

ADA = "ada.alder@occ.example"
BEFORE = datetime(2026, 7, 1, 12, tzinfo=UTC)
IN_STEP_1 = datetime(2026, 8, 12, 12, tzinfo=UTC)
NOT_UP = "The record holds. Next: tacycle up runs it, and opens and closes its steps."


@pytest.fixture
def staff(tmp_path, monkeypatch, without_prefect, capsys):
    """An installation with a drafted calendar and a roster; gives who calls the command in it."""
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("TACYCLE_CONFIG_FOLDER", str(copy_of_declarations(tmp_path / "config")))
    cycle.new("2026-2028", starts=date(2026, 8, 3))
    roster.example(out=tmp_path / "roster.csv", cycle="2026-2028")
    capsys.readouterr()
    return Staff(tmp_path, capsys)


class Staff:
    """Calls `tacycle schedule`, and looks at the record."""

    def __init__(self, folder, capsys):
        self.calendar = folder / "config" / "cycles" / "2026-2028.toml"
        self.roster = folder / "roster.csv"
        self.data = folder / "data" / "tacycle.db"
        self._capsys = capsys

    def schedule(self, *, now=BEFORE, name="2026-2028", **options):
        """Call it; gives the lines that it printed."""
        settings = load_settings()
        tracker = open_tracker(settings.database_url)
        surroundings = Surroundings(tracker, now=lambda: now, config_folder=settings.config_folder)
        with use(surroundings):
            assert schedule(name, **options) == 0
        return self._capsys.readouterr().out.splitlines()

    def enter(self, **options):
        return self.schedule(roster=self.roster, **options)

    def edit(self, *changes):
        text = self.calendar.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.calendar.write_text(text)

    def days(self, table=Step):
        with read(open_tracker(load_settings().database_url)) as tat:
            rows = sa.select(table).order_by(table.starts_on)
            return [f"{one.starts_on} {one.ends_on}" for one in tat.scalars(rows)]

    def all(self, query):
        with read(open_tracker(load_settings().database_url)) as tat:
            return [tuple(row) for row in tat.execute(query)]


def test_a_cycle_comes_on_record_with_its_people(staff):
    printed = staff.enter()
    n_people = len({row["address"] for row in csv.DictReader(staff.roster.open())})
    assert printed[:2] == [
        f"The cycle 2026-2028 is on record, with {n_people} people of the roster:",
        "  step 1  2026-08-03 to 2026-09-04  Preparation",
    ]
    assert printed[-1] == NOT_UP
    assert staff.days()[:5] == [
        "2026-08-03 2026-09-04",
        "2026-09-08 2026-10-23",
        "2026-10-26 2026-11-20",
        "2026-11-23 2026-12-04",
        "2026-12-07 2026-12-18",
    ]
    assert staff.all(sa.select(sa.func.count()).select_from(Person)) == [(n_people,)]


def test_nobody_on_record_and_no_roster_is_refused(staff):
    with pytest.raises(Refused) as refusal:
        staff.schedule()
    assert str(refusal.value) == (
        "The cycle 2026-2028 was not entered: nobody is on record; name the people with --roster "
        "FILE (tacycle roster example shows how it looks)."
    )
    assert not staff.data.exists()


def test_days_that_have_passed_are_named_and_need_a_first_step(staff):
    with pytest.raises(Refused) as refusal:
        staff.enter(now=datetime(2026, 9, 15, 12, tzinfo=UTC))
    assert str(refusal.value) == (
        "The cycle 2026-2028 was not entered: days of it have passed (step 1 from 2026-08-03; "
        "step 2 from 2026-09-08). Correct the calendar, or say with --from-step N which step is "
        "the first to be carried out; a step whose first day has passed opens at once."
    )
    assert not staff.data.exists()


def test_steps_before_the_first_one_are_over(staff):
    printed = staff.enter(now=datetime(2026, 9, 15, 12, tzinfo=UTC), from_step=2)
    assert printed[1] == (
        "  step 1  2026-08-03 to 2026-09-04  Preparation, over before the software began"
    )
    states = staff.all(sa.select(Step.number, Step.state).order_by(Step.number))
    assert [str(state) for _number, state in states] == ["closed"] + ["ahead"] * 6


def test_again_without_an_edit_changes_nothing(staff):
    staff.enter()
    assert staff.schedule()[0] == (
        "The cycle 2026-2028 is on record with these days; nothing was changed."
    )


def test_an_edit_is_shown_and_waits_for_author_and_reason(staff):
    staff.enter()
    staff.edit(("starts_on = 2026-12-07", "starts_on = 2026-12-14"))
    with pytest.raises(Refused) as refusal:
        staff.schedule(by=ADA)
    assert str(refusal.value) == (
        "Nothing was moved: say who of OCC decides and why, with --by ADDRESS and --reason "
        '"...". To keep the days of the record, put them back in the file.'
    )
    assert staff.days()[4] == "2026-12-07 2026-12-18"


@pytest.mark.process("8.4")
def test_an_edit_is_applied_by_decisions_with_author_and_reason(staff):
    """Steps 3, 4 and 5 a week later, with the window: none of them can be moved before the next."""
    staff.enter()
    staff.edit(
        ("2026-12-18", "2026-12-23"), ("2026-12-07", "2026-12-14"),
        ("2026-12-04", "2026-12-11"), ("2026-11-23", "2026-11-30"),
        ("2026-11-20", "2026-11-27"), ("2026-11-16", "2026-11-23"),
        ("2026-10-26", "2026-11-24"),
    )  # fmt: skip
    staff.edit(("starts_on = 2026-11-23\nends_on = 2026-11-27", WINDOW))
    printed = staff.schedule(now=IN_STEP_1, by=ADA, reason="A late start")
    assert printed[:6] == [
        "The calendar of 2026-2028 differs from the record:",
        "step 3: 2026-10-26 to 2026-11-20 becomes 2026-11-24 to 2026-11-27",
        "window all-hands: 2026-11-16 to 2026-11-20 becomes 2026-11-24 to 2026-11-27",
        "step 4: 2026-11-23 to 2026-12-04 becomes 2026-11-30 to 2026-12-11",
        "step 5: 2026-12-07 to 2026-12-18 becomes 2026-12-14 to 2026-12-23",
        "step 6: 2026-12-21 to 2028-09-30 becomes 2026-12-24 to 2028-09-30",
    ]
    assert staff.days()[2:6] == [
        "2026-11-24 2026-11-27",
        "2026-11-30 2026-12-11",
        "2026-12-14 2026-12-23",
        "2026-12-24 2028-09-30",
    ]
    assert staff.days(Window) == ["2026-11-24 2026-11-27"]
    rows = staff.all(sa.select(Decision.subject, Decision.reason).order_by(Decision.id))
    assert rows == [
        ("step 5", "A late start"),
        ("step 4", "A late start"),
        ("step 3", "A late start"),  # its last day alone: the window would lie outside
        ("window all-hands", "A late start"),
        ("step 3", "A late start"),
    ]


WINDOW = "starts_on = 2026-11-24\nends_on = 2026-11-27"


def test_an_edit_that_cannot_be_followed_moves_nothing_at_all(staff):
    staff.enter()
    staff.edit(("2026-12-18", "2026-12-23"), ("2026-09-04", "2026-08-10"))
    with pytest.raises(Refused) as refusal:
        staff.schedule(now=IN_STEP_1, by=ADA, reason="More time")
    assert str(refusal.value).splitlines() == [
        "Nothing was moved.",
        "Step 1 stays 2026-08-03 to 2026-09-04: 2026-08-10 has passed; name a day from 2026-08-12 "
        "on.",
    ]
    assert staff.days()[4] == "2026-12-07 2026-12-18"


def test_a_calendar_from_elsewhere_is_kept_where_the_steps_look_for_it(staff, tmp_path):
    mine = tmp_path / "2026-2028.toml"
    staff.calendar.rename(mine)
    printed = staff.enter(name=str(mine))
    assert f"The calendar is kept as {staff.calendar}: edit that one from now on." in printed
    assert staff.calendar.read_bytes() == mine.read_bytes()


def test_another_calendar_of_the_same_name_is_not_written_over(staff, tmp_path):
    mine = tmp_path / "2026-2028.toml"
    mine.write_text(staff.calendar.read_text().replace("2026-12-18", "2026-12-17"))
    with pytest.raises(Refused) as refusal:
        staff.enter(name=str(mine))
    assert str(refusal.value) == (
        f"The cycle 2026-2028 was not entered: {staff.calendar} is another calendar of this name; "
        "edit that one, or remove it."
    )
