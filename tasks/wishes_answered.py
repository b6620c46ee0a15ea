"""Let whoever wished a final plan otherwise see what the Specialist did with it (8.2).

A change that is dropped is told to everybody who was asked about it, too.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from config.vocabulary import PromptKind, Purpose, Role
from tasks.asking import notice, owe
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import notices, people, subjects
from tat.database import Tat, write
from tat.notices import Owed
from tat.people import Directory
from tat.schema import Amendment, Answer, Plan, Prompt
from tat.statuses import AmendmentState

DURING_DELIVERY = (6, 7)
"""Before, whoever suggests a change sees the plan again, and is asked to confirm it."""


ABOUT_CHANGES = (PromptKind.CHANGE_AGREEMENT, PromptKind.APPROVAL, PromptKind.FINAL_REVIEW)
"""How a change of a final plan is put before people."""


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
    directory = people.directory(tat)
    for answer, prompt in tat.execute(rows).all():
        wished = tat.get(Answer, prompt.why.get("answer", 0))
        asked = _asked_of_dropped(tat, answer, prompt, directory)
        readers = asked | ({wished.said_by_id} if wished else set())
        subject = subjects.answer(answer.id)
        for person_id in sorted(readers - {answer.said_by_id}):
            if (subject, person_id, 1) in told:
                continue
            is_theirs = wished is not None and wished.said_by_id == person_id
            yield notice(
                step, Purpose.ANSWER_RECEIVED, directory.people[person_id], subject,
                plan_id=prompt.plan_id, is_dealt_with=is_theirs, is_dropped=bool(asked),
            )  # fmt: skip


def _asked_of_dropped(tat: Tat, answer: Answer, prompt: Prompt, directory: Directory) -> set[int]:
    """Of an answer that dropped a change: who was asked about that, and the state's Specialists."""
    change = tat.get(Amendment, prompt.why.get("amendment", 0))
    is_dropped = change is not None and change.state == AmendmentState.DROPPED
    if change is None or not is_dropped or change.closed_at != answer.at:
        return set()
    rows = sa.select(Prompt).where(Prompt.plan_id == prompt.plan_id, Prompt.kind.in_(ABOUT_CHANGES))
    asked = {one.person_id for one in tat.scalars(rows) if one.why.get("amendment") == change.id}
    code = tat.get_one(Plan, change.plan_id).jurisdiction
    specialists = directory.holding([Role.SPECIALIST], jurisdiction=code)
    return asked | {holder.person.id for holder in specialists}
