"""One Prefect run for each step: it waits, wakes, and survives what may happen to it."""

import contextvars
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import FlowRunSort
from prefect.settings import PREFECT_RESULTS_PERSIST_BY_DEFAULT, temporary_settings
from prefect.states import Failed, Running, Suspended
from prefect.utilities.collections import visit_collection

from config.declared import load
from config.vocabulary import Channel, PromptKind, Role
from flows import runner as runner_module
from flows import sweep as sweep_module
from flows.deployments import deployments, register
from flows.executor import execute
from flows.runner import FlowRunner
from flows.schedules import follow_calendar
from flows.waking import (
    NotDeployed,
    Outcome,
    PrefectUnreachable,
    deployment_name,
    ensure_awake,
    find_deployment,
    wake_due_steps,
    wake_for_answers,
)
from portal.waker import Waker
from tasks import steps
from tasks.dates import close_early
from tasks.steps import StepRef
from tasks.surroundings import Surroundings, current, use
from tasks.sweeps import sweep_is_missed
from tat.database import Tracker, open_tracker, read, write
from tat.schema import Answer, Assignment, Base, Cycle, Person, Prompt, Step, Sweep
from tat.statuses import PromptState, StepState, Verdict
from tests import waking_steps
from tests.waking_steps import CALL, EFFECT, STEP_FLOWS

DECLARED = load("2016-2018")

PROJECT = Path(__file__).parent.parent
LEASE_SECONDS = 60
BEFORE = datetime(2016, 9, 5, 12, tzinfo=UTC)
OPENING = datetime(2016, 9, 6, 11, tzinfo=UTC)  # 07:00 in Washington
INSIDE = datetime(2016, 9, 20, 12, tzinfo=UTC)
ENDED = datetime(2016, 10, 1, 4, tzinfo=UTC)  # midnight in Washington, after the last day
PATIENCE_SECONDS = 20
BOTH_PARTS = ("first", "second")
number_of_test = count(1)


@dataclass
class Bench:
    """A cycle of two steps on a tracker of its own, deployed on the server; its clocks are ours."""

    tracker: Tracker
    cycle: str
    now: datetime = INSIDE
    machine_offset: timedelta = timedelta(0)

    def machine_now(self):
        return datetime.now(UTC) + self.machine_offset

    def step(self, number=1) -> Step:
        with read(self.tracker) as tat:
            step = steps.row(tat, self.cycle, number)
            tat.expunge(step)
            return step

    def state_of(self, run_id) -> str:
        with get_client(sync_client=True) as client:
            return client.read_flow_run(run_id).state.name

    def run_of_schedule(self, number=1):
        """A run as a schedule makes it: without asking anybody."""
        with get_client(sync_client=True) as client:
            name = f"{STEP_FLOWS[number].name}/{deployment_name(self.cycle, number)}"
            deployment = client.read_deployment_by_name(name)
            return client.create_flow_run_from_deployment(deployment.id).id

    def n_runs(self) -> int:
        with get_client(sync_client=True) as client:
            runs = client.read_flow_runs(sort=FlowRunSort.ID_DESC, limit=200)
        return [run.parameters for run in runs].count({"cycle": self.cycle})

    def answer(self, number=1) -> int:
        with write(self.tracker) as tat:
            said = Answer(
                prompt_id=number, person_id=1, said_by_id=1, channel=Channel.PAGE, content={},
                verdict=Verdict.ACCEPTED, at=self.now, is_late=False, is_outdated=False,
                is_seen=False,
            )  # fmt: skip
            tat.add(said)
            tat.flush()
            return said.id

    def unseen(self) -> list[int]:
        with read(self.tracker) as tat:
            return list(tat.scalars(sa.select(Answer.id).where(Answer.is_seen.is_(False))))

    def effects(self) -> list[tuple[int, str]]:
        """What was done for which answer, in the order of doing; nothing is left out."""
        with read(self.tracker) as tat:
            rows = sa.select(EFFECT.c.answer_id, EFFECT.c.part).order_by(EFFECT.c.id)
            return [(answer_id, part) for answer_id, part in tat.execute(rows)]

    def calls(self, number=1) -> list[bool]:
        """Each pass through a step's text: whether it was a late one."""
        with read(self.tracker) as tat:
            rows = sa.select(CALL.c.is_late).where(CALL.c.step == number).order_by(CALL.c.id)
            return list(tat.scalars(rows))

    def open(self, number=1):
        run_id = ensure_awake(self.cycle, number, "it opens").run_id
        execute(run_id, STEP_FLOWS[number])
        return run_id

    def wake_and_execute(self) -> list[tuple[int, Outcome]]:
        woken = wake_for_answers(self.cycle)
        for awake in woken:
            execute(awake.run_id, STEP_FLOWS[awake.number])
        return [(awake.number, awake.outcome) for awake in woken]


