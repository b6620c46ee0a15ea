"""What a workbook that came back says, as the form of its page would have sent it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.vocabulary import PromptKind
from portal.asking import giving
from portal.asking.blanks import Blank
from portal.asking.for_all import FOR_ALL, WAITED
from portal.asking.questions import Question
from portal.context import Form
from portal.forms.faults import Fault
from portal.visitors import Visitor
from portal.workbooks.book import Book
from portal.workbooks.cells import Grid
from portal.workbooks.reading import read_book

MOST_SHOWN = 40
"""Most characters of a cell that a fault repeats."""


@dataclass(frozen=True)
class Carried:
    """That a workbook is read for another question than the one for which it was made."""

    asked_on: date
    anew_on: date
    is_own: bool
    """Whether the same person is asked."""
    lost: Sequence[str] = ()
    """What it says of lines that the new question does not show, each with its cell."""


@dataclass(frozen=True)
class Filled:
    """What a workbook says, and all that is wrong with it."""

    questions: Sequence[Blank]
    """Those that it answers."""
    pairs: Sequence[tuple[Question, Question]]
    """Those for which it was made, each with the one that it answers: another where it was asked
    anew since. None of those whose words were not read."""
    visitor: Visitor
    is_sheet: bool
    form: Form
    faults: Sequence[Fault]
    book: Book
    carried: Carried | None = None


def read_filled(
    sheets: Mapping[str, Grid],
    visitor: Visitor,
    questions: Sequence[Blank],
    *,
    typed: Form,
    is_sheet: bool,
) -> Filled:
    """Read a workbook of some questions; every fault with the cell where it stands.

    Args:
        typed: what was typed beside it, such as a name.
    """
    book = read_book(sheets, questions, for_all=for_all(questions))
    pairs = [(one, one) for one in questions if isinstance(one, Question)]
    return filled_of(book, visitor, questions, pairs=pairs, typed=typed, is_sheet=is_sheet)


def filled_of(
    book: Book,
    visitor: Visitor,
    questions: Sequence[Blank],
    *,
    pairs: Sequence[tuple[Question, Question]],
    typed: Form,
    is_sheet: bool,
) -> Filled:
    """What a workbook that was read says of some questions, and all that is wrong with it."""
    waited = [(f"{WAITED}{one.prompt_id}", "yes") for one in questions]
    form = Form([*typed.pairs, *book.form().pairs, *waited])
    unread = {fault.place for fault in book.faults if fault.place}
    said = [
        _placed(fault, book)
        for question in questions
        for fault in giving.faults_in(visitor, question, form, is_sheet=is_sheet)
        if fault.place not in unread
    ]
    faults = [*book.faults, *said]
    return Filled(questions, pairs, visitor, is_sheet, form, faults, book)


def for_all(questions: Sequence[Blank]) -> str:
    """What one tick says of every question of a sheet; empty where there is no such tick."""
    kind: PromptKind | None = questions[0].kind if len(questions) > 1 else None
    return FOR_ALL[kind][0] if kind in FOR_ALL and kind else ""


def _placed(fault: Fault, book: Book) -> Fault:
    cell = book.cell_of(fault.place)
    if cell is None:
        return fault
    _cell, head, value = book.cells.get(fault.place, (cell, "", None))
    where = f"{cell.sheet}, row {cell.row + 1}"
    where += f", {head} (cell {cell.name})" if head else ""
    shown = str(value)[:MOST_SHOWN] if value not in (None, "") else ""
    sentence = f'{where}: "{shown}" cannot stand there. ' if shown else f"{where}: "
    sentence += fault.sentence
    return replace(fault, sentence=sentence, sheet=cell.sheet, cell=cell.name)
