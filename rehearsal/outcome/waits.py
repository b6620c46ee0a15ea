"""Who kept whom waiting, in days from the asking to the answer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

import sqlalchemy as sa

from config.titles import TITLE_OF
from config.vocabulary import PromptKind, Role
from tat.database import Tat
from tat.schema import Jurisdiction, Person, Plan, Prompt
from tat.statuses import PromptState

N_PEOPLE = 15
"""How many people the report names."""

SECONDS_A_DAY = 86_400

PARTY = {
    **TITLE_OF,
    Role.OCC: "OCC",
    Role.OHS: "OHS",
    Role.COR: "COR or FPO",
    Role.FPO: "COR or FPO",
}
"""What a role is called here: a center has a COR or an FPO, and they do the same."""

WAITING_ROLE = {
    PromptKind.MEETING_DATE: Role.REGIONAL_MANAGER,
    PromptKind.MEETING_RECORD: Role.REGIONAL_MANAGER,
    PromptKind.WORKSHEET: Role.REGIONAL_MANAGER,
    PromptKind.SCRIPT_APPROVAL: Role.SPECIALIST,
    PromptKind.CALL_PROPOSAL: Role.ADMINISTRATOR,
    PromptKind.CALL_AGREEMENT: Role.SPECIALIST,
    PromptKind.CALL_RECORD: Role.ADMINISTRATOR,
    PromptKind.ACCURACY: Role.SPECIALIST,
    PromptKind.CENTER_REVIEW: Role.SPECIALIST,
    PromptKind.APPROACHES: Role.SPECIALIST,
    PromptKind.OFFICER_CONFIRMATION: Role.CENTER_LEAD,
    PromptKind.ENTRY: Role.REGIONAL_MANAGER,
    PromptKind.AFFIRMATION: Role.SPECIALIST,
    PromptKind.CONFIRMATION: Role.SPECIALIST,
    PromptKind.REVISION: Role.ADMINISTRATOR,
    PromptKind.CHANGE_AGREEMENT: Role.SPECIALIST,
    PromptKind.FINAL_REVIEW: Role.SPECIALIST,
    PromptKind.CONVERSION: Role.CENTER_LEAD,
    PromptKind.PACKAGE: Role.FPO,
    PromptKind.APPROVAL: Role.CENTER_LEAD,
    PromptKind.REWORK: Role.SPECIALIST,
    PromptKind.FINALIZATION: Role.ADMINISTRATOR,
    PromptKind.FINAL_AGREEMENT: Role.SPECIALIST,
    PromptKind.MAPPING: Role.CENTER_LEAD,
    PromptKind.FURTHER_CONFIRMATION: Role.SPECIALIST,
    PromptKind.PROGRESS: Role.SPECIALIST,
    PromptKind.REVIEW: Role.SPECIALIST,
    PromptKind.RECORD_CHECK: Role.REGIONAL_PARTNER,
}
"""Who goes on with the work, or gets the plan, once a question is answered."""


@dataclass(frozen=True)
class Wait:
    """One question that was answered, or still waits."""

    party: str
    waiting: str
    person_id: int
    person: str
    where: str
    """The center, the jurisdiction of an Administrator, else the region; empty for the nation."""
    asked_at: datetime
    answered_at: datetime | None

    def days(self, *, until: datetime) -> float:
        """Days from the asking to the answer, or to the end of the record."""
        return ((self.answered_at or until) - self.asked_at).total_seconds() / SECONDS_A_DAY


@dataclass(frozen=True)
class Waited:
    """How long some questions waited, in days rounded to one decimal."""

    n_answered: int
    median_days: float | None
    """Of those answered, as are the longest days; None where none is."""
    longest_days: float | None
    n_open: int
    open_days: float | None
    """How long the oldest that is not answered had waited when the record ends."""


@dataclass(frozen=True)
class RolesWaited:
    """How long the people of one role kept those of another waiting."""

    party: str
    waiting: str
    waited: Waited


@dataclass(frozen=True)
class PersonWaited:
    """How long one person kept others waiting."""

    person: str
    party: str
    where: str
    waited: Waited


def read_waits(tat: Tat, cycle: str) -> list[Wait]:
    """Every question that was answered or still waits; withdrawn ones kept nobody waiting."""
    rows = (
        sa.select(
            Prompt.kind, Prompt.role, Prompt.person_id, Person.name.label("person"), Prompt.center,
            Jurisdiction.name.label("place"), Jurisdiction.region, Prompt.asked_at,
            Prompt.closed_at,
        )
        .join(Person, Person.id == Prompt.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == cycle, Prompt.state != PromptState.WITHDRAWN)
        .order_by(Prompt.id)
    )  # fmt: skip
    return [
        Wait(
            party=PARTY[row.role],
            waiting=PARTY[WAITING_ROLE[row.kind]],
            person_id=row.person_id,
            person=row.person,
            where=_where(row),
            asked_at=row.asked_at,
            answered_at=row.closed_at,
        )
        for row in tat.execute(rows)
    ]


def by_roles(waits: Sequence[Wait], *, until: datetime) -> list[RolesWaited]:
    """How long each role kept each other role waiting; the longest answered wait first."""
    groups: dict[tuple[str, str], list[Wait]] = defaultdict(list)
    for wait in waits:
        groups[wait.party, wait.waiting].append(wait)
    found = [RolesWaited(*roles, _waited(group, until)) for roles, group in groups.items()]
    return sorted(found, key=lambda one: (-(one.waited.longest_days or 0), one.party, one.waiting))


def by_person(waits: Sequence[Wait], *, until: datetime) -> list[PersonWaited]:
    """The people who kept others waiting longest, counting what still waits."""
    groups: dict[tuple[int, str, str], list[Wait]] = defaultdict(list)
    for wait in waits:
        groups[wait.person_id, wait.party, wait.where].append(wait)
    found = [
        PersonWaited(group[0].person, party, where, _waited(group, until))
        for (_id, party, where), group in groups.items()
    ]
    ranked = sorted(found, key=lambda one: (-_rank(one.waited), one.person, one.party, one.where))
    return ranked[:N_PEOPLE]


def _rank(waited: Waited) -> float:
    return max(waited.longest_days or 0.0, waited.open_days or 0.0)


def _where(row: Any) -> str:
    if row.center is not None:
        return str(row.center)
    if row.role is Role.ADMINISTRATOR:
        return row.place or ""
    return f"region {row.region}" if row.region else ""


def _waited(waits: Sequence[Wait], until: datetime) -> Waited:
    answered = [wait.days(until=until) for wait in waits if wait.answered_at is not None]
    still = [wait.days(until=until) for wait in waits if wait.answered_at is None]
    return Waited(
        n_answered=len(answered),
        median_days=round(median(answered), 1) if answered else None,
        longest_days=round(max(answered), 1) if answered else None,
        n_open=len(still),
        open_days=round(max(still), 1) if still else None,
    )
