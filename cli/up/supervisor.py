"""Start the processes in their order, start again what dies, stop all together."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from cli.up.child import Child, how_it_ended

LOOK_SECONDS = 0.2
READY_LOOK_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
SETTLED_SECONDS = 60.0
"""Who has run for so long counts as sound: the next pause is a short one again."""


@dataclass
class _Watched:
    child: Child
    start_at: float | None = 0.0
    """When to start it; None while it runs."""
    started_at: float = 0.0
    pause_seconds: float = FIRST_PAUSE_SECONDS
    is_ready: bool = False
    was_ready: bool = False
    looked_at: float = 0.0


class Supervisor:
    """Keeps some processes running."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        """Say which, and who is told what happens.

        Args:
            children: in the order of their start; each waits until the one before does its work.
            say: called with one sentence for whatever happens.
        """
        self._watched = [_Watched(child) for child in children]
        self._say = say

    def run(
        self, stop: Event, *, when_ready: Callable[[], None], meanwhile: Callable[[], None]
    ) -> None:
        """Keep them running until told to stop, then stop them, the last one first.

        Args:
            when_ready: called once, when all do their work.
            meanwhile: called at every look.
        """
        is_told = False
        try:
            while not stop.is_set():
                self._look()
                if not is_told and all(one.is_ready for one in self._watched):
                    is_told = True
                    when_ready()
                meanwhile()
                stop.wait(LOOK_SECONDS)
        finally:
            self._stop_all()

    def _stop_all(self) -> None:
        """All finish what they have in hand at once; the first, which they need, ends last."""
        self._say("Stopping: what is in hand is finished first.")
        for one in self._watched[1:]:
            one.child.ask_to_stop()
        for one in reversed(self._watched):
            one.child.stop()

    def _look(self) -> None:
        for one in self._watched:
            self._look_at(one)
            if not one.was_ready:
                return  # those after it wait for its first start

    def _look_at(self, one: _Watched) -> None:
        now = time.monotonic()
        if one.start_at is not None:
            if now >= one.start_at:
                one.child.start()
                one.start_at, one.started_at, one.is_ready = None, now, False
            return
        code = one.child.ended_with
        if code is not None:
            self._has_died(one, code, now)
        elif not one.is_ready and now - one.looked_at >= READY_LOOK_SECONDS:
            one.looked_at = now
            one.is_ready = one.child.is_ready()
            if one.is_ready and one.was_ready:
                self._say(f"{one.child.name} is back.")
            one.was_ready |= one.is_ready
        elif one.is_ready and one.child.is_stuck():
            self._say(f"{one.child.name} has long done nothing: it is ended and started again.")
            one.child.stop()
            one.start_at = now

    def _has_died(self, one: _Watched, code: int, now: float) -> None:
        if now - one.started_at > SETTLED_SECONDS:
            one.pause_seconds = FIRST_PAUSE_SECONDS
        self._say(
            f"{one.child.name} died ({how_it_ended(code)}); it is started again in "
            f"{one.pause_seconds:.0f} s. See {one.child.log}."
        )
        one.child.stop()
        one.start_at = now + one.pause_seconds
        one.pause_seconds = min(2 * one.pause_seconds, LONGEST_PAUSE_SECONDS)
