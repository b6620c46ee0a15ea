"""All records about one plan as files of one folder, for a request for records.

What is in it: the plan as data, every version of it, its story with the proof of each entry, the
mails about it, the files that were sent along and those that came in, signed memos.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.standing.story import tell
from tat.database import Tat
from tat.links import MASK
from tat.plan_story import SENT, read_story
from tat.schema import (
    Answer,
    Attachment,
    File,
    IncomingFile,
    Message,
    MessageBody,
    Person,
    Plan,
    PlanVersion,
    Prompt,
)
from templates.csv_text import csv_file

UNSAFE = re.compile(r"[^A-Za-z0-9 ._()-]+")
"""What a file name of a person could hold that no folder should."""


@dataclass(frozen=True)
class Kept:
    """A file of the folder: its path below it, and its bytes."""

    path: str
    content: bytes


def records_of(tat: Tat, plan: Plan, *, zone: ZoneInfo) -> Iterator[Kept]:
    """Give every file of the folder of one plan, beside the export of it."""
    yield from _versions(tat, plan)
    yield _story(tat, plan)
    message_ids = _messages_about(tat, plan)
    yield from _mails(tat, plan, message_ids, zone)
    yield from _files_in(tat, plan)
    yield from _memos(tat, plan)


def _versions(tat: Tat, plan: Plan) -> Iterator[Kept]:
    rows = sa.select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(PlanVersion.number)
    for version in tat.scalars(rows):
        said = {
            "version": version.number, "at": version.at.isoformat(), "why": version.why,
            "sha256": version.sha256, "content": version.content,
        }  # fmt: skip
        yield Kept(f"versions/version {version.number:03}.json", _json(said))


def _story(tat: Tat, plan: Plan) -> Kept:
    rows = [
        (one.entries, _moment(one.at), one.says, one.version, one.channel, one.on_behalf_of,
         "; ".join(one.faults) or "as it was written")
        for one in tell(tat, plan)
    ]  # fmt: skip
    heads = (
        "Entries of the ledger", "At (UTC)", "What happened", "Plan version", "Channel",
        "On behalf of", "Proof",
    )  # fmt: skip
    return Kept("story.csv", csv_file(heads, rows))


def _messages_about(tat: Tat, plan: Plan) -> list[int]:
    """The mails that the story tells: a mail of the day is told of each plan that it names."""
    acts = read_story(tat, plan).acts
    return [act.details["message"] for act in acts if act.act == SENT and "message" in act.details]


def _mails(tat: Tat, plan: Plan, message_ids: list[int], zone: ZoneInfo) -> Iterator[Kept]:
    rows = (
        sa.select(Message, MessageBody.text, Person)
        .join(MessageBody, MessageBody.message_id == Message.id)
        .join(Person, Person.id == Message.person_id)
        .where(Message.id.in_(message_ids))
        .order_by(Message.id)
    )
    for message, said, reader in tat.execute(rows).all():
        sent = _moment(message.sent_at)
        head = f"To: {reader.name} <{reader.address}>\nSent: {sent} UTC\nSubject: {message.subject}"
        day = message.made_at.astimezone(zone).date()
        name = f"mails/{day} {message.id:05} to {safe(reader.name)}"
        text = MASK.sub("(a link of the reader's own)", said)
        yield Kept(f"{name}.txt", f"{head}\n\n{text}".encode())
        files = (
            sa.select(Attachment.name, File.content)
            .join(File, File.sha256 == Attachment.sha256)
            .where(Attachment.message_id == message.id)
            # A mail of the day may bring the plans of other states too.
            .where(sa.or_(Attachment.plan_id.is_(None), Attachment.plan_id == plan.id))
        )
        for attached, content in tat.execute(files.order_by(Attachment.name)):
            yield Kept(f"{name}/{safe(attached)}", content)


def _files_in(tat: Tat, plan: Plan) -> Iterator[Kept]:
    """The files in which answers about the plan came in, whatever became of them."""
    rows = (
        sa.select(IncomingFile, File.content)
        .join(File, File.sha256 == IncomingFile.sha256)
        .join(Prompt, Prompt.id == IncomingFile.prompt_id)
        .where(Prompt.plan_id == plan.id)
        .order_by(IncomingFile.id)
    )
    for came, content in tat.execute(rows).all():
        yield Kept(f"files that came in/{came.id:05} {safe(came.name)}", content)
        said = {
            "name": came.name, "received_at": came.received_at.isoformat(), "by": came.sender,
            "entrance": came.entrance, "state": came.state, "sentences": came.sentences,
            "answers": came.answer_ids,
        }  # fmt: skip
        yield Kept(f"files that came in/{came.id:05}.json", _json(said))


def _memos(tat: Tat, plan: Plan) -> Iterator[Kept]:
    rows = (
        sa.select(Answer.id, File.content)
        .join(File, File.sha256 == Answer.memo_sha256)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.plan_id == plan.id)
        .order_by(Answer.id)
    )
    for answer_id, content in tat.execute(rows):
        yield Kept(f"memos/answer {answer_id:05}.pdf", content)


def safe(name: str) -> str:
    """A name as a file can have it in any folder."""
    return UNSAFE.sub("_", name).strip(" .")[:100] or "unnamed"


def _json(said: object) -> bytes:
    return json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True).encode()


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else "not yet"
