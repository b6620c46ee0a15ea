"""What OCC and OHS say of activities that serve the same state and topic (5.2)."""

from typing import Literal

from tat.answer_models.parts import Content, Part, Remark, Words


class Overlap(Part):
    """5.2: what OCC or OHS says of activities that serve the same state and topic."""

    topic: Words
    says: Literal["separate", "coordinate", "merge"]
    note: Remark = ""


class Mapped(Content):
    """5.2: topic by topic, where centers of both offices serve the same state."""

    overlaps: tuple[Overlap, ...]
