"""Deliver a batch of messages: claim, hand over one by one, record what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from enum import Enum, auto

from portal.office import PostOffice
from tasks import mail_faults
from tasks.compose import UnsafeHeader, compose
from tasks.surroundings import Surroundings
from tasks.ways import NeverTaken, NotNow, Unreached
from tat import claims, fates, links
from tat.database import Tat, write
from tat.messages import Outgoing
from tat.reply_addresses import reply_address
from tat.schema import Link

AT_ONCE = 100
"""How many messages are claimed at once."""

BREAKS_IN_A_ROW = 3
"""At how many messages in a row the way may break before it is left alone."""

LONGEST_UNRECORDED = timedelta(seconds=1)

CANNOT_BE_WRITTEN = (MessageError, ValueError, LookupError)
"""What a message raises that no mail can be made of: it alone is at fault."""


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


@dataclass(frozen=True)
class Delivered:
    """What a batch came to."""

    n_claimed: int
    n_sent: int


@dataclass(frozen=True)
class Claimed:
    """A message with the links of its reader in it."""

    message: Outgoing
    text: str
    html: str
    reply_to: str


def deliver_batch(surroundings: Surroundings, cycle: str, office: PostOffice) -> Delivered:
    """Claim messages and deliver them; what was not tried is given back.

    Raises: OSError, when the way broke. What became of each message before is recorded then too.
    """
    batch = _claim(surroundings, cycle, office)
    handover = _Handover(surroundings, cycle, office)
    handover.untried = [one.message.id for one in batch]
    try:
        handover.work_through(batch)
    finally:  # what was accepted before the way broke must not leave again
        handover.record(is_last=True)
    return Delivered(len(batch), handover.n_sent)


class _Handover:
    """A batch while it is handed over."""

    def __init__(self, surroundings: Surroundings, cycle: str, office: PostOffice) -> None:
        self.untried: list[int] = []
        self.n_sent = 0
        self._surroundings = surroundings
        self._cycle = cycle
        self._office = office
        self._unrecorded: list[Fate] = []
        self._recorded_at = surroundings.now()
        self._n_breaks = 0

    def work_through(self, batch: Sequence[Claimed]) -> None:
        """Deliver one after the other. Raises: OSError, when the way broke."""
        ends_at = self._surroundings.now() + self._office.longest_batch
        for one in batch:
            if self._surroundings.now() > ends_at:
                return
            broke = self._deliver(one)
            self.untried.remove(one.message.id)
            self._n_breaks = self._n_breaks + 1 if broke else 0
            if broke and (self._n_breaks == BREAKS_IN_A_ROW or not self.untried):
                raise broke
            if self._is_time_to_record():
                self.record()

    def record(self, *, is_last: bool = False) -> None:
        """Put on record what became of messages since the last time."""
        fated, self._unrecorded = self._unrecorded, []
        if fated or (is_last and self.untried):
            with write(self._surroundings.tracker) as tat:
                now = self._surroundings.now()
                _record(tat, self._surroundings, self._cycle, fated, now=now)
                if is_last:
                    claims.give_back(tat, self.untried, postman=self._office.name)
        self._recorded_at = self._surroundings.now()

    def _deliver(self, one: Claimed) -> OSError | None:
        """Deliver one message and note its fate; gives the fault by which the way broke."""
        try:
            fate = _fate(one, self._office, now=self._surroundings.now())
        except Unreached:
            raise
        except OSError as error:
            fault = f"The connection broke ({error}); it may have arrived all the same."
            self._unrecorded.append(Fate(one.message, Outcome.PUT_OFF, fault))
            return error
        self._unrecorded.append(fate)
        self.n_sent += fate.outcome is Outcome.SENT
        return None

    def _is_time_to_record(self) -> bool:
        waits_for = self._surroundings.now() - self._recorded_at
        return len(self._unrecorded) >= self._office.n_a_commit or waits_for >= LONGEST_UNRECORDED


def _claim(surroundings: Surroundings, cycle: str, office: PostOffice) -> list[Claimed]:
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        if office.is_holding:
            claims.hold_unreleased(tat, cycle)
        most = AT_ONCE
        if office.a_minute is not None:
            most = max(0, min(most, office.a_minute - claims.n_in_a_minute(tat, now=now)))
        claimed = claims.claim(
            tat, cycle, postman=office.name, now=now, most=most,
            stale_before=now - office.stale_after,
        )  # fmt: skip
        kept = links.read_masked(tat, (body for one in claimed for body in (one.text, one.html)))
        found = [_with_links(tat, one, office) for one in claimed]
        del kept  # until here: a session remembers only what somebody holds
        return found


def _with_links(tat: Tat, one: Outgoing, office: PostOffice) -> Claimed:
    replied = tat.get(Link, one.reply_link_id) if one.reply_link_id else None
    return Claimed(
        one,
        links.unmask(tat, one.text, office.secret, person_id=one.person_id),
        links.unmask(tat, one.html, office.secret, person_id=one.person_id),
        reply_address(office.answers_go_to, office.secret, replied),
    )


def _fate(one: Claimed, office: PostOffice, *, now: datetime) -> Fate:
    """Deliver one message. Raises: OSError, when the way broke."""
    try:
        mail = compose(
            one.message, text=one.text, html=one.html, mail_from=office.mail_from,
            reply_to=one.reply_to, now=now,
        )  # fmt: skip
        office.way.deliver(mail)
    except NotNow as answer:
        return Fate(one.message, Outcome.PUT_OFF, str(answer))
    except NeverTaken as answer:
        outcome = Outcome.ADDRESS_REFUSED if answer.is_address else Outcome.FAILED
        return Fate(one.message, outcome, str(answer))
    except UnsafeHeader as unsafe:
        return Fate(one.message, Outcome.FAILED, str(unsafe))
    except CANNOT_BE_WRITTEN as fault:
        return Fate(one.message, Outcome.FAILED, f"No mail can be made of it: {fault}")
    return Fate(one.message, Outcome.SENT)


def _record(
    tat: Tat, surroundings: Surroundings, cycle: str, fated: Sequence[Fate], *, now: datetime
) -> None:
    sent = [fate.message.id for fate in fated if fate.outcome is Outcome.SENT]
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
