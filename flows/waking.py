"""The one function that wakes a step, whatever has become of its run."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.objects import State
from prefect.client.schemas.responses import DeploymentResponse, SetStateStatus
from prefect.client.schemas.sorting import DeploymentSort
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.states import Crashed

from tasks import runs
from tasks.opening import due_steps
from tasks.runs import StepRun
from tasks.surroundings import Surroundings, current

SUSPENDING_SECONDS = 5.0
"""How long a suspension may be on its way from the record to Prefect before we look no longer."""


class Outcome(StrEnum):
    """What a wake did."""

    RESUMED = "resumed"
    STARTED = "started"  # there was no run, or it had done its work
    REPLACED = "replaced"  # the run was gone, had failed or died; another has taken over
    LEFT = "left"  # it is scheduled or working, and will see what there is to see
    NOT_NEEDED = "not needed"  # the step is closed and nothing is unseen


BEGUN = (Outcome.RESUMED, Outcome.STARTED, Outcome.REPLACED)


@dataclass(frozen=True)
class Awake:
    """A step that was woken, and the run that will work on it."""

    number: int
    outcome: Outcome
    run_id: UUID | None
    generation: int


class PrefectUnreachable(Exception):
    """Prefect does not answer. Nothing is lost: what was to be seen stays unseen."""


class NotDeployed(Exception):
    """The step has no deployment in Prefect, so no run can be started."""


def deployment_name(cycle: str, number: int) -> str:
    """The name of a step's deployment; by it a step is found without knowing its flow."""
    return f"{cycle}-step-{number}"


def ensure_awake(cycle: str, number: int, reason: str, *, anew: bool = False) -> Awake:
    """Have the step's text run from its first line, once more after this moment.

    Resumes a suspended run. Leaves alone one that is scheduled, and one that works: that one is
    told to run its text again. Starts a run of the next generation where the run is gone, has
    ended, or died without a word.

    Args:
        anew: whether a closed step runs once more though nothing of its own is unseen.
    Raises:
        PrefectUnreachable, NotDeployed: nothing was changed.
    """
    surroundings = current()
    with prefect_client() as client:
        give_up_at = time.monotonic() + SUSPENDING_SECONDS
        while True:
            run = runs.run_of(surroundings, cycle=cycle, number=number)
            awake = _wake(client, surroundings, run, reason, anew=anew)
            if awake is not None:
                return awake
            if time.monotonic() > give_up_at:
                return _found(run, Outcome.LEFT)
            time.sleep(0.02)


def wake_for_answers(cycle: str, *, leave_out: Collection[int] = ()) -> list[Awake]:
    """Wake every step with unseen answers, then every begun step after one that is woken now.

    After a step that is closed others are closed too: what a late answer changes goes through the
    text of each of them. A step that is at work anyway wakes those after it when it is done.

    Raises: PrefectUnreachable, NotDeployed.
    """
    woken: list[Awake] = []
    answered = runs.steps_with_unseen_answers(current(), cycle)
    for number in answered:
        if number not in leave_out:
            woken.append(ensure_awake(cycle, number, "answers came"))
    begun = [awake.number for awake in woken if awake.outcome in BEGUN]
    if begun:
        later = set(runs.begun_steps(current(), cycle, after=min(begun))) - {*answered, *leave_out}
        why = "an earlier step was answered"
        woken += [ensure_awake(cycle, n, why, anew=True) for n in sorted(later)]
    return sorted(woken, key=lambda awake: awake.number)


def wake_due_steps(
    cycle: str, *, grace: timedelta = timedelta(0), leave_out: Collection[int] = ()
) -> list[Awake]:
    """Wake every step whose first or last moment has passed without its having opened or closed.

    A schedule that fired while nothing ran is lost. `grace` is for those that fire just now.

    Raises: PrefectUnreachable, NotDeployed.
    """
    numbers = [n for n in due_steps(current(), cycle, grace=grace) if n not in leave_out]
    return [ensure_awake(cycle, number, "its day has come") for number in numbers]


def wake_open_steps(cycle: str) -> list[Awake]:
    """Wake every open step: a day has turned. Raises: PrefectUnreachable, NotDeployed."""
    numbers = runs.open_steps(current(), cycle)
    return [ensure_awake(cycle, number, "a day has turned") for number in numbers]


def wake_later_steps(cycle: str, number: int) -> None:
    """Wake the begun steps after a step that has worked on answers, or after a late one."""
    for later in runs.begun_steps(current(), cycle, after=number):
        ensure_awake(cycle, later, f"step {number} worked on answers", anew=True)


