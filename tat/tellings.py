"""What people were told about open prompts by mail: asked, reminded, told of a silence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import Purpose
from tat.database import Tat
from tat.schema import Message, Notice, Prompt
from tat.statuses import MessageState, PromptState

ABOUT_PROMPTS = (Purpose.ASK, Purpose.REMINDER, Purpose.ESCALATION)


@dataclass(frozen=True)
class Telling:
    """One thing that stood in a letter to somebody."""

    prompt_id: int
    person_id: int
    purpose: Purpose
    at: datetime
    """When the letter was made."""
    came_back: bool
    """The letter could not be delivered."""


def read_tellings(tat: Tat, cycle: str) -> Mapping[int, Sequence[Telling]]:
    """What was told about each open prompt of a cycle, oldest first; what still waits is left out.

    A prompt of which nothing has left yet is missing.
    """
    rows = (
        sa.select(
            Prompt.id, Notice.person_id, Notice.purpose, Message.made_at,
            Message.state == MessageState.FAILED,
        )
        .join(Notice, Notice.prompt_id == Prompt.id)
        .join(Message, Message.id == Notice.message_id)
        .where(
            Prompt.cycle == cycle, Prompt.state == PromptState.OPEN,
            Notice.purpose.in_(ABOUT_PROMPTS),
        )
        .order_by(Message.made_at, Notice.id)
    )  # fmt: skip
    found: dict[int, list[Telling]] = defaultdict(list)
    for row in tat.execute(rows):
        one = Telling(*row)
        found[one.prompt_id].append(one)
    return found


def asked_at(tellings: Iterable[Telling], person_id: int) -> datetime | None:
    """When the newest letter that asks was made for a person; None where none has left."""
    times = (one.at for one in tellings if (one.purpose, one.person_id) == (Purpose.ASK, person_id))
    return max(times, default=None)
