"""The acts of the ledger that are about one plan, each with what it is about (8.4)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.scopes import region_scope
from config.vocabulary import Channel, PromptKind, Purpose, Role
from tat import ledger, subjects
from tat.database import Tat
from tat.schema import (
    Assignment,
    Decision,
    Jurisdiction,
    LedgerEntry,
    Meeting,
    Notice,
    Person,
    Plan,
    Prompt,
)
from tat.statuses import DecisionKind

SENT = "sent a message"


@dataclass(frozen=True)
class Asked:
    """The question that an act is about."""

    kind: PromptKind
    person_id: int
    role: Role
    center: str | None


@dataclass(frozen=True)
class Act:
    """One entry of the ledger, with what it is about."""

    seq: int
    at: datetime
    act: str
    subject: str
    actor_id: int | None
    """None where the software did it."""
    on_behalf_of_id: int | None
    version: int | None
    channel: Channel | None
    details: Mapping[str, Any]
    fault: str
    """What is wrong with the entry; empty where it is as it was written."""
    asked: Asked | None
    told: Sequence[tuple[Purpose, PromptKind | None]]
    """What a message says of the plan; a request with its kind."""


@dataclass(frozen=True)
class PlanStory:
    """All acts about one plan, the newest last."""

    state: str
    """Name of the state."""
    acts: Sequence[Act]
    names: Mapping[int, str]
    roles: Mapping[int, Role]
    """The role in which each person has to do with the plan, where they have one."""


def read_story(tat: Tat, plan: Plan) -> PlanStory:
    """Read every act about a plan: its own, the mails about it, and what holds for all plans."""
    place = tat.get_one(Jurisdiction, plan.jurisdiction)
    told = _told(tat, plan)
    rows = _entries(tat, plan, place, told)
    wrong = ledger.faults(tat, [row.seq for row in rows])
    asked = _asked(tat, {number for row in rows if (number := row.details.get("prompt"))})
    acts = [_act(row, asked, told, wrong[row.seq]) for row in rows]
    everybody = {number for act in acts for number in people_in(act)}
    names = sa.select(Person.id, Person.name).where(Person.id.in_(everybody))
    return PlanStory(
        place.name, acts, dict(tat.execute(names).all()), _roles(tat, everybody, place)
    )


def people_in(act: Act) -> list[int]:
    """Everybody whom an act names: who did it, for whom, and whom it concerns."""
    concerned = [subjects.id_in(act.subject, "person"), act.asked.person_id if act.asked else None]
    return [one for one in (act.actor_id, act.on_behalf_of_id, *concerned) if one is not None]


def _entries(
    tat: Tat, plan: Plan, place: Jurisdiction, told: Mapping[int, Any]
) -> Sequence[LedgerEntry]:
    """The plan's own, its mails, its region's meetings, and decisions that move every plan."""
    ours = sa.or_(
        LedgerEntry.plan_id == plan.id,
        sa.and_(LedgerEntry.act == "started the cycle", LedgerEntry.subject == plan.cycle),
        _names(SENT, "message", told),
        _names("recorded a meeting", "meeting", _meetings(tat, plan, place)),
        _names("decided: %", "decision", _decisions(tat, plan)),
    )
    return tat.scalars(sa.select(LedgerEntry).where(ours).order_by(LedgerEntry.seq)).all()


def _names(act: str, key: str, ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Entries of an act whose details name one of some rows."""
    return sa.and_(LedgerEntry.act.like(act), LedgerEntry.details[key].as_integer().in_(ids))


def _told(tat: Tat, plan: Plan) -> dict[int, list[tuple[Purpose, PromptKind | None]]]:
    """What each message says of the plan, by message id; the announcement is for every plan."""
    of_state = sa.select(Assignment.person_id).where(Assignment.scope_key == plan.jurisdiction)
    about = sa.or_(
        Notice.plan_id == plan.id,
        Prompt.plan_id == plan.id,
        sa.and_(Notice.purpose == Purpose.ANNOUNCEMENT, Notice.person_id.in_(of_state)),
    )
    rows = (
        sa.select(Notice.message_id, Notice.purpose, Prompt.kind)
        .outerjoin(Prompt, Prompt.id == Notice.prompt_id)
        .where(Notice.cycle == plan.cycle, Notice.message_id.is_not(None), about)
        .order_by(Notice.id)
    )
    told: dict[int, list[tuple[Purpose, PromptKind | None]]] = defaultdict(list)
    for message_id, purpose, kind in tat.execute(rows):
        if (purpose, kind) not in (of_message := told[message_id or 0]):
            of_message.append((purpose, kind))
    return told


def _meetings(tat: Tat, plan: Plan, place: Jurisdiction) -> list[int]:
    rows = sa.select(Meeting.id).where(Meeting.cycle == plan.cycle, Meeting.region == place.region)
    return list(tat.scalars(rows))


def _decisions(tat: Tat, plan: Plan) -> list[int]:
    moved = Decision.kind.in_((DecisionKind.MOVED_STEP, DecisionKind.MOVED_WINDOW))
    keyed = Decision.subject == subjects.plan_of(plan.jurisdiction)
    rows = sa.select(Decision.id).where(Decision.cycle == plan.cycle, sa.or_(moved, keyed))
    return list(tat.scalars(rows))


def _asked(tat: Tat, prompt_ids: Collection[int]) -> dict[int, Asked]:
    rows = sa.select(Prompt.id, Prompt.kind, Prompt.person_id, Prompt.role, Prompt.center)
    return {row[0]: Asked(*row[1:]) for row in tat.execute(rows.where(Prompt.id.in_(prompt_ids)))}


def _act(row: LedgerEntry, asked: Mapping[int, Asked], told: Mapping[int, Any], fault: str) -> Act:
    return Act(
        seq=row.seq, at=row.at, act=row.act, subject=row.subject,
        actor_id=subjects.id_in(row.actor, "person"),
        on_behalf_of_id=subjects.id_in(row.on_behalf_of or "", "person"), version=row.plan_version,
        channel=row.channel, details=row.details, fault=fault,
        asked=asked.get(row.details.get("prompt", 0)),
        told=told.get(row.details.get("message", 0), ()) if row.act == SENT else (),
    )  # fmt: skip


def _roles(tat: Tat, person_ids: Collection[int], place: Jurisdiction) -> dict[int, Role]:
    """The role of each person that is nearest to the state: for it, its region, else any."""
    nearness = sa.case(
        (Assignment.scope_key == place.code, 0),
        (Assignment.scope_key == region_scope(place.region), 1),
        else_=2,
    )
    rows = (
        sa.select(Assignment.person_id, Assignment.role)
        .where(Assignment.person_id.in_(person_ids))
        .order_by(nearness.desc(), Assignment.id.desc())
    )
    return dict(tat.execute(rows).all())  # the nearest comes last, and stays
