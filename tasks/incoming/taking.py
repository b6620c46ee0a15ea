"""Take one mail in: on record whole, and to where it belongs, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from config.rules import Rules
from tasks.incoming import kinds, matching, returned
from tasks.incoming.imap_mailbox import Fetched
from tasks.incoming.inbox import Home
from tasks.incoming.matching import Match
from tasks.incoming.parsing import Parsed, parse
from tasks.incoming.texts import forwarded_words, own_words
from tasks.incoming.yes import reads_as_yes
from tasks.surroundings import Surroundings
from tat import delegations, placing, received
from tat.database import Tat, read, write
from tat.file_store import FileStore
from tat.received import Incoming
from tat.schema import Person, Prompt, Received
from tat.statuses import ReceivedKind, ReceivedState

MOST_AN_HOUR = 20
"""How many mails of one address are sorted in an hour: beyond, two programs answer each other."""

HOUR = timedelta(hours=1)

OF_NO_PLAN = "It is about a question of no single plan, which no Specialist reads: please read it."


@dataclass(frozen=True)
class Sender:
    """Whose words a mail brings, by the roster; it proves nothing."""

    person_id: int
    forwarded_by_id: int | None = None


def take_in(surroundings: Surroundings, fetched: Fetched, home: Home, files: FileStore) -> bool:
    """Take a mail in; returns whether it is new. What came before by the same bytes is left.

    A mail that cannot be read is on record with a sentence all the same.

    Raises: Refused, where it cannot be kept: then it is not on record, and stays where it is.
    """
    digest = sha256(fetched.content).hexdigest()
    with read(surroundings.tracker) as tat:
        if received.known(tat, digest):
            return False
    files.keep(fetched.content)
    mail = parse(fetched.content, is_whole=fetched.is_whole, n_bytes=fetched.n_bytes)
    with write(surroundings.tracker) as tat:
        if received.known(tat, digest):
            return False  # somebody else has just read the same mailbox
        row = received.put_on_record(
            tat, _incoming(mail, digest), kind=_kind(tat, mail, home),
            now=surroundings.now(),
        )  # fmt: skip
        _sort(tat, surroundings, row, mail, home)
    return True


def _incoming(mail: Parsed, digest: str) -> Incoming:
    words = own_words(mail.text)
    files = [{"name": one.name, "n_bytes": len(one.content)} for one in mail.files]
    return Incoming(
        sha256=digest, own_id=mail.own_id, name=mail.name, address=mail.address,
        subject=mail.subject, sent_at=mail.sent_at, own_words=words, text=mail.text, files=files,
    )  # fmt: skip


def _kind(tat: Tat, mail: Parsed, home: Home) -> ReceivedKind:
    if kinds.is_report(mail):
        return ReceivedKind.BOUNCE
    if mail.address in home.addresses or matching.answered(tat, [mail.own_id]):
        return ReceivedKind.LOOP
    return ReceivedKind.AUTOMATIC if kinds.is_from_machine(mail) else ReceivedKind.LETTER


def _sort(tat: Tat, surroundings: Surroundings, row: Received, mail: Parsed, home: Home) -> None:
    now = surroundings.now()
    if row.kind == ReceivedKind.BOUNCE:
        message = matching.answered(tat, _ids_returned(mail))
        rules = _rules(surroundings, message.cycle) if message else None
        returned.file_report(tat, row, mail, message, rules, now=now)
    elif (before := received.came_before(tat, row)) is not None:
        row.state, row.why = ReceivedState.FILED, f"It came before, as mail {before.id}."
    elif row.kind == ReceivedKind.LOOP:
        row.state, row.why = ReceivedState.FILED, "It is a mail of our own that came back."
    elif row.kind == ReceivedKind.AUTOMATIC:
        row.state, row.why = ReceivedState.FILED, "A program wrote it; nobody is answered."
    elif received.n_within(tat, row.address, span=HOUR, now=now) > MOST_AN_HOUR:
        row.kind, row.state = ReceivedKind.LOOP, ReceivedState.FILED
        row.why = f"More than {MOST_AN_HOUR} mails came from this address within an hour."
    else:
        _place(tat, surroundings, row, mail, home)


def _ids_returned(mail: Parsed) -> list[str]:
    """Identities of the mail of ours that a report is about: it brings that mail, or its head."""
    inside = [mail.inner.own_id] if mail.inner else []
    return [*inside, *mail.ids_inside, *mail.ids_answered]


def _place(tat: Tat, surroundings: Surroundings, row: Received, mail: Parsed, home: Home) -> None:
    """Make a letter a note on its question; leave it to OCC where it is unclear, and say why."""
    found = _match(tat, mail, home.secret)
    row.message_id = found.message.id if found.message else None
    known = _person(tat, mail.address)
    row.person_id = known.id if known else None
    if len(found.prompts) != 1:
        row.why = _why_unclear(found)
        _tell_where_to_decide(tat, surroundings, row, found)
        return
    prompt = found.prompts[0]
    sender = _sender(tat, row, mail, prompt, now=surroundings.now())
    if sender is None or prompt.plan_id is None:
        row.prompt_id = prompt.id
        row.why = OF_NO_PLAN if sender else _why_not_theirs(tat, row, prompt)
        _tell_where_to_decide(tat, surroundings, row, found)
        return
    row.person_id, row.forwarded_by_id = sender.person_id, sender.forwarded_by_id
    if sender.forwarded_by_id is not None:
        row.kind = ReceivedKind.FORWARD
        row.own_words = own_words(_forwarded(mail))
    placing.place(
        tat, row, prompt, _rules(surroundings, prompt.cycle),
        is_yes=reads_as_yes(row.own_words), now=surroundings.now(),
    )  # fmt: skip
    if mail.fault:
        row.why = f"{mail.fault} {row.why}"


def _tell_where_to_decide(
    tat: Tat, surroundings: Surroundings, row: Received, found: Match
) -> None:
    """Where somebody says yes to federal decisions that were asked of them, and OCC sorts it."""
    asked = [one for one in found.prompts if one.person_id == row.person_id]
    if asked and reads_as_yes(row.own_words):
        rules = _rules(surroundings, asked[0].cycle)
        placing.tell_where_to_decide(tat, row, asked[0], rules, now=surroundings.now())


def _match(tat: Tat, mail: Parsed, secret: bytes) -> Match:
    """By the mail itself, else by the one that was forwarded inside it."""
    found = matching.match(tat, mail, secret)
    if len(found.prompts) != 1 and mail.inner is not None:
        inside = matching.match(tat, mail.inner, secret)
        return inside if inside.prompts else found
    return found


def _sender(
    tat: Tat, row: Received, mail: Parsed, prompt: Prompt, *, now: datetime
) -> Sender | None:
    """Whose words they are: of who was asked, or of their delegate; None of anybody else's.

    What a Specialist of the state passes on counts as the words of who was asked.
    """
    if row.person_id is None:
        return None
    asked_id = prompt.person_id
    if row.person_id == asked_id or delegations.is_delegate(tat, asked_id, row.person_id, now=now):
        return Sender(row.person_id)
    is_specialist = row.person_id in {one.id for one in placing.specialists_of(tat, prompt)}
    if not is_specialist or not _is_forward(mail):
        return None
    if mail.inner is not None:
        author = _person(tat, mail.inner.address)
        if author is None or author.id != asked_id:
            return None
    return Sender(asked_id, forwarded_by_id=row.person_id)


def _is_forward(mail: Parsed) -> bool:
    subject = mail.subject.lower()
    return mail.inner is not None or subject.startswith(("fw:", "fwd:", "fw ", "fwd "))


def _forwarded(mail: Parsed) -> str:
    return mail.inner.text if mail.inner is not None else forwarded_words(mail.text)


def _why_unclear(found: Match) -> str:
    if found.prompts:
        return f"The mail that it answers asks {len(found.prompts)} things: say which it is about."
    if found.message is not None:
        return "The mail that it answers asks nothing: a person must read it."
    return "It answers no mail of ours that we know of."


def _why_not_theirs(tat: Tat, row: Received, prompt: Prompt) -> str:
    asked = tat.get_one(Person, prompt.person_id).name
    if row.person_id is None:
        return f"{asked} was asked, and nobody on the roster has the address that it came from."
    sender = tat.get_one(Person, row.person_id).name
    return f"{asked} was asked, and it came from the address of {sender}."


def _person(tat: Tat, address: str) -> Person | None:
    return tat.scalar(sa.select(Person).where(Person.address == address.lower()))


def _rules(surroundings: Surroundings, cycle: str) -> Rules:
    rules: Rules = surroundings.declared_for(cycle).rules
    return rules
