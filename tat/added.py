"""Needs that were added after the Administrator was first asked to confirm the plan (4.2)."""

from config.vocabulary import PromptKind
from tat import subjects
from tat.facts import Facts, LineFacts, PlanFacts
from tat.statuses import LineKind, LineState


def added_needs(plan: PlanFacts, facts: Facts) -> frozenset[int]:
    """Line ids of the needs that the first asking of 4.1 did not show; none before it."""
    asked = facts.rounds.get((PromptKind.CONFIRMATION, subjects.plan(plan.id)))
    shown = asked[0].shown if asked else plan.entered
    return frozenset(need.id for need in plan.needs if need.id not in shown)


def is_in_work(plan: PlanFacts, facts: Facts) -> bool:
    """Whether a center, its officer or the Specialist has an activity for an added need in hand."""
    added = added_needs(plan, facts)
    return any(is_proposed(line) and line.need_id in added for line in plan.lines) or any(
        round_.is_open and round_.plan_id == plan.id and added & round_.shown.keys()
        for round_ in facts.of_kind(PromptKind.APPROACHES)
    )


def is_proposed(line: LineFacts) -> bool:
    """Whether a center proposes this activity, and it does not stand in the plan yet."""
    return line.kind == LineKind.ACTIVITY and line.state == LineState.PROPOSED
