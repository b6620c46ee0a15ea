"""The postman: puts what is owed into envelopes when it is time, and delivers them."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Event

from tasks.compose import UnsafeHeader, compose
from tasks.letters import make_messages
from tasks.surroundings import Surroundings
from tasks.ways import Way
from tat import links, messages
from tat.database import write

AT_ONCE = 100
"""How many messages are claimed and delivered between two commits."""

TURN_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 300.0

log = logging.getLogger("tacycle.postman")


@dataclass(frozen=True)
class PostOffice:
    """How mail leaves, and in whose name."""

    way: Way
    mail_from: str
    public_address: str
    secret: bytes
    daily_at: time = time(8)
    """When the mail of the day leaves, in the cycle's time zone."""
    name: str = "postman"
    stale_after: timedelta = timedelta(minutes=10)


def post(surroundings: Surroundings, cycle: str, office: PostOffice) -> int:
    """Make the messages that are due and deliver all that are queued; returns how many left."""
    make_messages(
        surroundings, cycle, public_address=office.public_address,
        host=office.mail_from.rpartition("@")[2].rstrip(">"), daily_at=office.daily_at,
    )  # fmt: skip
    n_sent = 0
    while batch := _deliver_batch(surroundings, cycle, office):
        n_sent += batch
    return n_sent


def post_all(surroundings: Surroundings, cycles: Iterable[str], office: PostOffice) -> int:
    """Post for several cycles; each has letters of its own. Returns how many left."""
    return sum(post(surroundings, cycle, office) for cycle in cycles)


def deliver_until(
    stop: Event,
    surroundings: Surroundings,
    cycles: Iterable[str],
    *,
    office: PostOffice,
    took_turn: Callable[[], None],
) -> None:
    """Post for the cycles again and again until told to stop.

    What this postman had claimed when it died, or when the way broke, is delivered again, under
    the same Message-ID.

    Args:
        took_turn: called after each turn, also after one that failed.
    """
    _release(surroundings, cycles, office)
    wait_seconds = TURN_SECONDS
    while not stop.wait(wait_seconds):
        try:
            post_all(surroundings, cycles, office)
        except OSError as error:
            wait_seconds = min(2 * wait_seconds, LONGEST_WAIT_SECONDS)
            log.warning("Mail cannot leave (%s). Trying again in %.0f s.", error, wait_seconds)
            _release(surroundings, cycles, office)
        else:
            wait_seconds = TURN_SECONDS
        took_turn()


def _release(surroundings: Surroundings, cycles: Iterable[str], office: PostOffice) -> None:
    names = list(cycles)
    with write(surroundings.tracker) as tat:
        for cycle in names:
            messages.release_claims(tat, cycle, postman=office.name)


def _deliver_batch(surroundings: Surroundings, cycle: str, office: PostOffice) -> int:
    now = surroundings.now()
    with write(surroundings.tracker) as tat:
        claimed = messages.claim(
            tat, cycle, postman=office.name, now=now, most=AT_ONCE,
            stale_before=now - office.stale_after,
        )  # fmt: skip
        bodies = {
            one.id: (
                links.unmask(tat, one.text, office.secret, person_id=one.person_id),
                links.unmask(tat, one.html, office.secret, person_id=one.person_id),
            )
            for one in claimed
        }
    sent: list[int] = []
    try:
        for one in claimed:
            text, html = bodies[one.id]
            if _deliver(surroundings, one, text, html, office, now):
                sent.append(one.id)
    finally:  # what was accepted before the way broke must not leave again
        with write(surroundings.tracker) as tat:
            messages.mark_sent(tat, sent, now=now)
    return len(claimed)


def _deliver(
    surroundings: Surroundings,
    one: messages.Outgoing,
    text: str,
    html: str,
    office: PostOffice,
    now: datetime,
) -> bool:
    """Deliver one message; what can never leave is marked, and the rest go on."""
    try:
        mail = compose(one, text=text, html=html, mail_from=office.mail_from, now=now)
    except UnsafeHeader as unsafe:
        with write(surroundings.tracker) as tat:
            messages.mark_failed(tat, one.id, fault=str(unsafe))
        return False
    office.way.deliver(mail)
    return True
