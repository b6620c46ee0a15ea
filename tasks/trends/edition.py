"""Editions of the trends: what one reader gets, of the nation or with a region's own figures."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from config.declared import Declared
from config.packs import TREND_DOCUMENTS
from tasks.trends.page import national_chart, page
from tasks.trends.record import Trends, read_trends
from tasks.trends.sentences import what_is_asked, what_is_offered
from tasks.trends.tables import activities_csv, requests_csv, topics_csv
from tat import messages
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

    To send it along, put `keep_documents` into the details of the notice: the letter then brings
    the figures of this moment.
    """
    return editions(read_trends(tat, cycle, declared, on=on), [region])[region]


def editions(
    trends: Trends, regions: Iterable[int | None], names: Collection[str] = TREND_DOCUMENTS
) -> dict[int | None, Edition]:
    """Make several editions of the same figures, by region; None is the nation's.

    Args:
        names: which documents are wanted. The page costs the most, by its charts.
    """
    makers = _makers(trends)
    wanted = [name for name in makers if name in names]
    return {
        region: Edition(
            title=trends.place_name(region),
            sentences=what_is_asked(trends, region) + what_is_offered(trends, region),
            documents={name: makers[name](region) for name in wanted},
        )
        for region in regions
    }


def keep_documents(
    tat: Tat, names: Iterable[str], edition: Edition, declared: Declared
) -> dict[str, Any]:
    """Keep documents as they are now; gives what the details of a notice say of them.

    Args:
        names: as in a pack of the rules: of the edition, or of files in resources/.
    """
    documents = [_document(name, edition, declared) for name in names]
    return {"files": messages.keep(tat, documents)}


def _makers(trends: Trends) -> Mapping[str, Callable[[int | None], Document]]:
    """How each document of an edition is made; the nation's chart is drawn once for all pages."""
    national = cache(lambda: national_chart(trends))
    return {
        "trend-page": lambda region: _page(trends, region, national()),
        "needs-by-topic": lambda _region: topics_csv(trends),
        "requests": lambda region: requests_csv(trends, region),
        "activities": lambda region: activities_csv(trends, region),
    }


def _page(trends: Trends, region: int | None, national: str) -> Document:
    where = "" if region is None else f" Region {region}"
    html = page(trends, region, national=national)
    return Document(f"TA needs and trends{where}.html", html.encode())


def _document(name: str, edition: Edition, declared: Declared) -> Document:
    if name in edition.documents:
        return edition.documents[name]
    resource = declared.resources[name]
    return Document(f"{resource.title}.txt", resource.text.encode())
