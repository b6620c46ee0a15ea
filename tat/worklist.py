"""What to key into an agency's other tracker, and what was keyed, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import Role
from tat import subjects
from tat.database import Tat
from tat.decisions import Decided, decide, decisions
from tat.differences import differences
from tat.facts import PlanFacts
from tat.people import directory
from tat.reading import load_plans
from tat.refusals import Refused
from tat.schema import Decision, PlanVersion, StatusChange
from tat.statuses import DecisionKind, Status


@dataclass(frozen=True)
class Keyed:
    """What of a plan stands in the other tracker."""

    version: int
    status: Status
    by_person_id: int
    at: datetime


@dataclass(frozen=True)
class ToKey:
    """A plan that stands there otherwise than here, or not at all."""

    plan: PlanFacts
    keyed: Keyed | None
    changes: Sequence[str]
    """What changed since the version that was keyed last; all there is, where none was."""


def worklist(tat: Tat, cycle: str) -> list[ToKey]:
    """Every plan of which a version or status is to be keyed, in the order of the plans."""
    done = keyed(tat, cycle)
    plans = [plan for plan in load_plans(tat, cycle).values() if plan.version]
    due = [plan for plan in plans if not _is_keyed(plan, done.get(plan.jurisdiction))]
    wanted = {(plan.id, plan.version) for plan in due}
    wanted |= {(plan.id, done[plan.jurisdiction].version) for plan in due
               if plan.jurisdiction in done}  # fmt: skip
    contents = _contents(tat, wanted)
    return [_to_key(plan, done.get(plan.jurisdiction), contents) for plan in due]


def keyed(tat: Tat, cycle: str) -> dict[str, Keyed]:
    """What was keyed last of each plan, by the code of its state."""
    found = {}
    for decision in decisions(tat, cycle, DecisionKind.KEYED):
        found[decision.subject.removeprefix("plan ")] = _keyed(decision)
    return found


def mark_keyed(
    tat: Tat, cycle: str, code: str, *, version: int, by_person_id: int, now: datetime
) -> Keyed:
    """Put on record that a version of a plan was keyed, in the status that it had last.

    Raises: Refused, where there is no such version, a later one was keyed, or it is not theirs.
    """
    plan = next((one for one in load_plans(tat, cycle).values() if one.jurisdiction == code), None)
    if plan is None:
        raise Refused(f"Nothing was marked: {cycle} has no plan of {code}.")
    _check_may_mark(tat, plan, by_person_id)
    last = keyed(tat, cycle).get(code)
    if not 1 <= version <= plan.version:
        raise Refused(
            f"Nothing was marked: {plan.name}'s plan has no version {version}; its newest is "
            f"{plan.version}."
        )
    if last is not None and version < last.version:
        raise Refused(
            f"Nothing was marked: of {plan.name}'s plan version {last.version} was keyed already; "
            "key the newest."
        )
    details = {"version": version, "status": _status_of(tat, plan, version)}
    decided = Decided(
        DecisionKind.KEYED,
        subjects.plan_of(code),
        "entered in the agency's tracker",
        by_person_id,
        details,
    )
    return _keyed(decide(tat, cycle, decided, now=now))


def _is_keyed(plan: PlanFacts, last: Keyed | None) -> bool:
    return last is not None and (last.version, last.status) == (plan.version, plan.status)


def _to_key(
    plan: PlanFacts, last: Keyed | None, contents: dict[tuple[int, int], dict[str, object]]
) -> ToKey:
    before = contents[plan.id, last.version] if last else None
    changes = [str(one) for one in differences(before, contents[plan.id, plan.version])]
    if last is not None and last.status != plan.status:
        changes.insert(0, f"Status: {last.status} to {plan.status}")
    return ToKey(plan, last, changes)


def _contents(tat: Tat, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], dict[str, object]]:
    plan_ids = {plan_id for plan_id, _version in wanted}
    numbers = {number for _plan_id, number in wanted}
    rows = sa.select(PlanVersion.plan_id, PlanVersion.number, PlanVersion.content).where(
        PlanVersion.plan_id.in_(plan_ids), PlanVersion.number.in_(numbers)
    )
    return {(row[0], row[1]): row[2] for row in tat.execute(rows)}


def _status_of(tat: Tat, plan: PlanFacts, version: int) -> Status:
    """The last status that a plan had while it read so."""
    if version == plan.version:
        return plan.status
    rows = sa.select(StatusChange.after).where(
        StatusChange.plan_id == plan.id, StatusChange.plan_version <= version
    )
    return tat.scalars(rows.order_by(StatusChange.id.desc()).limit(1)).one()


def _check_may_mark(tat: Tat, plan: PlanFacts, person_id: int) -> None:
    everybody = directory(tat)
    roles = [Role.SPECIALIST, Role.OCC]
    may = everybody.holding(roles, jurisdiction=plan.jurisdiction, region=plan.region)
    if person_id not in {holder.person.id for holder in may}:
        raise Refused(
            f"Nothing was marked: the Specialist of {plan.name} or OCC marks what was keyed, and "
            f"{everybody.people[person_id].name} is neither."
        )


def _keyed(decision: Decision) -> Keyed:
    details = decision.details
    if decision.by_person_id is None:
        raise ValueError(f"decision {decision.id}: somebody marks what was keyed")
    return Keyed(details["version"], Status(details["status"]), decision.by_person_id, decision.at)
