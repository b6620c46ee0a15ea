"""How far a step has come: what was asked and answered, what is overdue, what was decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import PromptKind
from portal.standing.sight import Sight
from tat.database import Tat
from tat.decisions import decisions
from tat.due_days import ZONE_OF_ASKED
from tat.schema import Decision, Jurisdiction, Person, Plan, Prompt, Step, Window
from tat.statuses import DecisionKind, PromptState
from templates.filters import day
from templates.words import ASKED_TO


@dataclass
class KindCount:
    """What became of the questions of one kind."""

    asked_to: str
    n: Counter[PromptState] = field(default_factory=Counter)
    n_overdue: int = 0
    due: list[date] = field(default_factory=list)
    """Last days of those that wait."""

    @property
    def n_asked(self) -> int:
        """Those that were asked and not withdrawn."""
        return self.n[PromptState.OPEN] + self.n[PromptState.ANSWERED]


@dataclass(frozen=True)
class Decided:
    """A decision of staff about a step."""

    at: datetime
    by: str
    says: str
    reason: str


@dataclass(frozen=True)
class StepStands:
    """Where a step stands."""

    row: Step
    windows: Sequence[Window]
    kinds: Sequence[KindCount]
    """In the order in which they were asked first."""
    decided: Sequence[Decided]
    """The newest last."""


def step_row(tat: Tat, cycle: str, number: int) -> Step | None:
    """The step of a number; None where the cycle has none."""
    return tat.scalar(sa.select(Step).where(Step.cycle == cycle, Step.number == number))


def all_steps(tat: Tat, cycle: str) -> Sequence[Step]:
    """The steps of a cycle, in their order."""
    rows = sa.select(Step).where(Step.cycle == cycle).order_by(Step.number)
    return tat.scalars(rows).all()


def step_stands(tat: Tat, row: Step, sight: Sight, *, now: datetime) -> StepStands:
    """Read where a step stands, as far as somebody sees it."""
    windows = sa.select(Window).where(Window.cycle == row.cycle, Window.step == row.number)
    return StepStands(
        row=row,
        windows=tat.scalars(windows.order_by(Window.starts_on)).all(),
        kinds=_kinds(tat, row, sight, now=now),
        decided=_decided(tat, row),
    )


def _kinds(tat: Tat, row: Step, sight: Sight, *, now: datetime) -> list[KindCount]:
    rows = (
        sa.select(
            Prompt.kind, Prompt.state, Prompt.due_on, ZONE_OF_ASKED.label("zone"), sa.func.count()
        )
        .join(Person, Person.id == Prompt.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == row.cycle, Prompt.step == row.number, _seen(sight))
        .group_by(Prompt.kind, Prompt.state, Prompt.due_on, ZONE_OF_ASKED)
        .order_by(sa.func.min(Prompt.id))
    )
    found: dict[PromptKind, KindCount] = {}
    for kind, state, due_on, where, n in tat.execute(rows):
        count = found.setdefault(kind, KindCount(ASKED_TO[kind]))
        count.n[state] += n
        if state == PromptState.OPEN:
            count.due.append(due_on)
            is_overdue = now.astimezone(ZoneInfo(where)).date() > due_on
            count.n_overdue += n if is_overdue else 0
    return list(found.values())


def _seen(sight: Sight) -> sa.ColumnElement[bool]:
    """The questions that somebody sees: of their plans, regions and centers."""
    if sight.is_nation:
        return sa.true()
    of_center = Prompt.center.in_(sight.centers)
    of_plan = Prompt.plan_id.in_(sight.whole)
    return sa.or_(of_plan, of_center, Prompt.region.in_(sight.regions))


def _decided(tat: Tat, row: Step) -> list[Decided]:
    moved = [*decisions(tat, row.cycle, DecisionKind.MOVED_STEP),
             *decisions(tat, row.cycle, DecisionKind.MOVED_WINDOW)]  # fmt: skip
    earlier = decisions(tat, row.cycle, DecisionKind.DONE_EARLIER)
    ours = [one for one in moved if _is_about(one, row.number)]
    ours += [one for one in earlier if one.subject.startswith(f"line {row.number}.")]
    people = sa.select(Person.id, Person.name).where(
        Person.id.in_([one.by_person_id for one in ours if one.by_person_id])
    )
    names = dict(tat.execute(people).all())
    return [
        Decided(one.at, names.get(one.by_person_id or 0, "the calendar"), _says(one), one.reason)
        for one in sorted(ours, key=lambda one: one.id)
    ]


def _is_about(one: Decision, number: int) -> bool:
    steps = [one.details["step"], *(other["step"] for other in one.details["follow"])]
    return number in steps


def _says(one: Decision) -> str:
    if one.kind == DecisionKind.DONE_EARLIER:
        return f"{one.subject.capitalize()} was done before the software began"
    before, after = one.details["before"], one.details["after"]
    at_once = ", closed at once" if one.details["at_once"] else ""
    return f"{one.subject.capitalize()}: {_span(before)} became {_span(after)}{at_once}"


def _span(days: dict[str, Any]) -> str:
    return f"{day(days['starts_on'])} to {day(days['ends_on'])}"
