"""What was recorded: on the page that comes after an answer, and in a mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from config.vocabulary import PromptKind, Purpose, Urgency
from portal.asking.blanks import Blank
from portal.refusing import NotThere
from portal.visitors import Visitor
from tasks.letter_facts.conflicts import said as said_of
from tasks.letter_facts.wishes import Wish, wishes_of
from tat import notices, subjects
from tat.answers import Receipt
from tat.database import Tat
from tat.named_lines import read_line_names
from tat.notices import Owed
from tat.schema import Answer, Jurisdiction, Person, Plan, Prompt
from tat.statuses import Verdict
from templates.words import ASKED_TO


@dataclass(frozen=True)
class AnswerReceipt:
    """One answer on record."""

    asked_to: str
    state: str
    kind: PromptKind
    is_yes: bool
    said_by: str
    recorded_by: str
    at: datetime
    said: str
    """What they did by it, as it follows a name: "confirmed the plan"."""
    wishes: Sequence[Wish]
    """What they suggested or objected to, in their own words."""
    plan_version: int | None
    is_late: bool
    is_outdated: bool
    is_corrected: bool
    corrects: bool


def read_receipts(tat: Tat, visitor: Visitor, answer_ids: str) -> Sequence[AnswerReceipt]:
    """Read some of the visitor's answers: "12-13". Raises: NotThere, where one is not theirs."""
    numbers = answer_ids.split("-")
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        raise NotThere
    ids = {int(number) for number in numbers}
    said_by, recorded_by = sa.orm.aliased(Person), sa.orm.aliased(Person)
    rows = (
        sa.select(Answer, Prompt, said_by.name, recorded_by.name, Jurisdiction.name)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(said_by, said_by.id == Answer.said_by_id)
        .join(recorded_by, recorded_by.id == Answer.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Answer.id.in_(ids), Answer.person_id == visitor.person_id)
        .order_by(Answer.id)
    )
    found = tat.execute(rows).all()
    if len(found) != len(ids) or not all(_is_in_link(visitor, row[1]) for row in found):
        raise NotThere
    names = read_line_names(tat, [row[0] for row in found])
    return [
        AnswerReceipt(
            ASKED_TO[prompt.kind], state or "", prompt.kind, answer.verdict == Verdict.ACCEPTED,
            said, recorded, answer.at,
            said_of(prompt.kind, answer.verdict), wishes_of(answer, names), answer.plan_version,
            answer.is_late, answer.is_outdated, answer.corrected_by_id is not None,
            answer.corrects_id is not None,
        )
        for answer, prompt, said, recorded, state in found
    ]  # fmt: skip


def _is_in_link(visitor: Visitor, prompt: Prompt) -> bool:
    return (
        visitor.has_own_pages
        or prompt.id == visitor.prompt_id
        or (visitor.sheet_id is not None and prompt.sheet_id == visitor.sheet_id)
    )


def owe_receipt(
    tat: Tat, visitor: Visitor, blank: Blank, receipt: Receipt, *, urgency: Urgency, now: datetime
) -> None:
    """A receipt rides along with the next mail, or leaves at once."""
    owed = Owed(
        purpose=Purpose.RECEIPT, step=blank.step, subject=subjects.answer(receipt.answer_id),
        person_id=visitor.person_id, urgency=urgency, plan_id=blank.plan_id,
        details={
            "asked_to": ASKED_TO[blank.kind], "said": SAID[receipt.verdict],
            "at": now.astimezone(UTC).isoformat(), "zone": visitor.time_zone,
            "is_late": receipt.is_late, "is_outdated": receipt.is_outdated,
        },
    )  # fmt: skip
    notices.owe(tat, blank.cycle, [owed], now=now)


SAID: Mapping[Verdict, str] = {
    Verdict.ACCEPTED: "agreed, or answered as asked",
    Verdict.CHANGES_ASKED: "suggested changes",
    Verdict.SENT_BACK: "sent it back, in whole or in part",
}
"""What an answer said, as it reads after "you"."""
