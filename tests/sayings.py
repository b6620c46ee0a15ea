"""What people may say to each kind of prompt: yes, no, changes, and what lies between."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from config.vocabulary import PromptKind
from tests.example_plan import BACKGROUND_CHECKS, COACHING, SCHOOL_AGE
from tests.small_cycle import SmallCycle

Content = dict[str, Any]
Sayings = Callable[[SmallCycle, sa.Row], list[Content]]

TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
MORE_CARE = SCHOOL_AGE | {"text": "Care after school in the mountains"}


def sayings(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    """The answers that a prompt may get, agreement first."""
    return SAYINGS[row.kind](cycle, row)


def _worksheet(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    drafted = cycle._worksheet(row)
    return [drafted, drafted | {"needs": [BACKGROUND_CHECKS]}, drafted | {"needs": []}]


def _yes_or_no(name: str, why: str) -> Sayings:
    return lambda _cycle, _row: [{name: True}, {name: False, why: "Not like this"}]


def _call_record(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    held = {"held_on": cycle.now.date().isoformat()}
    found = [held, held | {"added": [MORE_CARE]}]
    for line in sorted(cycle.shown(row.id)):
        found.append(held | {"withdrawn": [line]})
        found.append(held | {"changed": [{"line_id": line, "need": BACKGROUND_CHECKS}]})
    return found


def _of_plan(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    wish = {"text": "Say more"}
    of_lines = [{"line_id": line} for line in sorted(cycle.shown(row.id))[-1:]]
    return [
        {"confirms": True},
        {"confirms": False, "wishes": [wish]},
        *({"confirms": False, "wishes": [wish | one]} for one in of_lines),
    ]


def _of_lines(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    lines = sorted(cycle.shown(row.id))
    no = {"accepts": False, "reason": "Which agency is coached?"}
    return [
        {"lines": [{"line_id": line, "accepts": True} for line in lines]},
        {"lines": [{"line_id": line, **no} for line in lines]},
        {
            "lines": [
                {"line_id": line, **(no if line == lines[0] else {"accepts": True})}
                for line in lines
            ]
        },
    ]


def _center_review(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    needs = sorted(cycle.shown(row.id))
    return [{}, {"known": [{"need_id": needs[0], "activity": COACHING}]}]


def _approaches(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    needs = sorted(cycle.shown(row.id))
    other = "NCASE" if row.center != "NCASE" else "ECQA"
    declined = {"reason": "Not ours", "suggested_center": other}
    proposed = [{"need_id": need, "activity": COACHING} for need in needs]
    return [
        {"proposed": proposed},
        {"proposed": proposed[1:], "out_of_scope": [{"need_id": needs[0], **declined}]},
        {"proposed": [*proposed, {"need_id": needs[0], "activity": TWO_VISITS}]},
    ]


def _revision(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    shown = cycle.shown(row.id)
    lines = {line.id: line for line in cycle.plan(row.jurisdiction).lines if line.id in shown}
    activities = [line for line in sorted(lines) if lines[line].kind == "activity"]
    needs = [line for line in sorted(lines) if lines[line].kind == "need"]
    note = {"note": "As you asked"}
    return [
        note,
        *(note | {"activities": [{"line_id": one, "activity": TWO_VISITS}]} for one in activities),
        *(note | {"needs": [{"line_id": one, "need": MORE_CARE}]} for one in needs[:1]),
        *(note | {"withdrawn": [one]} for one in [*activities[:1], *needs[-1:]]),
        note | {"added": [MORE_CARE]},
    ]


def _rework(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    lines = sorted(cycle.shown(row.id))
    done = ({"clarification": "The licensing agency"}, {"changed": TWO_VISITS}, {"withdraws": True})
    return [{"items": [{"line_id": line, **one} for line in lines]} for one in done]


def _proposal(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    return [cycle._proposal(row)]


def _only(*contents: Content) -> Sayings:
    return lambda _cycle, _row: list(contents)


def _meeting_date(cycle: SmallCycle, _row: sa.Row) -> list[Content]:
    starts_at = (cycle.now + timedelta(days=3)).isoformat()
    return [
        {"starts_at": starts_at, "minutes": 60, "place": "https://meet.example/1"},
        {"held_on": cycle.now.date().isoformat(), "notes": "All were there"},
        {"is_not_held": True, "reason": "Done by telephone"},
    ]


def _meeting_record(cycle: SmallCycle, _row: sa.Row) -> list[Content]:
    return [{"held_on": cycle.now.date().isoformat(), "notes": "What was said"}]


def _mapped(_cycle: SmallCycle, row: sa.Row) -> list[Content]:
    found = [[{"topic": one, "says": says} for one in row.why["topics"]] for says in OF_TOPICS]
    return [{"overlaps": overlaps} for overlaps in found]


def _progress(cycle: SmallCycle, row: sa.Row) -> list[Content]:
    since = {"progress": "under way", "on": cycle.now.date().isoformat()}
    return [{"marks": [{"line_id": line, **since} for line in sorted(cycle.shown(row.id))]}, {}]


OF_TOPICS = ("coordinate", "separate")

SAYINGS: Mapping[PromptKind, Sayings] = {
    PromptKind.WORKSHEET: _worksheet,
    PromptKind.SCRIPT_APPROVAL: _yes_or_no("approves", "reason"),
    PromptKind.CALL_PROPOSAL: _proposal,
    PromptKind.CALL_AGREEMENT: _yes_or_no("agrees", "wishes"),
    PromptKind.CALL_RECORD: _call_record,
    PromptKind.ACCURACY: _of_plan,
    PromptKind.CENTER_REVIEW: _center_review,
    PromptKind.APPROACHES: _approaches,
    PromptKind.OFFICER_CONFIRMATION: _of_lines,
    PromptKind.ENTRY: _of_lines,
    PromptKind.AFFIRMATION: _of_plan,
    PromptKind.CONFIRMATION: _of_plan,
    PromptKind.REVISION: _revision,
    PromptKind.CHANGE_AGREEMENT: _of_lines,
    PromptKind.FINAL_REVIEW: _of_plan,
    PromptKind.CONVERSION: _yes_or_no("converts", "reason"),
    PromptKind.PACKAGE: _only({}, {"note": "All that we plan"}),
    PromptKind.APPROVAL: _of_lines,
    PromptKind.REWORK: _rework,
    PromptKind.FINALIZATION: _yes_or_no("converts", "reason"),
    PromptKind.FINAL_AGREEMENT: _yes_or_no("approves", "reason"),
    PromptKind.REVIEW: _only({"needs_change": False}, {"needs_change": True, "note": "Move it"}),
    PromptKind.MEETING_DATE: _meeting_date,
    PromptKind.MEETING_RECORD: _meeting_record,
    PromptKind.MAPPING: _mapped,
    PromptKind.FURTHER_CONFIRMATION: _yes_or_no("approves", "reason"),
    PromptKind.PROGRESS: _progress,
    PromptKind.RECORD_CHECK: _only(
        {"is_accurate": True}, {"is_accurate": False, "note": "The second need is met"}
    ),
}
