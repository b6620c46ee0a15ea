"""The page of where things stand: every state that the visitor sees, on a map and in a table."""

from collections import Counter
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from portal.context import OwnVisitorHere, PortalHere
from portal.loops import Turns
from portal.mail_trouble import mail_trouble
from portal.standing.looking import Look, look
from portal.standing.sight import Sight
from portal.standing.states import Sort, StateRow, Wanted, chosen, state_rows
from portal.standing.steps import all_steps
from portal.who_sees import Act, Page, may
from tat.mail_on_record import not_left
from tat.statuses import Status, StepState
from templates.filters import plural
from templates.pages import safe
from templates.pages.tile_map import LETTERS, Tile, tile_map

router = APIRouter()


@router.get("/l/{token}/status")
@router.head("/l/{token}/status")
def status(
    request: Request,
    portal: PortalHere,
    visitor: OwnVisitorHere,
    region: Annotated[str, Query(max_length=3)] = "",
    status: Annotated[str, Query(max_length=20)] = "",
    overdue: Annotated[str, Query(max_length=3)] = "",
    sort: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Show the states that are wanted; what cannot be read in the address is left out."""
    wanted = _wanted(region, status, overdue, sort)
    with look(portal, visitor) as looked:
        seen = looked.sight(Page.STATUS)
        every = state_rows(looked.tat, looked.cycle.name, looked.declared.rules, now=looked.now)
        visible = [_as_seen(row, seen) for row in every if row.plan_id in seen.plan_ids]
        rows = chosen(visible, wanted)
        steps = all_steps(looked.tat, looked.cycle.name)
        return looked.shown(
            "status", "Where things stand", here="status", cycle=looked.cycle, rows=rows,
            n_all=len(visible), wanted=wanted,
            map=_map(rows) if len(visible) > 1 else None,
            regions=sorted({row.region for row in visible}), statuses=list(Status),
            counts=_counts(visible), letters=list(LETTERS.items()),
            n_overdue=sum(row.days_overdue > 0 for row in visible), steps=steps,
            ahead=[one for one in steps if one.state == StepState.AHEAD][:1],
            trouble=_trouble(looked, getattr(request.app.state, "turns", Turns())),
        )  # fmt: skip


def _trouble(looked: Look, turns: Turns) -> str:
    """What OCC should know of mail that has not left; to others nothing."""
    if not may((role for role, _scope in looked.visitor.roles), Act.RELEASE_MAIL):
        return ""
    found = not_left(looked.tat, [looked.cycle.name])
    return mail_trouble(found, is_away=turns.broke_at is not None, fault=turns.fault)


def _as_seen(row: StateRow, seen: Sight) -> StateRow:
    """A state as somebody sees it: to a center, only its own questions."""
    centers = seen.centers_of(row.plan_id)
    if centers is None:
        return row
    return replace(row, waits=[one for one in row.waits if one.center in centers])


def _wanted(region: str, status: str, overdue: str, sort: str) -> Wanted:
    return Wanted(
        region=int(region) if region.isascii() and region.isdigit() else None,
        status=Status(status) if status in list(Status) else None,
        is_overdue=overdue == "yes",
        sort=Sort(sort) if sort in list(Sort) else Sort.STATE,
    )


def _counts(rows: list[StateRow]) -> list[tuple[str, int]]:
    counts = Counter(row.status for row in rows)
    return [(str(status), counts[status]) for status in Status if counts[status]]


def _map(rows: list[StateRow]) -> Markup:
    counted = ", ".join(f"{n} {status}" for status, n in _counts(rows))
    overdue = sum(row.days_overdue > 0 for row in rows)
    title = (
        f"Map of {plural(len(rows), 'plan')} by status: {counted or 'none'}; an answer is overdue "
        f"in {plural(overdue, 'state or territory', 'states and territories')}"
    )
    tiles = [Tile(row.code, str(row.status), row.days_overdue > 0) for row in rows]
    return safe(tile_map(tiles, title=title))
