"""Send the trends as step 3 opens (3.2): to the centers, and to the Specialists of each region."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.scopes import region_scope
from config.vocabulary import Purpose
from tasks.asking import notice, owe, today
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.trends.edition import Edition, editions_for, keep_documents
from tasks.trends.frames import in_region
from tasks.trends.receivers import Receivers, receivers_of_packs
from tasks.trends.record import Trends, read_trends
from tasks.trends.sentences import what_is_asked
from tat import notices, people
from tat.database import Tat, read, write
from tat.notices import Owed


@repeatable_task
def send_trends(step: StepRef) -> int:
    """Send what the states ask for to the centers, and to Specialists with their region's page.

    The Specialists lead the regional conference calls (3.3), which look at it. Who gets what of it
    is in the packs of the rules.
    """
    with read(step.tracker) as tat:
        receivers = _receivers(tat, step)
        if not receivers:
            return 0
        trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    made = editions_for(trends, receivers)
    with write(step.tracker) as tat:
        return owe(tat, step, list(_notices(tat, step, trends, made, receivers)))


def _receivers(tat: Tat, step: StepRef) -> Receivers:
    """Who is to get each edition; nobody once anybody was told."""
    if notices.told_subjects(tat, step.cycle, Purpose.TRENDS):
        return {}
    return receivers_of_packs(people.directory(tat), step.declared, Purpose.TRENDS)


def _notices(
    tat: Tat,
    step: StepRef,
    trends: Trends,
    made: Mapping[int | None, Edition],
    receivers: Receivers,
) -> Iterator[Owed]:
    for region, of_edition in receivers.items():
        states = in_region(trends.states, region)
        told: dict[str, Any] = {
            "title": made[region].title,
            "n_states": int(states["has_answered"].sum()),
            "n_needs": len(in_region(trends.needs, region)),
            "sentences": what_is_asked(trends, region),
        }
        kept = {
            pack: keep_documents(tat, pack.documents, made[region], step.declared, region=region)
            for pack in set(of_edition.values())
        }
        subject = "cycle" if region is None else region_scope(region)
        for person, pack in of_edition.items():
            yield notice(step, Purpose.TRENDS, person, subject, **told | kept[pack])
