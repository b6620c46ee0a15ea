"""Of which lines an answer speaks: when one of them has changed since, the answer is outdated."""

from collections.abc import Collection, Set

from tat.answer_models.alignment import Approaches, CenterReview
from tat.answer_models.calls import CallRecord
from tat.answer_models.decisions import LineVerdicts, PlanVerdict
from tat.answer_models.delivery import ProgressReport
from tat.answer_models.parts import Content
from tat.answer_models.revisions import Revision, Rework


def lines_spoken_of(content: Content, shown: Collection[int]) -> Set[int]:
    """The lines that must still read as they were shown, or the answer has no effect.

    What a call or a revision changes it changes line by line: of the others it says nothing. A yes
    is about all that was shown (decision 9), and so is a revision that changes nothing.
    """
    match content:
        case CallRecord():
            return named_lines(content)
        case Revision() | Rework():
            return named_lines(content) or set(shown)
        case _:
            return set(shown)


def named_lines(content: Content) -> set[int]:
    """The lines that an answer names."""
    match content:
        case LineVerdicts():
            return {line.line_id for line in content.lines}
        case PlanVerdict():
            return {wish.line_id for wish in content.wishes if wish.line_id is not None}
        case Approaches():
            proposed = {item.need_id for item in content.proposed}
            return proposed | {item.need_id for item in content.out_of_scope}
        case CenterReview():
            return {item.need_id for item in content.known}
        case CallRecord():
            return {change.line_id for change in content.changed} | set(content.withdrawn)
        case Revision():
            return _revised_lines(content)
        case Rework():
            return {item.line_id for item in content.items}
        case ProgressReport():
            return {mark.line_id for mark in content.marks}
        case _:
            return set()


def _revised_lines(content: Revision) -> set[int]:
    changed = set(changed_lines(content))
    needs = {one.need_id for one in content.proposed if one.need_id is not None}
    return changed | needs | {*content.withdrawn, *content.taken_back}


def changed_lines(content: Revision) -> list[int]:
    """The lines to which a revision gives other words."""
    return [one.line_id for one in content.needs] + [one.line_id for one in content.activities]