@pytest.fixture
def bench(prefect_server, tmp_path):
    tracker = open_tracker(f"sqlite:///{tmp_path / 'tat.db'}")
    Base.metadata.create_all(tracker.engine)
    EFFECT.metadata.create_all(tracker.engine)
    bench = Bench(tracker, f"cycle-{next(number_of_test)}")
    make_cycle(tracker, bench.cycle)
    surroundings = Surroundings(
        tracker,
        now=lambda: bench.now,
        machine_now=bench.machine_now,
        lease_seconds=LEASE_SECONDS,
        declared=declared_as(bench.cycle),
    )
    with use(surroundings):
        register(bench.cycle, STEP_FLOWS)
        yield bench
    waking_steps.IN_THE_MIDDLE.clear()
    tracker.engine.dispose()


def declared_as(cycle):
    """What comes with the software, for a cycle of this name."""
    return replace(DECLARED, calendar=DECLARED.calendar.model_copy(update={"name": cycle}))


def make_cycle(tracker, cycle, first_prompt=1):
    starts_on, ends_on = date(2016, 9, 6), date(2016, 9, 30)
    with write(tracker) as tat:
        tat.add(Cycle(name=cycle, title="", time_zone="America/New_York",
                      starts_on=date(2016, 1, 1), ends_on=date(2017, 12, 31)))  # fmt: skip
        tat.merge(
            Person(id=1, name="Ann", address="ann@state.example", time_zone="America/New_York")
        )
        tat.flush()
        for number in STEP_FLOWS:
            tat.add(step_row(cycle, number, starts_on, ends_on))
            tat.add(
                Prompt(
                    id=first_prompt + number - 1, cycle=cycle, step=number,
                    kind=PromptKind.CONFIRMATION, person_id=1,
                    role=Role.ADMINISTRATOR, subject=f"plan {number}", round=1, variant="",
                    sufficient="any", why={},
                    asked_at=BEFORE, due_on=ends_on, state=PromptState.OPEN,
                )
            )  # fmt: skip


def step_row(cycle, number, starts_on, ends_on):
    return Step(
        cycle=cycle, number=number, name="Asking", starts_on=starts_on, ends_on=ends_on,
        state=StepState.AHEAD, n_wakes=0, generation=0,
    )  # fmt: skip


def until(condition, seconds=PATIENCE_SECONDS):
    """Wait for a condition; its value when it holds."""
    give_up_at = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.02)
    return value


def in_the_middle(happen):
    """Let something happen between the two tasks of the next pass, once."""

    def once(step):
        waking_steps.IN_THE_MIDDLE.clear()
        happen(step)

    waking_steps.IN_THE_MIDDLE[:] = [once]


pytestmark = pytest.mark.usefixtures("quick_executions")


# --- opening and closing


def test_opened_twice_has_one_run(bench):
    bench.now = OPENING
    first, second = bench.run_of_schedule(), bench.run_of_schedule()
    execute(first, STEP_FLOWS[1])
    execute(second, STEP_FLOWS[1])
    assert (bench.step().run_id, bench.step().generation) == (str(first), 1)
    assert (bench.step().state, bench.step().opened_at) == (StepState.OPEN, OPENING)
    # The second one woke the first, and that is all it did.
    assert (bench.state_of(first), bench.state_of(second)) == ("Resuming", "Completed")
    assert (bench.calls(), bench.n_runs()) == ([False], 2)


def test_an_execution_before_the_opening_does_nothing(bench):
    bench.now = OPENING - timedelta(minutes=1)
    run_id = bench.run_of_schedule()
    execute(run_id, STEP_FLOWS[1])
    assert (bench.state_of(run_id), bench.step().run_id, bench.calls()) == ("Completed", None, [])


