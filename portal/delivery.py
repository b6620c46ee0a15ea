"""Deliver a batch of messages: claim, hand over one by one, record what became of each."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import MessageError
from typing import Any

from portal.books import Books, Fate, Outcome
from portal.office import PostOffice
from tasks.compose import Mail, UnsafeHeader, compose
from tasks.surroundings import Surroundings
from tasks.ways import NeverTaken, NotNow, Unreached
from tat import claims, links
from tat.database import write
from tat.links import Tokens
from tat.messages import Outgoing
from tat.reply_addresses import reply_address

AT_ONCE = 200
"""How many messages are claimed at once."""

BREAKS_IN_A_ROW = 3
"""At how many messages in a row the way may break before it is left alone."""

CANNOT_BE_WRITTEN = (MessageError, ValueError, LookupError)
"""What a message raises that no mail can be made of: it alone is at fault."""


@dataclass(frozen=True)
class Delivered:
    """What a batch came to."""

    n_claimed: int
    n_sent: int


@dataclass(frozen=True)
class Claimed:
    """A message, and what is put into it for its reader alone."""

    message: Outgoing
    tokens: Tokens
    reply_link: Any
    """The row of the link that a reply stands for, if there is one."""


def deliver_batch(surroundings: Surroundings, cycle: str, office: PostOffice) -> Delivered:
    """Claim messages and deliver them; what was not tried is given back.

    Raises: OSError, when the way broke. What became of each message before is recorded then too.
    """
    batch = _claim(surroundings, cycle, office)
    handover = _Handover(batch, surroundings, office, Books(surroundings, cycle, office))
    return Delivered(len(batch), handover.work_through())


class _Handover:
    """A batch while it is handed over."""

    def __init__(
        self, batch: Sequence[Claimed], surroundings: Surroundings, office: PostOffice, books: Books
    ) -> None:
        self._waiting = deque(batch)
        self._surroundings = surroundings
        self._office = office
        self._books = books
        self._ahead: Mail | Fate | None = None
        """What was made of the first that waits, while the server read the one before it."""

    def work_through(self) -> int:
        """Deliver one after the other; returns how many left. Raises: OSError, when the way broke.

        Whatever happens, what was accepted before must not leave again: it is put on record.
        """
        try:
            return self._deliver_all()
        finally:
            self._books.close(untried=[one.message.id for one in self._waiting])

    def _deliver_all(self) -> int:
        n_sent = n_breaks = 0
        ends_at = self._surroundings.now() + self._office.longest_batch
        while self._waiting and self._surroundings.now() <= ends_at:
            fate = self._deliver_next()
            self._books.note(fate)
            n_sent += fate.outcome is Outcome.SENT
            n_breaks = n_breaks + 1 if fate.broke else 0
            if fate.broke and (n_breaks == BREAKS_IN_A_ROW or not self._waiting):
                raise fate.broke
        return n_sent

    def _deliver_next(self) -> Fate:
        """Deliver the first that waits. Raises: Unreached, and it waits on."""
        one = self._waiting[0]
        made, self._ahead = self._ahead or self._compose(one), None
        if isinstance(made, Mail):
            try:
                made = self._hand_over(one, made)
            except Unreached:
                self._ahead = None
                raise
        self._waiting.popleft()
        return made

    def _hand_over(self, one: Claimed, mail: Mail) -> Fate:
        try:
            self._office.way.deliver(mail, self._compose_next)
        except NotNow as answer:
            return Fate(one.message, Outcome.PUT_OFF, str(answer))
        except NeverTaken as answer:
            outcome = Outcome.ADDRESS_REFUSED if answer.is_address else Outcome.FAILED
            return Fate(one.message, outcome, str(answer))
        except Unreached:
            raise
        except OSError as error:
            fault = f"The connection broke ({error}); it may have arrived all the same."
            return Fate(one.message, Outcome.PUT_OFF, fault, broke=error)
        return Fate(one.message, Outcome.SENT)

    def _compose_next(self) -> None:
        if len(self._waiting) > 1:
            self._ahead = self._compose(self._waiting[1])

    def _compose(self, one: Claimed) -> Mail | Fate:
        message, office = one.message, self._office
        try:
            return compose(
                message,
                text=links.fill(message.text, one.tokens),
                html=links.fill(message.html, one.tokens),
                mail_from=office.mail_from,
                reply_to=reply_address(office.answers_go_to, office.secret, one.reply_link),
                now=self._surroundings.now(),
            )
        except UnsafeHeader as unsafe:
            return Fate(one.message, Outcome.FAILED, str(unsafe))
        except CANNOT_BE_WRITTEN as fault:
            return Fate(one.message, Outcome.FAILED, f"No mail can be made of it: {fault}")


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
        letters = [(one.person_id, (one.text, one.html)) for one in claimed]
        tokens = links.give_out(tat, letters, office.secret)
        replied = links.rows_of(tat, {one.reply_link_id for one in claimed if one.reply_link_id})
    return [
        Claimed(one, own, replied.get(one.reply_link_id or 0))
        for one, own in zip(claimed, tokens, strict=True)
    ]
