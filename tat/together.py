"""Write what several people sent at the same moment: one transaction, a savepoint for each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tat.database import Tat, Tracker, write

Job: TypeAlias = Callable[[Tat], Any]
"""What somebody wants to have written, and what they are told of it."""


@dataclass(frozen=True)
class Done:
    """What came of one job."""

    told: Any = None
    fault: Exception | None = None
    """Why it left nothing behind."""


def write_together(tracker: Tracker, jobs: Iterable[Job]) -> list[Done]:
    """Do some jobs, one after another, and commit once: they share the wait for the disk.

    They are asked for once the pen is held: whoever comes while it is waited for comes along. A
    job that raises leaves nothing behind, and those beside it lose nothing by it. Once this has
    returned, what was done is on disk; where it raises, nothing of any job is.
    """
    with write(tracker) as tat:
        connection = tat.connection()
        return [_do(connection, job) for job in jobs]


def _do(connection: sa.Connection, job: Job) -> Done:
    try:
        with Session(connection, join_transaction_mode="create_savepoint") as tat:
            told = job(tat)
            tat.commit()
    except Exception as fault:  # noqa: BLE001 - whoever sent this job is told, and only they
        return Done(fault=fault)
    return Done(told)
