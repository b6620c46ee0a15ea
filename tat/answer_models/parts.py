"""What answers consist of: words for lines, wishes, verdicts."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from config.vocabulary import Approach, Form, Intensity, Requirement, Setting
from tat.statuses import Verdict

Words = Annotated[str, Field(min_length=1, max_length=10_000)]
Remark = Annotated[str, Field(max_length=10_000)]
Priority = Annotated[int, Field(ge=1, le=5)]


def _written_as_day(value: Any) -> Any:
    """Only 2016-11-25 is a day in writing: a bare number would be taken as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_parsing", "not a day such as 2016-11-25")
    return value


Day = Annotated[date, BeforeValidator(_written_as_day)]


class Part(BaseModel):
    """Anything that an answer consists of: unknown fields are refused, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(Part):
    """The content of one answer."""

    @property
    def verdict(self) -> Verdict:
        """What the answer says of its subject as a whole."""
        return Verdict.ACCEPTED


class NeedDraft(Part):
    """What a need should say."""

    topic: Words
    text: Words
    outcome: Remark = ""
    priority: Priority
    requirement: Requirement
    setting: Setting = Setting.ALL_AGES


class ActivityDraft(Part):
    """What an activity should say."""

    title: Words
    description: Words
    intensity: Intensity
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    approach: Approach
    collaborators: tuple[str, ...] = ()
    workplan: Remark = ""
    """Where in the center's approved workplan it stands (3.4)."""


class NeedChange(Part):
    """New words for a need."""

    line_id: int
    need: NeedDraft


class ActivityChange(Part):
    """New words for an activity."""

    line_id: int
    activity: ActivityDraft


class Wish(Part):
    """A modification that somebody suggests: for one line, or for the plan as a whole."""

    text: Words
    line_id: int | None = None


class KnownActivity(Part):
    """An activity that a center knows of already, for one need (2.8)."""

    need_id: int
    activity: ActivityDraft


class LineVerdict(Part):
    """Yes or no to one line; a no says why."""

    line_id: int
    accepts: bool
    reason: Remark = ""

    @model_validator(mode="after")
    def _a_no_says_why(self) -> "LineVerdict":
        if not self.accepts and not self.reason.strip():
            raise ValueError("a line that is not accepted needs a reason")
        return self
