"""Until when the record of a cycle goes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tat.database import Tat
from tat.schema import Cycle, LedgerEntry, Step


def last_moment(tat: Tat, cycle: str) -> datetime | None:
    """When something was put on record last: a step is closed without an entry of the ledger."""
    written = tat.scalar(sa.select(LedgerEntry.at).order_by(LedgerEntry.seq.desc()).limit(1))
    closed = tat.scalar(sa.select(sa.func.max(Step.closed_at)).where(Step.cycle == cycle))
    return max(filter(None, (written, closed)), default=None)


def day_of_figures(tat: Tat, cycle: str, *, today: date) -> date:
    """The day on which what is counted stood so: today, or the last on record of what is over."""
    row = tat.get_one(Cycle, cycle)
    last = last_moment(tat, cycle) if today > row.ends_on else None
    return min(today, last.astimezone(ZoneInfo(row.time_zone)).date()) if last else today
