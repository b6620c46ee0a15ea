"""What centers say of the needs put before them (2.8, 3.4)."""

from tat.answer_models.parts import Content, KnownActivity, Part, Remark, Words


class CenterReview(Content):
    """2.8: what a center adds to a plan; adding nothing is an answer."""

    known: tuple[KnownActivity, ...] = ()
    collaboration: Remark = ""


class OutOfScope(Part):
    """A need that is not the center's, and whose it may be (3.4)."""

    need_id: int
    reason: Words
    suggested_center: str


class Approaches(Content):
    """3.4: the activities that a center proposes for the needs shown to it."""

    proposed: tuple[KnownActivity, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()
