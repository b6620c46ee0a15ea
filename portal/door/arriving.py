"""A file arrives: its bytes are kept and its arrival is on record before anything reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from config.vocabulary import Entrance
from portal.context import Portal
from portal.forms.faults import Fault
from portal.workbooks.checking import MOST_BYTES
from tat import incoming
from tat.incoming import Arrival, Fate
from tat.statuses import FileState


@dataclass(frozen=True)
class Sent:
    """A file that somebody sent."""

    content: bytes
    name: str
    """As its sender called it."""
    entrance: Entrance
    person_id: int | None = None
    """Who sent it, where that is known."""
    sender: str = ""
    """From whom it came, as a mail says it."""
    received_id: int | None = None
    """The mail with which it came."""


def arrive(portal: Portal, sent: Sent) -> int:
    """Keep a file and put its arrival on record; gives its number. Raises: Refused.

    Of one that is too large only the hash is kept.
    """
    is_kept = len(sent.content) <= MOST_BYTES
    digest = portal.files.keep(sent.content) if is_kept else sha256(sent.content).hexdigest()
    arrival = Arrival(
        digest,
        sent.name,
        len(sent.content),
        sent.entrance,
        sent.person_id,
        sent.sender,
        sent.received_id,
    )
    now = portal.now()
    return portal.line.written(lambda tat: incoming.receive(tat, arrival, now=now))


def settle(
    portal: Portal,
    file_id: int,
    state: FileState,
    *,
    place: str = "",
    faults: Sequence[Fault] = (),
    answer_ids: Sequence[int] = (),
) -> None:
    """Put on record what became of it.

    Args:
        place: what it answers, `prompt 12` or `sheet 3`; empty where nobody knows.
    """
    fate = Fate(state, place, kept(faults), answer_ids)
    now = portal.now()
    portal.line.written(lambda tat: incoming.settle(tat, file_id, fate, now=now))


def kept(faults: Sequence[Fault]) -> list[dict[str, str]]:
    """Faults as the record keeps them."""
    return [_kept(fault) for fault in faults]


def _kept(fault: Fault) -> dict[str, str]:
    """A fault as the record keeps it."""
    cell = {"sheet": fault.sheet, "cell": fault.cell} if fault.cell else {}
    about = f"{fault.about}: " if fault.about and not fault.cell else ""
    return {"sentence": about + fault.sentence, **cell}
