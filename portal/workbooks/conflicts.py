"""What has changed since a workbook was issued, where that concerns what it says."""

from collections.abc import Sequence

from portal.asking.lines import ShownLine
from portal.workbooks.filled import Filled
from templates.words import APPROVALS


def conflicts(filled: Filled) -> Sequence[ShownLine]:
    """The lines that read otherwise than when they were asked about, and that it speaks of.

    What approves a plan speaks of each of its lines; else the rows count that say something.
    """
    return [
        line
        for question in filled.questions
        for line in question.lines
        if line.has_changed and (question.kind in APPROVALS or _speaks_of(filled, line.id))
    ]


def _speaks_of(filled: Filled, line_id: int) -> bool:
    """Whether a row about the line says anything."""
    names = (name for name in filled.book.cells if name.split(".")[1:2] == [str(line_id)])
    return any(any(filled.form.all(name)) for name in names)
