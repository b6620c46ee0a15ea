"""What is said about meetings: when and where they are, what came of them."""

from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from tat.answer_models.parts import Content, Day, Part, Remark, Words


class MeetingDate(Content):
    """1.2, 1.3, 3.3, 7.1: when and where a meeting is; or that it was held before; or is not."""

    starts_at: AwareDatetime | None = None
    minutes: Annotated[int, Field(ge=15, le=8 * 60)] | None = None
    place: Remark = ""
    """Address of the web conference, telephone number, or room."""
    held_on: Day | None = None
    """Where it was held already: then only its notes are wanted."""
    notes: Remark = ""
    is_not_held: bool = False
    reason: Remark = ""

    @model_validator(mode="after")
    def _one_of_three(self) -> "MeetingDate":
        given = [self.starts_at is not None, self.held_on is not None, self.is_not_held]
        if sum(given) != 1:
            raise ValueError("say when it is, or on which day it was held, or that it is not held")
        if self.starts_at is not None and self.minutes is None:
            raise ValueError("say how many minutes it takes")
        if self.is_not_held and not self.reason.strip():
            raise ValueError("say why it is not held")
        return self


class SuggestedLead(Part):
    """3.3: which center could lead on a need, and which could work along."""

    need_id: int
    center: str
    collaborators: tuple[str, ...] = ()


class PlanWish(Part):
    """7.1: a change that a meeting suggests to a plan."""

    plan_id: int
    text: Words
    line_id: int | None = None


class MeetingRecord(Content):
    """1.2, 1.3, 3.3, 3.9, 7.1: what came of a meeting."""

    held_on: Day
    attendee_ids: tuple[int, ...] = ()
    notes: Words
    leads: tuple[SuggestedLead, ...] = ()
    wishes: tuple[PlanWish, ...] = ()
