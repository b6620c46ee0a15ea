"""An export as flat tables: for csv files, and for the sheets of a workbook."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.exports.shapes import Export, ExportedAnswer, ExportedPlan
from templates.table_book import Table
from templates.words import ROLE_NAMES


def tables_of(export: Export) -> list[Table]:
    """Plans, needs, activities, what was looked at, answers, approvals, changes of status.

    Each row of a plan begins with its region and state. Moments are in UTC, to the second.
    """
    plans = export.plans
    return [
        Table("Plans", "Each plan as it stood when this was made.", PLANS, list(_plans(plans))),
        Table("Needs", "Each need as it reads now.", NEEDS, list(_needs(plans))),
        Table(
            "Activities", "Each activity as it reads now; a proposed one is not in its plan yet.",
            ACTIVITIES, list(_activities(plans)),
        ),
        Table(
            "Context", "Documents that were looked at, and contextual factors.", CONTEXT,
            list(_context(plans)),
        ),
        Table(
            "Answers", "Everything that was said about a plan.", ANSWERS,
            list(_answers(plans, approvals_alone=False)),
        ),
        Table(
            "Approvals", "Confirmations and approvals that stand.", ANSWERS,
            list(_answers(plans, approvals_alone=True)),
        ),
        Table(
            "Statuses", "Each change of status, and who made it.", STATUSES, list(_statuses(plans))
        ),
    ]  # fmt: skip


OF_PLAN = ("Region", "State")
PLANS = (
    *OF_PLAN, "Name", "Status", "Version", "Needs", "Activities", "SHA-256 of the version",
)  # fmt: skip
NEEDS = (
    *OF_PLAN, "Need", "Id", "Revision", "Topic", "What is needed", "Outcome", "Priority",
    "Requirement", "Setting", "Carried from",
)  # fmt: skip
ACTIVITIES = (
    *OF_PLAN, "Activity", "Id", "Revision", "Line", "For need (id)", "Center", "Title",
    "Description", "Type", "Forms", "Approach", "Works along", "Workplan",
)  # fmt: skip
CONTEXT = (*OF_PLAN, "What", "Document", "Available", "What it says", "By")
ANSWERS = (
    *OF_PLAN, "Answer", "Step", "Asked to", "Role", "Center", "By", "Recorded by", "At (UTC)",
    "Plan version", "Channel", "Verdict", "Reasons", "Approval", "Stands", "Late",
    "SHA-256 of the memo",
)  # fmt: skip
STATUSES = (*OF_PLAN, "Before", "After", "At (UTC)", "By", "Plan version")

Rows = Iterator[tuple[Any, ...]]


def _plans(plans: Iterable[ExportedPlan]) -> Rows:
    for plan in plans:
        entered = [one for one in plan.activities if one.state == "entered"]
        yield (
            plan.region, plan.state, plan.name, plan.status, plan.version, len(plan.needs),
            len(entered), plan.sha256,
        )  # fmt: skip


def _needs(plans: Iterable[ExportedPlan]) -> Rows:
    for plan in plans:
        for need in plan.needs:
            yield (
                plan.region, plan.state, need.number, need.id, need.revision, need.topic_title,
                need.text, need.outcome, need.priority, need.requirement, need.setting,
                need.carried_from,
            )  # fmt: skip


def _activities(plans: Iterable[ExportedPlan]) -> Rows:
    for plan in plans:
        for one in plan.activities:
            yield (
                plan.region, plan.state, one.number, one.id, one.revision, one.state, one.need_id,
                one.center, one.title, one.description, one.intensity, "; ".join(one.forms),
                one.approach, "; ".join(one.collaborators), one.workplan,
            )  # fmt: skip


def _context(plans: Iterable[ExportedPlan]) -> Rows:
    for plan in plans:
        place = (plan.region, plan.state)
        for seen in plan.documents:
            available = _yes(seen.is_available)
            yield (*place, "document", seen.document, available, seen.says, seen.by)
        for factor in plan.factors:
            yield (*place, "contextual factor", factor.document, None, factor.text, None)


def _answers(plans: Iterable[ExportedPlan], *, approvals_alone: bool) -> Rows:
    for plan in plans:
        for one in plan.answers:
            if not approvals_alone or (one.is_approval and one.stands):
                yield (plan.region, plan.state, *_answer(one))


def _answer(one: ExportedAnswer) -> tuple[Any, ...]:
    reasons = "; ".join(f"line {line.line_id}: {line.reason}" for line in one.lines if line.reason)
    return (
        one.id, one.step, one.asked_to, ROLE_NAMES[one.role], one.center, one.by, one.recorded_by,
        one.at.replace(tzinfo=None, microsecond=0), one.plan_version, one.channel, one.verdict,
        reasons, _yes(one.is_approval), _yes(one.stands), _yes(one.is_late), one.memo_sha256,
    )  # fmt: skip


def _statuses(plans: Iterable[ExportedPlan]) -> Rows:
    for plan in plans:
        for change in plan.statuses:
            at = change.at.replace(tzinfo=None, microsecond=0)
            yield (
                plan.region, plan.state, change.before, change.after, at, change.by,
                change.plan_version,
            )  # fmt: skip


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
