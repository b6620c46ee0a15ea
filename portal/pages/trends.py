"""The page of the trends: what is asked for, of what its reader has chosen; its files."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from config.packs import SLIDES
from portal.attachment import attachment
from portal.context import OwnVisitorHere, PortalHere
from portal.refusing import NotThere
from portal.standing.looking import Look, look
from portal.standing.trends import open_to, plans_of, read_choice
from portal.who_sees import Page
from tasks.trends.choice import OF_PLACES, Choice, Filter, Options, options
from tasks.trends.choice_told import title_of
from tasks.trends.edition import editions
from tasks.trends.live import live
from tasks.trends.record import Trends, read_trends
from tat.last_day import day_of_figures
from templates.reports.trend_choices import LABELS
from templates.workbooks import XLSX

router = APIRouter()

MOST_LISTED = 60
"""So many single needs stand in a list; the workbook has them all."""


class Given(BaseModel):
    """What the address chooses, as it stands there."""

    region: str = ""
    state: str = ""
    topic: str = ""
    priority: str = ""
    requirement: str = ""
    type: str = ""
    form: str = ""
    center: str = ""
    office: str = ""


class TrendFile(StrEnum):
    """What of an edition can be downloaded."""

    WORKBOOK = "workbook"
    PAGE = "page"
    SLIDES = "slides"


DOCUMENTS = {
    TrendFile.WORKBOOK: ("trend-workbook", XLSX),
    TrendFile.PAGE: ("trend-page", "text/html"),
    TrendFile.SLIDES: (SLIDES, "application/zip"),
}
"""The document of the packs of the rules, and its media type."""


@router.get("/l/{token}/trends")
@router.head("/l/{token}/trends")
def trends(
    portal: PortalHere, visitor: OwnVisitorHere, given: Annotated[Given, Query()]
) -> HTMLResponse:
    """Show the trends of what is chosen in the address: a place, some needs, some activities."""
    with look(portal, visitor) as here:
        plans, seen = plans_of(here), here.sight(Page.TRENDS)
        is_open, figures = open_to(plans, seen), _read(here)
        possible = is_open.narrowed(options(figures))
        choice, faults = read_choice(given.model_dump(), possible, figures)
        if faults:
            return _page(here, possible, choice, choice, faults=faults)
        completed = is_open.completed(choice)
        if completed is None:
            raise NotThere
        readable = here.sight_or_nothing(Page.PLAN)
        return _page(
            here, possible, choice, completed,
            live=live(figures, completed),
            readable={one.jurisdiction for one in plans if one.id in readable.plan_ids},
            files=_files(here, plans, completed),
        )  # fmt: skip


def _page(
    here: Look,
    possible: Options,
    asked: Choice,
    choice: Choice,
    *,
    faults: Sequence[str] = (),
    **shown: Any,
) -> HTMLResponse:
    """The page: what its address asked for, and what is shown of it; of what is wrong nothing."""
    title = "TA needs and trends"
    if not faults:
        title = f"{title}: {title_of(choice, possible)}"
    nothing: dict[str, Any] = {"live": None, "readable": frozenset(), "files": None}
    response = here.shown(
        "trends", title, here="trends", cycle=here.cycle, faults=faults, options=possible,
        choice=choice, without={one: _query(asked, one) for one in asked},
        in_state=_query(asked, *OF_PLACES), labels=LABELS, most_listed=MOST_LISTED,
        **nothing | shown,
    )  # fmt: skip
    response.status_code = 422 if faults else 200
    return response


def _query(asked: Choice, *left_out: Filter) -> str:
    """The address of the same choice without some filters."""
    return urlencode([(str(one), value) for one, value in asked.items() if one not in left_out])


@router.get("/l/{token}/trends/{file}")
@router.head("/l/{token}/trends/{file}")
def download(
    portal: PortalHere,
    visitor: OwnVisitorHere,
    file: TrendFile,
    region: Annotated[str, Query()] = "",
) -> Response:
    """The figures of the nation or a region: a workbook, a page that stands alone, or slides."""
    name, media_type = DOCUMENTS[file]
    with look(portal, visitor) as here:
        seen = here.sight(Page.TREND_FILES)
        if region not in open_to(plans_of(here), seen).editions:
            raise NotThere
        figures = _read(here)
    chosen = int(region) if region else None
    edition = editions(figures, [chosen], [name])[chosen]
    if name in edition.lacking:
        raise edition.lacking[name]
    document = edition.documents[name]
    return attachment(document.name, document.content, media_type)


def _read(here: Look) -> Trends:
    today = here.now.astimezone(ZoneInfo(here.cycle.time_zone)).date()
    on = day_of_figures(here.tat, here.cycle.name, today=today)
    return read_trends(here.tat, here.cycle.name, here.declared, on=on)


def _files(here: Look, plans: Sequence[Any], choice: Choice) -> str | None:
    """The region of the edition nearest to the choice; None where no file is open to the reader."""
    region = choice.get(Filter.REGION, "")
    if Filter.STATE in choice:
        of = {one.jurisdiction: str(one.region) for one in plans}
        region = of[choice[Filter.STATE]]
    there = open_to(plans, here.sight_or_nothing(Page.TREND_FILES)).editions
    return region if region in there else None
