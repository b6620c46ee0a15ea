"""Ask for the worksheet of each state: documents, context, check-in call, draft (1.5 to 1.8)."""

from collections.abc import Iterator, Mapping, Sequence

from config.vocabulary import PromptKind
from tasks.asking import ask
from tasks.meetings import is_unanswered
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import done, reading, subjects
from tat.carried import OpenNeed, open_needs
from tat.database import write
from tat.done import OF_WORKSHEET, Done
from tat.facts import Facts
from tat.prompts import Question


@repeatable_task
def ask_specialists_for_worksheets(step: StepRef) -> int:
    """Ask for what is known of each state and its draft, but for what was done earlier."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.WORKSHEET)
        earlier = done.load(tat, step.cycle)
        return ask(tat, step, _worksheets(step, known, earlier, open_needs(tat, step.cycle)))


def _worksheets(
    step: StepRef, known: Facts, earlier: Done, still_open: Mapping[str, Sequence[OpenNeed]]
) -> Iterator[Question]:
    listed = [document.name for document in step.declared.documents]
    for plan in known.plans.values():
        subject = subjects.plan(plan.id)
        lines = earlier.of_worksheet(region=plan.region, code=plan.jurisdiction)
        carried = [
            {"need_id": need.line_id, "text": need.text}
            for need in still_open.get(plan.jurisdiction, ())
        ]
        is_due = len(lines) < len(OF_WORKSHEET) or carried
        if is_due and is_unanswered(known, PromptKind.WORKSHEET, subject):
            yield Question(
                PromptKind.WORKSHEET, subject, plan=plan, shown=plan.entered,
                round=known.next_round(PromptKind.WORKSHEET, subject),
                why={
                    "documents": [] if "1.5" in lines else listed, "done": lines,
                    **({"carried": carried} if carried else {}),
                },
            )  # fmt: skip
