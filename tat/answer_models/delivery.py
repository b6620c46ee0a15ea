"""What is said during delivery: progress, reviews, checks of the records."""

from pydantic import model_validator

from config.vocabulary import Progress
from tat.answer_models.parts import Content, Day, Part, Remark
from tat.statuses import Verdict


class ActivityProgress(Part):
    """6.1: how far one activity has come, and since when."""

    line_id: int
    progress: Progress
    on: Day
    expected_on: Day | None = None
    note: Remark = ""


class ProgressReport(Content):
    """6.1: what has changed in the delivery; no change is an answer."""

    marks: tuple[ActivityProgress, ...] = ()
    note: Remark = ""


class RecordCheck(Content):
    """7.2: what became of records that are stale or incomplete."""

    is_accurate: bool
    note: Remark = ""

    @model_validator(mode="after")
    def _says_what_is_wrong(self) -> "RecordCheck":
        if not self.is_accurate and not self.note.strip():
            raise ValueError("say what is not accurate")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or changes asked."""
        return Verdict.ACCEPTED if self.is_accurate else Verdict.CHANGES_ASKED


class Review(Content):
    """6.2: the regular review of a plan; no change is an answer."""

    needs_change: bool
    note: Remark = ""

    @model_validator(mode="after")
    def _says_what_should_change(self) -> "Review":
        if self.needs_change and not self.note.strip():
            raise ValueError("say what should change")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or changes asked."""
        return Verdict.CHANGES_ASKED if self.needs_change else Verdict.ACCEPTED
