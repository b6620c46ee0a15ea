"""Whoever was asked says that what was read in a file counts, or that it does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.asking import giving
from portal.asking.who_answers import name_faults
from portal.context import Form, Portal
from portal.door.intake import read_of_place
from portal.door.notes import left_as_is
from portal.door.seeing import Seen
from portal.forms.faults import Fault
from portal.refusing import NotThere
from portal.workbooks.checking import UnsafeFile
from portal.workbooks.conflicts import Changes, changes_since, leaving_out
from portal.workbooks.filled import Filled
from portal.workbooks.place import WrongWorkbook
from portal.workbooks.said import Said, said_in
from tat import incoming
from tat.database import read, write
from tat.schema import IncomingFile
from tat.statuses import FileState

LEAVES = "leaves"
"""The ticks on its page by which a line stays as it is, whatever the file says of it."""

ELSEWHERE = "It was asked anew since: open this file by the link of your newest mail."

GONE = "The file is not where it was kept. Send it again, or answer on the page of the question."


NOTHING_CHANGED = Changes([], [])


@dataclass(frozen=True)
class Shown:
    """What a file says now, as its page shows it."""

    said: list[Said] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    """Why it cannot be confirmed as it is."""
    filled: Filled | None = None
    changes: Changes = NOTHING_CHANGED


def show(portal: Portal, seen: Seen) -> Shown:
    """Read a file that waits once more: the record may have changed since it came."""
    content = portal.files.read(seen.sha256)
    if content is None:
        return Shown(faults=[Fault("", GONE)])
    try:
        sheets = portal.opener.open(content, seen.name)
        with read(portal.surroundings.tracker) as tat:
            filled = read_of_place(portal, tat, seen.there.visitor, seen.place, sheets)
    except (UnsafeFile, WrongWorkbook) as error:
        return Shown(faults=[Fault("", str(error))])
    except NotThere:
        return Shown(faults=[Fault("", ELSEWHERE)])
    return Shown(said_in(filled), list(filled.faults), filled, changes_since(filled))


def confirm(portal: Portal, seen: Seen, form: Form) -> giving.Given:
    """Record what the file says, under the name that was typed."""
    shown = show(portal, seen)
    if shown.faults or shown.filled is None:
        return giving.Given(faults=shown.faults)
    read_in_it = leaving_out(shown.filled.form, form.all(LEAVES))
    said = Form([*form.pairs, *read_in_it.pairs])
    given = giving.give_answers(
        portal, seen.there.visitor, shown.filled.questions, said,
        is_sheet=seen.there.is_sheet, is_heard=seen.is_heard, is_by_file=True,
    )  # fmt: skip
    if given.is_accepted:
        answer_ids = [one.answer_id for one in given.receipts.values()]
        _decide(portal, seen, FileState.ANSWERED, answer_ids, left_as_is(shown.changes))
    return given


def drop(portal: Portal, seen: Seen, form: Form) -> giving.Given:
    """Put on record that the file does not count."""
    faults = name_faults(seen.there.visitor, form)
    if not faults:
        _decide(portal, seen, FileState.DROPPED, [])
    return giving.Given(faults=faults)


def _decide(
    portal: Portal,
    seen: Seen,
    state: FileState,
    answer_ids: list[int],
    notes: Sequence[Fault] = (),
) -> None:
    by_id = seen.there.visitor.person_id
    with write(portal.surroundings.tracker) as tat:
        row = tat.get_one(IncomingFile, seen.id)
        if row.state is FileState.TO_CONFIRM:
            incoming.decide(
                tat, row, state, by_id=by_id, answer_ids=answer_ids,
                notes=[{"sentence": one.sentence} for one in notes], now=portal.now(),
            )  # fmt: skip
