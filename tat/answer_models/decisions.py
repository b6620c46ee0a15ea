"""What confirms, approves or orders something: plans, lines, conversions."""

from collections.abc import Iterable

from pydantic import model_validator

from tat.answer_models.parts import Content, LineVerdict, Remark, Wish
from tat.statuses import Verdict


class Approved(Content):
    """A yes or no; a no says why."""

    approves: bool
    reason: Remark = ""

    @model_validator(mode="after")
    def _a_no_says_why(self) -> "Approved":
        if not self.approves and not self.reason.strip():
            raise ValueError("a no needs a reason")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or sent back."""
        return Verdict.ACCEPTED if self.approves else Verdict.SENT_BACK


class PlanVerdict(Content):
    """Confirm a plan as shown, or suggest modifications (2.7, 3.7, 4.1, 4.4)."""

    confirms: bool
    wishes: tuple[Wish, ...] = ()

    @model_validator(mode="after")
    def _either_or(self) -> "PlanVerdict":
        if self.confirms and self.wishes:
            raise ValueError("confirm the plan, or suggest modifications: not both")
        if not self.confirms and not self.wishes:
            raise ValueError("say which modifications you suggest")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or changes asked."""
        return Verdict.ACCEPTED if self.confirms else Verdict.CHANGES_ASKED


class LineVerdicts(Content):
    """Item by item (3.5, 3.6, 4.3, 5.3); with `rest_accepted` only some need to be named."""

    lines: tuple[LineVerdict, ...] = ()
    rest_accepted: bool = False

    def spelled_out(self, shown: Iterable[int]) -> "LineVerdicts":
        """The same with a verdict on every line shown, as it is kept on record."""
        if not self.rest_accepted:
            return self
        named = {line.line_id for line in self.lines}
        rest = [
            LineVerdict(line_id=line_id, accepts=True)
            for line_id in sorted(shown)
            if line_id not in named
        ]
        return self.model_copy(update={"lines": (*self.lines, *rest)})

    @property
    def verdict(self) -> Verdict:
        """Accepted when every line is."""
        accepted = all(line.accepts for line in self.lines)
        return Verdict.ACCEPTED if accepted else Verdict.SENT_BACK


class Order(Content):
    """4.5, 5.4: the Specialist orders the conversion of a plan."""

    converts: bool
    reason: Remark = ""

    @property
    def verdict(self) -> Verdict:
        """Accepted, or sent back."""
        return Verdict.ACCEPTED if self.converts else Verdict.SENT_BACK


class Package(Content):
    """5.1: the center submits its activities of one plan to its officer."""

    note: Remark = ""
