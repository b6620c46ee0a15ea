"""The page of a step: how far it has come, and for OCC what they can decide about its dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from portal.context import FormHere, Number, OwnVisitorHere, Portal, PortalHere, check_form
from portal.refusing import NotThere
from portal.standing.held import Held, held_plans
from portal.standing.looking import Look, look
from portal.standing.sight import Sight
from portal.standing.steps import all_steps, step_row, step_stands
from portal.visitors import Visitor
from portal.who_sees import Act, Page, may
from tasks.dates import close_early, move_days
from tat.moves import Move
from tat.refusals import Refused
from tat.schema import Jurisdiction, Plan, Step
from tat.statuses import StepState

router = APIRouter()

DONE = {
    "move": "The step has another last day. Who must know is told with the next mail.",
    "close": "The step closes now. Who must know is told with the next mail.",
}
"""What is said once it is decided."""

MOST_LETTERS = 500
"""What is longer is cut: a reason stands in mails."""


FIELDS = ("decision", "ends_on", "reason", "name")


@dataclass(frozen=True)
class Typed:
    """What somebody typed into the form, and what is wrong with it, by field."""

    given: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    faults: Mapping[str, str] = field(default_factory=dict)


@router.get("/l/{token}/step/{number}")
@router.head("/l/{token}/step/{number}")
def step(
    portal: PortalHere, visitor: OwnVisitorHere, number: Number, done: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """Show how far a step has come, as far as the visitor sees it."""
    return _show(portal, visitor, number, Typed(), done=DONE.get(done, ""))


@router.post("/l/{token}/step/{number}")
def decide(portal: PortalHere, visitor: OwnVisitorHere, number: Number, form: FormHere) -> Response:
    """Move the end of a step, or close it early: the chosen decision, with a reason and a name."""
    if not _may_move(visitor):
        raise NotThere
    check_form(form, visitor)
    given = {name: form.get(name, "")[:MOST_LETTERS] for name in FIELDS}
    faults = _faults(visitor, given) or _decide(portal, visitor, number, given)
    if faults:
        return _show(portal, visitor, number, Typed(given, faults), status_code=422)
    address = f"{visitor.base}/step/{number}?done={given['decision']}"
    return RedirectResponse(address, status_code=303)


def _may_move(visitor: Visitor) -> bool:
    return may((role for role, _scope in visitor.roles), Act.MOVE_STEP)


def _faults(visitor: Visitor, given: dict[str, str]) -> dict[str, str]:
    """What is missing, by field."""
    faults = {}
    if given["decision"] not in DONE:
        faults["decision"] = "Choose whether to give the step another last day or to close it now."
    if given["decision"] == "move" and _day(given["ends_on"]) is None:
        faults["ends_on"] = "Say the new last day, such as 2016-12-09."
    if not given["reason"].strip():
        faults["reason"] = "Say why: it stands in the mails."
    if not given["name"].strip():
        faults["name"] = f"Type your name, {visitor.name}."
    return faults


def _decide(portal: Portal, visitor: Visitor, number: int, given: dict[str, str]) -> dict[str, str]:
    """Decide as `tacycle dates` does; what the record refuses is a fault."""
    surroundings = portal.surroundings
    with look(portal, visitor) as here:
        cycle = here.cycle.name
    by_id, reason = visitor.person_id, given["reason"]
    try:
        if given["decision"] == "close":
            close_early(surroundings, cycle, number, by_id=by_id, reason=reason)
        else:
            move = Move(number, ends_on=_day(given["ends_on"]))
            move_days(surroundings, cycle, move, by_id=by_id, reason=reason)
    except Refused as refusal:
        return {"decision": str(refusal)}
    return {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(
    portal: Portal,
    visitor: Visitor,
    number: int,
    form: Typed,
    *,
    done: str = "",
    status_code: int = 200,
) -> HTMLResponse:
    with look(portal, visitor) as here:
        seen = here.sight(Page.STEP)
        row = step_row(here.tat, here.cycle.name, number)
        if row is None:
            raise NotThere
        stands = step_stands(here.tat, row, seen, now=here.now)
        response = here.shown(
            "step", f"Step {number}: {row.name}", step=row, windows=stands.windows,
            kinds=stands.kinds, decided=stands.decided, held=_held(here, row, seen),
            steps=all_steps(here.tat, here.cycle.name), zone=visitor.time_zone, form=form,
            done=done,
            may_move=row.state != StepState.CLOSED and _may_move(visitor),
        )  # fmt: skip
    response.status_code = status_code
    return response


def _held(here: Look, row: Step, seen: Sight) -> Sequence[tuple[str, Held]]:
    """The plans that closed steps left behind, with names; shown once this one has closed."""
    if row.state != StepState.CLOSED:
        return ()
    places = sa.select(Jurisdiction.code, Jurisdiction.name).join(
        Plan, Plan.jurisdiction == Jurisdiction.code
    )
    names = dict(here.tat.execute(places.where(Plan.id.in_(seen.plan_ids))).all())
    held: Any = held_plans(
        here.tat, here.cycle.name, here.declared.rules, zone=here.cycle.time_zone
    )
    return [(names[one.jurisdiction], one) for one in held if one.jurisdiction in names]
