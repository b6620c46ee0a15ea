"""The pack as one page that stands alone: the nation, and in a region's edition the region too."""

from typing import Any

from tasks.trends import pack_rows as rows
from tasks.trends.contrasts import all_findings
from tasks.trends.frames import in_region, rows_of
from tasks.trends.pictures import answered, pictures, topic_shown
from tasks.trends.purposes import purpose_tables
from tasks.trends.record import Trends
from tasks.trends.sentences import left_told, most_told, unique_told
from tasks.trends.sheets import contrast_sheets
from tasks.trends.taken import taken_up
from templates.reports import findings
from templates.reports.page import render_report
from templates.reports.trend_findings import part_of


def page(trends: Trends, region: int | None) -> str:
    """Write the page of the nation, or of a region: national figures, then the region's own."""
    drawn = pictures(trends, region)
    return render_report(
        "trends",
        cycle=trends.declared.calendar.title,
        on=trends.on,
        region=region,
        where=trends.place_name(region),
        rule=_rule(trends),
        says=all_findings(trends),
        region_says=all_findings(trends, region) if region is not None else [],
        answered=answered(trends),
        topics=rows.national_topics(trends),
        region_states=rows_of(in_region(trends.states, region)) if region is not None else [],
        region_topics=rows.region_topics(trends, region) if region is not None else [],
        states=rows.state_lines(trends, region),
        common=rows.common_lines(trends, region),
        unique=rows.unique_requests(trends, region),
        left=rows.left_requests(trends, region),
        left_topics=rows.left_topics(trends, region),
        taken=taken_up(trends, region),
        centers=rows.center_lines(trends, region),
        purposes=purpose_tables(trends, region),
        contrasts=contrast_sheets(trends, region),
        topic_shown=_topic_shown(trends, region),
        findings=_findings(trends, region) | {one.key: one.title for one in drawn},
        charts={one.key: one.drawn() for one in drawn},
    )


def _topic_shown(trends: Trends, region: int | None) -> dict[str, str]:
    """The topic of the map: its key and title; empty without needs."""
    key = topic_shown(trends, region)
    return {} if key is None else {"key": key, "title": trends.topic_title(key)}


def _rule(trends: Trends) -> dict[str, Any]:
    """What is common, in words."""
    rule = trends.declared.rules.trends
    return {"n_states": rule.common_states, "part": part_of(rule.common_percent)}


def _findings(trends: Trends, region: int | None) -> dict[str, str]:
    """What each table says that may be empty, in a sentence."""
    told = {
        "needs": most_told(trends, None),
        "region": most_told(trends, region),
        "unique": unique_told(trends, region),
        "left": left_told(trends, region),
    }
    return {name: sentence or findings.NO_NEED for name, sentence in told.items()}
