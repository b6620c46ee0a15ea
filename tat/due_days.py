"""By when an answer is due: business days of the place of the person asked."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import PromptRule
from config.vocabulary import Role, Urgency
from config.workdays import business_days_after, week_end
from tat.schema import Jurisdiction, Person, Prompt

ZONE_OF_ASKED: sa.ColumnElement[str] = sa.case(
    (Prompt.role == Role.ADMINISTRATOR, Jurisdiction.time_zone), else_=Person.time_zone
)
"""In whose day a due date ends, in a query of prompts with their people and states: an
Administrator's in that of the state."""


def due_day(
    rule: PromptRule, asked_at: datetime, *, last_day: date | None, zone: str, code: str | None
) -> date:
    """Last day for an answer, in the zone of the person asked.

    The days allowed are business days of `code`'s calendar. The step's last day comes first
    where it is earlier, but everybody has at least one business day. What is asked with Friday's
    mail counts from that: days that go by in our outbox are not the reader's.
    """
    asked_on = asked_at.astimezone(ZoneInfo(zone)).date()
    if rule.urgency == Urgency.WEEKLY:
        asked_on = week_end(asked_on + timedelta(days=1))
    allowed = business_days_after(asked_on, rule.days, code)
    if last_day is None:
        return allowed
    return max(min(allowed, last_day), business_days_after(asked_on, 1, code))


def urgency_of_handed(rule: PromptRule) -> Urgency:
    """How somebody is asked what another was: its days have begun, so it waits for no Friday."""
    return Urgency.DAILY if rule.urgency == Urgency.WEEKLY else rule.urgency
