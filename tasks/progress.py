"""Ask the centers how far the delivery of their activities has come (6.1)."""

from collections import defaultdict
from collections.abc import Iterator

from config.vocabulary import PromptKind
from tasks.asking import ask
from tasks.intervals import n_come, withdraw_earlier
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import reading
from tat.database import write
from tat.facts import Facts, LineFacts
from tat.prompts import Question
from tat.statuses import Status


@repeatable_task
def ask_centers_for_progress(step: StepRef) -> int:
    """Ask each center about all its activities in final plans, in one prompt an interval (6.1)."""
    kind = PromptKind.PROGRESS
    with write(step.tracker) as tat:
        number = n_come(tat, step, kind)
        known = reading.load(tat, step.cycle, kind)
        withdraw_earlier(tat, step, kind, before=number)
        return ask(tat, step, _questions(known, number))


def _questions(known: Facts, number: int) -> Iterator[Question]:
    final = [plan for plan in known.plans.values() if plan.status == Status.FINAL]
    led: dict[str, list[LineFacts]] = defaultdict(list)
    n_plans: dict[str, int] = defaultdict(int)
    for plan in final:
        for line in plan.activities:
            led[line.center or ""].append(line)
        for center in {line.center or "" for line in plan.activities}:
            n_plans[center] += 1
    for center, lines in sorted(led.items()):
        subject = f"center {center}"
        if known.next_round(PromptKind.PROGRESS, subject) <= number:
            yield Question(
                PromptKind.PROGRESS, subject, center=center, round=number,
                shown={line.id: line.revision for line in lines},
                why={"n_plans": n_plans[center]},
            )  # fmt: skip
