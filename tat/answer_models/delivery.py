"""What is said during delivery: progress, reviews, checks of the records."""

from datetime import date

from config.vocabulary import Progress
from tat.answer_models.parts import Content, Part, Remark


class ActivityProgress(Part):
    """6.1: how far one activity has come, and since when."""

    line_id: int
    progress: Progress
    on: date
    expected_on: date | None = None
    note: Remark = ""


class ProgressReport(Content):
    """6.1: what has changed in the delivery; no change is an answer."""

    marks: tuple[ActivityProgress, ...] = ()
    note: Remark = ""


class RecordCheck(Content):
    """7.2: what became of records that are stale or incomplete."""

    is_accurate: bool
    note: Remark = ""


class Review(Content):
    """6.2: the regular review of a plan; no change is an answer."""

    needs_change: bool
    note: Remark = ""
