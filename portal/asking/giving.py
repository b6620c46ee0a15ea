"""Take what a page's form says: one answer for each question in it, each whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from config.vocabulary import Channel, Urgency
from portal.asking.blanks import Blank
from portal.asking.receipts import owe_receipt
from portal.asking.said import said_of
from portal.asking.who_answers import channel_of, must_sign_on, name_faults
from portal.context import Form, Portal
from portal.forms.faults import Fault
from portal.visitors import Visitor
from tat import answers
from tat.answers import Receipt, Reply
from tat.database import Tat
from tat.refusals import Refused
from tat.together import Done, Job

UNSIGNED = (
    "This is a federal decision: sign on with your agency first, or have your signed memo filed. "
    "Nothing was recorded."
)


@dataclass
class Given:
    """What came of one form."""

    receipts: dict[int, Receipt] = field(default_factory=dict)
    """Of each question that was answered, by prompt."""
    faults: list[Fault] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Why the record does not take an answer."""

    @property
    def is_accepted(self) -> bool:
        """Whether all that the form says is on record."""
        return bool(self.receipts) and not self.faults and not self.refused

    @property
    def ids(self) -> str:
        """The answers, as the address of their receipt names them: `12-13`."""
        return "-".join(str(receipt.answer_id) for receipt in self.receipts.values())


@dataclass(frozen=True)
class Said:
    """What a form says, read and not yet on record."""

    given: Given
    """What is known of it already: its faults, and why it is not taken."""
    replies: Sequence[tuple[Blank, Reply]]
    """What is to be recorded."""
    receipts: Urgency = Urgency.AT_ONCE
    """When who answers gets the receipt by mail."""


def read_answers(
    portal: Portal,
    visitor: Visitor,
    asked: Sequence[Blank],
    form: Form,
    *,
    is_sheet: bool = False,
    is_heard: bool = False,
    is_by_file: bool = False,
) -> Said:
    """Read what a form says of each question; what has a fault is left out, and said.

    Args:
        is_sheet: whether questions may be left open; those that are answered are recorded each.
        is_heard: whether a Specialist records what somebody else said.
        is_by_file: whether a file said it, which its person has confirmed on the page.
    """
    channel, faults = channel_of(form, is_heard=is_heard)
    channel = Channel.FILE if is_by_file and not is_heard else channel
    given = Given(faults=[*faults, *name_faults(visitor, form)])
    if must_sign_on(portal, visitor, asked):
        given.refused.append(UNSIGNED)
    is_barred = bool(given.faults or given.refused)
    replies: list[tuple[Blank, Reply]] = []
    n_said = 0
    for blank in asked:
        said = said_of(visitor, blank, form, is_sheet=is_sheet)
        if said is None:
            continue
        n_said += 1
        content, faults = said
        given.faults += _placed(faults, blank) if is_sheet else faults
        if not faults and not is_barred:
            said_by_id = blank.asked_of_id if is_heard else None
            reply = Reply(
                blank.prompt_id, content, visitor.person_id, channel, said_by_id=said_by_id
            )
            replies.append((blank, reply))
    if not n_said:
        given.faults.append(Fault("", "Nothing is answered yet: choose an answer first."))
    at_once = form.get("receipt") == "yes" or not asked
    return Said(given, replies, Urgency.AT_ONCE if at_once else asked[0].receipts)


def jobs_of(portal: Portal, visitor: Visitor, said: Said) -> list[Job]:
    """What is to be written of what a form says: each answer by itself."""
    return [
        partial(_give, portal, visitor, blank, reply, said.receipts)
        for blank, reply in said.replies
    ]


def note(said: Said, done: Sequence[Done]) -> Given:
    """Say of each question whether its answer is on record, or why it is not taken."""
    for (blank, _reply), one in zip(said.replies, done, strict=True):
        try:
            said.given.receipts[blank.prompt_id] = one.result()
        except Refused as refused:
            words = f"{blank.state}: {refused}" if blank.prefix else str(refused)
            said.given.refused.append(words)
    return said.given


def give_answers(
    portal: Portal,
    visitor: Visitor,
    asked: Sequence[Blank],
    form: Form,
    *,
    is_sheet: bool = False,
    is_heard: bool = False,
    is_by_file: bool = False,
) -> Given:
    """Read and record what a form says, as `read_answers` does, from a thread that may wait."""
    said = read_answers(
        portal, visitor, asked, form, is_sheet=is_sheet, is_heard=is_heard, is_by_file=is_by_file
    )
    jobs = jobs_of(portal, visitor, said)
    _nothing, done = portal.line.taken(lambda _tat: (None, jobs)).result()
    return note(said, done)


def put_down(portal: Portal, visitor: Visitor, said: Said, tat: Tat) -> Given:
    """Record what a form says within a job of the line; of what is refused nothing stays.

    Whoever writes more in the same job can say what came of it: both are on record, or neither.
    """
    given = Given(faults=[*said.given.faults], refused=[*said.given.refused])
    done = [_tried(tat, job) for job in jobs_of(portal, visitor, said)]
    return note(replace(said, given=given), done)


def _tried(tat: Tat, job: Job) -> Done:
    try:
        with tat.begin_nested():
            return Done(job(tat))
    except Refused as refused:
        return Done(fault=refused)


def _give(
    portal: Portal, visitor: Visitor, blank: Blank, reply: Reply, urgency: Urgency, tat: Tat
) -> Receipt:
    now = portal.now()
    receipt = answers.give(tat, reply, now=now)
    if receipt.is_new:
        owe_receipt(tat, visitor, blank, receipt, urgency=urgency, now=now)
    return receipt


def faults_in(visitor: Visitor, asked: Blank, form: Form, *, is_sheet: bool) -> list[Fault]:
    """What is wrong with what a form says of one question, without recording anything."""
    said = said_of(visitor, asked, form, is_sheet=is_sheet)
    faults = said[1] if said else []
    return _placed(faults, asked) if is_sheet else faults


def _placed(faults: Sequence[Fault], blank: Blank) -> list[Fault]:
    """The faults of one question of a sheet, with its state; of all of it: at its heading."""
    head = f"q{blank.prompt_id}"
    return [replace(one, place=one.place or head, about=blank.state) for one in faults]
