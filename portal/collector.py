"""The collector: reads the mailbox to which answers come, again and again."""

import logging
from collections.abc import Callable
from threading import Event

from tasks.incoming.inbox import Inbox
from tasks.incoming.reading import read_mailbox
from tasks.surroundings import Surroundings

log = logging.getLogger("tacycle.inbox")


def collect_until(
    stop: Event,
    surroundings: Surroundings,
    inbox: Inbox,
    *,
    wait_seconds: float,
    took_turn: Callable[[], None],
) -> None:
    """Read the mailbox again and again until told to stop.

    A server that is away is on record with its fault, and tried again at the next turn. The sweep
    and `tacycle inbox` may read at the same moment: what one has put on record the other leaves.

    Args:
        took_turn: called as a turn begins and when it has come to its end.
    """
    while True:
        took_turn()
        reading = read_mailbox(surroundings, inbox)
        took_turn()
        if reading.n_taken:
            log.info("%d mails were taken in from the mailbox.", reading.n_taken)
        if stop.wait(wait_seconds):
            return
