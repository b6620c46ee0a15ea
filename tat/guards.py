"""Whether a plan has what a change of status needs, and if not, what it waits for."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from config.rules import Rules
from config.vocabulary import PromptKind
from tat import further, subjects
from tat.facts import Facts, LineFacts, PlanFacts
from tat.statuses import TRANSITIONS, Guards, LineKind, LineState, Status, Verdict

CONFIRMING = (PromptKind.CONFIRMATION, PromptKind.FINAL_REVIEW)
"""How an Administrator confirms a plan."""

AGREEING = (
    PromptKind.CENTER_REVIEW,
    PromptKind.APPROACHES,
    PromptKind.CHANGE_AGREEMENT,
    PromptKind.REWORK,
)
"""How a center agrees to an activity as it now reads: it wrote it, or approved the change."""

ORDERING = {True: PromptKind.CONVERSION, False: PromptKind.FINALIZATION}
"""How a Specialist orders the conversion of a plan: to intermediate, to final."""

GUARD_KINDS = (
    *CONFIRMING,
    *AGREEING,
    PromptKind.APPROVAL,
    PromptKind.FURTHER_CONFIRMATION,
    PromptKind.FINAL_AGREEMENT,
)
"""The kinds of prompt that must be loaded before `missing` can be asked."""


NEVER_HOLDING = (
    PromptKind.ACCURACY,
    PromptKind.CENTER_REVIEW,
    PromptKind.MAPPING,
    PromptKind.REVIEW,
)
"""Questions about plans on whose answer no change of status waits."""


def is_confirmed(plan: PlanFacts, facts: Facts) -> bool:
    """Whether the Administrator's newest answer confirms exactly what the plan now says."""
    decided = [
        round_
        for kind in CONFIRMING
        for round_ in facts.rounds.get((kind, subjects.plan(plan.id)), ())
        if round_.verdict is not None
    ]
    if not decided:
        return False
    newest = max(decided, key=lambda round_: round_.said[-1].answer_id)
    return newest.verdict == Verdict.ACCEPTED and newest.shown == plan.entered


def disagreed(plan: PlanFacts, facts: Facts) -> list[LineFacts]:
    """The activities of a plan to whose wording, or withdrawal, their center has not agreed."""
    return [
        line
        for line in plan.lines
        if line.kind == LineKind.ACTIVITY
        and line.state != LineState.PROPOSED
        and not _never_stood(line)
        and facts.last_line_verdict(line, *AGREEING) != Verdict.ACCEPTED
    ]


def _never_stood(line: LineFacts) -> bool:
    """Whether a line was given up before it stood: its withdrawal has no revision of its own."""
    return line.state == LineState.WITHDRAWN and line.revision == 1


def unapproved(plan: PlanFacts, facts: Facts) -> list[LineFacts]:
    """The activities of a plan whose current wording no officer has approved."""
    return [
        line
        for line in plan.activities
        if facts.last_line_verdict(line, PromptKind.APPROVAL) != Verdict.ACCEPTED
    ]


def missing(plan: PlanFacts, facts: Facts, guards: Guards, rules: Rules) -> list[str]:
    """What the plan still waits for, one sentence part each; empty when nothing is missing.

    The rules say which further confirmations there are, and which centers have a protocol.

    Whether a conversion was ordered is not looked at: `promotion` asks for that order
    only once nothing else is missing.
    """
    asked = [each.name for each in fields(guards) if getattr(guards, each.name)]
    parts = [GUARDS[name](plan, facts, rules) for name in asked if name in GUARDS]
    return [part for part in parts if part]


def missing_for_next(plan: PlanFacts, facts: Facts, rules: Rules) -> list[str]:
    """The same for the status that comes next; empty for a final plan, which has none."""
    guards = next((one for (before, _), one in TRANSITIONS.items() if before == plan.status), None)
    return missing(plan, facts, guards, rules) if guards else []


def _call_held(plan: PlanFacts, _facts: Facts, _rules: Rules) -> str:
    held = plan.call is not None and plan.call.held_on is not None
    return "" if held else "the call with its stakeholders"


def _confirmed(plan: PlanFacts, facts: Facts, _rules: Rules) -> str:
    return "" if is_confirmed(plan, facts) else "its Administrator's confirmation"


def _agreed(plan: PlanFacts, facts: Facts, _rules: Rules) -> str:
    centers = sorted({line.center or "" for line in disagreed(plan, facts)})
    return f"the agreement of {', '.join(centers)} to changed activities" if centers else ""


def _approved(plan: PlanFacts, facts: Facts, _rules: Rules) -> str:
    if not plan.activities:  # a set with nothing to approve approves nothing
        return "an activity that an officer could approve"
    left = unapproved(plan, facts)
    centers = ", ".join(sorted({line.center or "" for line in left}))
    of_all = f"{len(left)} of its {len(plan.activities)} activities"
    return f"the approval of {of_all} by the officer of {centers}" if left else ""


def _further(plan: PlanFacts, facts: Facts, rules: Rules) -> str:
    blocked = BLOCKED_IN.get(plan.status, ())
    lacking = [one for b in blocked for one in further.not_given(plan, facts, rules, before=b)]
    return f"a yes to what it now says by {further.named(lacking)}" if lacking else ""


def _agreed_by_leads(plan: PlanFacts, facts: Facts, rules: Rules) -> str:
    centers = further.leads_not_agreed(plan, facts, rules)
    return f"the approval of its wording by the leads of {', '.join(centers)}" if centers else ""


BLOCKED_IN = {Status.INITIAL: ("intermediate",), Status.INTERMEDIATE: ("approval", "final")}
"""What further confirmations block on the way from a status to the next."""

GUARDS: Mapping[str, Callable[[PlanFacts, Facts, Rules], str]] = {
    "call_held": _call_held,
    "confirmed_by_administrator": _confirmed,
    "changes_agreed_by_centers": _agreed,
    "every_activity_approved_by_officer": _approved,
    "further_confirmations_given": _further,
    "agreed_by_leads_where_protocol_says_so": _agreed_by_leads,
}
"""How each of `Guards` is checked; it names what is missing."""
