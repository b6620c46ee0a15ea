"""Communicate the protocol of the cycle to every National Center (1.1), once to each person."""

from datetime import datetime

from config.declared import Declared
from config.vocabulary import Purpose, Role
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.surroundings import Surroundings
from tat import done, ledger, notices, people, subjects
from tat.database import Tat, write
from tat.notices import Owed
from tat.refusals import Refused

READERS = (Role.CENTER_LEAD, Role.PROJECT_LEAD)

PREPARATION = 1
"""The step that this belongs to; the sending may precede it."""


@repeatable_task
def send_protocol(step: StepRef) -> int:
    """Send the protocol to the leads of every center who do not have it yet (1.1)."""
    with write(step.tracker) as tat:
        return _owe(tat, step.declared, now=step.now)


def send_protocol_now(surroundings: Surroundings, cycle: str, *, by_person_id: int) -> int:
    """Send it at staff's word, also before step 1; returns to how many people.

    Raises: Refused, when it is on record as communicated earlier.
    """
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        if done.load(tat, cycle).covers("1.1"):
            raise Refused(
                "The protocol was not sent: line 1.1 is on record as done earlier. "
                "Leave it out of the calendar's [[done_earlier]] to have it sent."
            )
        n_people = _owe(tat, surroundings.declared_for(cycle), now=now)
        entry = ledger.Entry(
            at=now, actor=subjects.person(by_person_id), act="sent the protocol", subject=cycle,
            details={"people": n_people},
        )  # fmt: skip
        ledger.record(tat, [entry])
        return n_people


def _owe(tat: Tat, declared: Declared, *, now: datetime) -> int:
    cycle = declared.calendar.name
    if done.load(tat, cycle).covers("1.1"):
        return 0
    told = {person_id for _, person_id, _ in notices.told(tat, cycle, Purpose.PROTOCOL)}
    directory = people.directory(tat)
    owed = [
        Owed(
            purpose=Purpose.PROTOCOL, step=PREPARATION, subject="cycle",
            person_id=holder.person.id,
            urgency=declared.rules.notice[Purpose.PROTOCOL].urgency,
        )
        for center in declared.centers
        for holder in directory.holding(READERS, center=center)
        if holder.person.id not in told
    ]  # fmt: skip
    return notices.owe(tat, cycle, owed, now=now)
