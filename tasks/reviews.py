"""Ask for the regular review of every final plan, at the interval of the calendar (6.2)."""

from config.vocabulary import PromptKind
from tasks.asking import ask
from tasks.intervals import n_come, withdraw_earlier
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import reading, subjects
from tat.database import write
from tat.prompts import Question
from tat.statuses import Status


@repeatable_task
def ask_for_reviews(step: StepRef) -> int:
    """Ask state, partners and Specialist for a review of every final plan, once an interval."""
    kind = PromptKind.REVIEW
    with write(step.tracker) as tat:
        number = n_come(tat, step, kind)
        known = reading.load(tat, step.cycle, kind)
        final = [plan for plan in known.plans.values() if plan.status == Status.FINAL]
        withdraw_earlier(tat, step, kind, before=number)
        due = [
            Question(kind, subjects.plan(plan.id), plan=plan, round=number, shown=plan.entered)
            for plan in final
            if known.next_round(kind, subjects.plan(plan.id)) <= number
        ]
        return ask(tat, step, due)
