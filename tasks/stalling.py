"""Let one mail that cannot be made stop no other: it waits, and OCC is told once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import Purpose, Role
from tasks.lacking import CANNOT_BE_MADE, Lack, lack_of
from tat import notices, people, stalled
from tat.database import Tat
from tat.messages import Envelope
from tat.notices import Owed
from tat.schema import Notice, Prompt
from tat.stalled import Stalled
from templates.words import ASKED_TO, TOLD_OF

MOST_NAMED = 10
"""So many of the mails that wait are named to OCC."""

Write = Callable[[Sequence[Notice]], Envelope]

Prompts = Callable[[Notice], Prompt | None]
"""The prompt that a notice is about, where it is about one."""


@dataclass(frozen=True)
class Written:
    """What became of letters: envelopes, and notices of which none could be made."""

    envelopes: Sequence[Envelope]
    stalled: Mapping[Lack, Sequence[Notice]]


def write_all(letters: Iterable[Sequence[Notice]], write: Write, prompt_of: Prompts) -> Written:
    """Write letters; one that cannot be made is left out with what it lacks.

    Of such a letter the notices wait that lack something by themselves, without the others: those
    are ripe again at once, for a letter of their own.
    """
    envelopes: list[Envelope] = []
    found: dict[Lack, list[Notice]] = {}
    for owed in letters:
        try:
            envelopes.append(write(owed))
        except CANNOT_BE_MADE as error:
            for notice, why in _at_fault(owed, write, error):
                found.setdefault(lack_of(why, notice, prompt_of(notice)), []).append(notice)
    return Written(envelopes, found)


def _at_fault(
    owed: Sequence[Notice], write: Write, error: Exception
) -> Sequence[tuple[Notice, Exception]]:
    """The notices for which a letter cannot be made; all, where each by itself can."""
    found = []
    for notice in owed if len(owed) > 1 else ():
        try:
            write([notice])
        except CANNOT_BE_MADE as its_own:
            found.append((notice, its_own))
    return found or [(notice, error) for notice in owed]


def stall(
    tat: Tat, cycle: str, rules: Rules, found: Mapping[Lack, Sequence[Notice]], *, now: datetime
) -> None:
    """Have notices wait for what they lack, and tell OCC where nothing waited for it before."""
    known = stalled.lacking(tat, cycle)
    for lack, owed in found.items():
        fault = f"{lack.cause}; {lack.act}"
        stalled.stall(tat, owed, lacks=lack.key, fault=fault, now=now)
    for lack, owed in found.items():
        ids = [notice.id for notice in owed if notice.purpose != Purpose.MAIL_WAITS]
        if ids and lack.key not in known:
            waiting = [described(one) for one in stalled.listed(tat, cycle, only=ids)]
            tell_of_lack(tat, cycle, rules, lack, waiting, now=now)


def tell_of_lack(
    tat: Tat, cycle: str, rules: Rules, lack: Lack, waiting: Sequence[str], *, now: datetime
) -> None:
    """Owe OCC the notice that names what is missing, what waits for it, and the next act."""
    told = sa.select(sa.func.max(Notice.round)).where(
        Notice.cycle == cycle, Notice.purpose == Purpose.MAIL_WAITS, Notice.subject == lack.key
    )
    details = {
        "name": lack.name, "is_document": lack.is_document, "cause": lack.cause, "act": lack.act,
        "waiting": list(waiting[:MOST_NAMED]), "n_waiting": len(waiting),
    }  # fmt: skip
    owed = [
        Owed(
            purpose=Purpose.MAIL_WAITS, step=0, subject=lack.key, person_id=holder.person.id,
            round=(tat.scalar(told) or 0) + 1, details=details,
            urgency=rules.notice[Purpose.MAIL_WAITS].urgency,
        )
        for holder in people.directory(tat).holding([Role.OCC])
    ]  # fmt: skip
    notices.owe(tat, cycle, owed, now=now)


def lacks(one: Stalled) -> str:
    """The document “agenda”: the file is missing (resources/agenda.md); write it."""
    what, _space, name = one.lacks.partition(" ")
    said = "the document" if what == "document" else "the text of the mail"
    return f"{said} “{name}”: {one.fault}"


def by_lack(found: Iterable[Stalled]) -> dict[str, list[str]]:
    """What waits, under what it lacks."""
    waiting: dict[str, list[str]] = {}
    for one in found:
        waiting.setdefault(lacks(one), []).append(described(one))
    return waiting


def described(one: Stalled) -> str:
    """To Hal Dogwood, hal.dogwood@co.example: the documents for the stakeholder call, Colorado."""
    what = f"a request to {ASKED_TO[one.kind]}" if one.kind else TOLD_OF[one.purpose]
    about = f", {one.state}" if one.state else ""
    return f"to {one.name}, {one.address}: {what}{about}"
