"""Write what several people sent at the same moment: one transaction, of which all are part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tat.database import Tat, Tracker, write

Job: TypeAlias = Callable[[Tat], Any]
"""What somebody wants to have written, and what they are told of it. It leaves its traces in the
record alone: where somebody beside it fails, it is undone and done once more."""


@dataclass(frozen=True)
class Done:
    """What came of one job."""

    told: Any = None
    fault: Exception | None = None
    """Why it left nothing behind."""

    def result(self) -> Any:
        """What is told of it. Raises: its fault, where it left nothing behind."""
        if self.fault is not None:
            raise self.fault
        return self.told


class _Failed(Exception):
    """One of the jobs has raised something."""

    def __init__(self, number: int, fault: Exception) -> None:
        super().__init__(number, fault)
        self.number, self.fault = number, fault


def write_together(tracker: Tracker, jobs: Sequence[Job]) -> list[Done]:
    """Do some jobs, one after another, and commit once: they share the wait for the disk.

    A job that raises leaves nothing behind: all is undone, and the others are done without it.
    That costs nothing while nobody fails, as a savepoint for each would. Once this has returned,
    what was done is on disk; where it raises, nothing of any job is.
    """
    faults: dict[int, Exception] = {}
    while True:
        try:
            with write(tracker) as tat:
                done = [
                    Done(fault=faults[number]) if number in faults else _do(tat, number, job)
                    for number, job in enumerate(jobs)
                ]
        except _Failed as failed:
            faults[failed.number] = failed.fault
        else:
            return done


def _do(tat: Tat, number: int, job: Job) -> Done:
    try:
        told = job(tat)
        tat.flush()
    except Exception as fault:
        raise _Failed(number, fault) from fault
    tat.expunge_all()  # the next one reads for itself
    return Done(told)
