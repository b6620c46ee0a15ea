"""The trends in plain sentences, of the nation or of a region."""

import pandas as pd

from tasks.trends.coverage import needs_without_center
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from tasks.trends.topics import common_topics, needs_by_region, needs_by_topic, unique_needs
from tat.figures import Figures, total
from templates.reports import trend_findings
from templates.reports.trend_findings import AskedTopic, OnlyOne, Place


def what_is_asked(trends: Trends, region: int | None = None) -> list[str]:
    """Who answered; what is asked for most, what is common, what only one state asks for (3.2)."""
    place, topics = place_of(trends, region), asked_topics(trends, region)
    figures = figures_of(trends, region)
    told = [
        trend_findings.of_answers(place, len(in_region(trends.needs, region))),
        trend_findings.of_most(topics, place),
        trend_findings.of_common(common(trends, region), topics),
        trend_findings.of_unique(only_one(trends, region), topics),
        trend_findings.of_requirement(figures.needs_by_requirement),
        trend_findings.of_priority(figures.needs_by_priority),
    ]
    return [sentence for sentence in told if sentence]


def what_is_offered(trends: Trends, region: int | None = None) -> list[str]:
    """What the centers have proposed so far, and which needs none has taken up (3.9)."""
    needs, activities = in_region(trends.needs, region), in_region(trends.activities, region)
    n_left = len(needs_without_center(needs, activities))
    told = [
        trend_findings.of_activities(
            len(activities), int(activities["center"].nunique()), int(activities["stands"].sum())
        ),
        trend_findings.of_left(n_left, len(needs), len(activities)),
    ]
    return [sentence for sentence in told if sentence]


def place_of(trends: Trends, region: int | None) -> Place:
    """The nation or a region, and which of its states have not answered."""
    states = in_region(trends.states, region)
    silent = states.loc[~states["has_answered"], "state"]
    return Place("The nation" if region is None else f"Region {region}", len(states), list(silent))


def asked_topics(trends: Trends, region: int | None) -> list[AskedTopic]:
    """The topics asked for, the most asked for first."""
    counts = _counts(trends, region)
    return [AskedTopic(trends.topic_title(row.topic), row.n_states) for row in rows_of(counts)]


def common(trends: Trends, region: int | None) -> list[AskedTopic]:
    """The topics that several states and at least half of them have in common."""
    return [
        AskedTopic(trends.topic_title(row.topic), row.n_states)
        for row in rows_of(common_topics(_counts(trends, region)))
    ]


def only_one(trends: Trends, region: int | None) -> list[OnlyOne]:
    """The topics that only one state asks for, each once."""
    needs = unique_needs(in_region(trends.needs, region))
    pairs = zip(needs["topic"], needs["state"], strict=True)
    return [OnlyOne(trends.topic_title(topic), state) for topic, state in dict.fromkeys(pairs)]


def figures_of(trends: Trends, region: int | None) -> Figures:
    """What the cycle is for (8.3), in the nation or a region."""
    codes = set(in_region(trends.states, region)["jurisdiction"])
    return total(one for code, one in trends.figures.items() if code in codes)


def _counts(trends: Trends, region: int | None) -> pd.DataFrame:
    if region is None:
        return needs_by_topic(trends.needs, trends.states)
    return in_region(needs_by_region(trends.needs, trends.states), region)
