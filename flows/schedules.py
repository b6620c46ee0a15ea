"""The one-shot schedules of the steps in Prefect: exactly those that the record asks for."""

from datetime import datetime

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.schedules import RRuleSchedule

from flows.waking import find_deployment, prefect_client
from tasks.opening import Moments, moments_of
from tasks.surroundings import current


def schedules_of(moments: Moments, now: datetime) -> list[DeploymentScheduleCreate]:
    """What a step is to be scheduled for. A moment that is past gets nothing.

    Prefect makes no runs in the past; `flows.waking.wake_due_steps` catches up on those.
    """
    once = {"open": moments.opens_at, "close": moments.closes_at}
    return [_one_shot(at, slug) for slug, at in once.items() if at > now]


def follow_calendar(cycle: str) -> list[int]:
    """Have the schedules follow the record: those that no longer hold go, what is missing comes.

    What is right stays as it is, so that doing it again changes nothing. A step that Prefect does
    not know yet is left to `flows.deployments.register`. Returns the steps that were changed.

    Raises: PrefectUnreachable; the next time does what is left.
    """
    surroundings = current()
    now = surroundings.now()
    with prefect_client() as client:
        return [
            moments.number
            for moments in moments_of(surroundings, cycle)
            if _follow(client, cycle, moments, now)
        ]


def mismatches(cycle: str) -> list[int]:
    """Give the steps that Prefect does not know, or whose schedules are not those of the record.

    Raises: PrefectUnreachable.
    """
    surroundings = current()
    now = surroundings.now()
    with prefect_client() as client:
        return [
            moments.number
            for moments in moments_of(surroundings, cycle)
            if not _is_right(client, cycle, moments, now)
        ]


def _is_right(client: SyncPrefectClient, cycle: str, moments: Moments, now: datetime) -> bool:
    deployment = find_deployment(client, cycle, moments.number)
    if deployment is None:
        return False
    wanted = {_key(one) for one in schedules_of(moments, now)}
    held = {_key(one) for one in client.read_deployment_schedules(deployment.id)}
    return wanted <= held  # a schedule that is past may still lie there


def _follow(client: SyncPrefectClient, cycle: str, moments: Moments, now: datetime) -> bool:
    deployment = find_deployment(client, cycle, moments.number)
    if deployment is None:
        return False
    wanted = {_key(one): one for one in schedules_of(moments, now)}
    held = client.read_deployment_schedules(deployment.id)
    wrong = [one for one in held if wanted.pop(_key(one), None) is None]
    for one in wrong:
        client.delete_deployment_schedule(deployment.id, one.id)
    if wanted:
        client.create_deployment_schedules(deployment.id, list(wanted.values()))
    return bool(wrong or wanted)


def _key(one: DeploymentSchedule | DeploymentScheduleCreate) -> tuple[str | None, str]:
    return one.slug, one.schedule.rrule if isinstance(one.schedule, RRuleSchedule) else ""


def _one_shot(at: datetime, slug: str) -> DeploymentScheduleCreate:
    """A schedule that fires once. In UTC, so that no change of clocks can move it."""
    rule = f"DTSTART:{at:%Y%m%dT%H%M%S}\nRRULE:FREQ=DAILY;COUNT=1"
    return DeploymentScheduleCreate(
        schedule=RRuleSchedule(rrule=rule, timezone="UTC"), active=True, slug=slug
    )