def test_closed_while_suspended(bench):
    first = bench.open()
    bench.now = ENDED
    close = bench.run_of_schedule()
    execute(close, STEP_FLOWS[1])
    execute(first, STEP_FLOWS[1])
    assert (bench.state_of(close), bench.state_of(first)) == ("Completed", "Completed")
    assert (bench.step().state, bench.step().closed_at) == (StepState.CLOSED, ENDED)
    assert bench.calls() == [False, False]


def test_a_step_whose_schedule_was_missed_is_due(bench):
    bench.now = BEFORE
    assert wake_due_steps(bench.cycle) == []
    bench.now = OPENING
    woken = wake_due_steps(bench.cycle)
    assert [(awake.number, awake.outcome) for awake in woken] == [
        (1, Outcome.STARTED),
        (2, Outcome.STARTED),
    ]
    for awake in woken:
        execute(awake.run_id, STEP_FLOWS[awake.number])
    assert wake_due_steps(bench.cycle) == []
    bench.now = ENDED
    assert [awake.outcome for awake in wake_due_steps(bench.cycle)] == [Outcome.RESUMED] * 2


def test_a_late_answer_wakes_a_closed_step_once(bench):
    bench.now = ENDED
    bench.open()
    answer = bench.answer()
    bench.now = ENDED + timedelta(days=3)
    assert bench.wake_and_execute() == [(1, Outcome.STARTED)]
    assert bench.calls() == [False, True]
    assert bench.effects() == [(answer, "first"), (answer, "second")]
    assert (bench.step().state, bench.step().closed_at) == (StepState.CLOSED, ENDED)
    assert bench.state_of(bench.step().run_id) == "Completed"
    assert (bench.unseen(), bench.wake_and_execute()) == ([], [])
    assert ensure_awake(bench.cycle, 1, "?").outcome is Outcome.NOT_NEEDED


def test_a_late_answer_wakes_the_closed_steps_after_it_too_each_once(bench):
    """What it changes may be due in the text of a step that closed meanwhile."""
    bench.now = ENDED
    bench.open(1)
    bench.open(2)
    bench.answer(1)
    bench.now = ENDED + timedelta(days=3)
    assert bench.wake_and_execute() == [(1, Outcome.STARTED), (2, Outcome.STARTED)]
    assert (bench.calls(1), bench.calls(2)) == ([False, True], [False, True])
    assert bench.state_of(bench.step(2).run_id) == "Completed"
    assert bench.wake_and_execute() == []
    assert (bench.calls(1), bench.calls(2)) == ([False, True], [False, True])


# --- answers


def test_an_answer_given_during_an_execution_stays_unseen_and_the_next_wake_acts_on_it(bench):
    bench.open()
    early = bench.answer()
    late = []
    in_the_middle(lambda _: late.append(bench.answer()))
    assert bench.wake_and_execute() == [(1, Outcome.RESUMED)]
    assert bench.unseen() == late
    assert bench.effects() == [(early, "first"), (early, "second"), (late[0], "second")]
    assert bench.wake_and_execute() == [(1, Outcome.RESUMED)]
    assert bench.unseen() == []
    assert bench.effects()[3:] == [(late[0], "first")]


def test_a_step_that_is_woken_while_it_works_runs_its_text_once_more(bench):
    bench.open()
    bench.answer()
    woken = []
    in_the_middle(lambda _: woken.extend(wake_for_answers(bench.cycle)))
    bench.wake_and_execute()
    assert [awake.outcome for awake in woken] == [Outcome.LEFT]
    assert bench.calls() == [False, False, False]  # opened, woken, once more
    assert bench.state_of(bench.step().run_id) == "Suspended"


def test_later_open_steps_are_woken_too_and_in_order(bench):
    bench.open(1)
    bench.open(2)
    answer = bench.answer(1)
    assert bench.wake_and_execute() == [(1, Outcome.RESUMED), (2, Outcome.RESUMED)]
    assert bench.calls(2) == [False, False]
    assert bench.effects() == [(answer, "first"), (answer, "second")]
    bench.answer(2)
    assert bench.wake_and_execute() == [(2, Outcome.RESUMED)]


