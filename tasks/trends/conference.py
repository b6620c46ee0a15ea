"""Let the invitation to a regional conference call bring the region's figures (3.3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from config.rules import MeetingRule
from config.vocabulary import SCOPE_OF, MeetingKind, Purpose, Scope
from tasks.asking import today
from tasks.steps import StepRef
from tasks.trends.edition import editions
from tasks.trends.record import read_trends
from tat import meetings, messages, notices
from tat.database import Tat
from tat.messages import Document
from tat.notices import Owed
from tat.people import Directory
from tat.schema import Meeting

OF_REGION = tuple(
    role for role, scope in SCOPE_OF.items() if scope in (Scope.REGION, Scope.JURISDICTION)
)
"""Who gets the figures with it: the centers have had those of all regions (3.2)."""


def pages_to_bring(
    tat: Tat, step: StepRef, told: Sequence[tuple[MeetingRule, Meeting]], directory: Directory
) -> dict[int, Document]:
    """Make the page of every region in which somebody is about to be invited for the first time."""
    subjects = notices.told(tat, step.cycle, Purpose.MEETING_INVITATION)
    known = {(subject, person_id) for subject, person_id, _round in subjects}
    regions = set()
    for rule, meeting in told:
        if rule.kind != MeetingKind.REGIONAL_CONFERENCE or meeting.region is None:
            continue
        of_region = {holder.person.id for holder in directory.in_region(OF_REGION, meeting.region)}
        invited = meetings.whom_to_invite(directory, rule.invited, meeting.region)
        ours = of_region & {person.id for person in invited} - {meeting.by_person_id}
        subject = meetings.notice_subject(meeting)
        if any((subject, person_id) not in known for person_id in ours):
            regions.add(meeting.region)
    return _pages(tat, step, regions)


def _pages(tat: Tat, step: StepRef, regions: Collection[int]) -> dict[int, Document]:
    if not regions:
        return {}
    trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    made = editions(trends, sorted(regions))
    return {region: made[region].documents["trend-page"] for region in regions}


def with_region_trends(
    tat: Tat,
    step: StepRef,
    owed: Sequence[Owed],
    directory: Directory,
    pages: Mapping[int, Document],
) -> list[Owed]:
    """Put the region's page to the first invitation of everybody of the region.

    Args:
        pages: those made before; one that is missing, because a meeting got its date this very
            moment, is made here.
    """
    fresh = _first_invitations(tat, step, owed, directory)
    if not fresh:
        return list(owed)
    found = {**pages, **_pages(tat, step, set(fresh.values()) - pages.keys())}
    files = {region: messages.keep(tat, [found[region]]) for region in set(fresh.values())}
    return [
        replace(one, details=one.details | {"files": files[fresh[_key(one)]]})
        if _key(one) in fresh
        else one
        for one in owed
    ]


def _first_invitations(
    tat: Tat, step: StepRef, owed: Sequence[Owed], directory: Directory
) -> dict[tuple[str, int], int]:
    """Meeting and person of each that brings the figures, and of which region."""
    told = notices.told(tat, step.cycle, Purpose.MEETING_INVITATION)
    known = {(subject, person_id) for subject, person_id, _round in told}
    first = [
        one
        for one in owed
        if one.details["kind"] == MeetingKind.REGIONAL_CONFERENCE and _key(one) not in known
    ]
    people = {
        region: {holder.person.id for holder in directory.in_region(OF_REGION, region)}
        for region in {one.details["region"] for one in first}
    }
    return {
        _key(one): one.details["region"]
        for one in first
        if one.person_id in people[one.details["region"]]
    }


def _key(owed: Owed) -> tuple[str, int]:
    return owed.subject, owed.person_id
