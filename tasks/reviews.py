"""Ask for the regular review of every final plan, at the interval of the calendar (6.2)."""

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from config.declared import Declared
from config.vocabulary import PromptKind
from tasks.asking import ask, today
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import reading
from tat.database import write
from tat.facts import plan_subject
from tat.prompts import Question
from tat.statuses import Status

DELIVERY = 6
"""The number of the step during which plans are reviewed."""


@repeatable_task
def ask_for_reviews(step: StepRef) -> int:
    """Ask for a review of every final plan whose interval has passed; once for each interval."""
    number = sum(day <= today(step) for day in review_days(step.declared, step.number))
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.REVIEW)
        final = [plan for plan in known.plans.values() if plan.status == Status.FINAL]
        due = [
            Question(
                PromptKind.REVIEW, plan_subject(plan.id), plan=plan, round=number,
                shown=plan.entered,
            )
            for plan in final
            if known.next_round(PromptKind.REVIEW, plan_subject(plan.id)) <= number
        ]  # fmt: skip
        return ask(tat, step, due)


def review_days(declared: Declared, number: int) -> Iterator[date]:
    """The days on which reviews are asked for in a step; none but in delivery."""
    if number != DELIVERY:
        return
    step = declared.calendar.step(number)
    interval = relativedelta(months=declared.calendar.review_interval_months)
    day = step.starts_on + interval
    while day <= step.ends_on:
        yield day
        day += interval
