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


class Revision(Content):
    """4.2: what the Specialist changed, and a note for those who asked."""

    needs: tuple[NeedChange, ...] = ()
    activities: tuple[ActivityChange, ...] = ()
    added: tuple[NeedDraft, ...] = ()
    withdrawn: tuple[int, ...] = ()
    restored: tuple[int, ...] = ()
    """Activities that an earlier revision has withdrawn, and that stand again."""
    note: Words

    @property
    def changes_something(self) -> bool:
        """Whether more is said than the note."""
        return bool(self.needs or self.activities or self.added or self.withdrawn or self.restored)


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
