"""Make documents of the trends that could not be made as their notices were written."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from config.declared import Declared
from tasks.lacking import CANNOT_BE_MADE
from tasks.trends.edition import editions, keep_documents
from tasks.trends.record import read_trends
from tat.database import Tat
from tat.schema import Notice


def make_late(
    tat: Tat, cycle: str, declared: Declared, owed: Iterable[Notice], *, now: datetime
) -> None:
    """Make now, with the figures of today, what the mails of some notices still lack.

    What still cannot be made is named in the notices as before.
    """
    late = [notice for notice in owed if "lacking" in notice.details]
    if not late:
        return
    lacked = [notice.details["lacking"] for notice in late]
    today = now.astimezone(ZoneInfo(declared.calendar.time_zone)).date()
    with suppress(*CANNOT_BE_MADE):
        trends = read_trends(tat, cycle, declared, on=today)
        names = {name for one in lacked for name in one["names"]}
        made = editions(trends, {one["region"] for one in lacked}, names)
        for notice, one in zip(late, lacked, strict=True):
            region = one["region"]
            found = keep_documents(tat, one["names"], made[region], declared, region=region)
            others = {key: said for key, said in notice.details.items() if key != "lacking"}
            notice.details = others | found
    tat.flush()
