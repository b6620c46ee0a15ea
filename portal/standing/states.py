"""Where the plan of each state stands: its status, what it lacks, who has the ball, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.rules import Rules
from portal.standing.held import behind
from portal.standing.questions import Waiting, waiting
from tat import guards, reading
from tat.database import Tat
from tat.statuses import Status


class Sort(StrEnum):
    """By what the states are ordered."""

    STATE = "state"
    REGION = "region"
    STATUS = "status"
    WAITING = "waiting"


@dataclass(frozen=True)
class StateRow:
    """One state."""

    plan_id: int
    code: str
    name: str
    region: int
    status: Status
    version: int
    lacks: Sequence[str]
    """What its next status still needs, half a sentence each; empty when only the order is."""
    waits: Sequence[Waiting]
    is_held: bool
    """Whether a step has closed and left it behind."""

    @property
    def days(self) -> int:
        """How long the oldest open question waits; 0 where none does."""
        return max((one.days for one in self.waits), default=0)

    @property
    def days_overdue(self) -> int:
        """How long the oldest last day is past."""
        return max((one.days_overdue for one in self.waits), default=0)


@dataclass(frozen=True)
class Wanted:
    """Which states, in which order."""

    region: int | None = None
    status: Status | None = None
    is_overdue: bool = False
    sort: Sort = Sort.STATE


def state_rows(tat: Tat, cycle: str, rules: Rules, *, now: datetime) -> list[StateRow]:
    """Every state of a cycle, by name."""
    facts = reading.load(tat, cycle, *guards.GUARD_KINDS)
    open_ = waiting(tat, cycle, now=now)
    held = set(behind(tat, cycle))
    rows = [
        StateRow(
            plan_id=plan.id, code=plan.jurisdiction, name=plan.name, region=plan.region,
            status=plan.status, version=plan.version,
            lacks=guards.missing_for_next(plan, facts, rules), waits=open_.get(plan.id, ()),
            is_held=plan.id in held,
        )
        for plan in facts.plans.values()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.name)


def chosen(rows: Sequence[StateRow], wanted: Wanted) -> list[StateRow]:
    """The states that are wanted, in the order that is wanted; where equal, by name."""
    found = [
        row
        for row in rows
        if wanted.region in (None, row.region)
        and wanted.status in (None, row.status)
        and (row.days_overdue > 0 or not wanted.is_overdue)
    ]
    return sorted(found, key=lambda row: _place(row, wanted.sort))


def _place(row: StateRow, sort: Sort) -> tuple[int, ...]:
    """What goes before the name; those that wait longest come first."""
    if sort is Sort.REGION:
        return (row.region,)
    if sort is Sort.STATUS:
        return (list(Status).index(row.status),)
    return (-row.days_overdue, -row.days) if sort is Sort.WAITING else ()
