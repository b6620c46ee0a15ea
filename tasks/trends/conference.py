"""Let the invitation to a regional conference call bring the region's figures (3.3)."""

from collections.abc import Sequence
from dataclasses import replace

from config.vocabulary import SCOPE_OF, MeetingKind, Purpose, Scope
from tasks.asking import today
from tasks.steps import StepRef
from tasks.trends.edition import editions
from tasks.trends.record import read_trends
from tat import messages, notices
from tat.database import Tat
from tat.notices import Owed
from tat.people import Directory

OF_REGION = tuple(
    role for role, scope in SCOPE_OF.items() if scope in (Scope.REGION, Scope.JURISDICTION)
)
"""Who gets the figures with it: the centers have had those of all regions (3.2)."""


def with_region_trends(
    tat: Tat, step: StepRef, owed: Sequence[Owed], directory: Directory
) -> list[Owed]:
    """Put the region's page to the first invitation of everybody of the region."""
    fresh = _first_invitations(tat, step, owed, directory)
    if not fresh:
        return list(owed)
    trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    made = editions(trends, sorted(set(fresh.values())))
    files = {
        region: messages.keep(tat, [edition.documents["trend-page"]])
        for region, edition in made.items()
    }
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
