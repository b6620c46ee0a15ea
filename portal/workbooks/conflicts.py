"""What has changed since a workbook was made: where it speaks of that, and where it does not."""

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from portal.asking.lines import ShownLine
from portal.asking.offered import FILLED_WITH_WORDS
from portal.asking.questions import Question
from portal.asking.said import said_of
from portal.context import Form
from portal.workbooks.filled import Filled
from portal.workbooks.said import Said, said_in
from tat.answer_checks import ABOUT_DELIVERY
from tat.answer_models import MODELS
from tat.spoken_of import lines_spoken_of

OF_LINES = ("withdrawn", "taken_back")
"""The fields that say something of each line that they name."""


@dataclass(frozen=True)
class Conflict:
    """A line that reads otherwise than when the workbook was made, and of which it speaks."""

    line: ShownLine
    says: Sequence[Said]
    """What stands in its row; nothing where the answer is about all lines together."""
    can_be_left: bool
    """Whether the rest of the workbook can count without what it says of this line."""


@dataclass(frozen=True)
class Changes:
    """What has changed since a workbook was made."""

    conflicts: Sequence[Conflict]
    left: Sequence[ShownLine]
    """The lines that it had left as they were: it says nothing of them."""
    added: Sequence[ShownLine] = ()
    """The lines that are asked about now and were not when it was made."""


def changes_since(filled: Filled) -> Changes:
    """Part the lines that read otherwise by now: those of which a workbook speaks, and the others.

    How a line read when the workbook was made is on record with its question; no cell is trusted.
    """
    rows = said_in(filled) if any(_changed(one) for one, _now in filled.pairs) else []
    conflicts: list[Conflict] = []
    left: list[ShownLine] = []
    added: list[ShownLine] = []
    for made_for, question in filled.pairs:
        changed = _changed(made_for)
        known = {line.id for line in made_for.lines}
        added += [line for line in question.lines if line.id not in known]
        spoken_of = _spoken_of(filled, question, made_for) if changed else None
        if spoken_of is None:
            continue
        left += [line for line in changed if line.id not in spoken_of]
        can_be_left = question.kind in FILLED_WITH_WORDS
        conflicts += [
            Conflict(line, [one for one in rows if one.is_of(line.id)], can_be_left)
            for line in changed
            if line.id in spoken_of
        ]
    return Changes(conflicts, left, added)


def _changed(question: Question) -> list[ShownLine]:
    is_of_delivery = question.kind in ABOUT_DELIVERY  # said of a line in whatever words
    return [] if is_of_delivery else [line for line in question.lines if line.has_changed]


def _spoken_of(filled: Filled, question: Question, made_for: Question) -> Set[int] | None:
    """The lines of which it speaks; None where it leaves the question open."""
    said = said_of(filled.visitor, question, filled.form, is_sheet=filled.is_sheet)
    if said is None or said[1]:
        return None
    content = MODELS[question.kind].model_validate(said[0])
    return lines_spoken_of(content, {line.id for line in made_for.lines})


def leaving_out(form: Form, line_ids: Collection[str]) -> Form:
    """What a workbook says, without what it says of some lines."""
    return Form(list(_kept(form, line_ids)))


def _kept(form: Form, line_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    for name, value in form.pairs:
        path, *key = name.split(".")
        is_named = path.rpartition("-")[2] in OF_LINES and value in line_ids
        if not is_named and not (key and key[0] in line_ids):
            yield name, value
