"""What every page of where things stand begins with: the record, the cycle, and who looks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from fastapi.responses import HTMLResponse

from config.declared import Declared
from portal.context import Portal
from portal.refusing import NotThere
from portal.standing.sight import Sight, sight
from portal.visitors import Visitor
from portal.who_sees import Page
from tat.database import Tat, read
from tat.schema import Cycle, Plan, Step
from tat.statuses import StepState
from templates.pages import render_page


@dataclass(frozen=True)
class Look:
    """One look at the record on behalf of a visitor."""

    tat: Tat
    visitor: Visitor
    cycle: Cycle
    cycles: Sequence[str]
    """Names of all cycles on record, the first that began first."""
    declared: Declared
    now: datetime

    def sight(self, page: Page) -> Sight:
        """What the visitor sees on a page. Raises: NotThere, where it is nothing."""
        seen = self.sight_or_nothing(page)
        if seen.is_nothing:
            raise NotThere
        return seen

    def sight_or_nothing(self, page: Page) -> Sight:
        """The same for what another page leads to, if at all."""
        return sight(self.tat, self.cycle.name, self.visitor.roles, page)

    def plan(self, code: str, page: Page) -> tuple[Plan, Sight]:
        """A plan that the visitor sees on a page. Raises: NotThere, else."""
        ours = sa.select(Plan).where(Plan.cycle == self.cycle.name, Plan.jurisdiction == code)
        plan, seen = self.tat.scalar(ours), self.sight(page)
        if plan is None or plan.id not in seen.plan_ids:
            raise NotThere
        return plan, seen

    def shown(self, name: str, title: str, *, here: str = "", **given: Any) -> HTMLResponse:
        """Answer with a page about the cycle."""
        choice = {"cycles": self.cycles, "cycle_shown": self.cycle.name}
        return shown(name, title, self.visitor, here=here, **choice, **given)


@contextmanager
def look(portal: Portal, visitor: Visitor) -> Iterator[Look]:
    """Look at the record: at the cycle that the visitor chose, or at the one that is under way.

    Raises: NotThere, where there is no such cycle.
    """
    surroundings = portal.surroundings
    with read(surroundings.tracker) as tat:
        row = tat.get(Cycle, visitor.cycle) if visitor.cycle else _under_way(tat)
        if row is None:
            raise NotThere
        declared: Any = surroundings.declared_for(row.name)
        cycles = tat.scalars(sa.select(Cycle.name).order_by(Cycle.starts_on, Cycle.name)).all()
        yield Look(tat, visitor, row, cycles, declared, surroundings.now())


def shown(name: str, title: str, visitor: Visitor, *, here: str = "", **given: Any) -> HTMLResponse:
    """Answer with a page."""
    return HTMLResponse(
        render_page(name, root=visitor.root, title=title, visitor=visitor, here=here, **given)
    )


def _under_way(tat: Tat) -> Cycle | None:
    """The cycle that began last; before any has begun, the first."""
    begun = sa.select(Step.cycle).where(Step.state != StepState.AHEAD)
    newest = sa.select(Cycle).where(Cycle.name.in_(begun)).order_by(Cycle.starts_on.desc())
    first = sa.select(Cycle).order_by(Cycle.starts_on)
    return tat.scalars(newest).first() or tat.scalars(first).first()