def test_a_step_wakes_the_later_ones_when_its_work_is_done(bench):
    run_id = bench.open(1)
    bench.open(2)
    bench.answer(1)
    ensure_awake(bench.cycle, 1, "alone")
    execute(run_id, STEP_FLOWS[1])
    assert bench.state_of(bench.step(2).run_id) == "Resuming"


def test_a_task_runs_at_every_wake_even_where_prefect_keeps_results(bench):
    with temporary_settings({PREFECT_RESULTS_PERSIST_BY_DEFAULT: True}):
        bench.open()
        answer = bench.answer()
        bench.wake_and_execute()
    assert bench.calls() == [False, False]
    assert bench.effects() == [(answer, "first"), (answer, "second")]


def test_a_wake_key_is_new_at_each_wait_and_has_only_characters_that_can_be_resumed(bench):
    keys = []
    run_id = bench.open()
    for _ in range(2):
        with get_client(sync_client=True) as client:
            details = client.read_flow_run(run_id).state.state_details
        assert details.pause_key == bench.step().wake_key
        keys.append(details.pause_key)
        bench.answer()
        bench.wake_and_execute()
    assert len(set(keys)) == 2
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_the_page_of_prefect_shows_the_progress_of_a_waiting_step(bench):
    run_id = bench.open()
    with get_client(sync_client=True) as client:
        keyset = client.read_flow_run(run_id).state.state_details.run_input_keyset
        shown = client.read_flow_run_input(run_id, keyset["description"])
    assert "| open | 1 |" in shown


# --- what may happen to a run


def test_killed_in_the_middle_the_next_wake_finishes_the_work(bench, tmp_path):
    bench.open()
    answer = bench.answer()
    run_id = wake_for_answers(bench.cycle)[0].run_id
    reached = tmp_path / "reached"
    code = (
        "import sys, time; from pathlib import Path; from tests.test_waking import *\n"
        "url, cycle, run_id, reached = sys.argv[1:]\n"
        "waking_steps.IN_THE_MIDDLE[:] = [lambda s: (Path(reached).touch(), time.sleep(600))]\n"
        "with use(Surroundings(open_tracker(url), now=lambda: INSIDE,\n"
        "                      declared=declared_as(cycle), lease_seconds=LEASE_SECONDS)):\n"
        "    execute(UUID(run_id), STEP_FLOWS[1])\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", "from uuid import UUID; " + code, bench.tracker.url, bench.cycle,
         str(run_id), str(reached)],
        cwd=PROJECT,
    )  # fmt: skip
    try:
        until(lambda: reached.exists() or child.poll() is not None)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert bench.effects() == [(answer, "first")]
    assert bench.state_of(run_id) == "Running"
    # Nobody can know yet that it is dead.
    assert wake_for_answers(bench.cycle)[0].outcome is Outcome.LEFT
    bench.machine_offset = timedelta(seconds=LEASE_SECONDS + 30)
    assert bench.wake_and_execute() == [(1, Outcome.REPLACED)]
    assert bench.effects() == [(answer, "first"), (answer, "second")]
    assert (bench.unseen(), bench.step().generation) == ([], 2)
    assert bench.state_of(run_id) == "Crashed"
    assert bench.state_of(bench.step().run_id) == "Suspended"


def test_two_executors_of_one_run_work_one_after_the_other(bench):
    bench.open()
    answer = bench.answer()
    awake = wake_for_answers(bench.cycle)[0]
    calls_of_other = []

    def execute_in_another_thread(step):
        context = contextvars.copy_context()
        thread = threading.Thread(
            target=context.run, args=(in_fresh_context, awake.run_id, STEP_FLOWS[1])
        )
        thread.start()
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
        calls_of_other.append(bench.calls())

    in_the_middle(execute_in_another_thread)
    execute(awake.run_id, STEP_FLOWS[1])
    assert calls_of_other == [[False, False]]  # the other one ended without a pass
    assert bench.calls() == [False, False]
    assert bench.effects() == [(answer, "first"), (answer, "second")]
    assert bench.state_of(awake.run_id) == "Suspended"
    assert bench.step().lease_holder is None


