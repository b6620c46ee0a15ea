"""What an effect works on: an answer that has just been recorded, and the prompt it answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from tat import plans
from tat.database import Tat
from tat.lines import Author
from tat.schema import Answer, LineAnswer, Prompt
from tat.statuses import Verdict


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
        self.tat.add(
            LineAnswer(
                answer_id=self.answer.id, line_id=line_id, revision=revision,
                kind=self.prompt.kind, verdict=verdict, reason=reason,
            )
        )  # fmt: skip

    def write_version(self, why: str) -> None:
        """Keep what the plan says now as its next version."""
        plans.write_version(self.tat, self.plan_id, why=why, by=self.by)
