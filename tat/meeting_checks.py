"""Whether what is said of a meeting fits the record: its people, plans, needs and centers."""

from collections.abc import Collection

import sqlalchemy as sa

from tat.answer_models.meetings import MeetingRecord
from tat.database import Tat
from tat.refusals import Refused
from tat.schema import Center, Jurisdiction, Line, Person, Plan
from tat.statuses import LineKind, LineState

START = "The record of the meeting was not taken:"


def check_record(tat: Tat, cycle: str, content: MeetingRecord, *, region: int | None) -> None:
    """Refuse a record that names people, plans, needs or centers that are not there.

    Args:
        region: whose plans it may speak of; None: of all.
    """
    check_people(tat, content.attendee_ids, start=START)
    plans = _plans(tat, cycle, region)
    for wish in content.wishes:
        line = tat.get(Line, wish.line_id) if wish.line_id is not None else None
        is_elsewhere = wish.line_id is not None and (line is None or line.plan_id != wish.plan_id)
        if wish.plan_id not in plans or is_elsewhere:
            raise Refused(
                f"{START} plan {wish.plan_id} is not one of its plans, or has no such line."
            )
    centers = set(tat.scalars(sa.select(Center.key)))
    for lead in content.leads:
        need = tat.get(Line, lead.need_id)
        if need is None or need.plan_id not in plans or not _is_need(need):
            raise Refused(f"{START} line {lead.need_id} is not a need of one of its plans.")
        unknown = sorted({lead.center, *lead.collaborators} - centers)
        if unknown:
            known = ", ".join(sorted(centers))
            raise Refused(f"{START} {unknown[0]} is not a National Center; name one of {known}.")


def check_people(tat: Tat, person_ids: Collection[int], *, start: str) -> None:
    """Refuse people who are not on record."""
    known = set(tat.scalars(sa.select(Person.id).where(Person.id.in_(person_ids))))
    unknown = sorted(set(person_ids) - known)
    if unknown:
        raise Refused(f"{start} nobody on record has the number {unknown[0]}; see the roster.")


def _is_need(line: Line) -> bool:
    return line.kind == LineKind.NEED and line.state == LineState.ENTERED


def _plans(tat: Tat, cycle: str, region: int | None) -> set[int]:
    rows = sa.select(Plan.id).where(Plan.cycle == cycle)
    if region is not None:
        rows = rows.join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        rows = rows.where(Jurisdiction.region == region)
    return set(tat.scalars(rows))
