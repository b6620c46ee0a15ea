"""Claims on messages: taken and committed before they are delivered, and given back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from tat.database import Tat, change, look_up
from tat.messages import MESSAGES, Document, Outgoing
from tat.schema import Attachment, File, Message, MessageBody, Person
from tat.statuses import MessageState

MINUTE = timedelta(minutes=1)


def claim(
    tat: Tat, cycle: str, *, postman: str, now: datetime, stale_before: datetime, most: int
) -> list[Outgoing]:
    """Take messages that nobody else delivers, urgent ones first; commit before delivering.

    What is put off is left until its time, and what goes to an address that takes no mail until
    the address is mended. A claim older than `stale_before` counts as abandoned: its postman died
    between the server's acceptance and our commit, or before. The repeat carries the same
    `Message-ID`.
    """
    free = sa.or_(
        sa.and_(
            Message.state == MessageState.QUEUED,
            sa.or_(Message.try_at.is_(None), Message.try_at <= now),
        ),
        sa.and_(Message.state == MessageState.CLAIMED, Message.claimed_at < stale_before),
    )
    first = (  # their words are read afterwards: to put in order what waits, they were all copied
        sa.select(Message.id)
        .join(Person, Person.id == Message.person_id)
        .where(Message.cycle == cycle, free, Person.address_fault.is_(None))
        .order_by(Message.is_urgent.desc(), Message.id)
        .limit(most)
    )
    ids = tat.scalars(first).all()
    change(tat, _MARK, [{"ids": ids, "postman": postman, "now": now}])
    return _outgoing(tat, ids)


def n_in_a_minute(tat: Tat, *, now: datetime) -> int:
    """How many messages left during the last minute or are about to, of all cycles."""
    count = sa.select(sa.func.count()).select_from(Message)
    left = tat.scalar(count.where(Message.sent_at > now - MINUTE)) or 0
    return left + (tat.scalar(count.where(Message.state == MessageState.CLAIMED)) or 0)


def hold_unreleased(tat: Tat, cycle: str) -> None:
    """Hold every message that nobody has released and that is not on its way."""
    tat.execute(
        sa.update(Message)
        .where(
            Message.cycle == cycle,
            Message.state == MessageState.QUEUED,
            Message.released_at.is_(None),
        )
        .values(state=MessageState.HELD)
    )


def give_back(tat: Tat, message_ids: Collection[int], *, postman: str) -> None:
    """Queue again what a postman had claimed and does not deliver now; that was no try."""
    if message_ids:
        _queue_again(tat, [Message.id.in_(message_ids), Message.claimed_by == postman], n_tries=1)


def claimants(tat: Tat) -> set[str]:
    """The names of all postmen that have claims."""
    rows = sa.select(Message.claimed_by).where(Message.state == MessageState.CLAIMED)
    return {name for name in tat.scalars(rows.distinct()) if name is not None}


def release_claims(tat: Tat, *, postman: str) -> None:
    """Queue again all that a postman had claimed before it was stopped: it may have been sent."""
    _queue_again(tat, [Message.claimed_by == postman], n_tries=0)


def _outgoing(tat: Tat, message_ids: Sequence[int]) -> list[Outgoing]:
    rows = look_up(tat, _OUTGOING, ids=message_ids)
    documents = _documents(tat, message_ids)
    found = {row.id: Outgoing(**row._asdict(), documents=documents.get(row.id, ())) for row in rows}
    return [found[number] for number in message_ids]


_BODY, _PERSON = MessageBody.__table__, Person.__table__
_OUTGOING = (
    sa.select(
        MESSAGES.c.id, MESSAGES.c.message_id, _PERSON.c.id.label("person_id"), _PERSON.c.name,
        _PERSON.c.address, MESSAGES.c.subject, _BODY.c.text, _BODY.c.html,
        (MESSAGES.c.cycle + " " + MESSAGES.c.thread).label("thread"),
        MESSAGES.c.reply_link_id, MESSAGES.c.is_required,
    )
    .join(_PERSON, _PERSON.c.id == MESSAGES.c.person_id)
    .join(_BODY, _BODY.c.message_id == MESSAGES.c.id)
    .where(MESSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip


_MARK = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(
        state=MessageState.CLAIMED, claimed_by=sa.bindparam("postman"),
        claimed_at=sa.bindparam("now"), n_tries=MESSAGES.c.n_tries + 1,
    )
)  # fmt: skip


def _queue_again(tat: Tat, where: Sequence[sa.ColumnElement[bool]], *, n_tries: int) -> None:
    tat.execute(
        sa.update(Message)
        .where(Message.state == MessageState.CLAIMED, *where)
        .values(
            state=MessageState.QUEUED, claimed_by=None, claimed_at=None,
            n_tries=Message.n_tries - n_tries,
        )
    )  # fmt: skip


def _documents(tat: Tat, message_ids: Sequence[int]) -> dict[int, list[Document]]:
    attached = look_up(tat, _ATTACHED, ids=message_ids)
    pairs = {(name, sha256) for _message_id, name, sha256 in attached}
    rows = look_up(tat, _FILES, hashes={sha256 for _name, sha256 in pairs}) if pairs else []
    contents = {row.sha256: row.content for row in rows}
    shared = {pair: Document(pair[0], contents[pair[1]]) for pair in pairs}  # by many mails
    documents: dict[int, list[Document]] = {}
    for message_id, name, sha256 in attached:
        documents.setdefault(message_id, []).append(shared[name, sha256])
    return documents


_ATTACHMENT, _FILE = Attachment.__table__, File.__table__
_ATTACHED = (
    sa.select(_ATTACHMENT.c.message_id, _ATTACHMENT.c.name, _ATTACHMENT.c.sha256)
    .where(
        _ATTACHMENT.c.message_id.in_(sa.bindparam("ids", expanding=True)),
        _ATTACHMENT.c.is_linked.is_(False),
    )
    .order_by(_ATTACHMENT.c.message_id, _ATTACHMENT.c.name)
)
_FILES = sa.select(_FILE.c.sha256, _FILE.c.content).where(
    _FILE.c.sha256.in_(sa.bindparam("hashes", expanding=True))
)
