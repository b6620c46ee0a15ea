"""Read plans of a cycle from the record, in the shape of an export."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.topics import Topic
from portal.exports.shapes import (
    Export,
    ExportedActivity,
    ExportedAnswer,
    ExportedDocument,
    ExportedFactor,
    ExportedNeed,
    ExportedPlan,
    ExportedStatus,
    ExportedVerdict,
)
from tat import ledger
from tat.content import ActivityContent, NeedContent, PlanContent, contents
from tat.database import Tat
from tat.schema import (
    Answer,
    Cycle,
    Jurisdiction,
    LineAnswer,
    Person,
    Plan,
    PlanVersion,
    Prompt,
    StatusChange,
)
from templates.words import APPROVALS, ASKED_TO


def collect(
    tat: Tat, cycle: str, topics: Mapping[str, Topic], *, now: datetime,
    states: Collection[str] | None = None,
) -> Export:  # fmt: skip
    """Read the plans of some states, or of all, each with its answers and changes of status."""
    rows = (
        sa.select(Plan, Jurisdiction)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Plan.cycle == cycle)
        .order_by(Jurisdiction.region, Jurisdiction.code)
    )
    if states is not None:
        rows = rows.where(Plan.jurisdiction.in_(states))
    found = tat.execute(rows).all()
    plan_ids = [plan.id for plan, _place in found]
    said, changes = _answers(tat, plan_ids), _statuses(tat, plan_ids)
    content, hashes = contents(tat, plan_ids), _hashes(tat, plan_ids)
    n_entries, head = ledger.head(tat)
    return Export(
        format="tacycle export 1", cycle=cycle, starts_on=tat.get_one(Cycle, cycle).starts_on,
        made_at=now,
        ledger_entries=n_entries, ledger_head=head,
        plans=[
            ExportedPlan(
                state=place.code, name=place.name, region=place.region, status=plan.status,
                version=plan.version, sha256=hashes.get(plan.id),
                **_said_now(content[plan.id], topics),
                answers=said.get(plan.id, []), statuses=changes.get(plan.id, []),
            )
            for plan, place in found
        ],
    )  # fmt: skip


def _said_now(content: PlanContent, topics: Mapping[str, Topic]) -> dict[str, Any]:
    return {
        "documents": [ExportedDocument(**asdict(one)) for one in content.documents],
        "factors": [ExportedFactor(text=text, document=of) for text, of in content.factors],
        "needs": [_need(one, topics) for one in content.needs],
        "activities": [_activity(one) for one in (*content.activities, *content.proposed)],
    }


def _need(need: NeedContent, topics: Mapping[str, Topic]) -> ExportedNeed:
    fields = asdict(need)
    return ExportedNeed(id=fields.pop("line_id"), topic_title=topics[need.topic].title, **fields)


def _activity(activity: ActivityContent) -> ExportedActivity:
    fields = asdict(activity)
    return ExportedActivity(id=fields.pop("line_id"), **fields)


def _answers(tat: Tat, plan_ids: Collection[int]) -> dict[int, list[ExportedAnswer]]:
    """What was said about each plan, the newest last."""
    recorder = aliased(Person)
    rows = (
        sa.select(Plan.id, Answer, Prompt, Person.name, recorder.name)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .join(Person, Person.id == Answer.said_by_id)
        .join(recorder, recorder.id == Answer.person_id)
        .where(Plan.id.in_(plan_ids))
        .order_by(Answer.at, Answer.id)
    )
    found = tat.execute(rows).all()
    verdicts = _verdicts(tat, [row[1].id for row in found])
    answers: dict[int, list[ExportedAnswer]] = defaultdict(list)
    for plan_id, answer, prompt, by, recorded_by in found:
        answers[plan_id].append(
            ExportedAnswer(
                id=answer.id, prompt_id=prompt.id, step=prompt.step, kind=prompt.kind,
                asked_to=ASKED_TO[prompt.kind], role=prompt.role, center=prompt.center, by=by,
                recorded_by=recorded_by, at=answer.at, plan_version=answer.plan_version,
                channel=answer.channel, verdict=answer.verdict,
                is_approval=prompt.kind in APPROVALS,
                stands=answer.corrected_by_id is None and not answer.is_outdated,
                is_late=answer.is_late, memo_sha256=answer.memo_sha256,
                lines=verdicts.get(answer.id, []), content=answer.content,
            )
        )  # fmt: skip
    return answers


def _verdicts(tat: Tat, answer_ids: Sequence[int]) -> dict[int, list[ExportedVerdict]]:
    found: dict[int, list[ExportedVerdict]] = defaultdict(list)
    rows = sa.select(LineAnswer).order_by(LineAnswer.answer_id, LineAnswer.line_id)
    for one in _in_parts(tat, rows, LineAnswer.answer_id, answer_ids):
        found[one.answer_id].append(
            ExportedVerdict(
                line_id=one.line_id, revision=one.revision, verdict=one.verdict, reason=one.reason
            )
        )
    return found


AT_ONCE = 5_000
"""How many ids go into one query: SQLite takes 32,766 values."""


def _in_parts(tat: Tat, rows: sa.Select[Any], column: Any, ids: Sequence[int]) -> Iterable[Any]:
    for first in range(0, len(ids), AT_ONCE):
        yield from tat.scalars(rows.where(column.in_(ids[first : first + AT_ONCE])))


def _statuses(tat: Tat, plan_ids: Collection[int]) -> dict[int, list[ExportedStatus]]:
    rows = (
        sa.select(StatusChange, Person.name)
        .outerjoin(Person, Person.id == StatusChange.by_person_id)
        .where(StatusChange.plan_id.in_(plan_ids))
        .order_by(StatusChange.id)
    )
    changes: dict[int, list[ExportedStatus]] = defaultdict(list)
    for change, by in tat.execute(rows):
        changes[change.plan_id].append(
            ExportedStatus(
                before=change.before, after=change.after, at=change.at, by=by or "",
                plan_version=change.plan_version,
            )
        )  # fmt: skip
    return changes


def _hashes(tat: Tat, plan_ids: Collection[int]) -> dict[int, str]:
    newest = sa.select(PlanVersion.plan_id, PlanVersion.sha256).join(
        Plan, sa.and_(Plan.id == PlanVersion.plan_id, Plan.version == PlanVersion.number)
    )
    rows = tat.execute(newest.where(PlanVersion.plan_id.in_(plan_ids)))
    return {row[0]: row[1] for row in rows}
