"""Find the question that a mail is about: by the mail of ours that it answers, else by its code."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tasks.incoming.parsing import Parsed
from tasks.letter_filing import ASKING
from tat.database import Tat
from tat.reply_addresses import find_link
from tat.schema import Link, Message, Notice, Prompt
from tat.statuses import PromptState

_IN_TEXT = re.compile(r"[\w.%-]{1,60}\+\d{1,9}-[a-z2-7]{16}@[\w.-]{1,200}", re.IGNORECASE)
MOST_CODES = 20


@dataclass(frozen=True)
class Match:
    """What a mail is about, as far as it can be found."""

    message: Message | None
    """The message of ours that it answers."""
    prompts: Sequence[Prompt]
    """The questions that it can be about; one where it is clear."""


def match(tat: Tat, mail: Parsed, secret: bytes) -> Match:
    """Find what a mail is about: of several ways the first that leads to one question."""
    message = answered(tat, mail.ids_answered)
    asked = asked_by(tat, message) if message else []
    if len(asked) == 1:
        return Match(message, asked)
    for link in _links(tat, [*mail.sent_to, *_IN_TEXT.findall(mail.text)], secret):
        of_link = _of_link(tat, link)
        if len(of_link) == 1:
            return Match(message, of_link)
        asked = asked or of_link
    return Match(message, asked)


def answered(tat: Tat, ids: Sequence[str]) -> Message | None:
    """The message of ours with one of these identities, the first of them that is one."""
    rows = tat.scalars(sa.select(Message).where(Message.message_id.in_(ids)))
    found = {row.message_id: row for row in rows}
    return next((found[one] for one in ids if one in found), None)


def asked_by(tat: Tat, message: Message) -> list[Prompt]:
    """The questions that a message asked; those that are open, if any are."""
    rows = (
        sa.select(Prompt)
        .join(Notice, Notice.prompt_id == Prompt.id)
        .where(Notice.message_id == message.id, Notice.purpose.in_(ASKING))
        .order_by(Prompt.id)
    )
    return _open_first(tat.scalars(rows).unique().all())


def _of_link(tat: Tat, link: Link) -> list[Prompt]:
    if link.prompt_id is not None:
        return [tat.get_one(Prompt, link.prompt_id)]
    if link.sheet_id is None:
        return []
    rows = sa.select(Prompt).where(Prompt.sheet_id == link.sheet_id).order_by(Prompt.id)
    return _open_first(tat.scalars(rows).all())


def _open_first(found: Sequence[Prompt]) -> list[Prompt]:
    still_open = [one for one in found if one.state == PromptState.OPEN]
    return still_open or list(found)


def _links(tat: Tat, addresses: Iterable[str], secret: bytes) -> list[Link]:
    if not secret:
        return []
    distinct = list(dict.fromkeys(addresses))[:MOST_CODES]
    return [link for one in distinct if (link := find_link(tat, one, secret)) is not None]
