"""Messages: envelopes to one person, made from notices."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from tat import calendar_entries, files
from tat.calendar_entries import Numbered
from tat.database import Tat
from tat.schema import Attachment, Message, MessageBody, Notice
from tat.statuses import MessageState, NoticeState

MESSAGES = Message.metadata.tables[Message.__tablename__]
"""The table itself: many rows are changed quicker through it than as objects."""


@dataclass(frozen=True)
class Document:
    """A file that goes with a message."""

    name: str
    content: bytes
    plan_id: int | None = None
    """The plan that it shows, where it was made of one."""
    is_linked: bool = False
    """Whether it is not attached: the mail has a link to it."""
    is_to_fill_in: bool = False
    """Whether it is a workbook by which its reader may answer."""


def document_key(document: Document) -> str:
    """What stands for a document in the address of its page: the beginning of its hash."""
    return sha256(document.content).hexdigest()[:KEY_LENGTH]


KEY_LENGTH = 16
"""Letters of a hash in an address; only its own reader's documents are looked through."""


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
    thread: str | None = None
    """What all of it is about, such as "step 4 plan CO"; None for several things."""
    reply_link_id: int | None = None
    """The link that a reply to the mail stands for."""
    is_required: bool = False
    """Whether its reader must answer something."""
    entries: Sequence[Numbered] = ()
    """What its documents put into its reader's calendar."""


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
    thread: str | None = None
    """What all of it is about, in which cycle."""
    reply_link_id: int | None = None
    is_required: bool = False
    documents: Sequence[Document] = ()


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
            subject=one.subject, made_at=now,
            state=MessageState.QUEUED, n_tries=0, is_urgent=one.is_urgent,
            thread=one.thread, reply_link_id=one.reply_link_id, is_required=one.is_required,
        )
        for one in envelopes
    ]  # fmt: skip
    tat.add_all(rows)
    tat.flush()
    _add_bodies(tat, rows, envelopes)
    for row, one in zip(rows, envelopes, strict=True):
        for document in one.documents:
            digest = files.keep(tat, document.content)
            tat.add(
                Attachment(
                    message_id=row.id, name=document.name, sha256=digest,
                    is_linked=document.is_linked, plan_id=document.plan_id,
                )
            )  # fmt: skip
        calendar_entries.record(tat, row.id, row.person_id, one.entries)
    enclosed = [
        {
            "id": notice_id, "state": NoticeState.ENCLOSED, "message_id": row.id,
            "lacks": None, "fault": None, "try_at": None,
        }
        for row, one in zip(rows, envelopes, strict=True)
        for notice_id in one.notice_ids
    ]  # fmt: skip
    if enclosed:
        tat.execute(sa.update(Notice), enclosed)
    tat.flush()


def made_for(tat: Tat, cycle: str, person_ids: Collection[int], *, since: datetime) -> set[int]:
    """For whom of some people a message was made since a moment."""
    rows = sa.select(Message.person_id).distinct()
    ours = rows.where(
        Message.cycle == cycle, Message.person_id.in_(person_ids), Message.made_at >= since
    )
    return set(tat.scalars(ours))


def keep(tat: Tat, documents: Iterable[Document]) -> list[dict[str, str]]:
    """Keep documents as they are now, for notices whose letters are made later.

    Returns what the details of such a notice hold under `files`: name and hash of each.
    """
    return [{"name": one.name, "sha256": files.keep(tat, one.content)} for one in documents]


def n_queued(tat: Tat, cycle: str) -> int:
    """How many messages wait to leave."""
    waiting = (MessageState.QUEUED, MessageState.CLAIMED)
    n: int = tat.scalars(
        sa.select(sa.func.count()).where(Message.cycle == cycle, Message.state.in_(waiting))
    ).one()
    return n


def text_of(tat: Tat, message_id: int) -> str:
    """What a message says as plain text, its links masked."""
    return tat.get_one(MessageBody, message_id).text


def _add_bodies(tat: Tat, rows: Sequence[Message], envelopes: Sequence[Envelope]) -> None:
    bodies = [
        {"message_id": row.id, "text": one.text, "html": one.html}
        for row, one in zip(rows, envelopes, strict=True)
    ]
    if bodies:
        tat.execute(sa.insert(MessageBody), bodies)


def _message_id(cycle: str, envelope: Envelope, host: str) -> str:
    """The same notices to the same person give the same identity."""
    key = f"{cycle} {envelope.person_id} {sorted(envelope.notice_ids)}"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{host}>"
