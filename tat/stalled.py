"""What is owed and stalled: no mail can be made of it, for lack of a document or of its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from config.vocabulary import PromptKind, Purpose
from tat.database import Tat
from tat.schema import Jurisdiction, Notice, Person, Plan, Prompt
from tat.statuses import NoticeState

PAUSE = timedelta(minutes=5)
"""After which a mail is tried again: so long it may wait once its document is there."""

IS_STALLED = (Notice.state == NoticeState.WAITING, Notice.lacks.is_not(None))


@dataclass(frozen=True)
class Stalled:
    """Something owed of which no mail can be made, and why."""

    name: str
    address: str
    purpose: Purpose
    kind: PromptKind | None
    """For a question: which."""
    state: str | None
    """Name of the state or territory that it is about."""
    lacks: str
    """`document agenda`, `words confirmation`."""
    fault: str
    since: datetime


def stall(tat: Tat, owed: Sequence[Notice], *, lacks: str, fault: str, now: datetime) -> None:
    """Have notices wait and be tried again after a pause."""
    for notice in owed:
        notice.lacks, notice.fault, notice.try_at = lacks, fault, now + PAUSE
    tat.flush()


def lacking(tat: Tat, cycle: str) -> set[str]:
    """Everything for lack of which something waits."""
    rows = sa.select(Notice.lacks).where(Notice.cycle == cycle, *IS_STALLED)
    return {lacks for lacks in tat.scalars(rows.distinct()) if lacks}


def listed(
    tat: Tat, cycle: str, *, only: Collection[int] | None = None, to: str | None = None
) -> list[Stalled]:
    """All that is stalled, in the order in which it became due; of some ids or one reader alone."""
    rows: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Person.name, Person.address, Notice.purpose, Prompt.kind, Jurisdiction.name,
            Notice.lacks, Notice.fault, Notice.due_at,
        )
        .join(Person, Person.id == Notice.person_id)
        .outerjoin(Prompt, Prompt.id == Notice.prompt_id)
        .outerjoin(Plan, Plan.id == sa.func.coalesce(Notice.plan_id, Prompt.plan_id))
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Notice.cycle == cycle, *IS_STALLED)
        .order_by(Notice.due_at, Notice.id)
    )  # fmt: skip
    if only is not None:
        rows = rows.where(Notice.id.in_(only))
    if to is not None:
        rows = rows.where(Person.address == to.strip().lower())
    return [Stalled(*row) for row in tat.execute(rows).all()]
