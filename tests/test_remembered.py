"""What was read is given again, and read anew after the smallest change by anybody."""

import pytest

from config.vocabulary import PromptKind
from tat import people, reading
from tat.database import open_tracker, read, write
from tat.remembered import remembered
from tat.schema import Answer, LineAnswer, Plan, Prompt
from tat.statuses import PromptState, Status, Verdict
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


def ask_again(tat, why):
    """Ask the first confirmation a second time; only `why` tells two such askings apart."""
    first = tat.query(Prompt).filter_by(kind=PromptKind.CONFIRMATION).order_by(Prompt.id).first()
    fields = {one.name: getattr(first, one.name) for one in Prompt.__table__.columns}
    tat.add(Prompt(**fields | {"id": None, "round": 2, "why": {"note": why}}))
    return [
        round_.why
        for round_ in reading.load(tat, CYCLE, PromptKind.CONFIRMATION).of_kind(
            PromptKind.CONFIRMATION
        )
        if round_.number == 2
    ]


def test_the_words_of_an_asking_that_is_undone_are_forgotten(tracker):
    """The next one gets the same number."""

    def ask_and_fail():
        with write(tracker) as tat:
            seen.append(ask_again(tat, "undone"))
            raise TakenBack

    seen = []
    with pytest.raises(TakenBack):
        ask_and_fail()
    with write(tracker) as tat:
        seen.append(ask_again(tat, "asked"))
    assert seen == [[{"note": "undone"}], [{"note": "asked"}]]


def test_a_verdict_that_is_added_after_its_answer_was_read_is_seen(tracker):
    """Within one transaction an answer can be read before all that it says is written down."""
    with write(tracker) as tat:
        first = tat.query(Answer).join(Prompt).filter_by(kind=PromptKind.CONFIRMATION).first()
        fields = {one.name: getattr(first, one.name) for one in Answer.__table__.columns}
        first.corrected_by_id = first.id
        tat.flush()
        tat.add(answer := Answer(**fields | {"id": None}))
        seen = [len(reading.load(tat, CYCLE, PromptKind.CONFIRMATION).line_said.get(2, ()))]
        tat.add(
            LineAnswer(
                answer_id=answer.id, line_id=2, revision=1, kind=PromptKind.CONFIRMATION,
                verdict=Verdict.ACCEPTED, reason="",
            )
        )  # fmt: skip
        seen.append(len(reading.load(tat, CYCLE, PromptKind.CONFIRMATION).line_said[2]))
    assert seen == [0, 1]


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
