"""Editions of the trends: what one reader gets, of the nation or with a region's own figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from config.declared import Declared
from tasks.trends.page import national_chart, page
from tasks.trends.record import Trends, read_trends
from tasks.trends.sentences import what_is_asked, what_is_offered
from tasks.trends.tables import activities_csv, requests_csv, topics_csv
from tat.database import Tat
from tat.messages import Document


@dataclass(frozen=True)
class Edition:
    """The trends for one kind of reader."""

    title: str
    """"the nation" or "Region 8"."""
    sentences: list[str]
    """What the figures say: of the nation or of the region."""
    documents: Mapping[str, Document]
    """A page that stands alone, and the tables as csv files, by their names in rules.toml."""


def region_edition(
    tat: Tat, cycle: str, declared: Declared, region: int | None, *, on: date
) -> Edition:
    """Make the edition of a region, or with None of the nation, from the record as it stands now.

    To send it along, keep its documents (`tat.messages.keep`) in the details of the notice, under
    `files`: the letter then brings the figures of this moment.
    """
    return editions(read_trends(tat, cycle, declared, on=on), [region])[region]


def editions(trends: Trends, regions: Iterable[int | None]) -> dict[int | None, Edition]:
    """Make several editions of the same figures, by region; None is the nation's."""
    national = national_chart(trends)
    return {region: _edition(trends, region, national) for region in regions}


def _edition(trends: Trends, region: int | None, national: str) -> Edition:
    where = "" if region is None else f" Region {region}"
    html = page(trends, region, national=national)
    return Edition(
        title=trends.place_name(region),
        sentences=what_is_asked(trends, region) + what_is_offered(trends, region),
        documents={
            "trend-page": Document(f"TA needs and trends{where}.html", html.encode()),
            "needs-by-topic": topics_csv(trends),
            "requests": requests_csv(trends, region),
            "activities": activities_csv(trends, region),
        },
    )
