"""The pictures of an edition: what each shows, in a sentence and in rows, for page and slides."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tasks.trends import pack_rows as rows
from tasks.trends.purposes import share_rows
from tasks.trends.record import Trends
from tasks.trends.sentences import (
    activities_told,
    counts_of,
    figures_of,
    left_told,
    most_told,
    place_of,
    unique_told,
)
from tasks.trends.taken import taken_told, taken_up
from tasks.trends.topics import answered_by_region
from templates.reports import center_charts, findings, tile_charts, topic_charts, trend_pictures
from templates.reports.bar_charts import BarRow, bars
from templates.reports.findings import TopicRow
from templates.reports.tile_charts import StateTile


class Picture(NamedTuple):
    """One picture: what it is called, what it says, and how it is drawn in a page."""

    key: str
    title: str
    svg: Callable[..., str]
    """Wants `key` and `title`."""

    def drawn(self) -> str:
        """As an inline SVG."""
        return self.svg(key=self.key, title=self.title)


def pictures(trends: Trends, region: int | None) -> list[Picture]:
    """The pictures of the nation, or of a region beside the nation's topics, in their order.

    One that would have nothing to show is left out.
    """
    of_region = [_of_region(trends, region)] if region is not None else []
    found = [
        _needs(trends), *of_region, *_maps(trends, region), _unique(trends, region),
        _left(trends, region), _taken(trends, region), _centers(trends, region),
        _purposes(trends, region),
    ]  # fmt: skip
    return [one for one in found if one]


def live_pictures(trends: Trends, region: int | None) -> list[Picture]:
    """Those of them that are drawn anew whenever somebody looks, of whatever is chosen.

    Of one state alone its topics are no picture: its table says as much.
    """
    topics = _needs(trends) if region is None else _of_region(trends, region)
    found = [
        topics if len(trends.states) > 1 else None,
        _left(trends, region),
        _centers(trends, region),
        _purposes(trends, region) if len(trends.needs) else None,
    ]
    return [one for one in found if one]


def topic_shown(trends: Trends, region: int | None) -> str | None:
    """The key of the topic that the map is about: the first of those that are asked for most."""
    counts = counts_of(trends, region)
    return None if counts.empty else str(counts.iloc[0]["topic"])


def answered(trends: Trends) -> dict[int, int]:
    """How many states of each region have answered."""
    counts = answered_by_region(trends.states)["n_answered"]
    return dict(zip(counts.index.tolist(), counts.tolist(), strict=True))


def _needs(trends: Trends) -> Picture | None:
    topics = [TopicRow(one.title, one.each) for one in rows.national_topics(trends)]
    draw = partial(topic_charts.needs, topics, n_in_region=answered(trends))
    return Picture("needs", most_told(trends, None), draw) if topics else None


def _of_region(trends: Trends, region: int) -> Picture | None:
    n_answered = place_of(trends, region).n_answered
    asked = [
        BarRow(one.title, one.n_states, n_answered) for one in rows.region_topics(trends, region)
    ]
    words = "states and territories that ask, of those that answered"
    return _bars("region", most_told(trends, region), asked, words)


def _maps(trends: Trends, region: int | None) -> list[Picture | None]:
    topic = topic_shown(trends, region)
    if topic is None:
        return []
    tiles = [
        StateTile(one.code, one.n_needs if one.has_answered else None, topic in one.topic_keys)
        for one in rows.state_lines(trends, region)
    ]
    names = dict(zip(trends.states["jurisdiction"], trends.states["state"], strict=True))
    place = place_of(trends, region)
    return [
        Picture(
            "needs-map", trend_pictures.of_needs_map(tiles, names, place),
            partial(tile_charts.needs_map, tiles),
        ),
        Picture(
            "topic-map", _topic_told(trends, region, topic), partial(tile_charts.topic_map, tiles),
        ),
    ]  # fmt: skip


def _topic_told(trends: Trends, region: int | None, topic: str) -> str:
    counts = counts_of(trends, region)
    n_states = int(counts.iloc[0]["n_states"])
    asking = int((trends.by_region["topic"] == topic).sum())
    n_regions = sum(n > 0 for n in answered(trends).values())
    return trend_pictures.of_topic_map(
        trends.topic_title(topic),
        place_of(trends, region),
        n_states=n_states,
        n_equal=int((counts["n_states"] == n_states).sum()),
        regions=(asking, n_regions) if region is None else None,
    )


def _unique(trends: Trends, region: int | None) -> Picture | None:
    counted = Counter(one.state for one in rows.unique_requests(trends, region))
    words = "needs that only this state or territory has"
    told = [BarRow(*one) for one in counted.most_common()]
    return _bars("unique", unique_told(trends, region), told, words)


def _left(trends: Trends, region: int | None) -> Picture | None:
    words = "needs without a center, of all needs on the topic"
    topics = rows.left_topics(trends, region)
    left = [BarRow(*one) for one in topics] if any(one.n_without for one in topics) else []
    return _bars("left", left_told(trends, region), left, words)


def _taken(trends: Trends, region: int | None) -> Picture | None:
    of = taken_up(trends, region)
    if not of.centers:
        return None
    return Picture("taken", taken_told(of), partial(center_charts.taken, of))


def _centers(trends: Trends, region: int | None) -> Picture | None:
    words = "activities that stand in a plan, of those that the center leads"
    led = [
        BarRow(one["center"], one["n_entered"], one["n_activities"])
        for one in rows.center_lines(trends, region)
    ]
    return _bars("centers", activities_told(trends, region), led, words)


def _purposes(trends: Trends, region: int | None) -> Picture:
    shares = share_rows(figures_of(trends, region))
    return Picture("purposes", findings.of_purposes(shares), partial(topic_charts.purposes, shares))


def _bars(key: str, title: str, shown: Sequence[BarRow], words: str) -> Picture | None:
    return Picture(key, title, partial(bars, shown, words=words)) if shown else None
