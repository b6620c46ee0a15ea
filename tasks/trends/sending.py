"""Send the trends as step 3 opens (3.2): to the centers, and to the Specialists of each region."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.vocabulary import Purpose, Role
from tasks.asking import notice, owe, today
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.trends.edition import editions
from tasks.trends.frames import in_region
from tasks.trends.record import Trends, read_trends
from tasks.trends.sentences import what_is_asked
from tasks.trends.tables import requests_csv, topics_csv
from tat import messages, notices, people
from tat.database import Tat, read, write
from tat.messages import Document
from tat.notices import Owed
from tat.people import Somebody

OF_CENTERS = (Role.CENTER_LEAD, Role.PROJECT_LEAD)

Receivers = Mapping[int | None, list[Somebody]]
"""Who gets the trends, by region; None is the nation."""


@repeatable_task
def send_trends(step: StepRef) -> int:
    """Send what the states ask for to the centers, and to Specialists with their region's page.

    The Specialists lead the regional conference calls (3.3), which look at it.
    """
    with read(step.tracker) as tat:
        receivers = _receivers(tat, step)
        if not any(receivers.values()):
            return 0
        trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    documents = _documents(trends, receivers)
    with write(step.tracker) as tat:
        return owe(tat, step, list(_notices(tat, step, trends, receivers, documents)))


def _receivers(tat: Tat, step: StepRef) -> Receivers:
    """Who is to get the trends; nobody once anybody was told."""
    if notices.told_subjects(tat, step.cycle, Purpose.TRENDS):
        return {}
    directory = people.directory(tat)
    of_centers = [
        holder.person
        for center in step.declared.centers
        for holder in directory.holding(OF_CENTERS, center=center)
    ]
    of_regions: dict[int | None, list[Somebody]] = {
        region: [holder.person for holder in directory.in_region([Role.SPECIALIST], region)]
        for region in directory.states_of
    }
    return {None: of_centers} | of_regions


def _documents(trends: Trends, receivers: Receivers) -> dict[int | None, list[Document]]:
    """The tables of the nation, and everything of a region but its activities: it has none yet."""
    regions = [region for region in receivers if region is not None]
    made = editions(trends, regions)
    names = ("trend-page", "needs-by-topic", "requests")
    of_regions: dict[int | None, list[Document]] = {
        region: [made[region].documents[name] for name in names] for region in regions
    }
    return {None: [topics_csv(trends), requests_csv(trends)]} | of_regions


def _notices(
    tat: Tat,
    step: StepRef,
    trends: Trends,
    receivers: Receivers,
    documents: Mapping[int | None, list[Document]],
) -> Iterator[Owed]:
    for region, receivers_of in receivers.items():
        states = in_region(trends.states, region)
        details: dict[str, Any] = {
            "title": trends.place_name(region),
            "n_states": int(states["has_answered"].sum()),
            "n_needs": len(in_region(trends.needs, region)),
            "sentences": what_is_asked(trends, region),
            "files": messages.keep(tat, documents[region]),
        }
        subject = "cycle" if region is None else f"region {region}"
        yield from (notice(step, Purpose.TRENDS, one, subject, **details) for one in receivers_of)
