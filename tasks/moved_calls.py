"""Calls and meetings that were agreed on and no longer lie within the days of their step."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import MeetingKind, Role
from tat import reading
from tat.calendar import StepDays
from tat.database import Tat
from tat.facts import PlanFacts
from tat.meetings import is_dropped
from tat.people import Directory, Holder
from tat.schema import Cycle, Meeting
from templates.words import MEETING_NAMES

STEP_OF_CALL = 2
"""The step during which the calls of 2.1 are held."""


def calls_outside(
    tat: Tat, cycle: str, step: StepDays, rules: Rules, directory: Directory, *, now: datetime
) -> dict[int, list[dict[str, Any]]]:
    """What lies outside of a step's days, by the person who has to set another date.

    Each as a mail has it: `about`, `starts_at`.
    """
    zone = ZoneInfo(tat.get_one(Cycle, cycle).time_zone)
    plans = reading.load_plans(tat, cycle)
    outside: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for meeting in _to_come(tat, cycle, step.number, rules, now=now):
        day = (meeting.starts_at or now).astimezone(zone).date()
        if step.starts_on <= day <= step.ends_on:
            continue
        plan = plans.get(meeting.plan_id or 0)
        said = {
            "about": _about(meeting, plan),
            "starts_at": (meeting.starts_at or now).isoformat(),
        }
        for holder in _callers(meeting, plan, rules, directory):
            if said not in outside[holder.person.id]:
                outside[holder.person.id].append(said)
    return dict(outside)


def _to_come(tat: Tat, cycle: str, step: int, rules: Rules, *, now: datetime) -> Iterator[Meeting]:
    """Meetings of a step that are set for a day to come; a state's call once that is agreed on."""
    kinds = [kind for kind, rule in rules.meeting.items() if rule.step == step]
    if step == STEP_OF_CALL:
        kinds.append(MeetingKind.STAKEHOLDER_CALL)
    is_settled = sa.or_(
        Meeting.kind != MeetingKind.STAKEHOLDER_CALL, Meeting.agreed_at.is_not(None)
    )
    rows = sa.select(Meeting).where(
        Meeting.cycle == cycle,
        Meeting.kind.in_(kinds),
        Meeting.held_on.is_(None),
        Meeting.starts_at > now,
        is_settled,
    )
    for meeting in tat.scalars(rows.order_by(Meeting.starts_at, Meeting.id)):
        if not is_dropped(meeting):
            yield meeting


def _about(meeting: Meeting, plan: PlanFacts | None) -> str:
    if plan is not None:
        return f"the {MEETING_NAMES[meeting.kind]} for {plan.name}"
    where = f" of region {meeting.region}" if meeting.region else ""
    return f"the {MEETING_NAMES[meeting.kind]}{where}"


def _callers(
    meeting: Meeting, plan: PlanFacts | None, rules: Rules, directory: Directory
) -> list[Holder]:
    """Who sets its date: the state's Specialist, or whom the rules have call it."""
    if plan is not None:
        return directory.holding([Role.SPECIALIST], jurisdiction=plan.jurisdiction)
    called_by = rules.meeting[meeting.kind].called_by
    if meeting.region is None:
        return directory.holding(called_by)
    return directory.in_region(called_by, meeting.region)
