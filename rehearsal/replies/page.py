"""What somebody who answers a prompt has before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from config.declared import Declared
from tat.content import ActivityContent, NeedContent, PlanContent
from tat.facts import PlanFacts
from tat.people import Directory
from tat.schema import Prompt


@dataclass(frozen=True)
class Page:
    """What somebody who answers a prompt has before them."""

    prompt: Prompt
    plan: PlanFacts | None
    content: PlanContent | None
    shown: Mapping[int, int]
    declared: Declared
    directory: Directory
    chance: Random
    now: datetime

    @property
    def needs(self) -> Sequence[NeedContent]:
        """The needs that the prompt shows."""
        return [need for need in self._content.needs if need.line_id in self.shown]

    @property
    def activities(self) -> Sequence[ActivityContent]:
        """The activities that the prompt shows."""
        both = (*self._content.activities, *self._content.proposed)
        return [activity for activity in both if activity.line_id in self.shown]

    @property
    def state(self) -> PlanFacts:
        """The plan that is asked about."""
        if self.plan is None:
            raise ValueError(f"prompt {self.prompt.id} is about no plan")
        return self.plan

    @property
    def _content(self) -> PlanContent:
        if self.content is None:
            raise ValueError(f"prompt {self.prompt.id} is about no plan")
        return self.content
