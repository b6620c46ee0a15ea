"""The sheets of the workbook with the figures of an edition: counted frames as rows of words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from config.scopes import NATION, region_scope
from tasks.trends import pack_rows
from tasks.trends.contrasts import all_findings, change_of, clusters_of, funded_by
from tasks.trends.coverage import activities_by_center, without_center_by_topic
from tasks.trends.frames import in_region, rows_of
from tasks.trends.kinds import OF_NEEDS
from tasks.trends.offices import office_overlaps, overlaps_by_topic
from tasks.trends.pace import days_by_step, waits_by_roles
from tasks.trends.record import Trends
from tasks.trends.sentences import common_counts, counts_of
from tasks.trends.tables import activity_rows, request_rows
from tasks.trends.taken import taken_up
from tasks.trends.topics import needs_by_state, unique_needs
from templates.reports import trend_sheets as words
from templates.reports.trend_contrasts import NO_CYCLE_BEFORE
from templates.reports.trend_sheets import NOTHING, SheetWords, yes_no


class Sheet(NamedTuple):
    """A sheet: what it is called and says, and its rows, a value for each head."""

    words: SheetWords
    rows: Sequence[Sequence[Any]]
    empty: str = NOTHING
    """What stands there where there is no row."""


def sheets(trends: Trends, region: int | None) -> list[Sheet]:
    """Every table of an edition: of the nation and all regions, or of the nation and one region."""
    left, centers = coverage_sheets(trends, region)
    waits, steps = pace_sheets(trends, region)
    clusters, change, overlaps = contrast_sheets(trends, region)
    return [
        Sheet(words.FINDINGS, list(_findings(trends, region))),
        Sheet(words.TOPICS, list(_topics(trends, region))),
        Sheet(words.OF_STATES, list(_of_states(trends, region))),
        Sheet(words.NEEDS, list(_kinds(trends, region, of_needs=True))),
        Sheet(words.ACTIVITIES_BY_KIND, list(_kinds(trends, region, of_needs=False))),
        clusters,
        Sheet(words.ONLY_ONE, list(_only_one(trends, region))),
        left,
        taken_sheet(trends, region),
        centers,
        change,
        overlaps,
        waits,
        steps,
        Sheet(words.STATES, list(_states(trends, region))),
        Sheet(words.REQUESTS, list(request_rows(trends, region))),
        Sheet(words.ACTIVITIES, list(activity_rows(trends, region))),
    ]


def contrast_sheets(trends: Trends, region: int | None) -> tuple[Sheet, Sheet, Sheet]:
    """The clusters of the regions, the change since the last cycle, the overlap of the offices."""
    return clusters_sheet(trends, region), *change_and_overlaps(trends, region)


def clusters_sheet(trends: Trends, region: int | None) -> Sheet:
    """The clusters of the regions, or of one."""
    return Sheet(words.CLUSTERS, list(_clusters(trends, region)))


def change_and_overlaps(trends: Trends, region: int | None) -> tuple[Sheet, Sheet]:
    """The change since the last cycle, the overlap of the offices."""
    activities = in_region(trends.activities, region)
    return (
        Sheet(words.CHANGE, list(_change(trends, region)), NO_CYCLE_BEFORE),
        _overlaps(trends, activities),
    )


def coverage_sheets(trends: Trends, region: int | None) -> tuple[Sheet, Sheet]:
    """The needs that no center has taken up, by topic; what each center proposes."""
    needs, activities = in_region(trends.needs, region), in_region(trends.activities, region)
    states = in_region(trends.states, region)
    return (
        Sheet(words.LEFT, list(_left(trends, needs, activities))),
        Sheet(words.CENTERS, list(_centers(trends, activities, states))),
    )


def taken_sheet(trends: Trends, region: int | None) -> Sheet:
    """Which center takes up how many needs of each topic."""
    return Sheet(words.TAKEN, list(_taken(trends, region)))


def pace_sheets(trends: Trends, region: int | None) -> tuple[Sheet, Sheet]:
    """Who waited for whom; the days of the steps."""
    waits, until = in_region(trends.waits, region), trends.end_of_day
    by_roles = rows_of(waits_by_roles(waits, until=until))
    return (
        Sheet(words.WAITS, [tuple(row) for row in by_roles]),
        Sheet(words.STEPS, list(_steps(trends, waits))),
    )


def _findings(trends: Trends, region: int | None) -> Iterator[tuple[str, str]]:
    for place in _asked_about(region):
        title = trends.place_name(place)
        yield from ((title[:1].upper() + title[1:], one) for one in all_findings(trends, place))


def _asked_about(region: int | None) -> list[int | None]:
    return [None] if region is None else [None, region]


def _topics(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    regions = sorted(set(trends.states["region"])) if region is None else [region]
    for place in (None, *regions):
        common = set(common_counts(trends, place)["topic"])
        for row in rows_of(counts_of(trends, place)):
            yield (
                _place_name(place), trends.topic_title(row.topic), row.n_states, row.share,
                *_of(trends, row), row.n_needs, yes_no(row.topic in common),
            )  # fmt: skip


def _of(trends: Trends, row: Any) -> tuple[int, int, str]:
    """Of how many a count of states is, and whether these are few."""
    return row.n_answered, row.n_in_cycle, yes_no(trends.is_small(row.n_answered))


def _of_states(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    names = {row.jurisdiction: row for row in rows_of(trends.states)}
    for row in rows_of(needs_by_state(in_region(trends.tally, region))):
        state, topic = names[row.jurisdiction], trends.topic_title(row.topic)
        yield state.state, state.region, topic, row.n_needs, row.priority


def _kinds(trends: Trends, region: int | None, *, of_needs: bool) -> Iterator[Sequence[Any]]:
    names = _names_of_places(trends, region)
    for row in rows_of(trends.kinds):
        if row.place in names and (row.kind in OF_NEEDS) == of_needs:
            yield (
                names[row.place], words.KIND_NAMES[row.kind], words.word_name(row.word),
                row.n, row.n_all, row.share, row.n_states, *_of(trends, row),
            )  # fmt: skip


def _names_of_places(trends: Trends, region: int | None) -> dict[str, str]:
    """The names of the places that an edition shows, by key."""
    states = in_region(trends.states, region)
    return (
        {NATION: _place_name(None)}
        | {region_scope(one): _place_name(one) for one in sorted(set(states["region"]))}
        | dict(zip(states["jurisdiction"], states["state"], strict=True))
    )


def _place_name(region: int | None) -> str:
    return "Nation" if region is None else f"Region {region}"


def _clusters(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    for row in rows_of(clusters_of(trends, region)):
        yield (
            row.region, trends.topic_title(row.topic), row.n_states, row.share, *_of(trends, row),
            row.n_elsewhere, row.n_answered_elsewhere, row.share_elsewhere,
        )  # fmt: skip


def _only_one(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    for place in _asked_about(region):
        n_answered = int(in_region(trends.states, place)["has_answered"].sum())
        for row in rows_of(unique_needs(in_region(trends.needs, place))):
            topic = trends.topic_title(row.topic)
            yield _place_name(place), row.state, topic, row.text, row.priority, n_answered


def _left(trends: Trends, needs: pd.DataFrame, activities: pd.DataFrame) -> Iterator[Sequence[Any]]:
    for row in rows_of(without_center_by_topic(needs, activities)):
        title, share = trends.topic_title(row.topic), row.n_without / row.n_needs
        yield title, row.n_without, row.n_needs, share


def _taken(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    of = taken_up(trends, region)
    for row in of.rows:
        taken = [(name, row.each[name]) for name in of.centers if name in row.each]
        for name, n in (*taken, *([(words.NO_CENTER, row.n_without)] if row.n_without else [])):
            yield row.topic, name, n, row.n_needs, n / row.n_needs


def _centers(
    trends: Trends, activities: pd.DataFrame, states: pd.DataFrame
) -> Iterator[Sequence[Any]]:
    for row in rows_of(activities_by_center(activities, states)):
        yield (
            trends.center_name(row.center), row.n_activities, row.n_all,
            row.n_activities / row.n_all, row.n_entered, row.n_needs, row.n_states,
            row.n_answered, row.n_along,
        )  # fmt: skip


def _change(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    found = change_of(trends, region)
    for topic, *counts in () if found is None else rows_of(found):
        yield trends.topic_title(topic), *counts


def _overlaps(trends: Trends, activities: pd.DataFrame) -> Sheet:
    """Where the offices overlap; the topics on which they do so nowhere are only counted."""
    where: dict[str, list[str]] = {}
    for row in rows_of(office_overlaps(activities, funded_by(trends))):
        centers = ", ".join(trends.center_name(key) for key in row.centers)
        where.setdefault(row.topic, []).append(f"{row.state} ({centers})")
    counts = overlaps_by_topic(activities, funded_by(trends))
    is_both = counts["n_overlaps"] > 0
    rows = [
        (
            trends.topic_title(row.topic), row.n_overlaps, row.n_served,
            row.n_overlaps / row.n_served, "; ".join(where[row.topic]),
        )
        for row in rows_of(counts[is_both])
    ]  # fmt: skip
    return Sheet(words.overlaps(n_left_out=int((~is_both).sum())), rows, words.NO_OVERLAP)


def _steps(trends: Trends, waits: pd.DataFrame) -> Iterable[Sequence[Any]]:
    return (
        tuple(row) for row in rows_of(days_by_step(trends.steps, waits, until=trends.end_of_day))
    )


def _states(trends: Trends, region: int | None) -> Iterator[Sequence[Any]]:
    for one in pack_rows.state_lines(trends, region):
        yield (
            one.state,
            one.region,
            yes_no(one.has_answered),
            one.n_needs if one.has_answered else None,
        )
