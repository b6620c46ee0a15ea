"""A cycle played for one state alone, with people who answer in time and agree: for a preview."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import Declared
from config.errors import BadInput, Problem
from config.settings import Settings
from config.vocabulary import PromptKind, Purpose, Role
from rehearsal import stage
from rehearsal.cast import Cast
from tat.database import Tat, open_tracker, read
from tat.schema import Assignment, Message, Notice, Person, Prompt


@dataclass(frozen=True)
class Played:
    """A mail that left while the cycle was played."""

    name: str
    address: str
    roles: Sequence[Role]
    says: Sequence[tuple[Purpose, PromptKind | None]]
    at: datetime
    """By the clocks of the cycle."""
    subject: str
    text: str
    html: str
    content: bytes
    """The whole mail, as an .eml file has it."""


def for_one_state(declared: Declared, code: str) -> Declared:
    """The same cycle for one state or territory. Raises: BadInput, for an unknown code."""
    if code not in declared.jurisdictions:
        cause = f"{code} is no state or territory of {declared.calendar.name}"
        raise BadInput([Problem("--state", "", cause, "give a code such as CO")])
    return replace(declared, jurisdictions={code: declared.jurisdictions[code]})


@contextmanager
def played(
    folder: Path, declared: Declared, cast: Cast, *, step: int, settings: Settings
) -> Iterator[Sequence[Played]]:
    """Play the cycle to the end of a step as a rehearsal does; gives the mails of that step.

    Args:
        folder: for the record and the mailbox of the play; an earlier play there is cleared.
        cast: how people behave; their seed alone counts when nobody is special.
    Raises: BadInput, when the folder holds something that is no rehearsal.
    """
    booking = stage.Booking(declared.calendar.name, cast.seed, copies=1)
    with stage.sole_user(folder):
        stage.prepare_folder(folder, booking, resume=False)
        wider, roster = stage.fictional_cast(declared, 1)
        stage.perform(
            folder, wider, roster, cast, settings=settings,
            until=declared.calendar.step(step).ends_on, tell=lambda _place, _moment: None,
        )  # fmt: skip
        tracker = open_tracker(stage.tracker_url(folder))
        with read(tracker) as tat:
            yield list(_mails(tat, declared, step, folder / "mailbox"))
        tracker.engine.dispose()


def _mails(tat: Tat, declared: Declared, step: int, mailbox: Path) -> Iterator[Played]:
    """The mails in which at least one thing belongs to the step, in the order of leaving."""
    cycle = declared.calendar.name
    zone = ZoneInfo(declared.calendar.time_zone)
    of_step = sa.select(Notice.message_id).where(Notice.cycle == cycle, Notice.step == step)
    rows = (
        sa.select(Message, Person)
        .join(Person, Person.id == Message.person_id)
        .where(Message.id.in_(of_step))
        .order_by(Message.sent_at, Message.id)
    )
    for message, person in tat.execute(rows):
        if message.sent_at is None:
            continue
        file = mailbox / f"{message.message_id.strip('<>').partition('@')[0]}.eml"
        content = file.read_bytes()
        whole = message_from_bytes(content, policy=default)
        held = sa.select(Assignment.role).where(Assignment.person_id == person.id).distinct()
        yield Played(
            name=person.name, address=person.address, roles=tat.scalars(held).all(),
            says=_says(tat, message.id), at=message.sent_at.astimezone(zone),
            subject=message.subject, text=_part(whole, "plain"), html=_part(whole, "html"),
            content=content,
        )  # fmt: skip


def _part(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    """One of the two parts, with its links as its reader has them."""
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _says(tat: Tat, message_id: int) -> Sequence[tuple[Purpose, PromptKind | None]]:
    rows = (
        sa.select(Notice.purpose, Prompt.kind)
        .outerjoin(Prompt, Prompt.id == Notice.prompt_id)
        .where(Notice.message_id == message_id)
        .order_by(Notice.id)
    )
    return list(dict.fromkeys((purpose, kind) for purpose, kind in tat.execute(rows)))
