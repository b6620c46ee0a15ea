"""The commands that show the calendar and move it."""

from datetime import date

import pytest

from cli import dates
from tasks.surroundings import use
from tat.refusals import Refused

ADA = "ada.alder@occ.example"


@pytest.fixture
def shown(cycle_at, without_prefect, capsys):
    """Runs a command in step 4, on 25 November 2016, without Prefect; gives what it printed."""
    cycle = cycle_at("asked").at("2016-11-25 10:00")

    def run(command, *args, **options):
        with use(cycle.surroundings):
            assert command(*args, database=cycle.tracker.url, **options) == 0
        return capsys.readouterr().out.splitlines()

    return run


def test_the_calendar_is_shown_with_states_and_windows(shown):
    printed = shown(dates.show)
    assert printed[:7] == [
        "The cycle 2016-2018, 2016-08-01 to 2018-09-30, days of America/New_York.",
        "",
        "step 1  2016-08-01 to 2016-09-02  closed  Preparation",
        "step 2  2016-09-06 to 2016-10-21  closed  Identification of state and territory needs",
        "step 3  2016-10-24 to 2016-11-18  closed  Alignment of technical assistance resources",
        "        2016-11-14 to 2016-11-18  window  Trend data shared at the all-hands meetings "
        "(all-hands)",
        "step 4  2016-11-21 to 2016-12-02  open    Confirmation of TA plans by CCDF Administrators",
    ]
    assert printed[-1] == "Nothing was moved."


@pytest.mark.process("8.4")
def test_what_was_moved_is_shown_with_author_and_reason(shown):
    shown(
        dates.move, 5, starts=date(2016, 12, 12), ends=date(2016, 12, 23), by=ADA,
        reason="Room for step 4", cycle="2016-2018",
    )  # fmt: skip
    shown(dates.move, 4, ends=date(2016, 12, 9), by=ADA, reason="Thanksgiving")
    printed = shown(dates.close, 4, by=ADA, reason="All have answered")
    assert printed[6] == (
        "step 4  2016-11-21 to 2016-11-25  open    Confirmation of TA plans by CCDF Administrators"
    )
    moved = [line for line in printed if line.startswith("2016-11-25")]
    assert moved == [
        "2016-11-25  step 5: 2016-12-05 to 2016-12-19 became 2016-12-12 to 2016-12-23, "
        "by Ada Alder: Room for step 4",
        "2016-11-25  step 4: 2016-11-21 to 2016-12-02 became 2016-11-21 to 2016-12-09, "
        "by Ada Alder: Thanksgiving",
        "2016-11-25  step 4: 2016-11-21 to 2016-12-09 became 2016-11-21 to 2016-11-25, closed at "
        "once, by Ada Alder: All have answered",
    ]
    assert "            step 6 followed: 2016-12-27 to 2018-09-30" in printed
    assert printed[-2:] == [
        "3 open questions have another due date, 6 notices wait for the next mail.",
        "The record holds; the schedules follow when the flow runner starts next.",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody@occ.example"}, "Nobody on record has the address nobody@occ.example: see "
         "the roster."),
        ({"by": ADA, "cycle": "2030-2032"}, "Nothing was done: the record has no cycle 2030-2032; "
         "there is 2016-2018."),
    ],
)  # fmt: skip
def test_an_unknown_person_or_cycle_is_named(shown, options, sentence):
    with pytest.raises(Refused) as refusal:
        shown(dates.move, 4, ends=date(2016, 12, 1), reason="?", **options)
    assert str(refusal.value) == sentence
