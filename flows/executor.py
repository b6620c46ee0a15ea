"""Execute runs of flows in this process: for the flow runner, for rehearsals and tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.context import SyncClientContext
from prefect.events.clients import NullEventsClient
from prefect.events.worker import EventsWorker
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import run_flow, run_flow_sync
from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)

from flows.waking import prefect_client
from tasks import runs
from tasks.surroundings import current

MOST_STEPS = 50


def execute(run_id: UUID, step_flow: Flow[[str], None]) -> None:
    """Execute a scheduled or resumed run of a step here and now, to its wait or its end.

    Raises: whatever the step's text raises; Prefect has recorded it then.
    """
    flow_run = _as_engine_sees(run_id)
    try:
        run_flow(step_flow, flow_run=flow_run, parameters=dict(flow_run.parameters))
    except (Abort, Pause):
        return


def attempt(run_id: UUID, any_flow: Flow[[str], None]) -> State[Any] | None:
    """Execute a run as `execute` does, and give the state in which it ended.

    None where it waits, or another execution works on it. What the flow's text raises is in the
    state, recorded by Prefect.
    """
    flow_run = _as_engine_sees(run_id)
    try:
        ended = run_flow_sync(
            any_flow,
            flow_run=flow_run,
            parameters=dict(flow_run.parameters),
            return_type="state",
        )
    except (Abort, Pause):
        return None
    return ended if isinstance(ended, State) else None


def scheduled_runs(cycle: str) -> list[tuple[int, UUID]]:
    """Give the runs of a cycle's steps that wait for an executor: number of the step, and run."""
    numbers = runs.run_ids(current(), cycle)
    wanted = FlowRunFilter(
        id=FlowRunFilterId(any_=[UUID(run_id) for run_id in numbers]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
    )
    with prefect_client() as client:
        found = client.read_flow_runs(
            flow_run_filter=wanted, limit=MOST_STEPS, sort=FlowRunSort.EXPECTED_START_TIME_ASC
        )
    return sorted((numbers[str(flow_run.id)], flow_run.id) for flow_run in found)


def _as_engine_sees(run_id: UUID) -> FlowRun:
    """A run as the engine is to see it.

    Where the engine sees no deployment it does not listen for a suspension from outside, which
    costs a connection and half a second. Everything else reads the run anew.
    """
    with prefect_client() as client:
        return client.read_flow_run(run_id).model_copy(update={"deployment_id": None})


@contextmanager
def quick() -> Iterator[None]:
    """Make executions in this process cheap: one connection, no heartbeat, no log to Prefect."""
    settings = {PREFECT_LOGGING_TO_API_ENABLED: False, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with temporary_settings(settings), SyncClientContext.get_or_create():
        yield


@contextmanager
def unwatched() -> Iterator[None]:
    """Have Prefect not be told of every task: only for a server whose pages nobody opens.

    What becomes of the runs themselves it is told all the same.
    """
    EventsWorker.set_client_override(NullEventsClient)
    try:
        yield
    finally:
        EventsWorker.set_client_override(None)
