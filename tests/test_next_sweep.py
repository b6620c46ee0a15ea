"""What the next sweep will tell is what it then tells: nothing is done before."""

import pytest

from config.rules import Escalation
from config.vocabulary import Role
from tasks.next_sweep import next_sweep
from tasks.surroundings import use
from tasks.sweeps import begin_sweep, note_sweep
from tests.record import whole_record
from tests.small_cycle import CYCLE, NEW_YORK

LEVELS = (
    Escalation(after_days=1, to=Role.SPECIALIST),
    Escalation(after_days=3, to=Role.REGIONAL_MANAGER),
)


def asked(cycle_at):
    """Three Administrators are asked on 21 November: reminded on the 28th, late on 2 December."""
    cycle = cycle_at("affirmed").with_rule("confirmation", days=7, reminders=(3,), escalates=LEVELS)
    cycle.at("2016-11-21 07:00")
    cycle.answer_all("meeting-record", {"held_on": "2016-11-16", "notes": "All were there."})
    cycle.run(4).at("2016-11-21 08:00").mails()
    return cycle


def foreseen(cycle, moment: str) -> tuple:
    found = next_sweep(cycle.at(moment).surroundings, CYCLE)
    counts = (found.n_reminders, found.n_reminded, found.n_escalations, found.n_told)
    return f"{found.at.astimezone(NEW_YORK):%m-%d %H:%M}", *counts


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2016-11-24 10:00", ("11-25 07:30", 0, 0, 0, 0)),  # Thanksgiving
        ("2016-11-26 10:00", ("11-28 07:30", 3, 3, 0, 0)),
        ("2016-11-28 07:00", ("11-28 07:30", 3, 3, 0, 0)),
        ("2016-11-28 10:00", ("11-28 10:00", 3, 3, 0, 0)),  # it has not run this morning
        ("2016-12-01 18:00", ("12-01 18:00", 3, 3, 0, 0)),
        ("2016-12-02 07:00", ("12-02 07:30", 0, 0, 3, 2)),  # one Specialist has two states
        ("2016-12-06 07:00", ("12-06 07:30", 0, 0, 6, 4)),
    ],
)
def test_what_the_next_sweep_will_tell(cycle_at, moment, expected):
    assert foreseen(asked(cycle_at), moment) == expected


def test_looking_ahead_changes_nothing(cycle_at):
    cycle = asked(cycle_at)
    before = whole_record(cycle)
    foreseen(cycle, "2016-12-06 07:00")
    assert whole_record(cycle) == before


def test_what_was_foreseen_is_what_is_told_and_then_no_more_is_foreseen(cycle_at):
    cycle = asked(cycle_at)
    assert foreseen(cycle, "2016-11-28 07:00") == ("11-28 07:30", 3, 3, 0, 0)
    assert cycle.at("2016-11-28 07:30").sweep() == (3, 0)
    with use(cycle.surroundings):
        note_sweep(begin_sweep(CYCLE), n_reminders=3, n_escalations=0)
    assert foreseen(cycle, "2016-11-28 10:00") == ("11-29 07:30", 0, 0, 0, 0)
