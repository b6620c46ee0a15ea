"""The rows of the pack's tables: counted frames with their names and titles put in."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from config.vocabulary import Requirement
from tasks.trends.coverage import (
    activities_by_center,
    needs_without_center,
    without_center_by_topic,
)
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from tasks.trends.sentences import common_counts, counts_of
from tasks.trends.topics import needs_by_state, unique_needs
from templates.words import REQUIREMENT_NAMES


class TopicLine(NamedTuple):
    """A topic in the nation or a region."""

    title: str
    n_states: int
    n_needs: int
    share: float
    """Fraction 0-1 of the states that answered."""
    each: Mapping[Any, int]
    """How many states of each region ask, by number; or how many requests each state has, by code.
    Where there are none, there is no entry."""
    states: Sequence[str]
    """Names of the states that ask."""


class StateLine(NamedTuple):
    """A state and what it asks for."""

    code: str
    state: str
    region: int
    has_answered: bool
    n_needs: int
    topic_keys: Sequence[str]
    topics: Sequence[str]
    """Their titles; the most urgent first."""


class Request(NamedTuple):
    """One need, in the state's words."""

    code: str
    """Of the state."""
    state: str
    topic: str
    text: str
    priority: int
    requirement: str
    setting: str
    is_unique_in_nation: bool


class LeftTopic(NamedTuple):
    """A topic, and how many of its needs no center has taken up."""

    title: str
    n_without: int
    n_needs: int


def national_topics(trends: Trends) -> list[TopicLine]:
    """The topics of the nation, with the count of each region."""
    each: dict[str, dict[int, int]] = {}
    for row in rows_of(trends.by_region):
        each.setdefault(row.topic, {})[row.region] = row.n_states
    return [_topic(trends, row, each[row.topic]) for row in rows_of(counts_of(trends, None))]


def region_topics(trends: Trends, region: int) -> list[TopicLine]:
    """The topics of a region, with the requests of each of its states."""
    each: dict[str, dict[str, int]] = {}
    for row in rows_of(needs_by_state(in_region(trends.tally, region))):
        each.setdefault(row.topic, {})[row.jurisdiction] = row.n_needs
    return [_topic(trends, row, each[row.topic]) for row in rows_of(counts_of(trends, region))]


def common_lines(trends: Trends, region: int | None) -> list[TopicLine]:
    """What several states, and at least half of those that answered, have in common."""
    return [_topic(trends, row, {}) for row in rows_of(common_counts(trends, region))]


def state_lines(trends: Trends, region: int | None) -> list[StateLine]:
    """Every state and what it asks for."""
    asked: dict[str, list[Any]] = {}
    for row in rows_of(trends.by_state):
        asked.setdefault(row.jurisdiction, []).append(row)
    lines = []
    for state in rows_of(in_region(trends.states, region)):
        topics = asked.get(state.jurisdiction, [])
        lines.append(
            StateLine(
                state.jurisdiction,
                state.state,
                state.region,
                state.has_answered,
                n_needs=sum(row.n_needs for row in topics),
                topic_keys=[row.topic for row in topics],
                topics=[trends.topic_title(row.topic) for row in topics],
            )
        )
    return lines


def unique_requests(trends: Trends, region: int | None) -> list[Request]:
    """The needs about a topic that only one state of the nation or the region asks for."""
    return requests(trends, rows_of(unique_needs(in_region(trends.needs, region))))


def left_requests(trends: Trends, region: int | None) -> list[Request]:
    """The needs that no center has taken up, the most urgent first."""
    needs = in_region(trends.needs, region)
    return requests(trends, rows_of(needs_without_center(needs, trends.activities)))


def left_topics(trends: Trends, region: int | None) -> list[LeftTopic]:
    """The same, counted by topic."""
    counts = without_center_by_topic(in_region(trends.needs, region), trends.activities)
    return [
        LeftTopic(trends.topic_title(row.topic), row.n_without, row.n_needs)
        for row in rows_of(counts)
    ]


def center_lines(trends: Trends, region: int | None) -> list[dict[str, Any]]:
    """What each center proposes so far: columns as of `activities_by_center`, with its name."""
    states = in_region(trends.states, region)
    counts = activities_by_center(in_region(trends.activities, region), states)
    return [row._asdict() | {"center": trends.center_name(row.center)} for row in rows_of(counts)]


def requests(trends: Trends, needs: Sequence[Any]) -> list[Request]:
    """Some needs, each with whether its topic is asked for by one state alone."""
    return [
        Request(
            need.jurisdiction,
            need.state,
            trends.topic_title(need.topic),
            need.text,
            need.priority,
            REQUIREMENT_NAMES[Requirement(need.requirement)],
            need.setting,
            need.need_id in trends.only_one,
        )
        for need in needs
    ]


def _topic(trends: Trends, row: Any, each: Mapping[Any, int]) -> TopicLine:
    names = dict(zip(trends.states["jurisdiction"], trends.states["state"], strict=True))
    return TopicLine(
        trends.topic_title(row.topic),
        row.n_states,
        row.n_needs,
        row.share,
        each,
        [names[code] for code in row.asking],
    )
