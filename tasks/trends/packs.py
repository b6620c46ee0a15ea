"""Send the pack of the all-hands meetings (3.9), in an edition for each region."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.declared import Declared
from config.packs import Pack
from config.vocabulary import SCOPE_OF, Occasion, Purpose, Role, Scope
from tasks import opening
from tasks.asking import notice, owe, today
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.trends.edition import Edition, editions
from tasks.trends.record import read_trends
from tat import messages, notices, people
from tat.database import Tat, read, write
from tat.messages import Document
from tat.notices import Owed
from tat.people import Directory, Somebody

Receivers = Mapping[int | None, Mapping[Somebody, Pack]]
"""Who gets which pack, by the region of the edition; None is the nation's."""


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
    made = editions(trends, receivers)
    with write(step.tracker) as tat:
        return owe(tat, step, list(_notices(tat, step, made, receivers, days)))


def _receivers(tat: Tat, step: StepRef) -> Receivers:
    """Who is to get each edition; nobody once they were sent, all in one transaction."""
    if notices.told_subjects(tat, step.cycle, Purpose.ALL_HANDS_PACK):
        return {}
    return receivers_of_packs(people.directory(tat), step.declared)


def receivers_of_packs(directory: Directory, declared: Declared) -> Receivers:
    """Who gets which edition: those of a region and its states theirs, the others the nation's.

    Somebody who is named by several packs gets the first.
    """
    found: dict[int | None, dict[Somebody, Pack]] = {}
    for pack in declared.rules.packs_for(Occasion.ALL_HANDS):
        for region, person in _named_by(pack, directory, declared):
            found.setdefault(region, {}).setdefault(person, pack)
    return found


def _named_by(
    pack: Pack, directory: Directory, declared: Declared
) -> Iterator[tuple[int | None, Somebody]]:
    roles = [Role(role) for role in pack.to]
    of_region = [role for role in roles if SCOPE_OF[role] in (Scope.REGION, Scope.JURISDICTION)]
    of_nation = [role for role in roles if SCOPE_OF[role] == Scope.NATION]
    of_center = [role for role in roles if SCOPE_OF[role] == Scope.CENTER]
    for region in directory.states_of:
        yield from ((region, one.person) for one in directory.in_region(of_region, region))
    yield from ((None, one.person) for one in directory.holding(of_nation))
    for center in declared.centers:
        yield from ((None, one.person) for one in directory.holding(of_center, center=center))


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
            names: messages.keep(tat, [_document(name, edition, step.declared) for name in names])
            for names in {pack.documents for pack in of_edition.values()}
        }
        for person, pack in of_edition.items():
            details = told | {"files": kept[pack.documents]}
            yield notice(step, Purpose.ALL_HANDS_PACK, person, _subject(region), **details)


def _document(name: str, edition: Edition, declared: Declared) -> Document:
    if name in edition.documents:
        return edition.documents[name]
    resource = declared.resources[name]
    return Document(f"{resource.title}.txt", resource.text.encode())


def _subject(region: int | None) -> str:
    return "nation" if region is None else f"region {region}"
