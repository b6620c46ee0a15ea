"""Tell Prefect of the flows of a cycle, and when each step opens and closes."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from prefect import Flow
from prefect.client.types.flexible_schedule_list import FlexibleScheduleList
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.schedules import follow_calendar, schedules_of
from flows.sweep import sweep
from flows.waking import deployment_name
from tasks.opening import Moments, moments_of, time_zone_of
from tasks.surroundings import current

StepFlows = Mapping[int, Flow[[str], None]]
"""The flow of each step, by its number."""

SWEEP_CRON = "30 7 * * MON-FRI"


def deployments(cycle: str, step_flows: StepFlows) -> list[RunnerDeployment]:
    """Make the deployments of a cycle: one for each step of the record, and the sweep's.

    A step opens and closes by one-shot schedules.
    """
    surroundings = current()
    now = surroundings.now()
    every_morning = Cron(SWEEP_CRON, timezone=time_zone_of(surroundings, cycle), slug="sweep")
    return [
        *(
            _of_step(cycle, moments, step_flows[moments.number], now)
            for moments in moments_of(surroundings, cycle)
            if moments.number in step_flows
        ),
        _deployment(sweep, sweep_name(cycle), cycle, [every_morning]),
    ]


def register(cycle: str, step_flows: StepFlows) -> list[UUID]:
    """Make the deployments known to Prefect without running anything: for a rehearsal."""
    known = [cast(UUID, made.apply()) for made in deployments(cycle, step_flows)]
    follow_calendar(cycle)  # to apply no schedule leaves those in place that were there
    return known


def register_all(cycle: str, step_flows: StepFlows) -> dict[UUID, Flow[[str], None]]:
    """Make the deployments known; give each one's flow by its id, the sweep's last."""
    flows = [step_flows[number] for number in _numbers(cycle, step_flows)] + [sweep]
    return dict(zip(register(cycle, step_flows), flows, strict=True))


def sweep_name(cycle: str) -> str:
    """The name of the sweep's deployment."""
    return f"{cycle}-sweep"


def _numbers(cycle: str, step_flows: StepFlows) -> list[int]:
    moments = moments_of(current(), cycle)
    return [one.number for one in moments if one.number in step_flows]


def _of_step(
    cycle: str, moments: Moments, step_flow: Flow[[str], None], now: datetime
) -> RunnerDeployment:
    schedules = schedules_of(moments, now)
    return _deployment(step_flow, deployment_name(cycle, moments.number), cycle, schedules)


def _deployment(
    flow: Flow[[str], None], name: str, cycle: str, schedules: FlexibleScheduleList
) -> RunnerDeployment:
    return RunnerDeployment.from_flow(
        flow,
        name=name,
        parameters={"cycle": cycle},
        schedules=schedules,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
