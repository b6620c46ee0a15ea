"""Further confirmations (5.6) and the protocols of centers (5.4): about what, and whether given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.further import FurtherConfirmation
from config.rules import Rules
from config.vocabulary import PromptKind
from tat import subjects
from tat.facts import Facts, PlanFacts
from tat.statuses import Status, Verdict


@dataclass(frozen=True)
class Matter:
    """What one further confirmation is about in one plan."""

    confirmation: FurtherConfirmation
    subject: str
    center: str | None
    shown: Mapping[int, int]
    """Revision of each line that it covers, by line id."""


def matters(plan: PlanFacts, confirmation: FurtherConfirmation) -> list[Matter]:
    """The whole plan as it now reads, or what each center now does in it."""
    key = confirmation.key
    if confirmation.about == "plan":
        return [Matter(confirmation, f"{subjects.plan(plan.id)} {key}", None, plan.entered)]
    return [
        Matter(confirmation, f"{subjects.center_in_plan(plan.id, center)} {key}", center, shown)
        for center, shown in plan.by_center.items()
    ]


def is_given(facts: Facts, kind: PromptKind, subject: str, shown: Mapping[int, int]) -> bool:
    """Whether the newest answer accepts exactly what is there now."""
    last = facts.newest_said(kind, subject)
    return last is not None and last.verdict == Verdict.ACCEPTED and last.shown == shown


def not_given(plan: PlanFacts, facts: Facts, rules: Rules, *, before: str) -> list[Matter]:
    """The further confirmations that a plan lacks before what they block."""
    kind = PromptKind.FURTHER_CONFIRMATION
    return [
        matter
        for confirmation in rules.confirmations
        if confirmation.blocks == before
        for matter in matters(plan, confirmation)
        if not is_given(facts, kind, matter.subject, matter.shown)
    ]


def has_before_it(plan: PlanFacts, confirmation: FurtherConfirmation) -> bool:
    """Whether a plan has come to where it is asked about, and not past what waits for that."""
    order = list(Status)
    reached, asked_from = order.index(plan.status), order.index(Status(confirmation.status))
    if confirmation.blocks == "nothing":
        return reached == asked_from
    ends = Status.FINAL if confirmation.blocks == "approval" else Status(confirmation.blocks)
    return asked_from <= reached < order.index(ends)


def leads_to_agree_before(plan: PlanFacts, rules: Rules) -> Iterator[tuple[str, Mapping[int, int]]]:
    """The centers whose protocol has their leads agree before a plan is final, with their lines."""
    for center, shown in plan.by_center.items():
        protocol = rules.protocol(center)
        if protocol is not None and protocol.when == "before":
            yield center, shown


def leads_not_agreed(plan: PlanFacts, facts: Facts, rules: Rules) -> list[str]:
    """The centers whose leads have not agreed, and must before the plan is final."""
    kind = PromptKind.FINAL_AGREEMENT
    return [
        center
        for center, shown in leads_to_agree_before(plan, rules)
        if not is_given(facts, kind, subjects.center_in_plan(plan.id, center), shown)
    ]


def named(matters_lacking: Sequence[Matter]) -> str:
    """The confirmations that are lacking, by title, and by center where they are about one."""
    titles = dict.fromkeys(
        f"{one.confirmation.title} of {one.center}" if one.center else one.confirmation.title
        for one in matters_lacking
    )
    return " and ".join(titles)
