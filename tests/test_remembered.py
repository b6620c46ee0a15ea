"""What was read is given again, and read anew after the smallest change by anybody."""

import pytest

from config.vocabulary import PromptKind
from tat import people, reading
from tat.database import open_tracker, read, write
from tat.remembered import remembered
from tat.schema import Plan, Prompt
from tat.statuses import PromptState, Status
from tests.small_cycle import CYCLE


class TakenBack(Exception):
    """Ends a transaction that must leave nothing behind."""


@pytest.fixture
def tracker(cycle_at):
    return cycle_at("confirmed").tracker


def first_status(tat):
    return next(iter(reading.load(tat, CYCLE).plans.values())).status


def set_first_status(tat, status):
    tat.get_one(Plan, min(reading.load_plans(tat, CYCLE))).status = status


def test_what_nobody_changed_is_given_again(tracker):
    with read(tracker) as tat:
        before = reading.load(tat, CYCLE, PromptKind.CONFIRMATION), people.directory(tat)
    with read(tracker) as tat:
        after = reading.load(tat, CYCLE, PromptKind.CONFIRMATION), people.directory(tat)
        kept = tat.get_bind().dialect.name == "sqlite"
    assert after == before
    assert (after[0].plans is before[0].plans, after[1] is before[1]) == (kept, kept)


def test_on_sqlite_it_is_kept_and_elsewhere_it_is_not(tracker):
    with read(tracker) as tat:
        people.directory(tat)
        kept = remembered(tat, "person", "assignment", "jurisdiction")
        assert list(kept) == (["directory"] if tracker.url.startswith("sqlite") else [])


def test_a_change_of_another_process_is_seen(tracker):
    with read(tracker) as tat:
        assert first_status(tat) == Status.INITIAL
    other = open_tracker(tracker.url)
    with write(other) as tat:
        set_first_status(tat, Status.INTERMEDIATE)
    other.engine.dispose()
    with read(tracker) as tat:
        assert first_status(tat) == Status.INTERMEDIATE


def test_a_change_of_the_same_transaction_is_seen_before_it_is_committed(tracker):
    with write(tracker) as tat:
        assert first_status(tat) == Status.INITIAL
        set_first_status(tat, Status.INTERMEDIATE)
        assert first_status(tat) == Status.INTERMEDIATE


def test_what_was_read_of_a_change_that_is_undone_is_forgotten(tracker):
    def change_and_fail():
        with write(tracker) as tat:
            set_first_status(tat, Status.INTERMEDIATE)
            seen.append(first_status(tat))
            raise TakenBack

    seen = []
    with pytest.raises(TakenBack):
        change_and_fail()
    assert seen == [Status.INTERMEDIATE]
    with read(tracker) as tat:
        assert first_status(tat) == Status.INITIAL


def test_a_kind_that_was_not_asked_for_is_not_given(tracker):
    """Whatever others have read before."""
    with read(tracker) as tat:
        reading.load(tat, CYCLE, *PromptKind)
        known = reading.load(tat, CYCLE, PromptKind.CONFIRMATION)
    assert {kind for kind, _subject in known.rounds} == {PromptKind.CONFIRMATION}
    assert {said.kind for said in known.line_said[2]} == {PromptKind.CONFIRMATION}


def test_a_prompt_that_closes_is_read_as_closed(tracker):
    with write(tracker) as tat:
        reading.load(tat, CYCLE, PromptKind.CONFIRMATION)
        for prompt in tat.query(Prompt).filter_by(kind=PromptKind.CONFIRMATION):
            prompt.state = PromptState.OPEN
        known = reading.load(tat, CYCLE, PromptKind.CONFIRMATION)
        assert [round_.is_open for round_ in known.of_kind(PromptKind.CONFIRMATION)] == [True] * 3


CHANGES = [
    ("UPDATE step SET n_wakes = n_wakes + 1", True),
    ("UPDATE meeting SET place = place", False),
    ("INSERT INTO need_revision SELECT * FROM need_revision WHERE 0", False),
    ("DELETE FROM jurisdiction WHERE code = 'none'", False),
    ("ANALYZE", False),
]


@pytest.mark.parametrize(("statement", "is_kept"), CHANGES)
def test_a_change_of_another_table_leaves_what_was_read(tmp_path, cycle_at, statement, is_kept):
    tracker = cycle_at("confirmed").tracker
    with write(tracker) as tat:
        before = reading.load_plans(tat, CYCLE)
        tat.connection().exec_driver_sql(statement)
        is_sqlite = tracker.url.startswith("sqlite")
        assert (reading.load_plans(tat, CYCLE) is before) == (is_kept and is_sqlite)
