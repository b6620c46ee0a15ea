"""Ask the Specialists about records that are stale or incomplete (7.2)."""

from collections.abc import Iterator

from config.vocabulary import PromptKind
from tasks.asking import ask, today
from tasks.intervals import n_come, withdraw_earlier
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import reading, subjects
from tat.database import write
from tat.facts import Facts
from tat.prompts import Question
from tat.record_reading import plan_records
from tat.records import Finding, PlanRecord, find
from tat.statuses import Verdict

KIND = PromptKind.RECORD_CHECK


@repeatable_task
def ask_specialists_to_check_records(step: StepRef) -> int:
    """Ask about every plan with a stale or incomplete record, a region on one sheet, once an
    interval: what goes stale in between waits for the next one."""
    with write(step.tracker) as tat:
        number = n_come(tat, step, KIND)
        known = reading.load(tat, step.cycle, KIND)
        if any(round_.number >= number for round_ in known.of_kind(KIND)) or number == 0:
            return 0
        withdraw_earlier(tat, step, KIND, before=number)
        records = plan_records(tat, step.cycle)
        return ask(tat, step, _questions(step, known, records, number))


def _questions(
    step: StepRef, known: Facts, records: list[PlanRecord], number: int
) -> Iterator[Question]:
    months = step.declared.calendar.stale_after_months
    for record in records:
        subject = subjects.plan(record.plan.id)
        found = find(record, today=today(step), stale_after_months=months)
        new = not_settled(known, subject, found)
        if new:
            yield Question(
                KIND, subject, plan=record.plan, round=number,
                why={"found": {one.key: one.says for one in new}},
            )  # fmt: skip


def not_settled(known: Facts, subject: str, found: list[Finding]) -> list[Finding]:
    """What nobody has said to be right as it is."""
    settled = {
        key
        for round_ in known.rounds.get((KIND, subject), ())
        if round_.verdict == Verdict.ACCEPTED
        for key in round_.why["found"]
    }
    return [one for one in found if one.key not in settled]
