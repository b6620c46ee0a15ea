"""Let whoever wished a final plan otherwise see what the Specialist did with it (8.2)."""

from collections.abc import Iterator

import sqlalchemy as sa

from config.vocabulary import PromptKind, Purpose
from tasks.asking import notice, owe
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import notices, people
from tat.database import Tat, write
from tat.notices import Owed
from tat.schema import Answer, Prompt

DURING_DELIVERY = (6, 7)
"""Before, whoever suggests a change sees the plan again, and is asked to confirm it."""


@repeatable_task
def tell_who_wished(step: StepRef) -> int:
    """Tell them of the Specialist's note: what was changed, or why nothing is."""
    with write(step.tracker) as tat:
        told = notices.told(tat, step.cycle, Purpose.ANSWER_RECEIVED)
        return owe(tat, step, _owed(tat, step, told))


def _owed(tat: Tat, step: StepRef, told: set[tuple[str, int, int]]) -> Iterator[Owed]:
    rows = (
        sa.select(Answer, Prompt)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.cycle == step.cycle, Prompt.kind == PromptKind.REVISION,
            Prompt.step.in_(DURING_DELIVERY), Answer.is_outdated.is_(False),
        )
        .order_by(Answer.id)
    )  # fmt: skip
    everybody = people.directory(tat).people
    for answer, prompt in tat.execute(rows):
        wished = tat.get(Answer, prompt.why.get("answer", 0))
        subject = f"answer {answer.id}"
        if wished is None or wished.said_by_id == answer.said_by_id:
            continue  # a meeting's wish is told with its change; nobody is told of their own act
        if (subject, wished.said_by_id, 1) not in told:
            yield notice(
                step, Purpose.ANSWER_RECEIVED, everybody[wished.said_by_id], subject,
                plan_id=prompt.plan_id, is_dealt_with=True,
            )  # fmt: skip
