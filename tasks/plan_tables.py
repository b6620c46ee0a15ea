"""The plans that a mail shares as one workbook, to read, sort and filter."""

from collections.abc import Iterator, Sequence
from typing import Any

from tasks.background import Background
from tat.messages import Document
from templates.filters import plural
from templates.table_book import Table, table_book
from templates.words import REQUIREMENT_NAMES, STATUS_NAMES

PLANS = ("State", "Status", "Version", "Needs", "Activities")
NEEDS = (
    "State", "Need", "Topic", "What is needed", "Outcome", "Priority", "Requirement", "Setting",
    "Carried",
)  # fmt: skip
ACTIVITIES = (
    "State", "Activity", "For need", "Center", "Title", "Description", "Type", "Forms", "Approach",
    "With", "Workplan",
)  # fmt: skip
CONTEXT = ("State", "Contextual factor", "Document")

WIDEST = 34
"""Letters of a column: so a printed page can be read."""


def plan_tables(plan_ids: Sequence[int], background: Background) -> Document:
    """The plans as they read now, in one workbook."""
    plans = [background.plans[one] for one in plan_ids]
    tables = [
        Table("Plans", "The plans that this mail shares.", PLANS,
              list(_plans(plan_ids, background))),
        Table("Needs", "Each need as it reads now.", NEEDS,
              list(_needs(plan_ids, background)), widest=WIDEST),
        Table("Activities", "Each activity that stands in its plan.", ACTIVITIES,
              list(_activities(plan_ids, background)), widest=WIDEST),
        Table("Context", "The contextual factors.", CONTEXT, list(_context(plan_ids, background))),
    ]  # fmt: skip
    title = f"TA plans of {plural(len(plans), 'state')}"
    if len(plans) == 1:
        title = f"TA plan {plans[0].name} version {plans[0].version}"
    content = table_book(title, tables, made_at=background.now)
    return Document(f"{title}.xlsx", content, plan_id=plan_ids[0] if len(plans) == 1 else None)


Rows = Iterator[tuple[Any, ...]]


def _plans(plan_ids: Sequence[int], background: Background) -> Rows:
    for plan_id in plan_ids:
        plan, content = background.plans[plan_id], background.contents[plan_id]
        n_needs, n_activities = len(content.needs), len(content.activities)
        yield plan.name, STATUS_NAMES[plan.status], plan.version, n_needs, n_activities


def _needs(plan_ids: Sequence[int], background: Background) -> Rows:
    topics = background.declared.topics
    for plan_id in plan_ids:
        for need in background.contents[plan_id].needs:
            yield (
                background.plans[plan_id].name, need.number, topics[need.topic].title, need.text,
                need.outcome, need.priority, REQUIREMENT_NAMES[need.requirement], need.setting,
                need.carried_from,
            )  # fmt: skip


def _activities(plan_ids: Sequence[int], background: Background) -> Rows:
    declared = background.declared

    def short(center: str) -> str:
        return declared.centers[center].name_on(declared.calendar.starts_on).short_name

    for plan_id in plan_ids:
        content = background.contents[plan_id]
        numbers = {need.line_id: need.number for need in content.needs}
        for one in content.activities:
            yield (
                background.plans[plan_id].name, one.number, numbers.get(one.need_id or 0),
                short(one.center), one.title, one.description, one.intensity,
                ", ".join(one.forms), one.approach,
                ", ".join(map(short, one.collaborators)), one.workplan,
            )  # fmt: skip


def _context(plan_ids: Sequence[int], background: Background) -> Rows:
    for plan_id in plan_ids:
        for text, document in background.contents[plan_id].factors:
            yield background.plans[plan_id].name, text, document
