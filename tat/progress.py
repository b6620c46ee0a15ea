"""How far the delivery of activities has come: marks, of which the newest counts (6.1)."""

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import Role
from tat import ledger, subjects
from tat.answer_models.delivery import ActivityProgress
from tat.database import Tat
from tat.lines import Author
from tat.people import directory
from tat.refusals import Refused
from tat.schema import Jurisdiction, Line, Person, Plan, ProgressMark
from tat.statuses import LineKind, LineState, Status


def mark(tat: Tat, marks: Sequence[ActivityProgress], by: Author) -> None:
    """Write down what was said of some activities. Raises: Refused, where a day is to come."""
    zone = ZoneInfo(tat.get_one(Person, by.person_id).time_zone)
    today = by.at.astimezone(zone).date()
    for one in marks:
        if one.on > today:
            raise Refused(
                f"The progress was not recorded: line {one.line_id} cannot be {one.progress} "
                f"since {one.on}, a day to come. Use the day on which it became so."
            )
    tat.add_all(
        ProgressMark(**one.model_dump(), by_person_id=by.person_id, at=by.at) for one in marks
    )
    tat.flush()


def newest_marks(tat: Tat, plan_ids: Collection[int]) -> dict[int, ProgressMark]:
    """The mark that counts for each activity that has one, by line id."""
    rows = (
        sa.select(ProgressMark)
        .join(Line, Line.id == ProgressMark.line_id)
        .where(Line.plan_id.in_(plan_ids))
        .order_by(ProgressMark.id)
    )
    return {row.line_id: row for row in tat.scalars(rows)}


def find_activity(tat: Tat, cycle: str, code: str, number: int) -> Line:
    """The activity of a number in a state's final plan. Raises: Refused, where there is none."""
    rows = (
        sa.select(Line)
        .join(Plan, Plan.id == Line.plan_id)
        .where(
            Plan.cycle == cycle, Plan.jurisdiction == code, Plan.status == Status.FINAL,
            Line.kind == LineKind.ACTIVITY, Line.number == number,
            Line.state == LineState.ENTERED,
        )
    )  # fmt: skip
    line = tat.scalar(rows)
    if line is None:
        raise Refused(
            f"The progress was not recorded: no final plan of {code} in {cycle} has an "
            f"activity {number}. Look at the plan for its number."
        )
    return line


def mark_unasked(tat: Tat, line: Line, said: ActivityProgress, by: Author) -> None:
    """Mark an activity without having been asked: its center's lead, or the state's Specialist.

    Raises: Refused, where it is somebody else's, or the day is to come.
    """
    _check_whose(tat, line, by.person_id)
    mark(tat, [said], by)
    plan = tat.get_one(Plan, line.plan_id)
    state = tat.get_one(Jurisdiction, plan.jurisdiction).name
    entry = ledger.Entry(
        at=by.at, actor=subjects.person(by.person_id), act=f"marked {said.progress}",
        subject=subjects.activity(line.number, state), plan_id=plan.id, plan_version=plan.version,
        details={"line": line.id, "on": said.on.isoformat(), "note": said.note},
    )  # fmt: skip
    ledger.record(tat, [entry])


def _check_whose(tat: Tat, line: Line, person_id: int) -> None:
    code = tat.get_one(Plan, line.plan_id).jurisdiction
    everybody = directory(tat)
    may = [
        *everybody.holding([Role.CENTER_LEAD], center=line.center or ""),
        *everybody.holding([Role.SPECIALIST], jurisdiction=code),
    ]
    if person_id not in {holder.person.id for holder in may}:
        name = everybody.people[person_id].name
        raise Refused(
            f"Activity {line.number} of {code} stays as it is: it is marked by a lead of "
            f"{line.center} or by the Specialist of {code}, and {name} is neither."
        )
