"""The record of the morning's sweep: begin one, note it, tell when one is missing."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import Purpose, Role
from config.workdays import business_days_before, is_business_day
from tasks.surroundings import Surroundings, current
from tat import notices, people
from tat.database import Tracker, read, write
from tat.notices import Owed
from tat.schema import Cycle, Sweep

SWEEPS_AT = time(7, 30)
"""When the sweep runs on business days, in the cycle's zone."""

MISSED_AFTER = timedelta(hours=3)


class SweepRef:
    """One sweep: which cycle, at which moment, on which record. No dataclass, as StepRef."""

    __slots__ = ("cycle", "declared", "now", "today", "tracker")

    def __init__(
        self, *, cycle: str, now: datetime, today: date, tracker: Tracker, declared: Any
    ) -> None:
        self.cycle = cycle
        self.now = now
        self.today = today
        """The day in the cycle's zone."""
        self.tracker = tracker
        self.declared = declared

    @property
    def is_due(self) -> bool:
        """Whether the sweep has anything to do on such a day: on holidays it ends at once."""
        return is_business_day(self.today, None)


def begin_sweep(cycle: str) -> SweepRef:
    """Look at the clock and say what the sweep works on."""
    surroundings = current()
    now = surroundings.now()
    with read(surroundings.tracker) as tat:
        zone = ZoneInfo(tat.get_one(Cycle, cycle).time_zone)
    return SweepRef(
        cycle=cycle,
        now=now,
        today=now.astimezone(zone).date(),
        tracker=surroundings.tracker,
        declared=surroundings.declared_for(cycle),
    )


def note_sweep(sweep: SweepRef, *, n_reminders: int, n_escalations: int) -> None:
    """Put on record that the sweep ran."""
    with write(sweep.tracker) as tat:
        tat.add(
            Sweep(
                cycle=sweep.cycle,
                at=sweep.now,
                n_reminders=n_reminders,
                n_escalations=n_escalations,
            )
        )


def sweep_is_missed(surroundings: Surroundings, cycle: str) -> bool:
    """Tell whether the latest business morning went by without a sweep, some hours ago.

    Before the cycle's first morning and after its last day nothing is missed.
    """
    newest = sa.select(sa.func.max(Sweep.at)).where(Sweep.cycle == cycle)
    with read(surroundings.tracker) as tat:
        held = tat.get_one(Cycle, cycle)
        expected_at = _latest_sweep(surroundings.now() - MISSED_AFTER, ZoneInfo(held.time_zone))
        if not held.starts_on <= expected_at.date() <= held.ends_on:
            return False
        last_at = tat.scalar(newest)
    return last_at is None or last_at < expected_at


def sweep_must_be_mended(surroundings: Surroundings, cycle: str) -> bool:
    """Tell whether a sweep is missed on a day on which one would do something.

    On a weekend or a holiday nobody is reminded: the next morning's sweep makes up for it.
    """
    with read(surroundings.tracker) as tat:
        zone = ZoneInfo(tat.get_one(Cycle, cycle).time_zone)
    today = surroundings.now().astimezone(zone).date()
    return is_business_day(today, None) and sweep_is_missed(surroundings, cycle)


def tell_of_missed_sweep(surroundings: Surroundings, cycle: str) -> None:
    """Owe OCC the notice that a morning went by without a sweep; once for each morning."""
    now = surroundings.now()
    rules = surroundings.declared_for(cycle).rules
    newest = sa.select(sa.func.max(Sweep.at)).where(Sweep.cycle == cycle)
    with write(surroundings.tracker) as tat:
        held = tat.get_one(Cycle, cycle)
        last_at = tat.scalar(newest)
        zone = ZoneInfo(held.time_zone)
        missed_on = _latest_sweep(now - MISSED_AFTER, zone).date()
        last_on = last_at.astimezone(zone).date() if last_at else held.starts_on
        owed = [
            Owed(
                purpose=Purpose.SWEEP_MISSED, step=0, subject=f"sweep of {missed_on}",
                person_id=holder.person.id, urgency=rules.notice[Purpose.SWEEP_MISSED].urgency,
                details={"last_on": last_on.isoformat()},
            )
            for holder in people.directory(tat).holding([Role.OCC])
        ]  # fmt: skip
        notices.owe(tat, cycle, owed, now=now)


def _latest_sweep(before: datetime, zone: ZoneInfo) -> datetime:
    """When the latest sweep before a moment should have run, in the cycle's zone."""
    local = before.astimezone(zone)
    day = local.date() if local.time() >= SWEEPS_AT else local.date() - timedelta(days=1)
    return datetime.combine(business_days_before(day, 0, None), SWEEPS_AT, zone)
