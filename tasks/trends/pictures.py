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
from templates.reports import (
    center_charts,
    findings,
    region_charts,
    slides,
    tile_charts,
    topic_charts,
    trend_pictures,
)
from templates.reports.bar_charts import BarRow, bars
from templates.reports.findings import TopicRow
from templates.reports.region_charts import Panel, Panels
from templates.reports.slides import MOST_ROWS, Slide
from templates.reports.tile_charts import StateTile
from templates.reports.trend_pictures import of_cut

N_TOPICS = 8
"""How many topics the small charts of the regions show."""


class Picture(NamedTuple):
    """One picture: what it says, and how it is drawn in a page and on a slide."""

    key: str
    name: str
    """Of its slide."""
    title: str
    region: int | None
    """Which figures it shows: of this region, or of the nation."""
    svg: Callable[..., str]
    """Wants `key` and `title`."""
    slide: Callable[[Slide], None]
    words: str
    """What is counted, for the foot of the slide."""

    def drawn(self) -> str:
        """As an inline SVG."""
        return self.svg(key=self.key, title=self.title)


def pictures(trends: Trends, region: int | None) -> list[Picture]:
    """The pictures of the nation, or of a region beside the nation's topics, in their order.

    One that would have nothing to show is left out.
    """
    of_region = [_of_region(trends, region)] if region is not None else []
    found = [
        _needs(trends), _regions(trends), *of_region, *_maps(trends, region),
        _unique(trends, region), _left(trends, region), _taken(trends, region),
        _centers(trends, region), _purposes(trends, region),
    ]  # fmt: skip
    return [one for one in found if one]


