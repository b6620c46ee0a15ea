"""On which core each of two processes works that talk to each other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Cores:
    """One core for each side; None for the system's choice."""

    ours: int | None = None
    theirs: int | None = None


ANY = Cores()


def apart_and_together() -> tuple[Cores, Cores]:
    """Two cores, and one for both; where there is only one, the system's choice."""
    known = sorted(os.sched_getaffinity(0))
    if len(known) == 1:
        return ANY, ANY
    return Cores(known[0], known[1]), Cores(known[0], known[0])


@contextmanager
def kept_to(core: int | None) -> Iterator[None]:
    """Keep this thread to one core, and the processes that it starts meanwhile for good."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, before if core is None else {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
