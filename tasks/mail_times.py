"""When what is owed leaves: at once, with the mail of the day, with Friday's, or riding along."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from config.vocabulary import Purpose, Urgency
from config.workdays import business_days_after, business_days_before, ends_week, is_business_day
from tat import messages, notices
from tat.database import Tat
from tat.schema import Notice

NEVER = datetime.max.replace(tzinfo=UTC)
"""When something leaves that only rides along."""


def ripe_letters(
    tat: Tat, cycle: str, *, now: datetime, zone: ZoneInfo, daily_at: time
) -> list[list[Notice]]:
    """What waits for each person for whom at least one notice is ripe: the rest rides along.

    Nobody gets the mail of the day twice: what was written down too late for it waits for the next,
    and what a night without a postman has kept back waits for that of the same morning.
    """
    by_person = groupby(notices.waiting(tat, cycle, now=now), key=lambda notice: notice.person_id)
    gathered = [list(group) for _person_id, group in by_person]
    ripe = [group for group in gathered if _is_any_ripe(group, now, zone, daily_at)]
    had = _had_mail_of_day(tat, cycle, ripe, now, zone, daily_at)
    is_early = now < _next_mail_of_day(now, zone, daily_at) <= _end_of_day(now, zone)
    return [
        group for group in ripe if _is_urgent(group) or not (is_early or group[0].person_id in had)
    ]


def next_leaving(
    tat: Tat, cycle: str, *, now: datetime, zone: ZoneInfo, daily_at: time
) -> datetime | None:
    """The next moment at which a letter leaves; one that has passed means now. None: none waits.

    What is stalled leaves when somebody mends what it lacks: no moment is foreseen for that.
    """
    ripe = ripe_letters(tat, cycle, now=now, zone=zone, daily_at=daily_at)
    if ripe:
        return min(ripe_at(notice, zone, daily_at) for group in ripe for notice in group)
    following = _next_mail_of_day(now, zone, daily_at)
    leavings = [ripe_at(notice, zone, daily_at) for notice in notices.waiting(tat, cycle)]
    ahead = [at if at > now else following for at in leavings if at != NEVER]
    return min(ahead, default=None)


def ripe_at(notice: Notice, zone: ZoneInfo, daily_at: time) -> datetime:
    """When a notice leaves by itself: now, with the next day's mail, with Friday's, or never.

    What only tells, and is not a business day old on Friday, would often be a second mail in two
    days: it waits for the next week's, or for whatever leaves before.
    """
    if notice.urgency == Urgency.WITH_THE_NEXT:
        return NEVER
    if notice.urgency == Urgency.AT_ONCE:
        return notice.due_at
    local = notice.due_at.astimezone(zone)
    day = local.date() + timedelta(days=local.time() > daily_at)
    is_weekly = notice.urgency == Urgency.WEEKLY
    if is_weekly and notice.purpose != Purpose.ASK:
        day = business_days_after(day, 1, None)
    return _mail_of_day(day, zone, daily_at, is_weekly=is_weekly)


def _mail_of_day(day: date, zone: ZoneInfo, daily_at: time, *, is_weekly: bool = False) -> datetime:
    """The first mail of a day that leaves on this day or later; weekly: that ends a week."""
    while not is_business_day(day, None) or (is_weekly and not ends_week(day)):
        day += timedelta(days=1)
    return datetime.combine(day, daily_at, zone)


def _next_mail_of_day(now: datetime, zone: ZoneInfo, daily_at: time) -> datetime:
    local = now.astimezone(zone)
    is_over = local.time() >= daily_at
    return _mail_of_day(local.date() + timedelta(days=is_over), zone, daily_at)


def _end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time.max, zone)


def _newest_mail_of_day(now: datetime, zone: ZoneInfo, daily_at: time) -> datetime:
    local = now.astimezone(zone)
    day = local.date() - timedelta(days=local.time() < daily_at)
    return datetime.combine(business_days_before(day, 0, None), daily_at, zone)


def _is_any_ripe(group: Sequence[Notice], now: datetime, zone: ZoneInfo, daily_at: time) -> bool:
    return any(ripe_at(one, zone, daily_at) <= now for one in group)


def _is_urgent(group: Sequence[Notice]) -> bool:
    return any(notice.urgency == Urgency.AT_ONCE for notice in group)


def _had_mail_of_day(
    tat: Tat,
    cycle: str,
    ripe: Sequence[Sequence[Notice]],
    now: datetime,
    zone: ZoneInfo,
    daily_at: time,
) -> Collection[int]:
    """Of some people those who have had the newest, or a letter since, which took all along."""
    since = _newest_mail_of_day(now, zone, daily_at)
    person_ids = {group[0].person_id for group in ripe}
    return messages.made_for(tat, cycle, person_ids, since=since) if person_ids else ()
