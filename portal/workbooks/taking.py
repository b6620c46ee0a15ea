"""Take a workbook that came back: all of what it says goes on record, or nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.vocabulary import PromptKind
from portal.asking import giving
from portal.asking.for_all import FOR_ALL, WAITED
from portal.asking.questions import Asked, Question
from portal.asking.who_answers import is_of_state
from portal.context import Form, Portal, Upload
from portal.forms.faults import Fault
from portal.visitors import Visitor
from portal.workbooks.book import Book
from portal.workbooks.checking import UnsafeFile
from portal.workbooks.issuing import Cover, issue
from portal.workbooks.layout import tables_of
from portal.workbooks.opening import Opener
from portal.workbooks.place import WrongWorkbook, place_text, read_place
from portal.workbooks.reading import read_book
from templates.workbooks import omb_words

MOST_SHOWN = 40
"""Most characters of a cell that a fault repeats."""


@dataclass(frozen=True)
class Taken:
    """What came of an upload."""

    form: Form
    """As if it had been typed into the page: nothing that was filled in is lost."""
    given: giving.Given


def workbook_of(portal: Portal, asked: Asked, *, reader: str, place: str) -> bytes:
    """Make the workbook of what is open on a page.

    Args:
        reader: name of who is asked.
        place: what it answers: `prompt 12` or `sheet 3`.
    """
    waiting = [one for one in asked.questions if one.is_open]
    first = waiting[0]
    settings = portal.settings
    cover = Cover(
        heading=asked.heading,
        place=place_text(place, waiting),
        reader=reader,
        about=", ".join(dict.fromkeys(one.state for one in waiting if one.state)),
        due_on=min(one.due_on for one in waiting),
        minutes=first.minutes,
        omb=omb_words(settings.omb_number, settings.omb_expires_on, settings.burden_statement)
        if is_of_state(waiting)
        else "",
    )
    return issue(cover, tables_of(waiting, for_all(waiting)), now=portal.now())


def for_all(questions: Sequence[Question]) -> str:
    """What one tick says of every question of a sheet; empty where there is no such tick."""
    kind: PromptKind | None = questions[0].kind if len(questions) > 1 else None
    return FOR_ALL[kind][0] if kind in FOR_ALL and kind else ""


def take(
    portal: Portal,
    visitor: Visitor,
    asked: Asked,
    upload: Upload,
    *,
    opener: Opener,
    place: str,
    is_heard: bool,
) -> Taken:
    """Read an upload, and record its answers if every cell can be read.

    Args:
        place: what the page is about: `prompt 12` or `sheet 3`.
    """
    try:
        sheets = opener.open(upload.content, upload.name)
        said_place, ids = read_place(sheets)
    except (UnsafeFile, WrongWorkbook) as error:
        return Taken(upload.form, giving.Given(faults=[Fault("workbook", str(error))]))
    if said_place != place:
        words = "This workbook answers something else. Open the page from which it came."
        return Taken(upload.form, giving.Given(faults=[Fault("workbook", words)]))
    issued = [one for one in asked.questions if one.prompt_id in ids]
    book = read_book(sheets, issued, for_all=for_all(issued))
    waited = [(f"{WAITED}{prompt_id}", "yes") for prompt_id in ids]
    form = Form([*upload.form.items(), *book.form().pairs, *waited])
    is_sheet = place.startswith("sheet")
    faults = [*book.faults, *_faults(visitor, issued, form, book, is_sheet=is_sheet)]
    if faults:
        return Taken(form, giving.Given(faults=faults))
    given = giving.give_answers(portal, visitor, issued, form, is_sheet=is_sheet, is_heard=is_heard)
    return Taken(form, given)


def _faults(
    visitor: Visitor, questions: Sequence[Question], form: Form, book: Book, *, is_sheet: bool
) -> list[Fault]:
    """What the answers' own rules say, each with the cell where it stands."""
    return [
        _placed(fault, book)
        for question in questions
        for fault in giving.faults_in(visitor, question, form, is_sheet=is_sheet)
    ]


def _placed(fault: Fault, book: Book) -> Fault:
    cell = book.cell_of(fault.place)
    if cell is None:
        return fault
    _cell, head, value = book.cells.get(fault.place, (cell, "", None))
    where = f"{cell.sheet}, row {cell.row + 1}"
    where += f", {head} (cell {cell.name})" if head else ""
    shown = str(value)[:MOST_SHOWN] if value not in (None, "") else ""
    sentence = f'{where}: "{shown}" cannot stand there. ' if shown else f"{where}: "
    return replace(fault, sentence=sentence + fault.sentence)
