"""What the next sweep will tell people, as things stand: decided by the same code, not done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.workdays import business_days_after
from tasks.escalations import escalations_due
from tasks.reminders import reminders_due
from tasks.surroundings import Surroundings
from tasks.sweeps import SWEEPS_AT, SweepRef
from tat import notices
from tat.database import Tat, read
from tat.notices import Owed
from tat.schema import Cycle, Sweep


@dataclass(frozen=True)
class NextSweep:
    """The next sweep, and what it will owe: how much, to how many people."""

    at: datetime
    n_reminders: int
    n_reminded: int
    n_escalations: int
    n_told: int


def next_sweep(surroundings: Surroundings, cycle: str) -> NextSweep:
    """Say what the next sweep will remind of and tell. Writes nothing.

    Whoever is reminded of several questions counts once. What a step asks or withdraws until then
    is not foreseen.
    """
    with read(surroundings.tracker) as tat:
        zone = ZoneInfo(tat.get_one(Cycle, cycle).time_zone)
        at = _next_at(tat, cycle, surroundings.now(), zone)
        sweep = SweepRef(
            cycle=cycle, now=at, today=at.astimezone(zone).date(), tracker=surroundings.tracker,
            declared=surroundings.declared_for(cycle),
        )  # fmt: skip
        reminders = notices.not_owed_yet(tat, cycle, reminders_due(tat, sweep))
        escalations = notices.not_owed_yet(tat, cycle, escalations_due(tat, sweep))
    return NextSweep(
        at, len(reminders), _n_people(reminders), len(escalations), _n_people(escalations)
    )


def _next_at(tat: Tat, cycle: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Now, where this morning's has not run; else the next business morning."""
    local = now.astimezone(zone)
    newest = tat.scalar(sa.select(sa.func.max(Sweep.at)).where(Sweep.cycle == cycle))
    has_run = newest is not None and newest.astimezone(zone).date() == local.date()
    day = business_days_after(local.date() + timedelta(days=has_run), 0, None)
    return max(datetime.combine(day, SWEEPS_AT, zone), now)


def _n_people(owed: list[Owed]) -> int:
    return len({one.person_id for one in owed})
