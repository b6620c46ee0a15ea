"""Take a workbook that came back by its page: all of what it says goes on record, or nothing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from config.vocabulary import Entrance
from portal.asking import giving
from portal.asking.blanks import Blank, has_words, read_blanks
from portal.asking.may_open import Destination, open_there
from portal.asking.questions import open_page
from portal.context import Portal, Upload
from portal.door.anew import asked_anew
from portal.door.arriving import Sent, arrive, kept
from portal.door.intake import may_open, owner_of, read_of_place
from portal.door.notes import left_as_is
from portal.door.telling import tell
from portal.forms.faults import Fault
from portal.visitors import Visitor, by_person
from portal.workbooks.cells import Grid
from portal.workbooks.checking import UnsafeFile, is_csv
from portal.workbooks.conflicts import changes_since
from portal.workbooks.filled import Filled, read_filled
from portal.workbooks.place import WrongWorkbook, read_place
from portal.workbooks.taken import Taken
from tat import incoming
from tat.answer_checks import may_have_changed
from tat.database import Tat, read
from tat.incoming import Fate
from tat.refusals import Refused
from tat.statuses import PromptState


@dataclass(frozen=True)
class _Page:
    """The page to which a workbook is brought."""

    here: Destination
    place: str
    """What it is about: `prompt 12` or `sheet 3`."""
    is_heard: bool
    blanks: Sequence[Blank]
    may_have_changed: bool
    """Whether a line that it shows could read otherwise by now."""
    asked_here: Set[int]
    """The questions that no other one can have taken the place of."""

    @property
    def visitor(self) -> Visitor:
        """Who came there."""
        return self.here.visitor


def take(portal: Portal, here: Destination, upload: Upload, *, place: str) -> Taken:
    """Keep an upload, read it, and record its answers if every cell can be read.

    Args:
        place: what the page is about: `prompt 12` or `sheet 3`.
    Raises: NotThere, where the page is none of the visitor's.
    """
    page = _open(portal, here, place)
    if not upload.content:
        return _at_fault(upload, "The file is empty. Choose the workbook that you filled in.")
    try:
        sent = Sent(upload.content, upload.name, Entrance.PAGE, here.visitor.person_id)
        file_id = arrive(portal, sent)
    except Refused as refused:
        return Taken(upload.form, giving.Given(refused=[str(refused)]))
    try:
        taken = _read(portal, page, upload)
    except (UnsafeFile, WrongWorkbook) as error:
        taken = replace(_at_fault(upload, str(error)), is_refused=True)
    taken = replace(taken, file_id=file_id, place=taken.place or place)
    job = partial(_put_on_record, portal, here.visitor, file_id, taken)
    taken = portal.line.written(job)
    tell(portal, file_id, taken.reader_ids, sender_id=here.visitor.person_id)
    return taken


def _put_on_record(portal: Portal, visitor: Visitor, file_id: int, taken: Taken, tat: Tat) -> Taken:
    """Record in one job what a file answers and what became of it: never one without the other."""
    given = taken.given
    if taken.said is not None:
        given = giving.put_down(portal, visitor, taken.said, tat)
    done = replace(taken, given=given, notes=taken.notes if given.is_accepted else ())
    faults = [*given.faults, *(Fault("", one) for one in given.refused), *done.notes]
    answer_ids = [one.answer_id for one in given.receipts.values()]
    fate = Fate(done.state, done.place, kept(faults), answer_ids)
    incoming.settle(tat, file_id, fate, now=portal.now())
    return done


def _at_fault(upload: Upload, sentence: str) -> Taken:
    return Taken(upload.form, giving.Given(faults=[Fault("workbook", sentence)]))


def _open(portal: Portal, here: Destination, place: str) -> _Page:
    with read(portal.surroundings.tracker) as tat:
        opened = open_there(tat, here, now=portal.now())
        blanks = read_blanks(tat, portal, opened.prompts, has_prefix=here.is_sheet)
        has_changed = may_have_changed(tat, opened.prompts)
        asked_here = {
            one.id
            for one in opened.prompts
            if one.state == PromptState.OPEN
            or (one.state == PromptState.ANSWERED and not has_changed)
        }
    return _Page(here, place, opened.is_heard, blanks, has_changed, asked_here)


def _read(portal: Portal, page: _Page, upload: Upload) -> Taken:
    sheets = portal.opener.open(upload.content, upload.name)
    said_place, ids = read_place(sheets)
    if said_place != page.place or not page.asked_here >= set(ids):
        with read(portal.surroundings.tracker) as tat:
            anew = asked_anew(tat, said_place, ids)
        if page.place not in (said_place, anew.place if anew else said_place):
            raise WrongWorkbook(
                "This workbook answers something else. Open the page from which it came."
            )
        if anew is not None:
            return _read_anew(portal, page.visitor, sheets, upload, to=anew.place)
    if page.may_have_changed or is_csv(upload.name) or not all(map(has_words, page.blanks)):
        return _read_with_words(portal, page, sheets, ids, upload)
    issued = [one for one in page.blanks if one.prompt_id in ids]
    is_sheet = page.here.is_sheet
    filled = read_filled(sheets, page.visitor, issued, typed=upload.form, is_sheet=is_sheet)
    return _answered(portal, page, filled)


def _read_with_words(
    portal: Portal, page: _Page, sheets: Mapping[str, Grid], ids: Sequence[int], upload: Upload
) -> Taken:
    """Read it beside the words of its questions, which say what has changed; that takes longer."""
    with read(portal.surroundings.tracker) as tat:
        _opened, asked = open_page(tat, portal, page.here)
    issued = [one for one in asked.questions if one.prompt_id in ids]
    is_sheet = page.here.is_sheet
    filled = read_filled(sheets, page.visitor, issued, typed=upload.form, is_sheet=is_sheet)
    if filled.faults:
        return Taken(filled.form, giving.Given(faults=list(filled.faults)))
    # What a csv file means is inferred, and of changed lines the sender knows nothing yet.
    changes = changes_since(filled)
    if is_csv(upload.name) or changes.conflicts:
        return Taken(filled.form, giving.Given(), is_to_confirm=True)
    taken = _answered(portal, page, filled)
    return replace(taken, notes=left_as_is(changes))


def _answered(portal: Portal, page: _Page, filled: Filled) -> Taken:
    if filled.faults:
        return Taken(filled.form, giving.Given(faults=list(filled.faults)))
    said = giving.read_answers(
        portal, page.visitor, filled.questions, filled.form, is_sheet=page.here.is_sheet,
        is_heard=page.is_heard,
    )  # fmt: skip
    return Taken(filled.form, said.given, said=said)


def _read_anew(
    portal: Portal,
    visitor: Visitor,
    sheets: Mapping[str, Grid],
    upload: Upload,
    *,
    to: str,
) -> Taken:
    """Read a workbook for the question that took the place of its own; never at once."""
    with read(portal.surroundings.tracker) as tat:
        is_open = may_open(portal, tat, visitor, to)
        owner_id = owner_of(tat, to)
        who = visitor if is_open else by_person(tat, owner_id)
        filled = read_of_place(portal, tat, who, to, sheets, typed=upload.form)
    if filled.faults:
        return Taken(filled.form, giving.Given(faults=list(filled.faults)))
    return Taken(
        filled.form, giving.Given(), is_to_confirm=True, place=to,
        reader_ids=() if is_open else (owner_id,),
    )  # fmt: skip