def in_fresh_context(run_id, step_flow):
    """Execute as another process would: the flow run of this thread is not its parent."""
    from prefect.context import FlowRunContext, TaskRunContext

    FlowRunContext.__var__.set(None)
    TaskRunContext.__var__.set(None)
    execute(run_id, step_flow)


def test_an_execution_that_lost_its_lease_stops_before_its_next_effect(bench):
    bench.open()
    answer = bench.answer()

    def be_taken_over(step):
        bench.machine_offset = timedelta(seconds=LEASE_SECONDS + 30)
        bench.wake_and_execute()
        bench.answer()  # what the execution would act on if it went on

    in_the_middle(lambda step: outside_of_the_run(be_taken_over, step))
    first = wake_for_answers(bench.cycle)[0].run_id
    execute(first, STEP_FLOWS[1])
    assert bench.effects() == [(answer, "first"), (answer, "second")]
    assert (bench.step().generation, bench.unseen()) == (2, [answer + 1])
    assert bench.state_of(bench.step().run_id) == "Suspended"
    assert bench.state_of(first) == "Crashed"


def outside_of_the_run(act, step):
    """Do something as another process would, and wait for it."""
    from prefect.context import FlowRunContext, TaskRunContext

    def alone():
        FlowRunContext.__var__.set(None)
        TaskRunContext.__var__.set(None)
        act(step)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(alone,))
    thread.start()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


@pytest.mark.parametrize("fate", ["failed", "deleted", "suspended without its form"])
def test_a_run_that_cannot_go_on_is_replaced(bench, fate):
    run_id = bench.open()
    with get_client(sync_client=True) as client:
        if fate == "failed":
            client.set_flow_run_state(run_id, Failed(), force=True)
        elif fate == "deleted":
            client.delete_flow_run(run_id)
        else:
            broken = Suspended(pause_key="gone")
            broken.state_details.run_input_keyset = {"schema": "no-such-schema"}
            client.set_flow_run_state(run_id, Running(), force=True)
            client.set_flow_run_state(run_id, broken, force=True)
    bench.machine_offset = timedelta(seconds=LEASE_SECONDS + 30)
    answer = bench.answer()
    assert bench.wake_and_execute() == [(1, Outcome.REPLACED)]
    assert (bench.step().generation, bench.unseen()) == (2, [])
    assert bench.effects() == [(answer, "first"), (answer, "second")]


def test_what_a_text_raises_is_recorded_and_the_answer_stays_unseen(bench):
    bench.open()
    answer = bench.answer()

    def stumble(step):
        raise ZeroDivisionError("stumbled")

    in_the_middle(stumble)
    awake = wake_for_answers(bench.cycle)[0]
    with pytest.raises(ZeroDivisionError):
        execute(awake.run_id, STEP_FLOWS[1])
    assert (bench.state_of(awake.run_id), bench.unseen()) == ("Failed", [answer])
    assert bench.step().lease_holder is None
    assert bench.wake_and_execute() == [(1, Outcome.REPLACED)]
    assert bench.effects() == [(answer, "first"), (answer, "second")]


def test_the_waker_wakes_a_step_that_fails_less_and_less_often(bench):
    bench.open(1)
    bench.open(2)
    bench.answer()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(bench.step().run_id, Failed(), force=True)
    waker = Waker([bench.cycle])
    woken = waker.take_turn(bench.cycle)
    assert [awake.outcome for awake in woken] == [Outcome.REPLACED, Outcome.RESUMED]
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(bench.step().run_id, Failed(), force=True)
    assert waker.take_turn(bench.cycle) == []
    assert Waker([bench.cycle]).take_turn(bench.cycle)[0].outcome is Outcome.REPLACED


def test_the_waker_wakes_the_steps_of_several_cycles_each_for_its_own_answers(bench):
    other = replace(bench, cycle=f"{bench.cycle}-next")
    make_cycle(bench.tracker, other.cycle, first_prompt=11)
    register(other.cycle, STEP_FLOWS)
    with use(replace(current(), declared=declared_as(other.cycle))):
        run_id = other.open()
    bench.open()
    bench.answer()
    waker = Waker([bench.cycle, other.cycle], tell_of_missed_sweep=lambda _: None)
    woken = {cycle: waker.take_turn(cycle) for cycle in waker.cycles}
    assert [(awake.number, awake.outcome) for awake in woken[bench.cycle]] == [
        (2, Outcome.STARTED), (1, Outcome.RESUMED),
    ]  # fmt: skip
    assert [(awake.number, awake.outcome) for awake in woken[other.cycle]] == [
        (2, Outcome.STARTED)
    ]  # fmt: skip
    assert (other.state_of(run_id), bench.state_of(bench.step().run_id)) == (
        "Suspended", "Resuming",
    )  # fmt: skip


