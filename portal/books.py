"""The postman's books: what became of each message, put on record many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from portal.office import PostOffice
from tasks import mail_faults
from tasks.surroundings import Surroundings
from tat import claims, fates
from tat.database import Tat, write
from tat.messages import Outgoing

LONGEST_UNRECORDED = timedelta(seconds=1)


class Outcome(Enum):
    """What became of a message."""

    SENT = auto()
    PUT_OFF = auto()
    ADDRESS_REFUSED = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Fate:
    """What became of a message, and why."""

    message: Outgoing
    outcome: Outcome
    fault: str = ""
    broke: OSError | None = None
    """By what the way broke at it."""


class Books:
    """The fates that are not on record yet: what left since the last record may leave again."""

    def __init__(self, surroundings: Surroundings, cycle: str, office: PostOffice) -> None:
        self._surroundings = surroundings
        self._cycle = cycle
        self._office = office
        self._unrecorded: list[Fate] = []
        self._recorded_at = surroundings.now()

    def note(self, fate: Fate) -> None:
        """Take down what became of a message, and record it with others when it is time."""
        self._unrecorded.append(fate)
        waits_for = self._surroundings.now() - self._recorded_at
        if len(self._unrecorded) >= self._office.n_a_commit or waits_for >= LONGEST_UNRECORDED:
            self._record(untried=())

    def close(self, *, untried: Collection[int]) -> None:
        """Record the rest, also what could not be recorded before, and give back the untried."""
        if self._unrecorded or untried:
            self._record(untried=untried)

    def _record(self, *, untried: Collection[int]) -> None:
        with write(self._surroundings.tracker) as tat:
            now = self._surroundings.now()
            _record(tat, self._surroundings, self._cycle, self._unrecorded, now=now)
            claims.give_back(tat, untried, postman=self._office.name)
        self._unrecorded.clear()  # only now: what was not committed is recorded at the next time
        self._recorded_at = self._surroundings.now()


def _record(
    tat: Tat, surroundings: Surroundings, cycle: str, fated: Sequence[Fate], *, now: datetime
) -> None:
    sent = [fate.message for fate in fated if fate.outcome is Outcome.SENT]
    fates.mark_sent(tat, sent, now=now)
    for fate in fated:
        if fate.outcome is not Outcome.SENT:
            _record_fault(tat, surroundings, cycle, fate, now=now)


def _record_fault(
    tat: Tat, surroundings: Surroundings, cycle: str, fate: Fate, *, now: datetime
) -> None:
    message = fate.message
    if fate.outcome is Outcome.ADDRESS_REFUSED:
        if fates.refuse_address(
            tat, message.id, address=message.address, fault=fate.fault, now=now
        ):
            rules = surroundings.declared_for(cycle).rules
            mail_faults.tell_of_address(tat, cycle, rules, message.person_id, now=now)
        return
    is_put_off = fate.outcome is Outcome.PUT_OFF
    if is_put_off and fates.put_off(tat, message.id, fault=fate.fault, now=now):
        return
    fates.fail(tat, message.id, fault=fate.fault, now=now)
    rules = surroundings.declared_for(cycle).rules
    mail_faults.tell_of_message(tat, cycle, rules, message.id, now=now)
