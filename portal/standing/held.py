"""The plans that stay behind: what each waits for, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import Rules
from config.titles import TITLE_OF
from config.vocabulary import PromptKind, Role
from tat import guards, reading
from tat.database import Tat
from tat.facts import Facts, PlanFacts
from tat.schema import Plan, Prompt, StatusChange, Step
from tat.statuses import PromptState, Status, StepState
from templates.words import ASKED_TO

EXPECTED_AFTER = {2: Status.INITIAL, 4: Status.INTERMEDIATE, 5: Status.FINAL}
"""The status that every plan should have reached when a step has closed."""


@dataclass(frozen=True)
class Held:
    """A plan that has not reached what the closed steps should have brought it to."""

    jurisdiction: str
    """Its code."""
    status: str
    waiting_for: str
    """By role whose answer, and to what: the end of "it waits for"."""
    since: date | None
    """When the oldest of these questions was asked; where nothing is asked, when the plan took
    its present status."""


@dataclass(frozen=True)
class _Asked:
    kind: PromptKind
    role: Role
    center: str | None
    at: datetime


def held_plans(tat: Tat, cycle: str, rules: Rules, *, zone: str) -> list[Held]:
    """Every plan that is held, by jurisdiction. `since` is a day in the zone."""
    held_ids = behind(tat, cycle)
    if not held_ids:
        return []
    asked = _asked(tat, cycle, held_ids)
    known = reading.load(tat, cycle, *guards.GUARD_KINDS)
    since = _status_since(tat, held_ids)
    held = []
    for plan_id in held_ids:
        plan, open_ = known.plans[plan_id], asked.get(plan_id, [])
        at = min((one.at for one in open_), default=since.get(plan_id))
        held.append(
            Held(
                jurisdiction=plan.jurisdiction,
                status=plan.status.value,
                waiting_for=_in_words(open_) or _missing(plan, known, rules),
                since=at.astimezone(ZoneInfo(zone)).date() if at else None,
            )
        )
    return sorted(held, key=lambda one: one.jurisdiction)


def somebody(role: Role, center: str | None) -> str:
    """Name somebody by role: "the Administrator", "the NCASE center lead"."""
    return f"the {center} {TITLE_OF[role]}" if center else f"the {TITLE_OF[role]}"


def behind(tat: Tat, cycle: str) -> list[int]:
    """Ids of the plans that have not reached what the closed steps should have brought them to."""
    closed = sa.select(Step.number).where(Step.cycle == cycle, Step.state == StepState.CLOSED)
    order = list(Status)
    expected = max(
        (order.index(EXPECTED_AFTER[n]) for n in tat.scalars(closed) if n in EXPECTED_AFTER),
        default=0,
    )
    lower = sa.select(Plan.id).where(Plan.cycle == cycle, Plan.status.in_(order[:expected]))
    return list(tat.scalars(lower.order_by(Plan.id)))


def _asked(tat: Tat, cycle: str, plan_ids: Sequence[int]) -> dict[int, list[_Asked]]:
    rows = (
        sa.select(Prompt.plan_id, Prompt.kind, Prompt.role, Prompt.center, Prompt.asked_at)
        .where(Prompt.cycle == cycle, Prompt.state == PromptState.OPEN)
        .where(Prompt.plan_id.is_not(None), Prompt.kind.not_in(guards.NEVER_HOLDING))
        .order_by(Prompt.asked_at, Prompt.id)
    )
    asked: dict[int, list[_Asked]] = {plan_id: [] for plan_id in plan_ids}
    for plan_id, kind, role, center, at in tat.execute(rows):
        if plan_id in asked:
            asked[plan_id].append(_Asked(kind, role, center, at))
    return asked


def _in_words(asked: Iterable[_Asked]) -> str:
    parts = [f"{somebody(one.role, one.center)}'s answer: {ASKED_TO[one.kind]}" for one in asked]
    return "; ".join(dict.fromkeys(parts))


def _missing(plan: PlanFacts, known: Facts, rules: Rules) -> str:
    """What the guards of the plan's next status lack; else the order to convert it."""
    return "; ".join(guards.missing_for_next(plan, known, rules)) or "the order to convert it"


def _status_since(tat: Tat, plan_ids: Sequence[int]) -> dict[int, datetime]:
    rows = sa.select(StatusChange.plan_id, sa.func.max(StatusChange.at))
    latest = rows.where(StatusChange.plan_id.in_(plan_ids)).group_by(StatusChange.plan_id)
    return dict(tat.execute(latest).all())