def test_two_who_start_a_run_at_once_start_one(bench, monkeypatch):
    from flows import waking

    adopt = waking.runs.adopt_run
    others = []

    def adopt_after_another(surroundings, run, *, run_id):
        monkeypatch.setattr(waking.runs, "adopt_run", adopt)
        others.append(ensure_awake(bench.cycle, 1, "the other one"))
        return adopt(surroundings, run, run_id=run_id)

    monkeypatch.setattr(waking.runs, "adopt_run", adopt_after_another)
    ours = ensure_awake(bench.cycle, 1, "we")
    assert [others[0].outcome, ours.outcome] == [Outcome.STARTED, Outcome.LEFT]
    assert ours.run_id == others[0].run_id
    assert bench.step().generation == 1
    assert bench.n_runs() == 1


def test_a_step_without_deployment_is_named(bench):
    with write(bench.tracker) as tat:
        tat.add(step_row(bench.cycle, 3, date(2016, 9, 6), date(2016, 9, 30)))
    with pytest.raises(NotDeployed, match=f"no deployment {bench.cycle}-step-3"):
        ensure_awake(bench.cycle, 3, "?")


# --- what Prefect is told, and what it sees


def test_a_step_has_one_schedule_for_each_moment_to_come(bench):
    def schedules():
        step, *_ = deployments(bench.cycle, STEP_FLOWS)
        return [(made.slug, made.schedule.rrule, made.schedule.timezone) for made in step.schedules]

    opens = ("open", "DTSTART:20160906T110000\nRRULE:FREQ=DAILY;COUNT=1", "UTC")
    closes = ("close", "DTSTART:20161001T040000\nRRULE:FREQ=DAILY;COUNT=1", "UTC")
    bench.now = BEFORE
    assert schedules() == [opens, closes]
    bench.now = INSIDE
    assert schedules() == [closes]
    bench.now = ENDED
    assert schedules() == []


def schedules_in_prefect(bench, number=1):
    with get_client(sync_client=True) as client:
        held = client.read_deployment_schedules(find_deployment(client, bench.cycle, number).id)
    return sorted((one.slug, one.schedule.rrule[8:23], one.active) for one in held)


def test_after_a_move_prefect_has_exactly_the_schedules_of_the_record(bench):
    bench.now = BEFORE
    register(bench.cycle, STEP_FLOWS)
    opens, closes = ("open", "20160906T110000", True), ("close", "20161001T040000", True)
    assert schedules_in_prefect(bench) == [closes, opens]
    move(bench, 1, date(2016, 9, 8), date(2016, 10, 7))
    later = [("close", "20161008T040000", True), ("open", "20160908T110000", True)]
    assert follow_calendar(bench.cycle) == [1]
    assert (schedules_in_prefect(bench, 1), schedules_in_prefect(bench, 2)) == (
        later, [closes, opens],
    )  # fmt: skip
    # Again, and as the flow runner does when it starts: nothing doubles.
    assert follow_calendar(bench.cycle) == []
    register(bench.cycle, STEP_FLOWS)
    assert schedules_in_prefect(bench) == later


def test_when_nothing_is_to_come_any_more_prefect_has_no_schedule(bench):
    bench.now = BEFORE
    register(bench.cycle, STEP_FLOWS)
    bench.now = ENDED
    register(bench.cycle, STEP_FLOWS)
    assert schedules_in_prefect(bench) == []


