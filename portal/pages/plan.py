"""The pages of one plan: what it says and what was said of it, and its versions."""

from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from portal.context import OwnVisitorHere, PortalHere, StateCode
from portal.standing import came_in, mails
from portal.standing.looking import Look, look
from portal.standing.plan import activities_of, plan_stands
from portal.who_sees import Page, Reach, reach
from tat.differences import differences
from tat.schema import Jurisdiction, Person, Plan, PlanVersion

router = APIRouter()


@router.get("/l/{token}/plan/{code}")
@router.head("/l/{token}/plan/{code}")
def plan(portal: PortalHere, visitor: OwnVisitorHere, code: StateCode) -> HTMLResponse:
    """Show a plan as far as the visitor sees it."""
    with look(portal, visitor) as here:
        row, seen = here.plan(code, Page.PLAN)
        stands = plan_stands(here.tat, row, here.declared, seen, now=here.now)
        readable = mails.readable_people(here.tat, visitor.person_id, visitor.roles)
        return here.shown(
            "plan", f"Plan of {stands.place.name}", stands=stands, zone=visitor.time_zone,
            needs=[(need, activities_of(stands.content, need)) for need in stands.content.needs],
            mails=mails.about_plan(here.tat, here.cycle.name, row.id, readable),
            replies=came_in.about_plan(here.tat, row.id, readable),
            shows_versions=_sees(here, row, Page.VERSIONS),
            shows_ledger=_sees(here, row, Page.LEDGER),
        )  # fmt: skip


@router.get("/l/{token}/plan/{code}/versions")
@router.head("/l/{token}/plan/{code}/versions")
def versions(
    portal: PortalHere,
    visitor: OwnVisitorHere,
    code: StateCode,
    before: Annotated[str, Query(max_length=5)] = "",
    after: Annotated[str, Query(max_length=5)] = "",
) -> HTMLResponse:
    """Show the versions of a plan, and what changed between two; else between the last two."""
    with look(portal, visitor) as here:
        row, _seen = here.plan(code, Page.VERSIONS)
        last = _number(after, row.version) or row.version
        first = min(_number(before, row.version, default=last - 1), last)
        place = here.tat.get_one(Jurisdiction, row.jurisdiction)
        return here.shown(
            "versions", f"Versions of the plan of {place.name}", plan=row,
            zone=visitor.time_zone,
            place=place,
            versions=_versions(here, row), before=first, after=last,
            changes=_changes(here, row, first, last),
        )  # fmt: skip


def _sees(here: Look, row: Plan, below: Page) -> bool:
    """Whether a page below this plan is there for the visitor."""
    held = here.visitor.roles
    may = any(reach(role, below) is not Reach.NOTHING for role, _scope in held)
    return may and row.id in here.sight(below).plan_ids


def _versions(here: Look, row: Plan) -> Sequence[Any]:
    rows = (
        sa.select(PlanVersion.number, PlanVersion.at, Person.name.label("by"), PlanVersion.why)
        .outerjoin(Person, Person.id == PlanVersion.by_person_id)
        .where(PlanVersion.plan_id == row.id)
    )
    return here.tat.execute(rows.order_by(PlanVersion.number)).all()


def _changes(here: Look, row: Plan, before: int, after: int) -> list[Any]:
    if after == 0:
        return []
    rows = sa.select(PlanVersion.number, PlanVersion.content).where(
        PlanVersion.plan_id == row.id, PlanVersion.number.in_((before, after))
    )
    contents = {row_of[0]: row_of[1] for row_of in here.tat.execute(rows)}
    return list(differences(contents.get(before), contents[after]))


def _number(text: str, most: int, *, default: int = 0) -> int:
    number = int(text) if text.isascii() and text.isdigit() else default
    return max(0, min(number, most))
