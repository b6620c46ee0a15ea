"""The pack as one page that stands alone: the nation, and in a region's edition the region too."""

from collections import Counter
from typing import Any

from tasks.trends import pack_rows as rows
from tasks.trends.contrasts import all_findings
from tasks.trends.frames import in_region, rows_of
from tasks.trends.purposes import purpose_tables, share_rows
from tasks.trends.record import Trends
from tasks.trends.sentences import (
    activities_told,
    figures_of,
    left_told,
    most_told,
    place_of,
    unique_told,
)
from tasks.trends.sheets import contrast_sheets
from tasks.trends.topics import answered_by_region
from templates.reports import findings, topic_charts
from templates.reports.bar_charts import BarRow, bars
from templates.reports.findings import TopicRow
from templates.reports.page import render_report
from templates.reports.trend_findings import part_of


def national_chart(trends: Trends) -> str:
    """What is asked for, ranked and by region: the same in every edition, so drawn once."""
    topics = [TopicRow(one.title, one.each) for one in rows.national_topics(trends)]
    return topic_charts.needs(topics, n_in_region=_answered(trends), title=most_told(trends, None))


def page(trends: Trends, region: int | None, *, national: str) -> str:
    """Write the page of the nation, or of a region: national figures, then the region's own.

    Args:
        national: the chart of `national_chart`.
    """
    return render_report(
        "trends",
        cycle=trends.declared.calendar.title,
        on=trends.on,
        region=region,
        where=trends.place_name(region),
        rule=_rule(trends),
        says=all_findings(trends),
        region_says=all_findings(trends, region) if region is not None else [],
        answered=_answered(trends),
        topics=rows.national_topics(trends),
        region_states=rows_of(in_region(trends.states, region)) if region is not None else [],
        region_topics=rows.region_topics(trends, region) if region is not None else [],
        states=rows.state_lines(trends, region),
        common=rows.common_lines(trends, region),
        unique=rows.unique_requests(trends, region),
        left=rows.left_requests(trends, region),
        left_topics=rows.left_topics(trends, region),
        centers=rows.center_lines(trends, region),
        purposes=purpose_tables(trends, region),
        contrasts=contrast_sheets(trends, region),
        findings=_findings(trends, region),
        charts=_charts(trends, region) | {"needs": national},
    )


def _rule(trends: Trends) -> dict[str, Any]:
    """What is common, in words."""
    rule = trends.declared.rules.trends
    return {"n_states": rule.common_states, "part": part_of(rule.common_percent)}


def _answered(trends: Trends) -> dict[int, int]:
    """How many states of each region have answered."""
    counts = answered_by_region(trends.states)["n_answered"]
    return dict(zip(counts.index.tolist(), counts.tolist(), strict=True))


def _findings(trends: Trends, region: int | None) -> dict[str, str]:
    """What each chart shows, in a sentence."""
    told = {
        "needs": most_told(trends, None),
        "region": most_told(trends, region),
        "unique": unique_told(trends, region),
        "left": left_told(trends, region),
        "centers": activities_told(trends, region),
        "purposes": findings.of_purposes(share_rows(figures_of(trends, region))),
    }
    return {name: sentence or findings.NO_NEED for name, sentence in told.items()}


def _charts(trends: Trends, region: int | None) -> dict[str, str]:
    """The charts of the edition; one without rows is left out."""
    told = _findings(trends, region)
    unique = Counter(one.state for one in rows.unique_requests(trends, region))
    left = [BarRow(*one) for one in rows.left_topics(trends, region)]
    centers = rows.center_lines(trends, region)
    drawn = {
        "purposes": topic_charts.purposes(share_rows(figures_of(trends, region))),
        "unique": _bars("unique", told, [BarRow(*one) for one in unique.most_common()],
                        "needs that only this state or territory has"),
        "left": _bars("left", told, left, "needs without a center, of all needs on the topic"),
        "centers": _bars(
            "centers", told,
            [BarRow(one["center"], one["n_entered"], one["n_activities"]) for one in centers],
            "activities that stand in a plan, of those that the center leads",
        ),
    }  # fmt: skip
    if region is not None:
        n_answered = place_of(trends, region).n_answered
        asked = rows.region_topics(trends, region)
        drawn["region"] = _bars(
            "region", told, [BarRow(one.title, one.n_states, n_answered) for one in asked],
            "states and territories that ask, of those that answered",
        )  # fmt: skip
    return {name: chart for name, chart in drawn.items() if chart}


def _bars(key: str, told: dict[str, str], bar_rows: list[BarRow], words: str) -> str:
    return bars(bar_rows, key=key, title=told[key], words=words) if bar_rows else ""
