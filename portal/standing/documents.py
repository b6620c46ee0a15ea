"""Documents that were sent along with mails: who may open which of them again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.standing.sight import sight
from portal.visitors import Visitor
from portal.who_sees import Page
from tat.database import Tat
from tat.messages import KEY_LENGTH
from tat.schema import Attachment, File, Message, Plan
from tat.statuses import MessageState


@dataclass(frozen=True)
class Sent:
    """A document as it was sent."""

    name: str
    content: bytes


def find(tat: Tat, visitor: Visitor, key: str) -> Sent | None:
    """The document of a key, if it was sent to the visitor or shows a plan that they may read."""
    found = next(_theirs(tat, visitor, Attachment.sha256.startswith(key)), None)
    if found is None:
        return None
    return Sent(found.name, tat.get_one(File, found.sha256).content)


def of_message(tat: Tat, visitor: Visitor, message_id: int) -> list[tuple[str, str | None]]:
    """The name of each document of a message, and its key where the visitor may open it."""
    ours = Attachment.message_id == message_id
    keys = {one.name: one.sha256[:KEY_LENGTH] for one in _theirs(tat, visitor, ours)}
    names = sa.select(Attachment.name).where(ours).order_by(Attachment.name)
    return [(name, keys.get(name)) for name in tat.scalars(names)]


def _theirs(tat: Tat, visitor: Visitor, which: sa.ColumnElement[bool]) -> Iterator[Any]:
    """Those of some documents that the visitor may open. What is held was not sent yet."""
    rows = (
        sa.select(
            Attachment.name, Attachment.sha256, Attachment.plan_id, Message.person_id, Plan.cycle
        )
        .join(Message, Message.id == Attachment.message_id)
        .outerjoin(Plan, Plan.id == Attachment.plan_id)
        .where(which, Message.state != MessageState.HELD)
        .order_by(Message.id)
    )
    readable: dict[str, frozenset[int]] = {}
    for row in tat.execute(rows).all():
        if row.person_id == visitor.person_id:
            yield row
        elif row.plan_id is not None:
            if row.cycle not in readable:
                readable[row.cycle] = sight(tat, row.cycle, visitor.roles, Page.DOCUMENT).whole
            if row.plan_id in readable[row.cycle]:
                yield row
