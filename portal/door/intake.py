"""The way of a file that no page brought: read, and put before whoever was asked.

Nothing is answered by it. Whoever was asked sees what was read, and says that it counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from config.vocabulary import Entrance
from portal.asking.may_open import Destination, open_there
from portal.asking.questions import Question, open_page, read_questions
from portal.context import Form, Portal
from portal.door.anew import Anew, asked_anew
from portal.door.arriving import Sent, arrive, settle
from portal.door.telling import tell
from portal.forms.faults import Fault
from portal.refusing import NotThere
from portal.visitors import Visitor, by_person
from portal.workbooks.carrying import carry
from portal.workbooks.cells import Grid
from portal.workbooks.checking import UnsafeFile
from portal.workbooks.filled import Carried, Filled, read_filled
from portal.workbooks.place import WrongWorkbook, read_place
from tat import incoming
from tat.database import Tat, read
from tat.incoming import Earlier
from tat.schema import Prompt, Sheet
from tat.statuses import FileState
from templates.filters import day

STRANGER = (
    "It came from an address that nobody on the roster has; nothing was recorded. Whoever was "
    "asked sends it from their own address, or on the page behind the link of their mail."
)


@dataclass(frozen=True)
class Outcome:
    """What became of a file, for who brought it."""

    file_id: int
    state: FileState
    sentences: tuple[str, ...]
    """Everything to correct, or why nothing was read."""
    place: str = ""
    """What it answers: `prompt 12` or `sheet 3`; empty where nobody knows."""
    answer_ids: tuple[int, ...] = ()
    """The answers that stand on record because of the same file, sent before."""
    reader_ids: tuple[int, ...] = ()
    """Who is told of it by mail."""


def take_in(portal: Portal, sent: Sent) -> Outcome:
    """Take a file from a folder or a mail. Raises: Refused, where it cannot be kept.

    Its person is owed a mail in the same breath: with the way to what was read, or with what to
    correct and the workbook with these cells marked.
    """
    file_id = arrive(portal, sent)
    outcome, faults = _looked_at(portal, sent, file_id)
    settle(
        portal, file_id, outcome.state, place=outcome.place, faults=faults,
        answer_ids=outcome.answer_ids,
    )  # fmt: skip
    tell(portal, file_id, outcome.reader_ids, sender_id=sent.person_id)
    return outcome


def read_of_place(
    portal: Portal,
    tat: Tat,
    who: Visitor,
    place: str,
    sheets: Mapping[str, Grid],
    *,
    typed: Form | None = None,
) -> Filled:
    """Read a workbook for the question or sheet that it answers, or for what took its place.

    Raises: NotThere; WrongWorkbook, where nothing of it is asked any more.
    """
    said_place, ids = read_place(sheets)
    anew = asked_anew(tat, said_place, ids)
    there = destination(who, anew.place if anew else place)
    _opened, asked = open_page(tat, portal, there)
    typed = typed or Form([])
    if anew is not None:
        return _carried(tat, portal, there, anew, asked.questions, sheets, typed)
    issued = [one for one in asked.questions if one.prompt_id in ids]
    return read_filled(sheets, who, issued, typed=typed, is_sheet=there.is_sheet)


def _carried(
    tat: Tat,
    portal: Portal,
    there: Destination,
    anew: Anew,
    asked: Sequence[Question],
    sheets: Mapping[str, Grid],
    typed: Form,
) -> Filled:
    """Read a workbook for the questions that were asked anew."""
    old = read_questions(
        tat, portal, [old for old, _new in anew.pairs], has_prefix=there.is_sheet
    ).questions
    by_id = {one.prompt_id: one for one in [*old, *asked]}
    zone = ZoneInfo(there.visitor.time_zone)
    before, after = anew.replaced[0]
    carried = Carried(
        before.asked_at.astimezone(zone).date(), after.asked_at.astimezone(zone).date(),
        is_own=before.person_id == after.person_id,
    )  # fmt: skip
    pairs = [(by_id[before.id], by_id[after.id]) for before, after in anew.pairs]
    return carry(sheets, there.visitor, pairs, carried, typed=typed, is_sheet=there.is_sheet)


def _looked_at(portal: Portal, sent: Sent, file_id: int) -> tuple[Outcome, list[Fault]]:
    """What a file comes to, and all that is wrong with it."""
    by_mail = () if sent.person_id is None else (sent.person_id,)
    refused = Outcome(file_id, FileState.REFUSED, (), reader_ids=by_mail)
    try:
        if sent.entrance is Entrance.MAIL and sent.person_id is None:
            raise WrongWorkbook(STRANGER)
        sheets = portal.opener.open(sent.content, sent.name)
        place, ids = read_place(sheets)
        with read(portal.surroundings.tracker) as tat:
            owner_of(tat, place)
            _check_sender(tat, portal, sent, place)
            anew = asked_anew(tat, place, ids)
            place = anew.place if anew else place
            owner_id = owner_of(tat, place)
            known = incoming.earlier(tat, file_id, place)
            filled = read_of_place(portal, tat, by_person(tat, owner_id), place, sheets)
            may_confirm = [
                one for one in by_mail if may_open(portal, tat, by_person(tat, one), place)
            ]
    except (UnsafeFile, WrongWorkbook) as error:
        return replace(refused, sentences=(str(error),)), [Fault("", str(error))]
    readers = tuple(dict.fromkeys([owner_id, *may_confirm]))
    found = Outcome(file_id, FileState.TO_CONFIRM, (), place, reader_ids=readers)
    who_waits = by_mail or (owner_id,)
    if known is not None and known.state is FileState.ANSWERED:
        said = _known(known)
        known_file = replace(
            found, state=known.state, sentences=(said,), answer_ids=known.answer_ids,
            reader_ids=who_waits,
        )  # fmt: skip
        return known_file, [Fault("", said)]
    if filled.faults:
        sentences = tuple(fault.sentence for fault in filled.faults)
        at_fault = replace(
            found, state=FileState.AT_FAULT, sentences=sentences, reader_ids=who_waits
        )
        return at_fault, list(filled.faults)
    return found, []


def owner_of(tat: Tat, place: str) -> int:
    """Who was asked what a workbook answers. Raises: WrongWorkbook, where nobody was."""
    what, _, number = place.partition(" ")
    found: Prompt | Sheet | None = (
        tat.get(Prompt, int(number)) if what == "prompt" else tat.get(Sheet, int(number))
    )
    if found is None:
        raise WrongWorkbook(
            f"It answers {place}, which is not on record here; nothing was recorded. Download the "
            "workbook anew from the page behind the link of your mail."
        )
    return found.person_id


def _check_sender(tat: Tat, portal: Portal, sent: Sent, place: str) -> None:
    """Refuse what answers a question that is not its sender's to answer. Raises: WrongWorkbook."""
    if sent.person_id is None:
        return
    if not may_open(portal, tat, by_person(tat, sent.person_id), place):
        raise WrongWorkbook(
            "It answers a question that was put to somebody else; nothing was recorded. They send "
            "it themselves, or you answer what was asked of you by the link of your own mail."
        )


def may_open(portal: Portal, tat: Tat, who: Visitor, place: str) -> bool:
    """Whether somebody may open the question or sheet that a workbook answers."""
    try:
        open_there(tat, destination(who, place), now=portal.now())
    except NotThere:
        return False
    return True


def destination(who: Visitor, place: str) -> Destination:
    """To what a workbook leads, as somebody opens it."""
    what, _, number = place.partition(" ")
    is_prompt = what == "prompt"
    return Destination(who, int(number) if is_prompt else None, None if is_prompt else int(number))


def _known(known: Earlier) -> str:
    answers = " and ".join(f"answer {one}" for one in known.answer_ids)
    on = day(known.received_at.date())
    return f"We had this file already, on {on}: what it says is on record as {answers}."