def find_deployment(
    client: SyncPrefectClient, cycle: str, number: int
) -> DeploymentResponse | None:
    """A step's deployment; None where Prefect has none."""
    name = deployment_name(cycle, number)
    found = client.read_deployments(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[name])),
        sort=DeploymentSort.UPDATED_DESC,  # left out, the server refuses the request
        limit=1,
    )
    return found[0] if found else None


@contextmanager
def prefect_client() -> Iterator[SyncPrefectClient]:
    """A client of Prefect's server. Raises: PrefectUnreachable, from anything inside."""
    try:
        with get_client(sync_client=True) as client:
            yield client
    except httpx.TransportError as error:
        raise PrefectUnreachable(f"Prefect does not answer: {error!r}") from error
    except PrefectHTTPStatusError as error:
        if error.response.status_code < 500:
            raise
        raise PrefectUnreachable(f"Prefect cannot answer now: {error}") from error


def _wake(
    client: SyncPrefectClient, surroundings: Surroundings, run: StepRun, reason: str, *, anew: bool
) -> Awake | None:
    """One attempt; None when the run is on its way from one state to another: look again."""
    state = None if run.run_id is None else _state(client, UUID(run.run_id))
    if run.run_id is None or state is None or state.is_final():
        return _begin_next(client, surroundings, run, state, anew=anew)
    if state.is_scheduled():
        return _found(run, Outcome.LEFT)
    if state.is_paused() and _resume(client, UUID(run.run_id), reason):
        return _found(run, Outcome.RESUMED)
    if not run.is_alive(surroundings, since=state.timestamp):
        return _start(client, surroundings, run, Outcome.REPLACED)
    if state.is_paused() or run.is_about_to_wait:
        return None
    if run.is_held and not runs.ask_again(surroundings, run):
        return None
    return _found(run, Outcome.LEFT)


def _begin_next(
    client: SyncPrefectClient,
    surroundings: Surroundings,
    run: StepRun,
    state: State[Any] | None,
    *,
    anew: bool,
) -> Awake | None:
    is_done = run.is_closed and state is not None and state.is_completed()
    if is_done and not (run.has_unseen or anew):
        return _found(run, Outcome.NOT_NEEDED)
    is_wanted = is_done or run.run_id is None
    outcome = Outcome.STARTED if is_wanted else Outcome.REPLACED
    return _start(client, surroundings, run, outcome)


def _found(run: StepRun, outcome: Outcome) -> Awake:
    return Awake(run.number, outcome, UUID(run.run_id) if run.run_id else None, run.generation)


def _state(client: SyncPrefectClient, run_id: UUID) -> State[Any] | None:
    """The state of a run; None when Prefect does not know the run."""
    try:
        return client.read_flow_run(run_id).state
    except ObjectNotFound:
        return None


def _resume(client: SyncPrefectClient, run_id: UUID, reason: str) -> bool:
    # Refused while the form is still being saved, and for ever if its process died before.
    result = client.resume_flow_run(run_id, run_input={"reason": reason})
    return result.status == SetStateStatus.ACCEPT


def _start(
    client: SyncPrefectClient, surroundings: Surroundings, run: StepRun, outcome: Outcome
) -> Awake | None:
    """Start the next generation. The run comes first and is the same for all who try at once."""
    generation = run.generation + 1
    flow_run = client.create_flow_run_from_deployment(
        _deployment_id(client, run.cycle, run.number),
        parameters={"cycle": run.cycle},
        name=f"{run.cycle} step {run.number} run {generation}",
        idempotency_key=f"{run.cycle}-step-{run.number}-{generation}",
    )
    if not runs.adopt_run(surroundings, run, run_id=str(flow_run.id)):
        return None
    if run.run_id is not None:
        _bury(client, UUID(run.run_id), generation)
    if flow_run.state is not None and flow_run.state.is_final():
        return None  # an old run of the same name, from a record that is no more
    return Awake(run.number, outcome, flow_run.id, generation)


def _bury(client: SyncPrefectClient, run_id: UUID, generation: int) -> None:
    """Say in Prefect's page of a run that died without a word that it no longer counts."""
    state = _state(client, run_id)
    if state is not None and not state.is_final():
        crashed: State[Any] = Crashed(message=f"Silent for too long; run {generation} took over.")
        client.set_flow_run_state(run_id, crashed, force=True)


def _deployment_id(client: SyncPrefectClient, cycle: str, number: int) -> UUID:
    found = find_deployment(client, cycle, number)
    if found is None:
        name = deployment_name(cycle, number)
        raise NotDeployed(f"Prefect has no deployment {name}: start the flow runner, tacycle up.")
    return found.id
