"""Tell of answers that are kept without effect: nothing is overwritten, and nothing in silence."""

from collections.abc import Iterator

from config.vocabulary import Purpose, Role
from tasks.asking import notice, owe
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import conflicts, people, reading, subjects
from tat.conflicts import Conflict, Why
from tat.database import write
from tat.facts import PlanFacts
from tat.notices import Owed
from tat.people import Directory, Somebody
from tat.who_says import PHONE_CHANNELS

TOLD_TO_SPECIALISTS = (Why.SOMEBODY_ELSE, Why.WROTE_BEFORE, Why.FINAL, Why.TAKEN_BACK)
"""What the Specialist of the state hears of too: to one question two things were said."""

TOLD_TO_OCC = (Why.FINAL, Why.TAKEN_BACK)
"""What OCC hears of too: a plan has a status that somebody would not give it any more."""


@repeatable_task
def tell_of_conflicts(step: StepRef) -> int:
    """Tell whoever answered in vain what is on record instead, and the Specialist with them."""
    with write(step.tracker) as tat:
        untold = list(conflicts.untold(tat, step.cycle, step.number))
        if not untold:
            return 0
        directory = people.directory(tat)
        plans = reading.load_plans(tat, step.cycle)
        owed = [one for conflict in untold for one in _owed(step, conflict, directory, plans)]
        return owe(tat, step, owed)


def _owed(
    step: StepRef, conflict: Conflict, directory: Directory, plans: dict[int, PlanFacts]
) -> Iterator[Owed]:
    answer, prompt, standing = conflict.answer, conflict.prompt, conflict.standing
    for person in _told(conflict, directory, plans.get(prompt.plan_id or 0)):
        yield notice(
            step, Purpose.ANSWER_CONFLICT, person, subjects.answer(answer.id),
            plan_id=prompt.plan_id, center=prompt.center, why=conflict.why,
            because=prompt.closed_because, standing=standing.id if standing else None,
            is_revised=conflict.is_revised,
        )  # fmt: skip


def _told(conflict: Conflict, directory: Directory, plan: PlanFacts | None) -> list[Somebody]:
    """Those who gave the answer; nobody is told of what they themselves put right."""
    answer = conflict.answer
    ids = {answer.said_by_id, answer.person_id}
    if answer.channel in PHONE_CHANNELS:
        ids = {answer.person_id}  # the Specialist, who tells the person on the phone
    if conflict.why == Why.CORRECTED and conflict.standing:
        ids -= {conflict.standing.person_id}
        ids &= set(directory.roles_of)  # who has left gets no mail
    if conflict.why == Why.TAKEN_BACK:
        ids = set()  # it counts, and they know what they said
    if plan and conflict.why in TOLD_TO_SPECIALISTS:
        specialists = directory.holding([Role.SPECIALIST], jurisdiction=plan.jurisdiction)
        ids |= {holder.person.id for holder in specialists}
    if conflict.why in TOLD_TO_OCC:
        ids |= {holder.person.id for holder in directory.holding([Role.OCC])}
    if conflict.why == Why.TAKEN_BACK:
        ids -= {answer.said_by_id, answer.person_id}
    return [directory.people[person_id] for person_id in sorted(ids)]
