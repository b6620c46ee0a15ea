"""Let the invitation to a regional conference call bring the region's figures (3.3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from config.packs import Pack
from config.rules import MeetingRule
from config.vocabulary import MeetingKind, Purpose
from tasks.asking import today
from tasks.steps import StepRef
from tasks.trends.edition import Edition, editions, keep_documents
from tasks.trends.receivers import Receivers, names_in, receivers_of_packs
from tasks.trends.record import read_trends
from tat import meetings, notices, subjects
from tat.database import Tat
from tat.notices import Owed
from tat.people import Directory
from tat.schema import Meeting

Editions = Mapping[int | None, Edition]
Brought = tuple[int | None, Pack]
"""The region of an edition, None for the nation's, and what of it somebody gets."""


def editions_to_bring(
    tat: Tat, step: StepRef, told: Sequence[tuple[MeetingRule, Meeting]], directory: Directory
) -> Editions:
    """Make the edition of every region in which somebody gets it who is about to be invited."""
    receivers = _receivers(step, directory)
    known = _known(tat, step)
    regions = {
        brought[0]
        for rule, meeting in told
        if rule.kind == MeetingKind.REGIONAL_CONFERENCE
        for person in meetings.whom_to_invite(directory, rule.invited, meeting.region)
        if person.id != meeting.by_person_id
        and (subjects.meeting(meeting.id), person.id) not in known
        and (brought := _brought(receivers, person.id, meeting.region))
    }
    return _editions(tat, step, regions, receivers)


def with_region_trends(
    tat: Tat, step: StepRef, owed: Sequence[Owed], directory: Directory, made: Editions
) -> list[Owed]:
    """Put the figures to the first invitation of everybody whom the rules' packs name.

    Args:
        made: editions made before; one that is missing, because a meeting got its date this very
            moment, is made here.
    """
    receivers = _receivers(step, directory)
    fresh = _first_invitations(tat, step, owed, receivers)
    if not fresh:
        return list(owed)
    missing = {region for region, _pack in fresh.values()} - made.keys()
    found = {**made, **_editions(tat, step, missing, receivers)}
    kept = {
        (region, pack): keep_documents(
            tat, pack.documents, found[region], step.declared, region=region
        )
        for region, pack in set(fresh.values())
    }
    return [
        replace(one, details=one.details | kept[fresh[_key(one)]]) if _key(one) in fresh else one
        for one in owed
    ]


def _receivers(step: StepRef, directory: Directory) -> Receivers:
    return receivers_of_packs(directory, step.declared, MeetingKind.REGIONAL_CONFERENCE)


def _brought(receivers: Receivers, person_id: int, region: int | None) -> Brought | None:
    """What somebody gets with the invitation to a region's call: of the region, else the nation."""
    for edition in (region, None):
        for person, pack in receivers.get(edition, {}).items():
            if person.id == person_id:
                return edition, pack
    return None


def _editions(
    tat: Tat, step: StepRef, regions: Iterable[int | None], receivers: Receivers
) -> Editions:
    regions = list(regions)
    if not regions:
        return {}
    trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    return editions(trends, regions, names_in(receivers))


def _first_invitations(
    tat: Tat, step: StepRef, owed: Sequence[Owed], receivers: Receivers
) -> dict[tuple[str, int], Brought]:
    """Meeting and person of each that brings figures, and what it brings."""
    known = _known(tat, step)
    return {
        _key(one): brought
        for one in owed
        if one.details["kind"] == MeetingKind.REGIONAL_CONFERENCE
        and _key(one) not in known
        and (brought := _brought(receivers, one.person_id, one.details["region"]))
    }


def _known(tat: Tat, step: StepRef) -> set[tuple[str, int]]:
    """Meeting and person of every invitation that was ever owed."""
    told = notices.told(tat, step.cycle, Purpose.MEETING_INVITATION)
    return {(subject, person_id) for subject, person_id, _round in told}


def _key(owed: Owed) -> tuple[str, int]:
    return owed.subject, owed.person_id
