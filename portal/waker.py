"""The loop beside the portal that wakes steps when somebody has answered or their day has come."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from time import monotonic

from flows.waking import (
    BEGUN,
    Awake,
    NotDeployed,
    Outcome,
    PrefectUnreachable,
    wake_due_steps,
    wake_for_answers,
)
from tasks.surroundings import current
from tasks.sweeps import sweep_is_missed, tell_of_missed_sweep

GATHER_SECONDS = 3.0
LONGEST_WAIT_SECONDS = 900.0
SCHEDULE_GRACE = timedelta(minutes=5)
"""How long after its moment a step is left to its schedule."""

log = logging.getLogger(__name__)


def _tell_occ(cycle: str) -> None:
    log.warning("The morning's sweep of %s has not run.", cycle)
    tell_of_missed_sweep(current(), cycle)


@dataclass
class Waker:
    """Wakes the steps of some cycles, one at a time, never inside a web request."""

    cycles: Iterable[str]
    gather_seconds: float = GATHER_SECONDS
    """How long answers are gathered before a step is woken for them."""
    tell_of_missed_sweep: Callable[[str], None] = _tell_occ
    """Called once when the sweep of a cycle has not run on a business morning."""
    took_turn: Callable[[], None] = lambda: None
    """Called after each turn, also after one in which Prefect did not answer."""
    _is_missed: dict[str, bool] = field(default_factory=dict)
    _pauses: dict[tuple[str, int], "_Pause"] = field(default_factory=dict)

    def run(self, stop: Event) -> None:
        """Take turns until told to stop. Prefect may come and go: answers wait on record."""
        wait_seconds = self.gather_seconds
        while not stop.wait(wait_seconds):
            try:
                for cycle in self.cycles:
                    self.take_turn(cycle)
            except (PrefectUnreachable, NotDeployed) as error:
                wait_seconds = min(max(2 * wait_seconds, 1.0), 30.0)
                log.warning("%s Trying again in %.0f seconds.", error, wait_seconds)
            else:
                wait_seconds = self.gather_seconds
            self.took_turn()

    def take_turn(self, cycle: str) -> list[Awake]:
        """Wake what there is to wake now.

        Raises:
            PrefectUnreachable, NotDeployed: the rest is woken in a later turn.
        """
        self._look_for_sweep(cycle)
        paused = {number for (of, number), pause in self._pauses.items() if of == cycle and pause}
        woken = wake_due_steps(cycle, grace=SCHEDULE_GRACE, leave_out=paused) + wake_for_answers(
            cycle, leave_out=paused
        )
        for awake in woken:
            self._take_it_slowly(cycle, awake)
        return woken

    def _take_it_slowly(self, cycle: str, awake: Awake) -> None:
        """Where one run after the other fails, wake less and less often."""
        if awake.outcome is Outcome.REPLACED:
            self._pauses.setdefault((cycle, awake.number), _Pause()).lengthen()
        elif awake.outcome in BEGUN:
            self._pauses.pop((cycle, awake.number), None)

    def _look_for_sweep(self, cycle: str) -> None:
        is_missed = sweep_is_missed(current(), cycle)
        if is_missed and not self._is_missed.get(cycle, False):
            self.tell_of_missed_sweep(cycle)
        self._is_missed[cycle] = is_missed


class _Pause:
    """A while in which a step is not woken; true while it lasts."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.until = 0.0

    def lengthen(self) -> None:
        self.seconds = min(max(2 * self.seconds, 5.0), LONGEST_WAIT_SECONDS)
        self.until = monotonic() + self.seconds

    def __bool__(self) -> bool:
        return monotonic() < self.until
