"""The postman: puts what is owed into envelopes when it is time, and delivers them."""

import logging
from collections.abc import Callable, Iterable
from threading import Event

from portal.delivery import deliver_batch
from portal.office import PostOffice
from portal.postman_name import is_gone
from tasks.letters import make_messages
from tasks.surroundings import Surroundings
from tat import claims
from tat.database import write

TURN_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 300.0

log = logging.getLogger("tacycle.postman")


def post(surroundings: Surroundings, cycle: str, office: PostOffice) -> int:
    """Make the messages that are due and deliver all that may leave; returns how many left.

    Raises: OSError, when the way broke; what did not leave waits.
    """
    make_messages(
        surroundings, cycle, public_address=office.public_address,
        mail_from=office.mail_from, daily_at=office.daily_at, makers=office.makers,
    )  # fmt: skip
    n_sent = 0
    try:
        while (batch := deliver_batch(surroundings, cycle, office)).n_claimed:
            n_sent += batch.n_sent
    finally:
        office.way.close()
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
    took_turn: Callable[[OSError | None], None],
) -> None:
    """Post for the cycles again and again until told to stop.

    What a postman of this machine had claimed when it died, or when the way broke, is delivered
    again, under the same Message-ID.

    Args:
        took_turn: called after each turn, with the fault by which the way broke, if it did.
    """
    take_over(surroundings, own=office.name)
    wait_seconds = TURN_SECONDS
    while not stop.wait(wait_seconds):
        try:
            post_all(surroundings, cycles, office)
        except OSError as error:
            wait_seconds = min(2 * wait_seconds, LONGEST_WAIT_SECONDS)
            log.warning("Mail cannot leave (%s). Trying again in %.0f s.", error, wait_seconds)
            took_turn(error)
        else:
            wait_seconds = TURN_SECONDS
            took_turn(None)


def take_over(surroundings: Surroundings, *, own: str) -> None:
    """Queue again what postmen had claimed that are known to have ended.

    And what this one had claimed when the database went away under it: it begins anew.
    """
    with write(surroundings.tracker) as tat:
        for name in claims.claimants(tat):
            if name == own or is_gone(name):
                claims.release_claims(tat, postman=name)
