"""What comes again and again during delivery: on which days, and how often it has come."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from dateutil.relativedelta import relativedelta

from config.calendar import CycleCalendar
from config.vocabulary import PromptKind
from tasks.asking import today
from tasks.steps import StepRef, row
from tat import prompts
from tat.database import Tat
from tat.schema import Step

MONTHS: Mapping[PromptKind, Callable[[CycleCalendar], int]] = {
    PromptKind.PROGRESS: lambda calendar: calendar.progress_interval_months,
    PromptKind.REVIEW: lambda calendar: calendar.review_interval_months,
    PromptKind.RECORD_CHECK: lambda calendar: calendar.record_check_interval_months,
}
"""How many months lie between two askings."""

ASKED_IN: Mapping[int, tuple[PromptKind, ...]] = {
    6: (PromptKind.PROGRESS, PromptKind.REVIEW),
    7: (PromptKind.RECORD_CHECK,),
}
"""What each step asks again and again."""


def interval_days(first: date, last: date, *, months: int) -> Iterator[date]:
    """Every so many months after a first day, up to a last day."""
    n_th = 1
    while (day := first + relativedelta(months=n_th * months)) <= last:
        yield day
        n_th += 1


def days_in(step: Step, calendar: CycleCalendar) -> Iterator[date]:
    """The days on which a step asks again, by the dates of the record."""
    for kind in ASKED_IN.get(step.number, ()):
        yield from interval_days(step.starts_on, step.ends_on, months=MONTHS[kind](calendar))


def n_come(tat: Tat, step: StepRef, kind: PromptKind) -> int:
    """How many days have come on which a step asks a question again: the number of its round."""
    dates = row(tat, step.cycle, step.number)
    months = MONTHS[kind](step.declared.calendar)
    days = interval_days(dates.starts_on, dates.ends_on, months=months)
    return sum(day <= today(step) for day in days)


def withdraw_earlier(tat: Tat, step: StepRef, kind: PromptKind, *, before: int) -> None:
    """Ask no longer what has been asked anew since."""
    earlier = [
        prompt
        for prompt in prompts.open_prompts(tat, step.cycle, step=step.number)
        if prompt.kind == kind and prompt.round < before
    ]
    prompts.withdraw(tat, earlier, because="it is asked anew", now=step.now)
