"""The messages of people as they were sent: the places of their links stay masked."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import Role
from portal.standing import documents
from portal.standing.sight import Held
from portal.visitors import Visitor
from portal.who_sees import Page, Reach, reach
from tat.database import Tat
from tat.links import MASK
from tat.messages import text_of
from tat.schema import Assignment, Message, Notice, Person, Prompt
from tat.statuses import MessageState

LINK_LEFT_OUT = "(a link for its reader alone)"
"""What stands where a link stood."""

_LINK = re.compile(r"\S*" + MASK.pattern + r"(?:/\S*)?")


@dataclass(frozen=True)
class Listed:
    """A message in a list."""

    id: int
    person_id: int
    to: str
    subject: str
    at: datetime
    state: MessageState


@dataclass(frozen=True)
class Opened:
    """A message as it was sent."""

    listed: Listed
    address: str
    text: str
    documents: Sequence[tuple[str, str | None]]
    """Name of each that went with it, and its key where it may be opened."""


def readable_people(tat: Tat, person_id: int, held: Collection[Held]) -> frozenset[int] | None:
    """Whose messages somebody may read, their own included; None where it is everybody's."""
    theirs = {scope: reach(role, Page.MESSAGES) for role, scope in held}
    if Reach.NATION in theirs.values():
        return None
    states = {scope for scope, how in theirs.items() if how is Reach.STATE}
    rows = sa.select(Assignment.person_id).where(
        Assignment.scope_key.in_(states), Assignment.role != Role.SPECIALIST
    )
    return frozenset({person_id, *tat.scalars(rows)})


def of_person(tat: Tat, cycle: str, person_id: int) -> list[Listed]:
    """The messages of a person, the newest first."""
    return _listed(tat, _rows(cycle).where(Message.person_id == person_id))


def about_plan(tat: Tat, cycle: str, plan_id: int, readable: frozenset[int] | None) -> list[Listed]:
    """The messages about a plan that somebody may read, the newest first."""
    about = (
        sa.select(Notice.message_id)
        .outerjoin(Prompt, Prompt.id == Notice.prompt_id)
        .where(sa.or_(Notice.plan_id == plan_id, Prompt.plan_id == plan_id))
    )
    rows = _rows(cycle).where(Message.id.in_(about))
    return _listed(tat, rows if readable is None else rows.where(Message.person_id.in_(readable)))


def opened(
    tat: Tat, cycle: str, message_id: int, readable: frozenset[int] | None, visitor: Visitor
) -> Opened | None:
    """A message that somebody may read; None where there is none."""
    row = tat.get(Message, message_id)
    is_theirs = row is not None and (readable is None or row.person_id in readable)
    if row is None or row.cycle != cycle or not is_theirs:
        return None
    [listed] = _listed(tat, _rows(cycle).where(Message.id == message_id))
    return Opened(
        listed=listed,
        address=tat.get_one(Person, row.person_id).address,
        text=_LINK.sub(LINK_LEFT_OUT, text_of(tat, message_id)),
        documents=documents.of_message(tat, visitor, message_id),
    )


def _rows(cycle: str) -> sa.Select[int, int, str, str, datetime | None, datetime, MessageState]:
    return (
        sa.select(
            Message.id, Message.person_id, Person.name, Message.subject, Message.sent_at,
            Message.made_at, Message.state,
        )
        .join(Person, Person.id == Message.person_id)
        .where(Message.cycle == cycle)
        .order_by(Message.id.desc())
    )  # fmt: skip


def _listed(
    tat: Tat, rows: sa.Select[int, int, str, str, datetime | None, datetime, MessageState]
) -> list[Listed]:
    return [
        Listed(number, person_id, name, subject, sent_at or made_at, state)
        for number, person_id, name, subject, sent_at, made_at, state in tat.execute(rows)
    ]
