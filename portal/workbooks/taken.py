"""What came of a workbook that was sent to its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.asking import giving
from portal.context import Form
from portal.forms.faults import Fault
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

    place: str = ""
    """What it answers: another question than the page is about, where that was asked anew."""

    reader_ids: tuple[int, ...] = ()
    """Who looks at it by a mail: the new question is not open to who brought it."""

    said: giving.Said | None = None
    """What of it is recorded as answers; None for nothing."""

    is_refused: bool = False
    """Whether it was not read at all."""

    @property
    def state(self) -> FileState:
        """What became of it."""
        if self.is_refused:
            return FileState.REFUSED
        if self.is_to_confirm:
            return FileState.TO_CONFIRM
        return FileState.ANSWERED if self.given.is_accepted else FileState.AT_FAULT

    @property
    def has_cells(self) -> bool:
        """Whether cells of it must be corrected."""
        return any(fault.cell for fault in self.given.faults)
