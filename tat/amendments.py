"""Change final plans (7.1): a change is opened, made, and adopted as a whole or dropped.

Until it is adopted the plan reads as before: what would change waits in revisions above those that
the lines now have, and new lines are only proposed.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from tat import ledger, lines, plans, subjects
from tat.amendment_facts import AmendmentFacts, missing
from tat.database import Tat
from tat.facts import Facts
from tat.lines import Author
from tat.refusals import Refused
from tat.schema import Amendment, AmendmentLine, Jurisdiction, Line, Plan
from tat.statuses import AmendmentState, LineState


def open_of(tat: Tat, plan_id: int) -> Amendment | None:
    """The change of a plan that is on its way; a plan has one at a time."""
    rows = sa.select(Amendment).where(
        Amendment.plan_id == plan_id, Amendment.state == AmendmentState.OPEN
    )
    return tat.scalar(rows)


def begin(tat: Tat, plan_id: int, why: str, by: Author) -> Amendment:
    """Open a change of a final plan."""
    amendment = Amendment(
        plan_id=plan_id, state=AmendmentState.OPEN, why=why, by_person_id=by.person_id, at=by.at
    )
    tat.add(amendment)
    tat.flush()
    _note(tat, amendment, "opened a change", actor=subjects.person(by.person_id), now=by.at)
    return amendment


def put(tat: Tat, amendment: Amendment, line_id: int, *, revision: int, withdraws: bool) -> None:
    """Have a change touch a line; what it said of that line before is replaced."""
    row = tat.get(AmendmentLine, (amendment.id, line_id))
    if row is None:
        row = AmendmentLine(amendment_id=amendment.id, line_id=line_id)
        tat.add(row)
    row.revision, row.withdraws = revision, withdraws
    tat.flush()


def take_back(tat: Tat, amendment: Amendment, line_ids: Collection[int]) -> None:
    """Have a change touch some lines no longer; a line that it would bring is withdrawn."""
    new = sa.select(Line.id).where(Line.id.in_(line_ids), Line.state == LineState.PROPOSED)
    lines.set_state(tat, list(tat.scalars(new)), LineState.WITHDRAWN)
    tat.execute(
        sa.delete(AmendmentLine).where(
            AmendmentLine.amendment_id == amendment.id, AmendmentLine.line_id.in_(line_ids)
        )
    )


def line_ids(tat: Tat, amendment: Amendment) -> list[int]:
    """The lines that a change touches."""
    rows = sa.select(AmendmentLine.line_id).where(AmendmentLine.amendment_id == amendment.id)
    return list(tat.scalars(rows))


def drop(tat: Tat, amendment: Amendment, by: Author) -> None:
    """Give a change up: the plan stays as it is, what was said of the change stays on record."""
    new = sa.select(Line.id).where(
        Line.id.in_(line_ids(tat, amendment)), Line.state == LineState.PROPOSED
    )
    lines.set_state(tat, list(tat.scalars(new)), LineState.WITHDRAWN)
    amendment.state = AmendmentState.DROPPED
    amendment.closed_at = by.at
    _note(tat, amendment, "dropped a change", actor=subjects.person(by.person_id), now=by.at)


def adopt(tat: Tat, amendment: AmendmentFacts, facts: Facts, *, now: datetime) -> int:
    """Make a change part of its plan, as a whole; returns the number of the plan's new version.

    Raises: Refused, naming what it still waits for. Nothing is changed then.
    """
    lacking = missing(amendment, facts)
    if lacking:
        name = facts.plans[amendment.plan_id].name
        raise Refused(f"{name}'s plan stays as it is: its change waits for {'; '.join(lacking)}.")
    for one in amendment.lines:
        line = tat.get_one(Line, one.line.id)
        line.state = LineState.WITHDRAWN if one.withdraws else LineState.ENTERED
        line.revision = one.line.revision
    by = Author(amendment.by_person_id, now)
    version = plans.write_version(tat, amendment.plan_id, why=amendment.why, by=by)
    row = tat.get_one(Amendment, amendment.id)
    row.state, row.closed_at = AmendmentState.ADOPTED, now
    _note(tat, row, "adopted a change", actor=ledger.SOFTWARE, now=now)
    return version


def _note(tat: Tat, amendment: Amendment, act: str, *, actor: str, now: datetime) -> None:
    plan = tat.get_one(Plan, amendment.plan_id)
    entry = ledger.Entry(
        at=now, actor=actor, act=act, subject=tat.get_one(Jurisdiction, plan.jurisdiction).name,
        plan_id=plan.id, plan_version=plan.version, details={"amendment": amendment.id},
    )  # fmt: skip
    ledger.record(tat, [entry])
