"""Running any step's text, the sweep or the post again, at any point, changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from flows.cycle import STEP_FLOWS
from tasks import leases
from tests.happenings import HAPPENINGS
from tests.happenings_of_staff import HAPPENINGS_OF_STAFF
from tests.playing import STAGES
from tests.record import difference, entered_steps, whole_record
from tests.small_cycle import CYCLE, NEW_YORK, SmallCycle

CLOSING = {
    1: "2016-09-03 07:00",
    2: "2016-10-22 07:00",
    3: "2016-11-19 07:00",
    4: "2016-12-03 07:00",
    5: "2016-12-20 07:00",
}
"""When each step has ended in the last time zone of the three states."""

NOTHING: dict[str, list[str]] = {}


def what_repeating_changes(cycle: SmallCycle) -> dict[str, object]:
    """Let every part work once and repeat it; then all of it once more, in one round.

    Gives what the repeating changed, by part: what is due is done in one pass, whole.
    """
    changed: dict[str, object] = {}
    for is_first in (True, False):
        for name, part in parts_of(cycle).items():
            if is_first:
                part()
            before = whole_record(cycle)
            part()
            if found := difference(before, whole_record(cycle)):
                changed[name] = found
    return changed


def parts_of(cycle: SmallCycle) -> dict[str, Callable[[], object]]:
    """Everything that runs by itself: each step's text, the morning's sweep, the post."""
    texts = {f"step {number}": partial(cycle.run, number) for number in entered_steps(cycle)}
    return {**texts, "sweep": cycle.sweep, "post": cycle.mails}


@pytest.mark.parametrize("stage", STAGES)
def test_repeating_changes_nothing_at_any_stage(cycle_at, stage):
    assert what_repeating_changes(cycle_at(stage)) == NOTHING


@pytest.mark.parametrize("stage", ["announced", "calls", "proposed", "asked", "submitted"])
def test_repeating_changes_nothing_on_the_mornings_of_reminders_and_escalations(cycle_at, stage):
    cycle = cycle_at(stage)
    for n_days in range(1, 22, 3):
        cycle.now += timedelta(days=3)
        assert what_repeating_changes(cycle) == NOTHING, n_days


@pytest.mark.parametrize("stage", ["announced", "calls", "accurate", "asked", "submitted"])
def test_repeating_changes_nothing_when_every_step_has_closed(cycle_at, stage):
    cycle = cycle_at(stage)
    for number, moment in CLOSING.items():
        if cycle.now < datetime.fromisoformat(moment).replace(tzinfo=NEW_YORK):
            cycle.at(moment)
            assert what_repeating_changes(cycle) == NOTHING, f"step {number} closes"
    assert what_repeating_changes(cycle.at("2017-02-01 09:00")) == NOTHING


def test_a_step_that_is_ahead_is_not_entered(cycle_at):
    cycle = cycle_at("announced")
    before = whole_record(cycle)
    entries = {
        leases.enter(cycle.surroundings, cycle=CYCLE, number=number, run_id="run", holder="test")
        for number in set(STEP_FLOWS) - {1}
    }
    assert entries == {leases.Entry.TOO_EARLY}
    assert difference(before, whole_record(cycle)) == NOTHING


@pytest.mark.parametrize(
    "happening", [*HAPPENINGS, *HAPPENINGS_OF_STAFF], ids=lambda happening: happening.__name__
)
def test_repeating_changes_nothing_whatever_people_say_or_arrange(cycle_at, happening):
    for n_moment, cycle in enumerate(happening(cycle_at)):
        assert what_repeating_changes(cycle) == NOTHING, f"moment {n_moment}"