def live_pictures(trends: Trends, region: int | None) -> list[Picture]:
    """Those of them that are drawn anew whenever somebody looks, of whatever is chosen.

    Of one state alone its topics are no picture, nor is it a map: its table says as much.
    """
    topics = _needs(trends) if region is None else _of_region(trends, region)
    of_several = [topics, *_maps(trends, region)] if len(trends.states) > 1 else []
    found = [
        *of_several,
        _left(trends, region),
        _taken(trends, region),
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
    """Ranked over the nation, with the shares of the regions."""
    topics = [TopicRow(one.title, one.each) for one in rows.national_topics(trends)]
    if not topics:
        return None
    of, words = answered(trends), "States and territories that ask; asking twice counts once."
    return Picture(
        "needs", "Topics", most_told(trends, None), None,
        partial(topic_charts.needs, topics, n_in_region=of),
        partial(slides.needs, rows=topics, n_in_region=of),
        of_cut(words, n_shown=MOST_ROWS, n_all=len(topics)),
    )  # fmt: skip


def _regions(trends: Trends) -> Picture | None:
    """The first topics of the nation, a small chart for each region."""
    asked = rows.national_topics(trends)
    if not asked:
        return None
    panels = Panels(
        [one.title for one in asked[:N_TOPICS]],
        [
            Panel(region, n, {one.title: one.each.get(region, 0) for one in asked})
            for region, n in answered(trends).items()
        ],
    )
    return Picture(
        "regions", "Topics by region", _regions_told(trends, panels), None,
        partial(region_charts.regions, panels), partial(slides.regions, of=panels),
        of_cut(region_charts.KEY, n_shown=slides.N_TOPICS, n_all=len(asked)),
    )  # fmt: skip


def _regions_told(trends: Trends, of: Panels) -> str:
    return trend_pictures.of_regions(
        of.topics[0],
        n_equal=_n_equal(trends, None),
        first_in=of.first_in,
        n_regions=len(of.asking),
    )


def _of_region(trends: Trends, region: int) -> Picture | None:
    n_answered = place_of(trends, region).n_answered
    asked = [
        BarRow(one.title, one.n_states, n_answered) for one in rows.region_topics(trends, region)
    ]
    words = "states and territories that ask, of those that answered"
    told = most_told(trends, region)
    return _bars("region", "Topics of the region", told, region, asked, words)


def _maps(trends: Trends, region: int | None) -> list[Picture]:
    topic = topic_shown(trends, region)
    if topic is None:
        return []
    tiles = [
        StateTile(one.code, one.n_needs if one.has_answered else None, topic in one.topic_keys)
        for one in rows.state_lines(trends, region)
    ]
    names = dict(zip(trends.states["jurisdiction"], trends.states["state"], strict=True))
    told = trend_pictures.of_needs_map(tiles, names, place_of(trends, region))
    return [
        Picture(
            "needs-map", "Map of needs", told, region, partial(tile_charts.needs_map, tiles),
            partial(slides.needs_map, tiles=tiles), "Needs that each state or territory named.",
        ),
        Picture(
            "topic-map", "Map of a topic", _topic_told(trends, region, topic), region,
            partial(tile_charts.topic_map, tiles), partial(slides.topic_map, tiles=tiles),
            "States and territories that ask for the topic, of those that answered.",
        ),
    ]  # fmt: skip


def _topic_told(trends: Trends, region: int | None, topic: str) -> str:
    n_asking = int((trends.by_region["topic"] == topic).sum())
    n_regions = sum(n > 0 for n in answered(trends).values())
    return trend_pictures.of_topic_map(
        trends.topic_title(topic),
        place_of(trends, region),
        n_states=int(counts_of(trends, region).iloc[0]["n_states"]),
        n_equal=_n_equal(trends, region),
        regions=(n_asking, n_regions) if region is None else None,
    )


def _n_equal(trends: Trends, region: int | None) -> int:
    """How many topics are asked for by as many as the first."""
    n_states = counts_of(trends, region)["n_states"]
    return int((n_states == n_states.max()).sum())


def _unique(trends: Trends, region: int | None) -> Picture | None:
    counted = Counter(one.state for one in rows.unique_requests(trends, region))
    words = "needs that only this state or territory has"
    told = [BarRow(*one) for one in counted.most_common()]
    return _bars("unique", "Only one asks", unique_told(trends, region), region, told, words)


def _left(trends: Trends, region: int | None) -> Picture | None:
    words = "needs without a center, of all needs on the topic"
    topics = rows.left_topics(trends, region)
    left = [BarRow(*one) for one in topics] if any(one.n_without for one in topics) else []
    return _bars("left", "Without a center", left_told(trends, region), region, left, words)


def _taken(trends: Trends, region: int | None) -> Picture | None:
    of = taken_up(trends, region)
    if not of.centers:
        return None
    return Picture(
        "taken", "Needs and centers", taken_told(of), region, partial(center_charts.taken, of),
        partial(slides.taken, of=of),
        of_cut(center_charts.KEY, n_shown=MOST_ROWS - 1, n_all=len(of.rows)),
    )  # fmt: skip


def _centers(trends: Trends, region: int | None) -> Picture | None:
    words = "activities that stand in a plan, of those that the center leads"
    led = [
        BarRow(one["center"], one["n_entered"], one["n_activities"])
        for one in rows.center_lines(trends, region)
    ]
    told = activities_told(trends, region)
    return _bars("centers", "Activities by center", told, region, led, words)


def _purposes(trends: Trends, region: int | None) -> Picture:
    of = share_rows(figures_of(trends, region))
    return Picture(
        "purposes", "What the cycle is for", findings.of_purposes(of), region,
        partial(topic_charts.purposes, of), partial(slides.shares, rows=of),
        "Needs and activities; an activity that combines several forms counts for each.",
    )  # fmt: skip


def _bars(
    key: str, name: str, title: str, region: int | None, shown: Sequence[BarRow], words: str
) -> Picture | None:
    if not shown:
        return None
    foot = of_cut(f"{words[:1].upper()}{words[1:]}.", n_shown=MOST_ROWS, n_all=len(shown))
    return Picture(
        key, name, title, region, partial(bars, shown, words=words),
        partial(slides.bars, rows=shown[:MOST_ROWS]), foot,
    )  # fmt: skip
