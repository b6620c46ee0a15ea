"""What is said in step 1: the worksheet of a state."""

from datetime import date

from tat.answer_models.parts import Content, NeedDraft, Part, Words


class Factor(Part):
    """A contextual factor and the document that it comes from (1.6)."""

    text: Words
    document: Words


class Worksheet(Content):
    """1.6 to 1.8: the context of a state, its check-in call, and the draft of its needs."""

    check_in_held_on: date
    factors: tuple[Factor, ...]
    high_priority_needs: tuple[Words, ...]
    needs: tuple[NeedDraft, ...]
