"""Messages: envelopes to one person, made from notices, claimed before they are sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from tat import files, ledger
from tat.database import Tat
from tat.schema import Attachment, File, Message, Notice, Person
from tat.statuses import MessageState, NoticeState


@dataclass(frozen=True)
class Document:
    """A file that goes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Envelope:
    """A message before it has a row. Links in it are masked."""

    person_id: int
    notice_ids: Sequence[int]
    subject: str
    text: str
    html: str
    documents: Sequence[Document] = ()
    is_urgent: bool = False


@dataclass(frozen=True)
class Outgoing:
    """A claimed message, ready to be composed and delivered."""

    id: int
    message_id: str
    person_id: int
    name: str
    address: str
    subject: str
    text: str
    html: str
    documents: Sequence[Document]


def enclose(
    tat: Tat, cycle: str, envelopes: Sequence[Envelope], *, host: str, now: datetime
) -> None:
    """Queue messages and mark their notices enclosed, all or none.

    Args:
        host: the part of the `Message-ID` after the @.
    """
    rows = [
        Message(
            cycle=cycle, person_id=one.person_id, message_id=_message_id(cycle, one, host),
            subject=one.subject, text=one.text, html=one.html, made_at=now,
            state=MessageState.QUEUED, n_tries=0, is_urgent=one.is_urgent,
        )
        for one in envelopes
    ]  # fmt: skip
    tat.add_all(rows)
    tat.flush()
    for row, one in zip(rows, envelopes, strict=True):
        for document in one.documents:
            digest = files.keep(tat, document.content)
            tat.add(Attachment(message_id=row.id, name=document.name, sha256=digest))
    enclosed = [
        {"id": notice_id, "state": NoticeState.ENCLOSED, "message_id": row.id}
        for row, one in zip(rows, envelopes, strict=True)
        for notice_id in one.notice_ids
    ]
    if enclosed:
        tat.execute(sa.update(Notice), enclosed)
    tat.flush()


def claim(
    tat: Tat, cycle: str, *, postman: str, now: datetime, stale_before: datetime, most: int
) -> list[Outgoing]:
    """Take messages that nobody else delivers; commit before delivering.

    A claim older than `stale_before` counts as abandoned: its postman died between the server's
    acceptance and our commit, or before. The repeat carries the same `Message-ID`.
    """
    free = sa.or_(
        Message.state == MessageState.QUEUED,
        sa.and_(Message.state == MessageState.CLAIMED, Message.claimed_at < stale_before),
    )
    rows = (
        sa.select(Message, Person)
        .join(Person, Person.id == Message.person_id)
        .where(Message.cycle == cycle, free)
        .order_by(Message.id)
        .limit(most)
    )
    found = [(message, person) for message, person in tat.execute(rows)]
    documents = _documents(tat, [message.id for message, _person in found])
    for message, _person in found:
        message.state = MessageState.CLAIMED
        message.claimed_by, message.claimed_at = postman, now
        message.n_tries += 1
    tat.flush()
    return [
        Outgoing(
            message.id, message.message_id, person.id, person.name, person.address, message.subject,
            message.text, message.html, documents.get(message.id, ()),
        )
        for message, person in found
    ]  # fmt: skip


def release_claims(tat: Tat, cycle: str, *, postman: str) -> None:
    """Queue again what a postman of this name had claimed before it was stopped."""
    tat.execute(
        sa.update(Message)
        .where(
            Message.cycle == cycle,
            Message.state == MessageState.CLAIMED,
            Message.claimed_by == postman,
        )
        .values(state=MessageState.QUEUED)
    )


def mark_sent(tat: Tat, message_ids: Sequence[int], *, now: datetime) -> None:
    """Record that messages were accepted for delivery."""
    if not message_ids:
        return
    tat.execute(
        sa.update(Message)
        .where(Message.id.in_(message_ids))
        .values(state=MessageState.SENT, sent_at=now, fault=None)
    )
    rows = sa.select(Message.id, Message.person_id, Message.message_id)
    sent = tat.execute(rows.where(Message.id.in_(message_ids)).order_by(Message.id))
    entries = [
        ledger.Entry(
            at=now, actor=ledger.SOFTWARE, act=ledger.SENT,
            subject=ledger.person(person_id), details={"message": key, "message_id": message_id},
        )
        for key, person_id, message_id in sent
    ]  # fmt: skip
    ledger.record(tat, entries)


def mark_failed(tat: Tat, message_id: int, *, fault: str) -> None:
    """Record that a message cannot be delivered, and why."""
    tat.execute(
        sa.update(Message)
        .where(Message.id == message_id)
        .values(state=MessageState.FAILED, fault=fault)
    )


def _message_id(cycle: str, envelope: Envelope, host: str) -> str:
    """The same notices to the same person give the same identity."""
    key = f"{cycle} {envelope.person_id} {sorted(envelope.notice_ids)}"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{host}>"


def keep(tat: Tat, documents: Iterable[Document]) -> list[dict[str, str]]:
    """Keep documents as they are now, for notices whose letters are made later.

    Returns what the details of such a notice hold under `files`: name and hash of each.
    """
    return [{"name": one.name, "sha256": files.keep(tat, one.content)} for one in documents]


def _documents(tat: Tat, message_ids: Sequence[int]) -> dict[int, list[Document]]:
    rows = (
        sa.select(Attachment.message_id, Attachment.name, File.content)
        .join(File, File.sha256 == Attachment.sha256)
        .where(Attachment.message_id.in_(message_ids))
        .order_by(Attachment.message_id, Attachment.name)
    )
    documents: dict[int, list[Document]] = {}
    for message_id, name, content in tat.execute(rows):
        documents.setdefault(message_id, []).append(Document(name, content))
    return documents