def test_a_schedule_that_fired_before_a_move_to_later_meets_too_early_and_changes_nothing(bench):
    bench.now = OPENING
    fired = bench.run_of_schedule()
    move(bench, 1, date(2016, 9, 8), None)
    execute(fired, STEP_FLOWS[1])
    assert (bench.state_of(fired), bench.step().state, bench.calls()) == (
        "Completed", StepState.AHEAD, [],
    )  # fmt: skip
    bench.now = OPENING + timedelta(days=2)
    (opened,) = [awake for awake in wake_due_steps(bench.cycle) if awake.number == 1]
    execute(opened.run_id, STEP_FLOWS[1])
    assert bench.calls() == [False]


def test_a_close_that_fires_after_the_step_was_extended_does_not_close_it(bench):
    bench.open()
    bench.now = ENDED
    fired = bench.run_of_schedule()
    move(bench, 1, None, date(2016, 10, 7))
    execute(fired, STEP_FLOWS[1])
    execute(UUID(bench.step().run_id), STEP_FLOWS[1])
    assert (bench.step().state, bench.calls()) == (StepState.OPEN, [False, False])


def test_a_step_that_staff_close_early_closes_when_it_is_woken(bench):
    """By the decision itself; it is inside of the two steps' days, so the second comes later."""
    move(bench, 2, date(2016, 10, 3), date(2016, 10, 28))
    with write(bench.tracker) as tat:
        tat.add(Assignment(person_id=1, role=Role.OCC, scope="nation", scope_key="nation"))
    run_id = bench.open()
    close_early(current(), bench.cycle, 1, by_id=1, reason="All have answered")
    assert [(one.number, one.outcome) for one in wake_due_steps(bench.cycle)] == [
        (1, Outcome.RESUMED)
    ]  # fmt: skip
    execute(run_id, STEP_FLOWS[1])
    assert (bench.step().state, bench.step().closed_at) == (StepState.CLOSED, INSIDE)
    assert follow_calendar(bench.cycle) == [1, 2]
    assert (schedules_in_prefect(bench, 1), schedules_in_prefect(bench, 2)) == (
        [], [("close", "20161029T040000", True), ("open", "20161003T110000", True)],
    )  # fmt: skip


def move(bench, number, starts_on, ends_on):
    """Other days on record, as a decision writes them."""
    with write(bench.tracker) as tat:
        step = steps.locked_row(tat, bench.cycle, number)
        step.starts_on, step.ends_on = starts_on or step.starts_on, ends_on or step.ends_on


def test_prefect_does_not_look_inside_a_step_that_is_a_tasks_argument(bench):
    seen = []
    step = steps.look(current(), cycle=bench.cycle, number=1, holder=None)
    visit_collection(step, visit_fn=seen.append, return_data=False)
    assert seen == [step]
    assert isinstance(step, StepRef)


# --- the sweep


@pytest.fixture
def reminded(monkeypatch):
    """Stands in for the tasks of reminding; gives the days on which they were called."""
    days = []
    monkeypatch.setattr(sweep_module, "remind_people", lambda sweep: days.append(sweep.today) or 3)
    monkeypatch.setattr(sweep_module, "escalate_silence", lambda _: 2)
    return days


def test_the_sweep_reminds_wakes_what_is_asleep_and_is_noted(bench, reminded):
    bench.open(1)
    sweep_module.sweep(bench.cycle)
    assert reminded == [date(2016, 9, 20)]
    assert bench.state_of(bench.step(1).run_id) == "Resuming"
    assert bench.state_of(bench.step(2).run_id) == "Scheduled"  # its opening was missed
    with read(bench.tracker) as tat:
        noted = tat.execute(sa.select(Sweep.at, Sweep.n_reminders, Sweep.n_escalations)).all()
    assert noted == [(INSIDE, 3, 2)]
    assert not sweep_is_missed(current(), bench.cycle)


def test_a_morning_without_a_sweep_is_caught_up_while_the_runner_runs(
    bench, reminded, monkeypatch, tmp_path
):
    monkeypatch.setattr(runner_module, "FOLLOW_SECONDS", 0)
    runner = FlowRunner(STEP_FLOWS, only=[bench.cycle], beat=tmp_path / "beat")
    for day in (20, 21, 21):
        bench.now = datetime(2016, 9, day, 17, tzinfo=UTC)
        runner.take_turn()
    assert reminded == [date(2016, 9, 20), date(2016, 9, 21)]


