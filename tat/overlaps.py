"""Where centers of OCC and of OHS serve the same state and topic (5.2)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import permutations

from config.vocabulary import PromptKind
from tat import subjects
from tat.facts import Facts, LineFacts, PlanFacts, Round

FundedBy = Mapping[str, Collection[str]]
"""The offices that fund each center, by its key."""


@dataclass(frozen=True)
class Overlap:
    """Activities of one plan on one topic, led by centers of both offices."""

    topic: str
    centers: tuple[str, ...]
    shown: Mapping[int, int]
    """Revision of each of the activities, by line id."""


def overlaps(plan: PlanFacts, funded_by: FundedBy) -> list[Overlap]:
    """The topics on which a center that OCC funds and another that OHS funds both work.

    A center that both fund overlaps with no activity of its own.
    """
    on_topic: dict[str, list[LineFacts]] = defaultdict(list)
    topics = {line.id: line.topic for line in plan.lines}
    for line in plan.activities:
        if topic := topics.get(line.need_id or 0):
            on_topic[topic].append(line)
    return [
        Overlap(topic, centers, {line.id: line.revision for line in lines})
        for topic, lines in on_topic.items()
        if is_of_both((centers := _centers(lines)), funded_by)
    ]


def unsettled(plan: PlanFacts, facts: Facts, funded_by: FundedBy) -> list[Overlap]:
    """The overlaps of which the offices have not both said something as they now are."""
    topics = {line.id: line.topic for line in plan.lines}
    topic_of = {line.id: topics.get(line.need_id or 0) for line in plan.activities}
    rounds = facts.rounds.get((PromptKind.MAPPING, subjects.plan(plan.id)), ())
    said = [round_ for round_ in rounds if round_.is_decided]
    return [
        overlap
        for overlap in overlaps(plan, funded_by)
        if not any(_settles(round_, overlap, topic_of) for round_ in said)
    ]


def is_of_both(centers: Collection[str], funded_by: FundedBy) -> bool:
    """Whether OCC funds one of some centers, and OHS another one."""
    return any(
        "OCC" in funded_by[one] and "OHS" in funded_by[other]
        for one, other in permutations(centers, 2)
    )


def _settles(round_: Round, overlap: Overlap, topic_of: Mapping[int, str | None]) -> bool:
    then = {
        line_id: revision
        for line_id, revision in round_.shown.items()
        if topic_of.get(line_id) == overlap.topic
    }
    return overlap.topic in round_.why["topics"] and then == overlap.shown


def _centers(lines: Collection[LineFacts]) -> tuple[str, ...]:
    return tuple(sorted({line.center or "" for line in lines}))
