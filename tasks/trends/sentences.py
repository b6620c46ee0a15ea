"""The trends in plain sentences, of the nation or of a region."""

from typing import Any

import pandas as pd

from config.scopes import region_scope
from tasks.trends.coverage import needs_without_center
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from tasks.trends.topics import common_topics, unique_needs
from tat.figures import Figures
from templates.reports import trend_findings
from templates.reports.trend_findings import AskedTopic, OnlyOne, Place


def what_is_asked(trends: Trends, region: int | None = None) -> list[str]:
    """Who answered; what is asked for most, what is common, what only one state asks for (3.2)."""
    topics, figures = asked_topics(trends, region), figures_of(trends, region)
    n_needs = len(in_region(trends.needs, region))
    place, rule = place_of(trends, region), trends.declared.rules.trends
    told = [
        trend_findings.of_answers(place, n_needs),
        trend_findings.of_small(place, below=rule.small_below) if n_needs else "",
        most_told(trends, region),
        trend_findings.of_common(common(trends, region), topics, percent=rule.common_percent),
        unique_told(trends, region),
        trend_findings.of_requirement(figures.needs_by_requirement),
        trend_findings.of_priority(figures.needs_by_priority),
    ]
    return [sentence for sentence in told if sentence]


def what_is_offered(trends: Trends, region: int | None = None) -> list[str]:
    """What the centers have proposed so far, and which needs none has taken up (3.9)."""
    told = [activities_told(trends, region), left_told(trends, region)]
    return [sentence for sentence in told if sentence]


def most_told(trends: Trends, region: int | None) -> str:
    """What is asked for most."""
    return trend_findings.of_most(asked_topics(trends, region), place_of(trends, region))


def unique_told(trends: Trends, region: int | None) -> str:
    """What only one state asks for; empty without needs."""
    unique, topics = only_one(trends, region), asked_topics(trends, region)
    return trend_findings.of_unique(unique, topics, is_region=region is not None)


def activities_told(trends: Trends, region: int | None) -> str:
    """How many activities are proposed so far; empty without any."""
    activities = in_region(trends.activities, region)
    n_centers, n_entered = activities["center"].nunique(), activities["stands"].sum()
    return trend_findings.of_activities(len(activities), int(n_centers), int(n_entered))


def left_told(trends: Trends, region: int | None) -> str:
    """How many needs no center has taken up; empty without needs."""
    needs, activities = in_region(trends.needs, region), in_region(trends.activities, region)
    n_left = len(needs_without_center(needs, activities))
    return trend_findings.of_left(n_left, len(needs), len(activities))


def place_of(trends: Trends, region: int | None) -> Place:
    """The nation or a region, and which of its states have not answered."""
    states = in_region(trends.states, region)
    silent = states.loc[~states["has_answered"], "state"]
    return Place(len(states), list(silent))


def asked_topics(trends: Trends, region: int | None) -> list[AskedTopic]:
    """The topics asked for, the most asked for first."""
    counts = counts_of(trends, region)
    return [AskedTopic(trends.topic_title(row.topic), row.n_states) for row in rows_of(counts)]


def common(trends: Trends, region: int | None) -> list[AskedTopic]:
    """The topics that several states and at least half of them have in common."""
    return [
        AskedTopic(trends.topic_title(row.topic), row.n_states)
        for row in rows_of(common_counts(trends, region))
    ]


def only_one(trends: Trends, region: int | None) -> list[OnlyOne]:
    """The topics that only one state asks for, each once."""
    needs = unique_needs(in_region(trends.needs, region))
    pairs = zip(needs["topic"], needs["state"], strict=True)
    return [OnlyOne(trends.topic_title(topic), state) for topic, state in dict.fromkeys(pairs)]


def figures_of(trends: Trends, region: int | None) -> Figures:
    """What the cycle is for (8.3), in the nation or a region."""
    return figures_at(trends, region_scope(region))


def figures_at(trends: Trends, place: str) -> Figures:
    """What the cycle is for (8.3), in one of the places."""
    ours = trends.kinds[trends.kinds["place"] == place]
    counts: dict[str, dict[Any, int]] = {}
    for row in rows_of(ours):
        counts.setdefault(row.kind, {})[row.word] = row.n
    return Figures(
        needs_by_requirement=counts["requirement"],
        needs_by_priority=counts["priority"],
        needs_by_setting=counts["setting"],
        activities_by_intensity=counts["intensity"],
        activities_by_approach=counts["approach"],
        activities_by_form=counts["form"],
    )


def common_counts(trends: Trends, region: int | None) -> pd.DataFrame:
    """The counts of the topics that are common by the rules, in the nation or a region."""
    rule = trends.declared.rules.trends
    counts = counts_of(trends, region)
    return common_topics(counts, n_states=rule.common_states, percent=rule.common_percent)


def counts_of(trends: Trends, region: int | None) -> pd.DataFrame:
    """How many states ask for each topic, in the nation or a region."""
    if region is None:
        return trends.by_topic
    return in_region(trends.by_region, region)
