"""What is on record already of a question: the answers that were given before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import Channel
from tasks.letter_facts.conflicts import said as said_of
from tasks.letter_facts.wishes import Wish, wishes_of
from tat.database import Tat
from tat.named_lines import read_line_names
from tat.schema import Answer, Person, Prompt


@dataclass(frozen=True)
class OnRecord:
    """An answer that was given before."""

    by: str
    recorded_by: str
    at: datetime
    channel: Channel
    said: str
    """What they did by it, as it follows a name: "confirmed the plan"."""
    wishes: Sequence[Wish]
    """What they suggested or objected to, in their own words."""
    is_late: bool
    is_outdated: bool
    is_corrected: bool


def read_on_record(tat: Tat, prompt_ids: Sequence[int]) -> dict[int, list[OnRecord]]:
    """Read the answers of several prompts, by prompt, the first one first."""
    recorder = sa.orm.aliased(Person)
    rows = (
        sa.select(Answer, Prompt.kind, Person.name, recorder.name)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Person, Person.id == Answer.said_by_id)
        .join(recorder, recorder.id == Answer.person_id)
        .where(Answer.prompt_id.in_(prompt_ids))
        .order_by(Answer.id)
    )
    answers = tat.execute(rows).all()
    names = read_line_names(tat, [row[0] for row in answers])
    found: dict[int, list[OnRecord]] = {}
    for answer, kind, by, recorded_by in answers:
        found.setdefault(answer.prompt_id, []).append(
            OnRecord(
                by, recorded_by, answer.at, answer.channel, said_of(kind, answer.verdict),
                wishes_of(answer, names), answer.is_late, answer.is_outdated,
                answer.corrected_by_id is not None,
            )
        )  # fmt: skip
    return found
