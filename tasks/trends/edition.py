"""Editions of the trends: what one reader gets, of the nation or with a region's own figures."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.declared import Declared
from config.packs import TREND_DOCUMENTS
from tasks.lacking import CANNOT_BE_MADE, Lacking, not_made
from tasks.letter_documents import resource_document
from tasks.trends.page import page
from tasks.trends.receivers import Receivers, names_in
from tasks.trends.record import Trends, read_trends
from tasks.trends.sentences import what_is_asked, what_is_offered
from tasks.trends.slides import slides_in_one
from tasks.trends.tables import activities_csv, requests_csv, topics_csv
from tasks.trends.workbook import workbook
from tat import messages
from tat.database import Tat
from tat.messages import Document

Maker = Callable[[int | None], Document]
"""Makes a document of a region, or with None of the nation."""


@dataclass(frozen=True)
class Edition:
    """The trends for one kind of reader."""

    title: str
    """"the nation" or "Region 8"."""
    sentences: list[str]
    """What the figures say: of the nation or of the region."""
    documents: Mapping[str, Document]
    """A page that stands alone, the figures as a workbook, the charts as slides, and tables as csv
    files, by their names in rules.toml."""
    lacking: Mapping[str, Lacking]
    """Why others could not be made."""


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
        names: which documents are wanted. The slides cost the most, a second for each edition.
    """
    makers = _makers(trends)
    wanted = {name: maker for name, maker in makers.items() if name in names}
    return {region: _edition(trends, region, wanted) for region in regions}


def editions_for(trends: Trends, receivers: Receivers) -> dict[int | None, Edition]:
    """Make of each edition the documents that somebody gets."""
    return {
        region: editions(trends, [region], names_in({region: of_edition}))[region]
        for region, of_edition in receivers.items()
    }


def keep_documents(
    tat: Tat, names: Iterable[str], edition: Edition, declared: Declared, *, region: int | None
) -> dict[str, Any]:
    """Keep documents as they are now; gives what the details of a notice say of them.

    Where one is missing, none is kept: its mail waits until all can be made.

    Args:
        names: as in a pack of the rules: of the edition, or of files in resources/.
    """
    names = list(names)
    try:
        documents = [_document(name, edition, declared) for name in names]
    except Lacking as lacking:
        said = {"name": lacking.name, "cause": lacking.cause, "act": lacking.act}
        return {"lacking": said | {"names": names, "region": region}}
    return {"files": messages.keep(tat, documents)}


def _edition(trends: Trends, region: int | None, makers: Mapping[str, Maker]) -> Edition:
    documents: dict[str, Document] = {}
    lacking: dict[str, Lacking] = {}
    for name, maker in makers.items():
        try:
            documents[name] = maker(region)
        except CANNOT_BE_MADE as error:
            lacking[name] = not_made(name, error)
    return Edition(
        title=trends.place_name(region),
        sentences=what_is_asked(trends, region) + what_is_offered(trends, region),
        documents=documents,
        lacking=lacking,
    )


def _makers(trends: Trends) -> Mapping[str, Maker]:
    """How each document of an edition is made."""
    return {
        "trend-page": lambda region: _page(trends, region),
        "trend-workbook": lambda region: workbook(trends, region),
        "trend-slides": lambda region: slides_in_one(trends, region),
        "needs-by-topic": lambda _region: topics_csv(trends),
        "requests": lambda region: requests_csv(trends, region),
        "activities": lambda region: activities_csv(trends, region),
    }


def _page(trends: Trends, region: int | None) -> Document:
    where = "" if region is None else f" Region {region}"
    html = page(trends, region)
    return Document(f"TA needs and trends{where}.html", html.encode())


def _document(name: str, edition: Edition, declared: Declared) -> Document:
    if name in edition.lacking:
        raise edition.lacking[name]
    return edition.documents.get(name) or resource_document(name, declared)
