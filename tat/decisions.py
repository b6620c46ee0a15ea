"""What staff decide about a cycle: each with author and reason, never changed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tat import ledger, subjects
from tat.database import Tat
from tat.refusals import Refused
from tat.schema import Decision
from tat.statuses import DecisionKind


@dataclass(frozen=True)
class Decided:
    """A decision before it is on record."""

    kind: DecisionKind
    subject: str
    """What was decided about: `step 4`, `window all-hands`, `line 1.2 region 8`."""
    reason: str
    by_person_id: int | None
    """None where the declared calendar says it."""
    details: dict[str, Any] = field(default_factory=dict)
    """Plain values: what was before, and what is now."""


def decide(tat: Tat, cycle: str, decided: Decided, *, now: datetime) -> Decision:
    """Put a decision on record. Raises: Refused, where it has no reason."""
    if not decided.reason.strip():
        raise Refused(f"The decision about {decided.subject} was not recorded: say why.")
    decision = Decision(
        cycle=cycle, kind=decided.kind, subject=decided.subject, details=decided.details,
        reason=decided.reason.strip(), by_person_id=decided.by_person_id, at=now,
    )  # fmt: skip
    tat.add(decision)
    tat.flush()
    by = decided.by_person_id
    entry = ledger.Entry(
        at=now, actor=ledger.SOFTWARE if by is None else subjects.person(by),
        act=f"decided: {decided.kind}", subject=decided.subject,
        details={"decision": decision.id, "reason": decision.reason, **decided.details},
    )  # fmt: skip
    ledger.record(tat, [entry])
    return decision


def decisions(
    tat: Tat, cycle: str, kind: DecisionKind, *, subject: str | None = None
) -> Sequence[Decision]:
    """What was decided of a kind, oldest first; the newest about a subject holds."""
    rows = sa.select(Decision).where(Decision.cycle == cycle, Decision.kind == kind)
    if subject is not None:
        rows = rows.where(Decision.subject == subject)
    return tat.scalars(rows.order_by(Decision.id)).all()
