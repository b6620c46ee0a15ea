"""Mails that came in, as pages show them: their words as plain text, and what became of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tasks.incoming.matching import asked_by
from tat import received
from tat.database import Tat
from tat.schema import Jurisdiction, Message, Person, Plan, Prompt, Received
from tat.statuses import PromptState, ReceivedState
from templates.words import ASKED_TO

DECIDED = (ReceivedState.NOTED, ReceivedState.RECORDED)


@dataclass(frozen=True)
class Question:
    """A question that a mail is about, or may be."""

    id: int
    asked_to: str
    asked_of: str
    about: str
    """The state; empty where it is about none."""
    code: str
    is_open: bool


@dataclass(frozen=True)
class CameIn:
    """A mail that came in."""

    id: int
    who: str
    """Who wrote it by the roster; else what the mail itself says."""
    address: str
    forwarded_by: str
    subject: str
    taken_at: datetime
    own_words: str
    text: str
    files: Sequence[str]
    why: str
    question: Question | None
    may_be_about: Sequence[Question] = ()

    @property
    def asked_to(self) -> str:
        """What the question asked for."""
        return self.question.asked_to if self.question else ""


def unsorted(tat: Tat) -> list[CameIn]:
    """What OCC must sort, each with the questions that it may be about."""
    return [_came_in(tat, row, None, _may_be_about(tat, row)) for row in received.unsorted(tat)]


def offered(tat: Tat, person_id: int) -> list[CameIn]:
    """The replies that a Specialist may take as an answer."""
    rows = received.for_specialist(tat, person_id, [ReceivedState.OFFERED])
    return [_came_in(tat, row, prompt) for row, prompt in rows]


def noted(tat: Tat, person_id: int) -> list[CameIn]:
    """The other replies about the plans of a Specialist's states."""
    rows = received.for_specialist(tat, person_id, DECIDED)
    return [_came_in(tat, row, prompt) for row, prompt in rows]


def about_plan(tat: Tat, plan_id: int, readable: Collection[int] | None) -> list[CameIn]:
    """The replies about a plan by people whose mail somebody may read."""
    found = received.about_plan(tat, plan_id, readable)
    return [_came_in(tat, row, prompt) for row, prompt in found]


def _came_in(
    tat: Tat, row: Received, prompt: Prompt | None, may_be_about: Sequence[Question] = ()
) -> CameIn:
    writer = tat.get(Person, row.person_id) if row.person_id else None
    passed_on = tat.get(Person, row.forwarded_by_id) if row.forwarded_by_id else None
    return CameIn(
        id=row.id, who=writer.name if writer else row.name or row.address, address=row.address,
        forwarded_by=passed_on.name if passed_on else "", subject=row.subject or "(no subject)",
        taken_at=row.taken_at, own_words=row.own_words, text=row.text,
        files=[one["name"] for one in row.files], why=row.why,
        question=_question(tat, prompt) if prompt else None, may_be_about=may_be_about,
    )  # fmt: skip


def _may_be_about(tat: Tat, row: Received) -> list[Question]:
    """Of a mail that is unsorted: what was found and is not sure, what its mail asked."""
    if row.prompt_id is not None:
        return [_question(tat, tat.get_one(Prompt, row.prompt_id))]
    if row.message_id is None:
        return []
    asked = asked_by(tat, tat.get_one(Message, row.message_id))
    return [_question(tat, prompt) for prompt in asked]


def _question(tat: Tat, prompt: Prompt) -> Question:
    place = sa.select(Jurisdiction.name, Jurisdiction.code).join(
        Plan, Plan.jurisdiction == Jurisdiction.code
    )
    found = tat.execute(place.where(Plan.id == prompt.plan_id)).first()
    return Question(
        id=prompt.id, asked_to=ASKED_TO[prompt.kind],
        asked_of=tat.get_one(Person, prompt.person_id).name,
        about=found[0] if found else "", code=found[1] if found else "",
        is_open=prompt.state == PromptState.OPEN,
    )  # fmt: skip
