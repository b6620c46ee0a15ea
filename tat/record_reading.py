"""Read what can be stale or incomplete about the plans of a cycle (7.2)."""

from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tat import people
from tat.content import PlanContent, contents
from tat.database import Tat
from tat.facts import PlanFacts
from tat.progress import newest_marks
from tat.reading import load_plans
from tat.records import WANTED, Mark, PlanRecord
from tat.schema import Cycle, StatusChange
from tat.statuses import Status


def plan_records(tat: Tat, cycle: str) -> list[PlanRecord]:
    """The record of every plan of a cycle, in the order of the plans."""
    plans = load_plans(tat, cycle)
    zone = ZoneInfo(tat.get_one(Cycle, cycle).time_zone)
    marks = {
        line_id: Mark(row.progress, row.expected_on, row.at.astimezone(zone).date())
        for line_id, row in newest_marks(tat, list(plans)).items()
    }
    final_on = _final_on(tat, plans, zone)
    known = contents(tat, list(plans))
    directory = people.directory(tat)
    return [
        PlanRecord(
            plan=plan, says=_says(known[plan.id]), marks=marks, final_on=final_on.get(plan.id),
            missing_roles=[
                role
                for role in WANTED
                if not directory.holding([role], jurisdiction=plan.jurisdiction)
            ],
        )
        for plan in plans.values()
    ]  # fmt: skip


def _says(content: PlanContent) -> dict[int, str]:
    needs = {need.line_id: need.text for need in content.needs}
    return needs | {activity.line_id: activity.title for activity in content.activities}


def _final_on(tat: Tat, plans: dict[int, PlanFacts], zone: ZoneInfo) -> dict[int, date]:
    rows = sa.select(StatusChange.plan_id, StatusChange.at).where(
        StatusChange.plan_id.in_(plans), StatusChange.after == Status.FINAL
    )
    return {plan_id: at.astimezone(zone).date() for plan_id, at in tat.execute(rows)}
