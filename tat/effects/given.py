"""What an effect works on: an answer that has just been recorded, and the prompt it answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from tat import plans
from tat.database import Tat, change
from tat.lines import Author
from tat.schema import Answer, LineAnswer, Prompt
from tat.statuses import Verdict


@dataclass(frozen=True)
class LineSaid:
    """What an answer says of one line, at the revision that it saw."""

    line_id: int
    revision: int
    verdict: Verdict
    reason: str = ""


_SAY = sa.insert(LineAnswer.metadata.tables[LineAnswer.__tablename__])


@dataclass(frozen=True)
class Given:
    """An answer that has just been recorded, and the prompt that it answers."""

    tat: Tat
    prompt: Prompt
    answer: Answer
    shown: Mapping[int, int]
    """Revision of each line shown, by line id."""

    @property
    def by(self) -> Author:
        """Whose words these are."""
        return Author(self.answer.said_by_id, self.answer.at)

    @property
    def plan_id(self) -> int:
        """The plan that is asked about."""
        if self.prompt.plan_id is None:
            raise ValueError(f"prompt {self.prompt.id} is about no plan")
        return self.prompt.plan_id

    def say(self, line_id: int, verdict: Verdict, *, revision: int, reason: str = "") -> None:
        """Keep a verdict on one line."""
        self.say_of_each([LineSaid(line_id, revision, verdict, reason)])

    def say_of_each(self, said: Iterable[LineSaid]) -> None:
        """Keep a verdict on each of several lines."""
        rows = [
            {"answer_id": self.answer.id, "kind": self.prompt.kind, **vars(one)} for one in said
        ]
        if rows:
            change(self.tat, _SAY, rows)

    def write_version(self, why: str) -> None:
        """Keep what the plan says now as its next version."""
        plans.write_version(self.tat, self.plan_id, why=why, by=self.by)
