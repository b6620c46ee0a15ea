"""How the cycle went, read from the tracker for the report: what summary.json leaves out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import Declared
from config.topics import Topic
from rehearsal.outcome.events import Event, events
from tasks.trends.frames import rows_of
from tasks.trends.pace import waits_by_person, waits_by_roles
from tasks.trends.waits import read_waits
from tat.database import Tat
from tat.last_day import last_moment
from tat.schema import (
    Jurisdiction,
    Line,
    NeedRevision,
    Plan,
    Prompt,
    StatusChange,
    Step,
    Window,
)
from tat.statuses import LineKind, LineState, Status


@dataclass(frozen=True)
class StepSpan:
    """One step: the days that were planned, and when it did open and close."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    opened_on: date | None
    closed_on: date | None


@dataclass(frozen=True)
class WindowSpan:
    """Days inside a step that are set apart for something."""

    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class DayCount:
    """Where things stood at the end of a day."""

    day: date
    waiting: int
    """Questions asked and not yet answered or withdrawn."""
    plans: Mapping[str, int]
    """How many plans had each status."""


@dataclass(frozen=True)
class TopicCount:
    """How many jurisdictions of each region ask for a topic; asking twice counts once."""

    topic: str
    """Its title."""
    regions: Mapping[int, int]
    """Jurisdictions that ask, by region; regions where none does are left out."""

    @property
    def total(self) -> int:
        """Jurisdictions that ask, in the nation."""
        return sum(self.regions.values())


@dataclass(frozen=True)
class Story:
    """What the report tells beside the summary. Days are those of the cycle's time zone."""

    title: str
    until: date
    """The last day on record."""
    names: Mapping[str, str]
    """Name of each jurisdiction, by code."""
    n_in_region: Mapping[int, int]
    """How many jurisdictions each region has."""
    steps: Sequence[StepSpan]
    windows: Sequence[WindowSpan]
    days: Sequence[DayCount]
    """From the first day of the cycle to the last on record."""
    waited: Sequence[Any]
    """Who kept whom waiting, the longest wait first: rows of `waits_by_roles`."""
    waited_people: Sequence[Any]
    """The people who kept others waiting longest: rows of `waits_by_person`."""
    needs: Sequence[TopicCount]
    """The most asked for first."""
    events: Sequence[Event]
    """What did not go the straight way, in order of time."""


def tell(tat: Tat, declared: Declared) -> Story:
    """Read how the declared cycle went from its tracker."""
    calendar = declared.calendar
    cycle, zone = calendar.name, ZoneInfo(calendar.time_zone)
    places = sa.select(Jurisdiction.code, Jurisdiction.name, Jurisdiction.region)
    planned = places.join(Plan, Plan.jurisdiction == Jurisdiction.code).where(Plan.cycle == cycle)
    jurisdictions = tat.execute(planned.order_by(Jurisdiction.code)).all()
    until = last_moment(tat, cycle) or datetime.combine(
        calendar.starts_on, datetime.min.time(), zone
    )
    waits = read_waits(tat, cycle, declared.rules)
    return Story(
        title=calendar.title,
        until=until.astimezone(zone).date(),
        names={code: name for code, name, _region in jurisdictions},
        n_in_region=dict(sorted(Counter(region for _, _, region in jurisdictions).items())),
        steps=_steps(tat, cycle, zone),
        windows=_windows(tat, cycle),
        days=_days(tat, cycle, zone, first=calendar.starts_on, last=until.astimezone(zone).date()),
        waited=rows_of(waits_by_roles(waits, until=until)),
        waited_people=rows_of(waits_by_person(waits, until=until)),
        needs=_needs(tat, cycle, declared.topics),
        events=events(tat, cycle, zone),
    )


def _steps(tat: Tat, cycle: str, zone: ZoneInfo) -> list[StepSpan]:
    rows = sa.select(Step).where(Step.cycle == cycle).order_by(Step.number)
    return [
        StepSpan(
            number=step.number,
            name=step.name,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
            opened_on=step.opened_at.astimezone(zone).date() if step.opened_at else None,
            closed_on=step.closed_at.astimezone(zone).date() if step.closed_at else None,
        )
        for step in tat.scalars(rows)
    ]


def _windows(tat: Tat, cycle: str) -> list[WindowSpan]:
    rows = sa.select(Window).where(Window.cycle == cycle).order_by(Window.starts_on, Window.name)
    return [WindowSpan(row.title, row.starts_on, row.ends_on) for row in tat.scalars(rows)]


def _days(tat: Tat, cycle: str, zone: ZoneInfo, *, first: date, last: date) -> list[DayCount]:
    """Sum up, day by day, what was opened, closed and changed."""
    waiting: Counter[date] = Counter()
    asked = sa.select(Prompt.asked_at, Prompt.closed_at).where(Prompt.cycle == cycle)
    for asked_at, closed_at in tat.execute(asked):
        waiting[max(first, asked_at.astimezone(zone).date())] += 1
        if closed_at:
            waiting[max(first, closed_at.astimezone(zone).date())] -= 1
    changes: dict[date, Counter[Status]] = defaultdict(Counter)
    changed = sa.select(StatusChange.before, StatusChange.after, StatusChange.at)
    for before, after, at in tat.execute(
        changed.join(Plan, Plan.id == StatusChange.plan_id).where(Plan.cycle == cycle)
    ):
        on = changes[max(first, at.astimezone(zone).date())]
        on[after] += 1
        if before:
            on[before] -= 1
    days, n_waiting, n_plans = [], 0, Counter[Status]()
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        n_waiting += waiting[day]
        n_plans.update(changes.get(day, {}))
        days.append(DayCount(day, n_waiting, {s.value: n_plans[s] for s in Status}))
    return days


def _needs(tat: Tat, cycle: str, topics: Mapping[str, Topic]) -> list[TopicCount]:
    rows = (
        sa.select(
            NeedRevision.topic, Jurisdiction.region, sa.func.count(sa.distinct(Plan.jurisdiction))
        )
        .join(
            Line,
            sa.and_(Line.id == NeedRevision.line_id, Line.revision == NeedRevision.revision),
        )
        .join(Plan, Plan.id == Line.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Plan.cycle == cycle, Line.kind == LineKind.NEED, Line.state == LineState.ENTERED)
        .group_by(NeedRevision.topic, Jurisdiction.region)
    )
    regions: dict[str, dict[int, int]] = defaultdict(dict)
    for topic, region, n in tat.execute(rows.order_by(Jurisdiction.region)):
        regions[topic][region] = n
    counts = [
        TopicCount(topics[key].title if key in topics else key, by_region)
        for key, by_region in regions.items()
    ]
    return sorted(counts, key=lambda count: (-count.total, count.topic))
