"""What is said in step 1: the worksheet of a state."""

from pydantic import model_validator

from tat.answer_models.parts import Content, Day, NeedDraft, Part, Remark, Words

CHECK_IN_CALL = "status check-in call"
"""What a factor names in place of a document when it was said on the call of 1.7."""


class LookedAt(Part):
    """A document that was looked at, and what it says; or that it is not available (1.5)."""

    document: Words
    is_available: bool
    says: Remark = ""
    by_id: int | None = None
    """Who looked at it, where that is not the Specialist who answers."""

    @model_validator(mode="after")
    def _says_something(self) -> "LookedAt":
        if self.is_available and not self.says.strip():
            raise ValueError(f"say what {self.document} says, or that it is not available")
        return self


class Factor(Part):
    """A contextual factor and the document that it comes from (1.6)."""

    text: Words
    document: Words


class CarriedNeed(Part):
    """What becomes of a need of the last cycle that is still open: carried on, or dropped."""

    need_id: int
    carries: bool
    need: NeedDraft | None = None
    """Its words now; without, those that it had."""
    reason: Remark = ""

    @model_validator(mode="after")
    def _a_dropped_one_says_why(self) -> "CarriedNeed":
        if not self.carries and not self.reason.strip():
            raise ValueError("a need that is dropped needs a reason")
        return self


class Worksheet(Content):
    """1.5 to 1.8: documents and context of a state, its check-in call, the draft of its needs.

    What was done earlier may be left out.
    """

    documents: tuple[LookedAt, ...] = ()
    factors: tuple[Factor, ...] = ()
    check_in_held_on: Day | None = None
    check_in_attendee_ids: tuple[int, ...] = ()
    check_in_notes: Remark = ""
    high_priority_needs: tuple[Words, ...] = ()
    needs: tuple[NeedDraft, ...] = ()
    carried: tuple[CarriedNeed, ...] = ()
    """Every open need of the last cycle, once."""
