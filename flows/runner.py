"""The flow runner: executes in one warm process what Prefect has scheduled for the live cycles.

A process for each execution would cost some seconds each time. What an execution leaves undone
when this process dies, the next one begins anew: see `recover`.
"""

import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Crashed

from flows.deployments import StepFlows, register_all
from flows.executor import attempt
from flows.schedules import follow_calendar
from flows.waking import NotDeployed, PrefectUnreachable, prefect_client, wake_open_steps
from tasks.cycles import cycles_on_record
from tasks.surroundings import current
from tasks.sweeps import sweep_is_missed

POLL_SECONDS = 0.5
FOLLOW_SECONDS = 30.0
"""How often the schedules are compared with the record: somebody may have moved a day."""
UNREACHABLE_SECONDS = 3.0
MOST_RUNS = 200

log = logging.getLogger("tacycle.runner")

Served = dict[UUID, Flow[[str], None]]
"""The flows that are executed here, by the id of their deployment."""


class FlowRunner:
    """Serves some cycles: registers, follows the calendar, executes what is due."""

    def __init__(self, step_flows: StepFlows, *, only: Sequence[str] = (), beat: Path) -> None:
        """Say what to serve.

        Args:
            only: names of cycles; without any, all that have something before them.
            beat: a file that is touched at each turn, so that others see that this one lives.
        """
        self._step_flows = step_flows
        self._only = only
        self._beat = beat
        self._served: dict[str, Served] = {}
        self._followed_at = 0.0

    def run(self, stop: Event) -> None:
        """Take turns until told to stop. Prefect may come and go: what is due stays due."""
        while not stop.is_set():
            try:
                n_executed = self.take_turn()
            except (PrefectUnreachable, NotDeployed) as error:
                log.warning("%s", error)
                stop.wait(UNREACHABLE_SECONDS)
            else:
                stop.wait(0 if n_executed else POLL_SECONDS)

    def take_turn(self) -> int:
        """Register what is new, follow the calendar now and then, and execute what is due.

        Returns how many runs were executed. Raises: PrefectUnreachable.
        """
        self._beat.touch()
        self._serve_new_cycles()
        if time.monotonic() > self._followed_at + FOLLOW_SECONDS:
            for cycle, served in self._served.items():
                follow_calendar(cycle)
                catch_up_sweep(cycle, list(served)[-1])
            self._followed_at = time.monotonic()
        return self._execute_due()

    def _serve_new_cycles(self) -> None:
        live = cycles_on_record(current())
        for cycle in live:
            if cycle not in self._served and (not self._only or cycle in self._only):
                with prefect_client():  # whatever cannot reach Prefect in here says so
                    served = register_all(cycle, self._step_flows)
                recover(cycle, list(served))
                self._served[cycle] = served
                log.info("Serving %s.", cycle)

    def _execute_due(self) -> int:
        flows = {key: one for served in self._served.values() for key, one in served.items()}
        if not flows:
            return 0
        with prefect_client() as client:
            due = client.get_scheduled_flow_runs_for_deployments(
                list(flows), scheduled_before=datetime.now(UTC)
            )
        for run in due:
            if run.deployment_id in flows:
                self._beat.touch()
                _execute(run.id, run.name, flows[run.deployment_id])
        return len(due)


def recover(cycle: str, deployment_ids: Sequence[UUID]) -> None:
    """After a start: what an earlier runner was working on is dead, and every open step is woken.

    There is one runner at a time, so nobody works on these runs any more.
    """
    with prefect_client() as client:
        _bury_orphans(client, deployment_ids)
    wake_open_steps(cycle)


def catch_up_sweep(cycle: str, sweep_id: UUID) -> None:
    """Schedule a morning's sweep for now that nobody ran, whatever has kept it from running.

    Args:
        sweep_id: the sweep's deployment.
    """
    if sweep_is_missed(current(), cycle):
        log.warning("This morning's sweep of %s was missed; it is caught up.", cycle)
        with prefect_client() as client:
            client.create_flow_run_from_deployment(
                sweep_id, parameters={"cycle": cycle}, name=f"{cycle} sweep caught up"
            )


def _bury_orphans(client: SyncPrefectClient, deployment_ids: Sequence[UUID]) -> None:
    at_work = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    orphans = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=list(deployment_ids))),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=at_work)),
        sort=FlowRunSort.ID_DESC,
        limit=MOST_RUNS,
    )
    for orphan in orphans:
        state: State[Any] = Crashed(message="The flow runner died during this execution.")
        client.set_flow_run_state(orphan.id, state, force=True)


def _execute(run_id: UUID, name: str, any_flow: Flow[[str], None]) -> None:
    started_at = time.monotonic()
    state = attempt(run_id, any_flow)
    seconds = time.monotonic() - started_at
    log.info("%s: %s, %.1f s.", name, state.name if state else "waits", seconds)
    if state is not None and (state.is_failed() or state.is_crashed()):
        log.error("%s failed: %s", name, state.message)
