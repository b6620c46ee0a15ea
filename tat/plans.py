"""Plans: their versions and their status. Every change leaves a version behind."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from config.rules import Rules
from tat import ledger, subjects
from tat.content import as_json, contents
from tat.database import Tat, look_up
from tat.facts import Facts, PlanFacts
from tat.guards import missing
from tat.lines import Author
from tat.refusals import Refused
from tat.remembered import kept
from tat.schema import Plan, PlanVersion, StatusChange
from tat.statuses import TRANSITIONS, Status


def start_plans(tat: Tat, cycle: str, jurisdictions: Iterable[str], *, now: datetime) -> int:
    """Give every jurisdiction that has none its empty draft initial plan; returns how many."""
    known = set(tat.scalars(sa.select(Plan.jurisdiction).where(Plan.cycle == cycle)))
    plans = [
        Plan(cycle=cycle, jurisdiction=code, status=Status.DRAFT_INITIAL, version=0)
        for code in jurisdictions
        if code not in known
    ]
    tat.add_all(plans)
    tat.flush()
    for plan in plans:
        tat.add(_status_row(plan, before=None, after=Status.DRAFT_INITIAL, by=None, now=now))
    return len(plans)


def jurisdiction_of(tat: Tat, plan_id: int) -> str:
    """Code of the state whose plan it is: it never changes."""
    known = kept(tat, "plan")
    if plan_id not in known:
        known[plan_id] = look_up(tat, _STATE_OF, plan_id=plan_id)[0].jurisdiction
    code: str = known[plan_id]
    return code


_PLAN = Plan.__table__
_STATE_OF = sa.select(_PLAN.c.jurisdiction).where(_PLAN.c.id == sa.bindparam("plan_id"))


def plan_of(tat: Tat, cycle: str, code: str) -> Plan:
    """The plan of a state in a cycle. Raises: Refused, where there is none."""
    ours = sa.select(Plan).where(Plan.cycle == cycle, Plan.jurisdiction == code.upper())
    plan = tat.scalar(ours)
    if plan is None:
        raise Refused(
            f"There is no plan of {code} in {cycle}: use the code of a state that is in it, such "
            "as CO."
        )
    return plan


def write_version(tat: Tat, plan_id: int, *, why: str, by: Author) -> int:
    """Keep the whole content of a plan as its next version; returns its number."""
    tat.flush()
    content = as_json(contents(tat, [plan_id])[plan_id])
    plan = tat.get_one(Plan, plan_id)
    plan.version += 1
    digest = sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    tat.add(
        PlanVersion(
            plan_id=plan_id, number=plan.version, content=content, sha256=digest,
            by_person_id=by.person_id, why=why, at=by.at,
        )
    )  # fmt: skip
    tat.flush()
    return plan.version


def convert(
    tat: Tat,
    plans: Sequence[PlanFacts],
    facts: Facts,
    *,
    to: Status,
    by: Mapping[int, int],
    rules: Rules,
    now: datetime,
) -> int:
    """Change the status of plans that have all that it needs; returns how many.

    Args:
        by: id of the person who ordered it, by plan id; missing where nobody had to.

    Raises:
        Refused: naming the first plan that lacks something, and what. Nothing is changed then.
    """
    for plan in plans:
        check_conversion(plan, facts, to=to, rules=rules)
    for plan in plans:
        row = tat.get_one(Plan, plan.id)
        tat.add(_status_row(row, before=row.status, after=to, by=by.get(plan.id), now=now))
        row.status = to
    ledger.record(
        tat,
        [
            ledger.Entry(
                at=now, actor=_actor(by.get(plan.id)), act=f"made {to}",
                subject=plan.name, plan_id=plan.id, plan_version=plan.version,
            )
            for plan in plans
        ],
    )  # fmt: skip
    return len(plans)


def check_conversion(plan: PlanFacts, facts: Facts, *, to: Status, rules: Rules) -> None:
    """Raise `Refused` with the reason unless the plan may change to the status."""
    needs = TRANSITIONS.get((plan.status, to))
    stays = f"{plan.name}'s plan stays {plan.status}"
    if needs is None:
        raise Refused(f"{stays}: a plan does not go from {plan.status} to {to}.")
    lacking = missing(plan, facts, needs, rules)
    if lacking:
        raise Refused(f"{stays}: it waits for {'; '.join(lacking)}.")


def _actor(person_id: int | None) -> str:
    return ledger.SOFTWARE if person_id is None else subjects.person(person_id)


def _status_row(
    plan: Plan, *, before: Status | None, after: Status, by: int | None, now: datetime
) -> StatusChange:
    return StatusChange(
        plan_id=plan.id, before=before, after=after, at=now, by_person_id=by,
        plan_version=plan.version,
    )  # fmt: skip
