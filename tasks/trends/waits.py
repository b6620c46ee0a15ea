"""Read who waited for whom, and how the steps went: what the pace of a cycle is counted from."""

from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from config.rules import Rules
from config.scopes import region_scope
from config.titles import TITLE_OF
from config.vocabulary import Role
from tasks.trends.frames import STEPS, WAITS
from tat.database import Tat
from tat.schema import Cycle, Jurisdiction, Person, Plan, Prompt, Step
from tat.statuses import PromptState

PARTY = {
    **TITLE_OF,
    Role.OCC: "OCC",
    Role.OHS: "OHS",
    Role.COR: "COR or FPO",
    Role.FPO: "COR or FPO",
}
"""What a role is called here: a center has a COR or an FPO, and they do the same."""


def read_waits(tat: Tat, cycle: str, rules: Rules) -> pd.DataFrame:
    """Read every question that was answered or still waits; withdrawn ones kept nobody waiting.

    They are thousands: words and moments are taken as they lie there, and not looked at one by one.
    """
    rows: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Prompt.step, *(sa.type_coerce(word, sa.String) for word in (Prompt.kind, Prompt.role)),
            Prompt.person_id, Person.name.label("person"),
            Prompt.center, Prompt.region, Jurisdiction.name.label("place"),
            Jurisdiction.region.label("of_place"),
            *(sa.type_coerce(at, sa.DateTime) for at in (Prompt.asked_at, Prompt.closed_at)),
        )
        .join(Person, Person.id == Prompt.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == cycle, Prompt.state != PromptState.WITHDRAWN)
        .order_by(Prompt.id)
    )  # fmt: skip
    found = pd.DataFrame(
        [
            (
                step, PARTY[role], PARTY[rules.prompt[kind].then], person_id, person,
                _where(center, role, place, of_place), of_place or region, *moments,
            )
            for step, kind, role, person_id, person, center, region, place, of_place, *moments
            in tat.execute(rows)
        ],
        columns=list(WAITS),
    )  # fmt: skip
    for moment in ("asked_at", "answered_at"):
        found[moment] = found[moment].astype("datetime64[us]").dt.tz_localize("UTC")
    return found.astype({"region": "Int64"})


def read_steps(tat: Tat, cycle: str) -> pd.DataFrame:
    """Read the days of each step: as planned, and as it did open and close."""
    zone = ZoneInfo(tat.get_one(Cycle, cycle).time_zone)
    steps = tat.scalars(sa.select(Step).where(Step.cycle == cycle).order_by(Step.number))
    return pd.DataFrame(
        [
            (
                step.number, step.name, step.starts_on, step.ends_on,
                *(at.astimezone(zone).date() if at else None
                  for at in (step.opened_at, step.closed_at)),
            )
            for step in steps
        ],
        columns=list(STEPS), dtype=object,
    )  # fmt: skip


def _where(center: str | None, role: str, place: str | None, region: int | None) -> str:
    """What a role is held for, in words."""
    if center is not None:
        return center
    if role == Role.ADMINISTRATOR:
        return place or ""
    return region_scope(region) if region else ""
