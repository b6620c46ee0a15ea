"""Send the pack of the all-hands meetings (3.9), in an edition for each region."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.scopes import region_scope
from config.vocabulary import Occasion, Purpose
from tasks import opening
from tasks.asking import notice, owe, today
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.trends.edition import Edition, editions_for, keep_documents
from tasks.trends.receivers import Receivers, receivers_of_packs
from tasks.trends.record import read_trends
from tat import notices, people
from tat.database import Tat, read, write
from tat.notices import Owed


@repeatable_task
def send_all_hands_packs(step: StepRef) -> int:
    """Send the figures of the day to those who meet, once, as the all-hands window opens (3.9)."""
    with read(step.tracker) as tat:
        window = opening.window(tat, step.cycle, step.number, Occasion.ALL_HANDS)
        is_open = window.starts_on <= today(step) <= window.ends_on
        receivers = _receivers(tat, step) if is_open else {}
        if not receivers:
            return 0
        days = {"starts_on": window.starts_on.isoformat(), "ends_on": window.ends_on.isoformat()}
        trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    made = editions_for(trends, receivers)
    with write(step.tracker) as tat:
        return owe(tat, step, list(_notices(tat, step, made, receivers, days)))


def _receivers(tat: Tat, step: StepRef) -> Receivers:
    """Who is to get each edition; nobody once they were sent, all in one transaction."""
    if notices.told_subjects(tat, step.cycle, Purpose.ALL_HANDS_PACK):
        return {}
    return receivers_of_packs(people.directory(tat), step.declared, Occasion.ALL_HANDS)


def _notices(
    tat: Tat,
    step: StepRef,
    made: Mapping[int | None, Edition],
    receivers: Receivers,
    days: Mapping[str, str],
) -> Iterator[Owed]:
    for region, of_edition in receivers.items():
        edition = made[region]
        told: dict[str, Any] = {"title": edition.title, "sentences": edition.sentences, **days}
        kept = {
            pack: keep_documents(tat, pack.documents, edition, step.declared, region=region)
            for pack in set(of_edition.values())
        }
        for person, pack in of_edition.items():
            details = told | kept[pack]
            yield notice(step, Purpose.ALL_HANDS_PACK, person, _subject(region), **details)


def _subject(region: int | None) -> str:
    return region_scope(region)
