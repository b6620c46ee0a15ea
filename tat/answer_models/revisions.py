"""What changes the lines of a plan: the Specialist's revision, the center's rework."""

from typing import Annotated

from pydantic import Field, model_validator

from tat.answer_models.parts import (
    ActivityChange,
    ActivityDraft,
    Content,
    NeedChange,
    NeedDraft,
    Part,
    Remark,
    Words,
)


class NewActivity(Part):
    """7.1: an activity for a final plan, for a need that it has or for one that is added."""

    need_id: int | None = None
    added_need: Annotated[int, Field(ge=1)] | None = None
    """Its place among the needs that are added, from 1."""
    center: Words
    activity: ActivityDraft

    @model_validator(mode="after")
    def _for_one_need(self) -> "NewActivity":
        if (self.need_id is None) == (self.added_need is None):
            raise ValueError("say for which need it is, or for which of those that are added")
        return self


class Revision(Content):
    """4.2, 7.1: what the Specialist changed, and a note for those who asked."""

    needs: tuple[NeedChange, ...] = ()
    activities: tuple[ActivityChange, ...] = ()
    added: tuple[NeedDraft, ...] = ()
    proposed: tuple[NewActivity, ...] = ()
    """For a final plan: before, centers propose their activities themselves."""
    withdrawn: tuple[int, ...] = ()
    restored: tuple[int, ...] = ()
    """Activities that an earlier revision has withdrawn, and that stand again."""
    taken_back: tuple[int, ...] = ()
    """Lines that a change of a final plan, which is on its way, shall leave as they are."""
    drops: bool = False
    """Whether that change is given up as a whole."""
    note: Words

    @property
    def changes_something(self) -> bool:
        """Whether more is said than the note."""
        return bool(
            self.needs or self.activities or self.added or self.proposed or self.withdrawn
            or self.restored or self.taken_back
        )  # fmt: skip

    @property
    def is_about_change(self) -> bool:
        """Whether it says what only a change of a final plan can say."""
        return bool(self.proposed or self.taken_back or self.drops)

    @model_validator(mode="after")
    def _no_more_than_added(self) -> "Revision":
        highest = max((one.added_need or 0 for one in self.proposed), default=0)
        if highest > len(self.added):
            raise ValueError(f"there is no added need {highest}, only {len(self.added)}")
        return self


class ReworkedItem(Part):
    """What became of an item that was sent back: made clear, changed, or withdrawn."""

    line_id: int
    clarification: Remark = ""
    changed: ActivityDraft | None = None
    withdraws: bool = False

    @model_validator(mode="after")
    def _something_was_done(self) -> "ReworkedItem":
        if not (self.clarification.strip() or self.changed or self.withdraws):
            raise ValueError("make the item clear, change it, or withdraw it")
        return self


class Rework(Content):
    """5.3: the center's reply to the items that were sent back."""

    items: Annotated[tuple[ReworkedItem, ...], Field(min_length=1)]
