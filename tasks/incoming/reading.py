"""Read the mailbox to its end: each mail on record first, then put away."""

import logging
from dataclasses import dataclass

from tasks.incoming.inbox import Inbox
from tasks.incoming.taking import take_in
from tasks.repeatable import repeatable_task
from tasks.surroundings import Surroundings, current
from tasks.sweeps import SweepRef
from tasks.ways import Unreached
from tat import received
from tat.database import write
from tat.refusals import Refused

log = logging.getLogger("tacycle.inbox")


@dataclass(frozen=True)
class Reading:
    """What a reading of the mailbox came to."""

    n_taken: int
    """Mails that were not on record before."""
    fault: str | None = None
    """Why it could not be read to its end."""


@repeatable_task
def read_answers(_sweep: SweepRef) -> int:
    """Take in the answers that came by mail; a mailbox that cannot be read stops nobody's day."""
    surroundings = current()
    if surroundings.inbox is None:
        return 0
    return read_mailbox(surroundings, surroundings.inbox).n_taken


def read_mailbox(surroundings: Surroundings, inbox: Inbox) -> Reading:
    """Take in all that lies in the mailbox, and note that it was read.

    A mail is moved away once it is committed: a crash in between repeats nothing, since the same
    bytes are known. What lies there at the beginning is read, and nothing that comes meanwhile.
    """
    n_taken, fault = 0, None
    try:
        with inbox.open() as mailbox:
            for uid in mailbox.waiting():
                fetched = mailbox.fetch(uid)
                if fetched is not None:
                    n_taken += take_in(surroundings, fetched, inbox.home, inbox.files)
                    mailbox.put_away(uid)
    except (Unreached, Refused) as error:
        fault = str(error)
        log.warning("The mailbox could not be read to its end: %s", error)
    with write(surroundings.tracker) as tat:
        received.note_reading(tat, n_taken=n_taken, fault=fault, now=surroundings.now())
    return Reading(n_taken, fault)
