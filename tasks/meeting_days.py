"""Which meetings are to be called, and on which days: by the rules and the record's dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from config.calendar import CycleCalendar
from config.declared import Declared
from config.rules import MeetingRule
from config.scopes import by_region
from config.vocabulary import Scope, Urgency
from config.workdays import business_days_after, business_days_before, week_end
from tasks.intervals import interval_days
from tat.database import Tat
from tat.meetings import Key, region_key
from tat.schema import Step

Days = tuple[date, date]
"""First and last day of a step, both included."""


@dataclass(frozen=True)
class Due:
    """A meeting that the process has, and when it should be called and held."""

    rule: MeetingRule
    region: int | None
    round: int
    asked_on: date
    """The day on which somebody is asked for its date."""
    first_on: date
    last_on: date
    """Between which days it is best held."""

    @property
    def key(self) -> Key:
        """Which meeting it is."""
        return region_key(self.rule.kind, self.region, self.round)


def days_of_steps(tat: Tat, cycle: str, calendar: CycleCalendar) -> dict[int, Days]:
    """The days of every step: by the record, and as declared where the record has none."""
    declared = {step.number: (step.starts_on, step.ends_on) for step in calendar.steps}
    rows = sa.select(Step.number, Step.starts_on, Step.ends_on).where(Step.cycle == cycle)
    return declared | {number: (first, last) for number, first, last in tat.execute(rows)}


def meetings_due(declared: Declared, steps: Mapping[int, Days]) -> Iterator[Due]:
    """Every meeting of a cycle whose date somebody is asked for; those of windows have theirs."""
    regions = list(by_region(declared.jurisdictions))
    for rule in declared.rules.meeting.values():
        if rule.window:
            continue
        months = declared.calendar.review_interval_months
        for number, (asked_on, opens_on) in enumerate(_askings(rule, steps, months), start=1):
            for region in regions if rule.each == Scope.REGION else [None]:
                yield Due(
                    rule, region, number, asked_on,
                    first_on=business_days_after(opens_on, rule.earliest, None),
                    last_on=business_days_after(opens_on, rule.latest, None),
                )  # fmt: skip


def _askings(rule: MeetingRule, steps: Mapping[int, Days], months: int) -> Iterator[Days]:
    """On which days it is asked for, each with the day from which its own days count."""
    starts_on, ends_on = steps[rule.step]
    if not rule.repeats:
        ahead = rule.asked_before
        yield (business_days_before(starts_on, ahead, None) if ahead else starts_on), starts_on
        return
    for day in interval_days(starts_on, ends_on, months=months):
        yield day, day


def in_time(usual: Urgency, meeting_on: date, today: date) -> Urgency:
    """How an invitation leaves so that it is there on the business day before the meeting.

    As usual where that is soon enough, else sooner; today's mail may have left already.
    """
    arrives_by = {
        Urgency.WEEKLY: week_end(business_days_after(today, 2, None)),
        Urgency.DAILY: business_days_after(today, 1, None),
        Urgency.AT_ONCE: today,
    }
    order = list(arrives_by)
    day_before = business_days_before(meeting_on, 1, None)
    soon = [one for one in order[order.index(usual) :] if arrives_by[one] <= day_before]
    return soon[0] if soon else Urgency.AT_ONCE
