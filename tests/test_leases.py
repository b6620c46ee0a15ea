"""Who may enter a step, and what its row remembers; on every kind of database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tasks import leases, runs, steps
from tasks.leases import Entry, LeaseLost
from tasks.surroundings import Surroundings, use
from tat.database import open_tracker, read, write
from tat.schema import Base, Cycle, Step
from tat.statuses import StepState

NOW = datetime(2016, 9, 20, 12, tzinfo=UTC)
MACHINE = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEASE_SECONDS = 60
DECLARED = SimpleNamespace(calendar=SimpleNamespace(name="c"))
FREE = {"lease_holder": None, "lease_until": None}
LIVE = {"lease_holder": "other", "lease_until": MACHINE + timedelta(seconds=1)}
DEAD = {"lease_holder": "other", "lease_until": MACHINE}


@pytest.fixture
def surroundings(database_url):
    tracker = open_tracker(database_url)
    Base.metadata.create_all(tracker.engine)
    with write(tracker) as tat:
        tat.add(
            Cycle(
                name="c", title="", time_zone="America/New_York", starts_on=date(2016, 1, 1),
                ends_on=date(2017, 12, 31),
            )
        )  # fmt: skip
        tat.flush()
        tat.add(
            Step(
                cycle="c", number=4, name="", starts_on=date(2016, 9, 6), ends_on=date(2016, 9, 30),
                state=StepState.OPEN, n_wakes=0, generation=1, run_id="ours",
            )
        )  # fmt: skip
    made = Surroundings(
        tracker,
        now=lambda: NOW,
        machine_now=lambda: MACHINE,
        lease_seconds=LEASE_SECONDS,
        declared=DECLARED,
    )
    with use(made):
        yield made
    tracker.engine.dispose()


def put(surroundings, **columns):
    with write(surroundings.tracker) as tat:
        for name, value in columns.items():
            setattr(steps.row(tat, "c", 4), name, value)


def row(surroundings):
    with read(surroundings.tracker) as tat:
        found = steps.row(tat, "c", 4)
        tat.expunge(found)
        return found


def enter(surroundings, run_id="ours", holder="me"):
    return leases.enter(surroundings, cycle="c", number=4, run_id=run_id, holder=holder)


def look(surroundings, holder="me"):
    return steps.look(surroundings, cycle="c", number=4, holder=holder)


ENTRIES = [
    ("the lease is free", FREE, "ours", Entry.ENTERED),
    ("another execution lives", LIVE, "ours", Entry.BUSY),
    ("another execution was asked again", LIVE | {"wake_key": "again"}, "ours", Entry.BUSY),
    ("another execution is dead", DEAD, "ours", Entry.ENTERED),
    ("another execution only waits", LIVE | {"wake_key": "step-4-x"}, "ours", Entry.ENTERED),
    ("it is our lease", LIVE | {"lease_holder": "me"}, "ours", Entry.ENTERED),
    ("we are another run", FREE, "theirs", Entry.ANOTHER_RUN),
    ("the step has no run", FREE | {"run_id": None}, "theirs", Entry.ENTERED),
    ("the step opens later", FREE | {"state": StepState.AHEAD, "starts_on": date(2016, 9, 21)},
     "ours", Entry.TOO_EARLY),
    ("the step is closed", FREE | {"state": StepState.CLOSED}, "ours", Entry.ENTERED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "run_id", "entry"),
    [case[1:] for case in ENTRIES],
    ids=[case[0] for case in ENTRIES],
)
def test_who_may_enter(surroundings, columns, run_id, entry):
    put(surroundings, **columns)
    before = row(surroundings)
    assert enter(surroundings, run_id) is entry
    after = row(surroundings)
    if entry is Entry.ENTERED:
        assert (after.lease_holder, after.lease_until, after.wake_key, after.n_wakes) == (
            "me", MACHINE + timedelta(seconds=LEASE_SECONDS), None, 1,
        )  # fmt: skip
        assert after.run_id == run_id
    else:
        assert (after.lease_holder, after.run_id, after.n_wakes) == (
            before.lease_holder, before.run_id, 0,
        )  # fmt: skip


def test_a_step_that_was_entered_first_opens_and_takes_the_run(surroundings):
    put(surroundings, state=StepState.AHEAD, run_id=None, generation=0)
    assert enter(surroundings) is Entry.ENTERED
    after = row(surroundings)
    assert (after.state, after.opened_at, after.run_id, after.generation) == (
        StepState.OPEN, NOW, "ours", 1,
    )  # fmt: skip


LOSING = [
    ("renew", leases.renew_lease),
    ("store the wake key", lambda step: leases.store_wake_key(step, "step-4-mine")),
    ("close", leases.close_step),
    ("mark seen", lambda step: leases.mark_seen(step, (1,))),
]


@pytest.mark.parametrize("act", [act for _, act in LOSING], ids=[name for name, _ in LOSING])
def test_who_lost_the_lease_changes_nothing(surroundings, act):
    enter(surroundings)
    step = look(surroundings)
    put(surroundings, lease_holder="other", lease_until=MACHINE + timedelta(hours=1))
    with pytest.raises(LeaseLost):
        act(step)
    after = row(surroundings)
    assert (after.lease_holder, after.lease_until, after.wake_key, after.state) == (
        "other", MACHINE + timedelta(hours=1), None, StepState.OPEN,
    )  # fmt: skip
    leases.release_lease(surroundings, cycle="c", number=4, holder="me")
    assert row(surroundings).lease_holder == "other"


@pytest.mark.parametrize("end", [lambda step: leases.store_wake_key(step, "k"), leases.close_step])
def test_who_was_woken_while_working_does_not_end_before_another_pass(surroundings, end):
    enter(surroundings)
    step = look(surroundings)
    assert runs.ask_again(surroundings, runs.run_of(surroundings, cycle="c", number=4))
    assert not end(step)
    assert (row(surroundings).state, row(surroundings).wake_key) == (StepState.OPEN, None)
    assert end(step)


def test_word_is_left_only_with_who_still_works(surroundings):
    enter(surroundings)
    run = runs.run_of(surroundings, cycle="c", number=4)
    leases.store_wake_key(look(surroundings), "step-4-mine")
    assert not runs.ask_again(surroundings, run)
    leases.release_lease(surroundings, cycle="c", number=4, holder="me")
    assert not runs.ask_again(surroundings, run)
    assert row(surroundings).wake_key == "step-4-mine"


def test_of_two_who_replace_a_run_the_first_wins(surroundings):
    put(surroundings, **DEAD)
    run = runs.run_of(surroundings, cycle="c", number=4)
    assert runs.adopt_run(surroundings, run, run_id="second")
    assert not runs.adopt_run(surroundings, run, run_id="third")
    after = row(surroundings)
    assert (after.generation, after.run_id, after.lease_holder) == (2, "second", None)


ALIVE = [
    ("lease live, state old", {"lease_until": MACHINE + timedelta(seconds=1)}, 3600, True),
    ("lease dead, state old", {"lease_until": MACHINE}, 3600, False),
    ("no lease, state young", {"lease_until": None}, LEASE_SECONDS - 1, True),
    ("no lease, state old", {"lease_until": None}, LEASE_SECONDS, False),
]


@pytest.mark.parametrize(
    ("columns", "age_seconds", "is_alive"), [case[1:] for case in ALIVE], ids=[c[0] for c in ALIVE]
)
def test_when_an_execution_counts_as_alive(surroundings, columns, age_seconds, is_alive):
    put(surroundings, **columns)
    run = runs.run_of(surroundings, cycle="c", number=4)
    assert run.is_alive(surroundings, since=MACHINE - timedelta(seconds=age_seconds)) is is_alive


MOMENTS = [
    (datetime(2016, 10, 1, 3, 59, tzinfo=UTC), False),
    (datetime(2016, 10, 1, 4, tzinfo=UTC), True),  # midnight in Washington
]


@pytest.mark.parametrize(("now", "is_closing"), MOMENTS)
def test_a_step_closes_when_its_last_day_has_ended(surroundings, now, is_closing):
    with use(Surroundings(surroundings.tracker, now=lambda: now, declared=DECLARED)) as moved:
        assert steps.look(moved, cycle="c", number=4, holder=None).is_closing is is_closing
