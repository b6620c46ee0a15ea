"""The line in which answers wait: one thread reads what was sent, and writes what it says."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from tat.database import Tat, Tracker, read
from tat.together import Done, Job, write_together

MOST_TOGETHER = 16
"""So many forms are read, and answers written, together: others who write must not wait long."""

T = TypeVar("T")
Reading: TypeAlias = Callable[[Tat], tuple[T, Sequence[Job]]]
"""Reads what somebody sent: gives what is known of it, and what is to be written."""


@dataclass(frozen=True)
class _Read:
    """What somebody sent, read and not yet on record."""

    known: Any
    jobs: Sequence[Job]
    future: "Future[tuple[Any, list[Done]]]"


class AnswerLine:
    """Takes what people send in the order in which it came, all that waits at once.

    It is read before the pen is asked for: what nobody may write never holds it. Whoever waits here
    holds up nobody who only looks at a page: pages have threads of their own.
    """

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._waiting: deque[tuple[Reading[Any], Future[Any]]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answers")

    def taken(self, reading: Reading[T]) -> "Future[tuple[T, list[Done]]]":
        """Read something and write what it says; the future knows it once all is on disk."""
        future: Future[tuple[T, list[Done]]] = Future()
        self._waiting.append((reading, future))
        self._thread.submit(self._take_some)
        return future

    def written(self, job: Callable[[Tat], T]) -> T:
        """Write something that needs no reading, from a thread that may wait for it."""
        _nothing, [done] = self.taken(lambda _tat: (None, [job])).result()
        told: T = done.result()
        return told

    def _take_some(self) -> None:
        """Take what waits now; nothing where the turn before has taken it along."""
        waiting = list(self._next())
        try:
            found = list(self._read(waiting))
        except Exception as fault:  # noqa: BLE001 - the record is away: nobody waits for ever
            for _reading, future in waiting:
                if not future.done():
                    future.set_exception(fault)
            return
        done = self._written([job for one in found for job in one.jobs])
        for one in found:
            one.future.set_result((one.known, list(islice(done, len(one.jobs)))))

    def _next(self) -> "Iterator[tuple[Reading[Any], Future[Any]]]":
        """Give who is next in line, until enough are taken or nobody waits."""
        n_taken = 0
        while self._waiting and n_taken < MOST_TOGETHER:
            reading, future = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                n_taken += 1
                yield reading, future

    def _read(self, waiting: "Sequence[tuple[Reading[Any], Future[Any]]]") -> Iterator[_Read]:
        """Read it all in one look at the record; who has nothing to write is told at once."""
        with read(self._tracker) as tat:
            for reading, future in waiting:
                try:
                    known, jobs = reading(tat)
                except Exception as fault:  # noqa: BLE001 - whoever sent it is told, and only they
                    future.set_exception(fault)
                    tat.rollback()  # PostgreSQL reads nothing more after some faults
                    continue
                if jobs:
                    yield _Read(known, jobs, future)
                else:
                    future.set_result((known, []))

    def _written(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Write it all, some at a time; who comes first is told before the next are written."""
        for first in range(0, len(jobs), MOST_TOGETHER):
            some = jobs[first : first + MOST_TOGETHER]
            try:
                yield from write_together(self._tracker, some)
            except Exception as fault:  # noqa: BLE001 - nothing of any is on record: all are told
                yield from [Done(fault=fault)] * len(some)
