"""What a mail server says became of a mail of ours (RFC 3464), and what follows from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message as MailPart

from config.rules import Rules
from tasks import mail_faults
from tasks.incoming.parsing import Parsed
from tat import fates
from tat.database import Tat
from tat.schema import Message, Person, Received
from tat.statuses import MessageState, ReceivedState
from templates.escaping import shortened

LONGEST_SAID = 300

_OF_ADDRESS = re.compile(r"5\.[12]\.\d{1,3}\b")
"""RFC 3463: 5.1 is about the address, 5.2 about its mailbox."""


@dataclass(frozen=True)
class Returned:
    """What is said of one reader of a mail."""

    address: str
    is_final: bool
    """Whether the server gave up; else it tries again by itself."""
    status: str
    said: str

    @property
    def is_address(self) -> bool:
        """Whether the address is at fault, not this one mail."""
        return bool(_OF_ADDRESS.match(self.status))


def returned(report: MailPart) -> list[Returned]:
    """What a report says of each reader; what is no report says nothing."""
    payload = report.get_payload()
    blocks = payload if isinstance(payload, list) else []
    return list(_of_blocks(one for one in blocks if isinstance(one, MailPart)))


def _of_blocks(blocks: Iterator[MailPart]) -> Iterator[Returned]:
    for block in blocks:
        address = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "")
        if not address:
            continue  # what is said of the mail as a whole
        status = str(block.get("Status", "")).strip()
        said = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip() or status
        yield Returned(
            address=address.partition(";")[2].strip().lower(),
            is_final=str(block.get("Action", "")).strip().lower() == "failed",
            status=status,
            said=shortened(said, LONGEST_SAID),
        )


def file_report(
    tat: Tat, row: Received, mail: Parsed, message: Message | None, rules: Rules | None, *,
    now: datetime,
) -> None:  # fmt: skip
    """File what became of a mail: an address that takes none is marked as when it is refused.

    Only where it names a message of ours that did go to that address: whoever has not got that
    message cannot know its identity, and so cannot have a good address marked.
    """
    row.state, row.why = ReceivedState.FILED, "It tells of a mail that nobody here has sent."
    if message is None or rules is None or mail.report is None:
        return
    row.message_id = message.id
    person = tat.get_one(Person, message.person_id)
    found = [one for one in returned(mail.report) if one.address == person.address.lower()]
    if not found:
        row.why = f"It tells of another reader than {person.name}, to whom that mail went."
    elif not any(one.is_final for one in found):
        row.why = "The mail is delayed; its server still tries."
    elif message.state != MessageState.SENT:
        row.why = f"It tells of message {message.id}, which is {message.state} already."
    else:
        final = next(one for one in found if one.is_final)
        row.why = _apply(tat, message, person, final, rules, now=now)


def _apply(
    tat: Tat, message: Message, person: Person, one: Returned, rules: Rules, *, now: datetime
) -> str:
    cycle = message.cycle
    if not one.is_address:
        fates.fail(tat, message.id, fault=one.said, now=now)
        mail_faults.tell_of_message(tat, cycle, rules, message.id, now=now)
        return f"Message {message.id} to {person.name} did not arrive: {one.said}"
    if fates.refuse_address(tat, message.id, address=person.address, fault=one.said, now=now):
        mail_faults.tell_of_address(tat, cycle, rules, person.id, now=now)
    return f"The address of {person.name} takes no mail: {one.said}"
