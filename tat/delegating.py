"""Delegate to somebody for some days, and take it back: checked, on record, in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import CONTRACTORS, FEDERAL, SCOPE_OF, Role, Scope
from tat import authors, ledger, people, subjects, who_may
from tat.database import Tat
from tat.people import Directory
from tat.refusals import Refused
from tat.schema import Delegation, Jurisdiction, Prompt
from tat.statuses import PromptState

WRITING_ROLES = (Role.SPECIALIST, Role.INFANT_TODDLER_SPECIALIST)
"""Who writes the plans of a state: its Administrator, who confirms them, names nobody of these."""


@dataclass(frozen=True)
class Wanted:
    """A delegation before it is on record: first and last day included."""

    person_id: int
    to_person_id: int
    starts_on: date
    ends_on: date
    reason: str
    by_person_id: int


def delegate(tat: Tat, wanted: Wanted, *, now: datetime) -> Delegation:
    """Put a delegation on record.

    Raises:
        Refused: in one sentence why it may not be, and what to do.
    """
    directory = people.directory(tat)
    _check(tat, wanted, directory, now=now)
    delegation = Delegation(
        person_id=wanted.person_id, to_person_id=wanted.to_person_id, starts_on=wanted.starts_on,
        ends_on=wanted.ends_on, reason=wanted.reason.strip(), by_person_id=wanted.by_person_id,
        at=now,
    )  # fmt: skip
    tat.add(delegation)
    tat.flush()
    _record(tat, delegation, "delegated", by_person_id=wanted.by_person_id, now=now)
    return delegation


def end(tat: Tat, delegation: Delegation, *, by_person_id: int, now: datetime) -> None:
    """Take a delegation back before its last day; one that is over stays as it is."""
    if delegation.ended_at is None:
        delegation.ended_at = now
        tat.flush()
        _record(tat, delegation, "ended a delegation", by_person_id=by_person_id, now=now)


def standing(tat: Tat, person_ids: Sequence[int], *, today: date) -> Sequence[Delegation]:
    """The delegations from or to some people that hold or are still to come."""
    rows = sa.select(Delegation).where(
        sa.or_(Delegation.person_id.in_(person_ids), Delegation.to_person_id.in_(person_ids)),
        Delegation.ended_at.is_(None),
        Delegation.ends_on >= today,
    )
    return tat.scalars(rows.order_by(Delegation.id)).all()


def check_may_arrange(directory: Directory, person_id: int, by_person_id: int) -> None:
    """Refuse that somebody arranges who answers for whom, where it is not theirs to do.

    The person, and staff of OCC and OHS; a Specialist too, but not for a federal role.
    """
    roles, of = directory.roles_of.get(by_person_id, frozenset()), _roles(directory, person_id)
    may = {Role.OCC, Role.OHS} if of & set(FEDERAL) else {Role.OCC, Role.OHS, Role.SPECIALIST}
    is_contractor = bool(roles & set(CONTRACTORS)) and bool(of & set(FEDERAL))
    if person_id != by_person_id and (is_contractor or not roles & may):
        name, by = (directory.people[one].name for one in (person_id, by_person_id))
        raise Refused(
            f"Nothing was changed: {by} cannot arrange who answers for {name}; {name} can, or OCC."
        )


def _check(tat: Tat, wanted: Wanted, directory: Directory, *, now: datetime) -> None:
    name = directory.people[wanted.person_id].name
    to = directory.people[wanted.to_person_id].name
    today = now.astimezone(ZoneInfo(directory.people[wanted.person_id].time_zone)).date()
    stays = f"Nothing was delegated to {to}"
    if wanted.person_id == wanted.to_person_id:
        raise Refused(f"{stays}: {name} answers for themselves already; name somebody else.")
    if wanted.ends_on < wanted.starts_on or wanted.ends_on < today:
        raise Refused(f"{stays}: {wanted.ends_on} is over before it begins; give a later last day.")
    if not wanted.reason.strip():
        raise Refused(f"{stays}: say why {name} cannot answer.")
    check_may_arrange(directory, wanted.person_id, wanted.by_person_id)
    of = _roles(directory, wanted.person_id)
    if why := who_may.why_not_in_place(of, _roles(directory, wanted.to_person_id)):
        raise Refused(f"{stays}: {why}; name somebody of the federal staff.")
    _check_chains(tat, wanted, directory, stays, today=today)
    _check_own_work(tat, wanted, directory, stays)


def _check_chains(
    tat: Tat, wanted: Wanted, directory: Directory, stays: str, *, today: date
) -> None:
    """One delegate for one person at a time, and no delegate has a delegate."""
    for one in standing(tat, [wanted.person_id, wanted.to_person_id], today=today):
        if one.ends_on < wanted.starts_on or wanted.ends_on < one.starts_on:
            continue
        if one.person_id == wanted.to_person_id or one.person_id == wanted.person_id:
            who, to = (directory.people[id_].name for id_ in (one.person_id, one.to_person_id))
            raise Refused(
                f"{stays}: {who} has delegated to {to} from {one.starts_on} to {one.ends_on}; "
                "end that first, or choose other days."
            )
        if one.to_person_id == wanted.person_id:
            who, by = (directory.people[id_].name for id_ in (one.to_person_id, one.person_id))
            raise Refused(
                f"{stays}: {who} answers for {by} until {one.ends_on}, and what was delegated is "
                "not delegated again."
            )


def _check_own_work(tat: Tat, wanted: Wanted, directory: Directory, stays: str) -> None:
    """Nobody gets to approve what they wrote, or will write."""
    for code in _states_of(directory, wanted.person_id):
        region = tat.get_one(Jurisdiction, code).region
        writing = directory.holding(WRITING_ROLES, jurisdiction=code, region=region)
        if wanted.to_person_id in {holder.person.id for holder in writing}:
            raise Refused(
                f"{stays}: they write the plan of {tat.get_one(Jurisdiction, code).name}, and "
                "nobody approves their own work; name somebody else."
            )
    rows = sa.select(Prompt).where(
        Prompt.person_id == wanted.person_id, Prompt.state == PromptState.OPEN,
        Prompt.kind.in_(who_may.APPROVING),
    )  # fmt: skip
    waiting = tat.scalars(rows.order_by(Prompt.id)).all()
    roles = _roles(directory, wanted.to_person_id)
    for prompt, matter in zip(waiting, authors.of_prompts(tat, waiting), strict=True):
        if why := who_may.why_not(prompt.kind, wanted.to_person_id, roles, matter):
            raise Refused(f"{stays}: {prompt.subject} waits, {why}; name somebody else.")


def _states_of(directory: Directory, person_id: int) -> list[str]:
    """Where a person is the Administrator."""
    return [
        key
        for (role, key), held in directory.holders.items()
        if role == Role.ADMINISTRATOR
        and SCOPE_OF[role] == Scope.JURISDICTION
        and person_id in {person.id for person in held}
    ]


def _roles(directory: Directory, person_id: int) -> frozenset[Role]:
    return directory.roles_of.get(person_id, frozenset())


def _record(
    tat: Tat, delegation: Delegation, act: str, *, by_person_id: int, now: datetime
) -> None:
    is_own = by_person_id == delegation.person_id
    entry = ledger.Entry(
        at=now, actor=subjects.person(by_person_id), act=act,
        on_behalf_of=None if is_own else subjects.person(delegation.person_id),
        subject=subjects.person(delegation.to_person_id),
        details={
            "delegation": delegation.id, "from": subjects.person(delegation.person_id),
            "starts_on": delegation.starts_on.isoformat(),
            "ends_on": delegation.ends_on.isoformat(), "reason": delegation.reason,
        },
    )  # fmt: skip
    ledger.record(tat, [entry])
