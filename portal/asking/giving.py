"""Take what a page's form says: one answer for each question in it, each whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from config.vocabulary import Channel
from portal.asking.blanks import Blank
from portal.asking.receipts import owe_receipt
from portal.asking.said import said_of
from portal.asking.who_answers import channel_of, must_sign_on, name_faults
from portal.context import Form, Portal
from portal.forms.faults import Fault
from portal.visitors import Visitor
from tat import answers
from tat.answers import Receipt, Reply
from tat.database import write
from tat.refusals import Refused

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
    """Record what a form says of each question; what has a fault is left out, and said.

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
    n_said = 0
    for blank in asked:
        said = said_of(visitor, blank, form, is_sheet=is_sheet)
        if said is None:
            continue
        n_said += 1
        content, faults = said
        given.faults += _placed(faults, blank) if is_sheet else faults
        if not faults and not is_barred:
            _give(portal, visitor, blank, content, channel, form, given, is_heard=is_heard)
    if not n_said:
        given.faults.append(Fault("", "Nothing is answered yet: choose an answer first."))
    return given


def faults_in(visitor: Visitor, asked: Blank, form: Form, *, is_sheet: bool) -> list[Fault]:
    """What is wrong with what a form says of one question, without recording anything."""
    said = said_of(visitor, asked, form, is_sheet=is_sheet)
    faults = said[1] if said else []
    return _placed(faults, asked) if is_sheet else faults


def _placed(faults: Sequence[Fault], blank: Blank) -> list[Fault]:
    """The faults of one question of a sheet, with its state; of all of it: at its heading."""
    head = f"q{blank.prompt_id}"
    return [replace(one, place=one.place or head, about=blank.state) for one in faults]


def _give(
    portal: Portal,
    visitor: Visitor,
    blank: Blank,
    content: dict[str, Any],
    channel: Channel,
    form: Form,
    given: Given,
    *,
    is_heard: bool,
) -> None:
    reply = Reply(
        blank.prompt_id, content, visitor.person_id, channel,
        said_by_id=blank.asked_of_id if is_heard else None,
    )  # fmt: skip
    try:
        with write(portal.surroundings.tracker) as tat:
            receipt = answers.give(tat, reply, now=portal.now())
            if receipt.is_new:
                is_at_once = form.get("receipt") == "yes"
                owe_receipt(tat, portal, visitor, receipt, is_at_once=is_at_once)
    except Refused as refused:
        given.refused.append(f"{blank.state}: {refused}" if blank.prefix else str(refused))
    else:
        given.receipts[blank.prompt_id] = receipt
