"""What is said during delivery writes: progress of activities (6.1)."""

from tat import progress
from tat.answer_models.delivery import ProgressReport
from tat.effects.given import Given


def mark_progress(given: Given, content: ProgressReport) -> None:
    """Write down how far each activity that is named has come."""
    progress.mark(given.tat, content.marks, given.by)