def test_on_a_holiday_the_sweep_ends_at_once(bench, reminded):
    bench.now = datetime(2016, 9, 5, 12, tzinfo=UTC)  # Labor Day
    sweep_module.sweep(bench.cycle)
    assert reminded == []


# --- with time and processes as they are


def test_while_prefect_is_gone_an_answer_waits_and_is_acted_on_when_it_is_back(
    bench, prefect_server
):
    bench.open()
    waker = Waker([bench.cycle])
    prefect_server.stop()
    try:
        answer = bench.answer()
        context = contextvars.Context()  # without the connection that the test holds
        with pytest.raises(PrefectUnreachable):
            run_as_waker(context, prefect_server, lambda: waker.take_turn(bench.cycle))
        assert bench.unseen() == [answer]
    finally:
        prefect_server.start()
    woken = {awake.number: awake for awake in waker.take_turn(bench.cycle)}
    assert woken[1].outcome is Outcome.RESUMED
    execute(woken[1].run_id, STEP_FLOWS[1])
    assert (bench.unseen(), bench.effects()) == ([], [(answer, "first"), (answer, "second")])


def run_as_waker(context, server, act):
    from flows.server import connected

    def alone():
        with connected(server):
            return act()

    return context.run(alone)


SERVE = """
import sys
from pathlib import Path
from flows.runner_process import serve
from tests.waking_steps import STEP_FLOWS
serve(STEP_FLOWS, sys.argv[1:2], beat=Path("beat"))
"""


def test_under_the_flow_runner_an_answer_is_acted_on_within_seconds(bench, tmp_path):
    date_around_today(bench)
    bench.open(1)
    bench.open(2)
    runner = subprocess.Popen(
        [sys.executable, "-c", SERVE, bench.cycle],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "TACYCLE_DATABASE_URL": bench.tracker.url,
            "TACYCLE_CONFIG_FOLDER": str(declare_cycle(bench.cycle, tmp_path / "config")),
        },
    )
    stop = threading.Event()
    waker = threading.Thread(
        target=contextvars.copy_context().run, args=(Waker([bench.cycle], 0.5).run, stop)
    )
    try:
        until((tmp_path / "beat").exists, seconds=60)
        waker.start()
        first = bench.answer()
        until(lambda: not bench.unseen(), seconds=60)
        answered_at = time.monotonic()
        second = bench.answer()
        until(lambda: not bench.unseen(), seconds=60)
        took = time.monotonic() - answered_at
        until(lambda: bench.state_of(bench.step().run_id) == "Suspended")
    finally:
        stop.set()
        waker.join(PATIENCE_SECONDS)
        runner.terminate()
        runner.wait(PATIENCE_SECONDS)
    print(f"answer to action: {took:.1f} s")
    assert took < 10
    assert bench.effects() == [(one, part) for one in (first, second) for part in BOTH_PARTS]


def date_around_today(bench):
    """Processes of the flow runner have no clock but the machine's."""
    bench.now = datetime.now(UTC)
    with write(bench.tracker) as tat:
        starts_on, ends_on = bench.now - timedelta(days=9), bench.now + timedelta(days=9)
        tat.execute(sa.update(Step).values(starts_on=starts_on.date(), ends_on=ends_on.date()))


def declare_cycle(cycle, folder):
    """Declarations as they come with the software, for a cycle of this name."""
    shutil.copytree(
        PROJECT / "config", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    file = next((folder / "cycles").glob("*.toml"))
    declared = file.read_text(encoding="utf-8").replace(f'"{file.stem}"', f'"{cycle}"', 1)
    (folder / "cycles" / f"{cycle}.toml").write_text(declared, encoding="utf-8")
    return folder


PARENT = """
import sys, time
from pathlib import Path
from flows.server import Server
server = Server(Path(sys.argv[1]), has_services=False, database=Path(sys.argv[2]))
server.start()
print(server.process.pid, flush=True)
time.sleep(600)
"""


def test_the_server_dies_with_its_parent_however_that_one_dies(
    prefect_server, tmp_path, pytestconfig
):
    from tests.prefect_fixtures import migrated_database

    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), str(migrated_database(pytestconfig))],
        stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    server = int(parent.stdout.readline())
    assert is_running(server)
    parent.kill()
    parent.wait()
    until(lambda: not is_running(server))


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False
