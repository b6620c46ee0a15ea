"""Take a workbook that came back by its page: all of what it says goes on record, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.vocabulary import Entrance
from portal.asking import giving
from portal.asking.questions import Asked
from portal.context import Form, Portal, Upload
from portal.door.arriving import Sent, arrive, settle
from portal.door.notes import left_as_is
from portal.forms.faults import Fault
from portal.visitors import Visitor
from portal.workbooks.checking import UnsafeFile, is_csv
from portal.workbooks.conflicts import changes_since
from portal.workbooks.filled import read_filled
from portal.workbooks.place import WrongWorkbook, read_place
from tat.refusals import Refused
from tat.statuses import FileState


@dataclass(frozen=True)
class Taken:
    """What came of an upload."""

    form: Form
    """As if it had been typed into the page: nothing that was filled in is lost."""
    given: giving.Given
    file_id: int | None = None
    """Its number on record; None where nothing came."""

    is_to_confirm: bool = False
    """Whether its sender has to look at what was read first."""

    notes: Sequence[Fault] = ()
    """What its sender should know though all of it is on record."""

    @property
    def state(self) -> FileState:
        """What became of it."""
        if self.is_to_confirm:
            return FileState.TO_CONFIRM
        return FileState.ANSWERED if self.given.is_accepted else FileState.AT_FAULT

    @property
    def has_cells(self) -> bool:
        """Whether cells of it must be corrected."""
        return any(fault.cell for fault in self.given.faults)


def take(
    portal: Portal, visitor: Visitor, asked: Asked, upload: Upload, *, place: str, is_heard: bool
) -> Taken:
    """Keep an upload, read it, and record its answers if every cell can be read.

    Args:
        place: what the page is about: `prompt 12` or `sheet 3`.
    """
    if not upload.content:
        return _at_fault(upload, "The file is empty. Choose the workbook that you filled in.")
    try:
        sent = Sent(upload.content, upload.name, Entrance.PAGE, visitor.person_id)
        file_id = arrive(portal, sent)
    except Refused as refused:
        return Taken(upload.form, giving.Given(refused=[str(refused)]))
    try:
        taken = _read(portal, visitor, asked, upload, place=place, is_heard=is_heard)
        state = taken.state
    except (UnsafeFile, WrongWorkbook) as error:
        taken, state = _at_fault(upload, str(error)), FileState.REFUSED
    settle(
        portal, file_id, state, place=place,
        faults=[*taken.given.faults, *(Fault("", one) for one in taken.given.refused),
                *taken.notes],
        answer_ids=[one.answer_id for one in taken.given.receipts.values()],
    )  # fmt: skip
    return replace(taken, file_id=file_id)


def _at_fault(upload: Upload, sentence: str) -> Taken:
    return Taken(upload.form, giving.Given(faults=[Fault("workbook", sentence)]))


def _read(
    portal: Portal, visitor: Visitor, asked: Asked, upload: Upload, *, place: str, is_heard: bool
) -> Taken:
    sheets = portal.opener.open(upload.content, upload.name)
    said_place, ids = read_place(sheets)
    if said_place != place:
        raise WrongWorkbook(
            "This workbook answers something else. Open the page from which it came."
        )
    issued = [one for one in asked.questions if one.prompt_id in ids]
    is_sheet = place.startswith("sheet")
    filled = read_filled(sheets, visitor, issued, typed=upload.form, is_sheet=is_sheet)
    if filled.faults:
        return Taken(filled.form, giving.Given(faults=list(filled.faults)))
    # What a csv file means is inferred, and of changed lines the sender knows nothing yet.
    changes = changes_since(filled)
    if is_csv(upload.name) or changes.conflicts:
        return Taken(filled.form, giving.Given(), is_to_confirm=True)
    given = giving.give_answers(
        portal, visitor, issued, filled.form, is_sheet=is_sheet, is_heard=is_heard
    )
    return Taken(filled.form, given, notes=left_as_is(changes) if given.is_accepted else ())
