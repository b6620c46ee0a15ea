"""The line in which answers wait for the pen: one thread writes them, all that wait at once."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from tat.database import Tat, Tracker
from tat.together import Done, write_together

MOST_TOGETHER = 16
"""So many answers share a transaction: others who write must not wait long for the pen."""

READERS = 2
"""So many threads read what was sent: more would only take turns, as Python runs one at a time."""

T = TypeVar("T")


class AnswerLine:
    """Takes answers in the order in which they came.

    Whoever waits here holds up nobody who only reads: pages have threads of their own.
    """

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._waiting: deque[tuple[Callable[[Tat], Any], Future[Any]]] = deque()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="answers")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="forms")

    def reading(self, job: Callable[[], T]) -> "Future[T]":
        """Read a form that was sent, beside the writer."""
        return self._readers.submit(job)

    def written(self, job: Callable[[Tat], T]) -> "Future[T]":
        """Write something; the future knows its result once it is on disk."""
        future: Future[T] = Future()
        self._waiting.append((job, future))
        self._writer.submit(self._write_some)
        return future

    def _write_some(self) -> None:
        """Write what waits now; nothing where the turn before has taken it along."""
        if not self._waiting:
            return
        taken: list[Future[Any]] = []
        try:
            done = write_together(self._tracker, self._next(taken))
        except Exception as fault:  # noqa: BLE001 - nothing of any is on record: all are told
            for _job in self._next(taken):
                pass  # where the pen was not to be had, they have not been asked for yet
            done = [Done(fault=fault)] * len(taken)
        for future, one in zip(taken, done, strict=True):
            _tell(future, one)

    def _next(self, taken: list[Future[Any]]) -> Iterator[Callable[[Tat], Any]]:
        """Give who is next in line, until enough are taken or nobody waits."""
        while self._waiting and len(taken) < MOST_TOGETHER:
            job, future = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                taken.append(future)
                yield job


def _tell(future: "Future[Any]", done: Done) -> None:
    if done.fault is None:
        future.set_result(done.told)
    else:
        future.set_exception(done.fault)
