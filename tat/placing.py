"""Put a mail that came in where it belongs: a note on its question, or an answer to be taken."""

from collections.abc import Sequence
from datetime import datetime

from config.rules import Rules
from config.vocabulary import FEDERAL, Channel, Purpose, Role
from tat import ledger, notices, people, subjects
from tat.database import Tat
from tat.memos import agreeing
from tat.notices import Owed
from tat.people import Somebody
from tat.prompt_rows import read_around
from tat.refusals import Refused
from tat.replies import Reply
from tat.schema import Person, Plan, Prompt, Received
from tat.statuses import PromptState, ReceivedState
from tat.who_says import who_says

QUOTED = 1_000
"""How many characters of a reply a mail about it says; the page has the rest."""


def place(
    tat: Tat, row: Received, prompt: Prompt, rules: Rules, *, is_yes: bool, now: datetime
) -> None:
    """Make a mail a note on its question, and tell its Specialist.

    Where it reads as a yes it is put before the Specialist as an answer, never where the decision
    is federal: then whoever wrote it is told where the decision is made.

    Args:
        is_yes: whether its writer's own words say yes, and its address is theirs by the roster.
    """
    row.prompt_id = prompt.id
    why_not = _why_no_answer(tat, row, prompt, now=now) if is_yes else "It is a note."
    row.state = ReceivedState.NOTED if why_not else ReceivedState.OFFERED
    row.why = why_not or "It reads as a yes. Who sent it is not proved: the address can be forged."
    if is_yes:
        tell_where_to_decide(tat, row, prompt, rules, now=now)
    _tell_specialists(tat, row, prompt, rules, now=now)
    _record(tat, row, prompt, now=now)
    tat.flush()


def tell_where_to_decide(
    tat: Tat, row: Received, prompt: Prompt, rules: Rules, *, now: datetime
) -> None:
    """Owe whoever made a federal decision by mail the word that it is made on the page."""
    if prompt.role not in FEDERAL or prompt.state != PromptState.OPEN or row.person_id is None:
        return
    owed = Owed(
        purpose=Purpose.ANSWER_ON_PAGE, step=prompt.step, subject=subjects.prompt(prompt.id),
        person_id=row.person_id, prompt_id=prompt.id, plan_id=prompt.plan_id,
        urgency=rules.notice[Purpose.ANSWER_ON_PAGE].urgency,
    )  # fmt: skip
    notices.owe(tat, prompt.cycle, [owed], now=now)


def specialists_of(tat: Tat, prompt: Prompt) -> Sequence[Somebody]:
    """Who reads the replies to a question: the Specialists of its plan's state."""
    if prompt.plan_id is None:
        return []
    code = tat.get_one(Plan, prompt.plan_id).jurisdiction
    holders = people.directory(tat).holding([Role.SPECIALIST], jurisdiction=code)
    return [holder.person for holder in holders]


def _why_no_answer(tat: Tat, row: Received, prompt: Prompt, *, now: datetime) -> str:
    """Why nobody may take it as an answer, as a sentence; empty where the Specialist may."""
    if prompt.role in FEDERAL:
        return "It is a note: a federal decision is made on the page, never taken from a mail."
    if prompt.state != PromptState.OPEN:
        return f"It is a note: the question is {prompt.state} already."
    if row.person_id is None:
        return "It is a note: nobody on the roster has the address that it came from."
    if prompt.role == Role.SPECIALIST or not specialists_of(tat, prompt):
        return "It is a note: this question is answered on the page."
    around = read_around(tat, prompt.id)
    try:
        agreeing(prompt, around.shown)
        said = Reply(prompt.id, {}, row.person_id, Channel.EMAIL)
        who_says(tat, around, said, now=now)
    except Refused as refusal:
        return f"It is a note: {refusal}"
    return ""


def _tell_specialists(
    tat: Tat, row: Received, prompt: Prompt, rules: Rules, *, now: datetime
) -> None:
    """Tell each Specialist but the one who sent or passed it on.

    The notice names no prompt: it holds also when that is answered meanwhile.
    """
    details = {
        "who": tat.get_one(Person, row.person_id).name if row.person_id else row.address,
        "kind": prompt.kind, "words": (row.own_words or row.text)[:QUOTED],
        "is_offered": row.state == ReceivedState.OFFERED, "why": row.why,
        "names": [one["name"] for one in row.files],
    }  # fmt: skip
    owed = [
        Owed(
            purpose=Purpose.REPLY_RECEIVED, step=prompt.step, subject=subjects.received(row.id),
            person_id=one.id, plan_id=prompt.plan_id, details=dict(details),
            urgency=rules.notice[Purpose.REPLY_RECEIVED].urgency,
        )
        for one in specialists_of(tat, prompt)
        if one.id not in (row.person_id, row.forwarded_by_id)
    ]  # fmt: skip
    notices.owe(tat, prompt.cycle, owed, now=now)


def _record(tat: Tat, row: Received, prompt: Prompt, *, now: datetime) -> None:
    """By the software: who sent it is not proved."""
    details = {"received": row.id, "prompt": prompt.id, "sha256": row.sha256, "from": row.address}
    entry = ledger.Entry(
        at=now, actor=ledger.SOFTWARE, act="noted a mail", subject=prompt.subject,
        plan_id=prompt.plan_id, plan_version=prompt.plan_version, channel=Channel.EMAIL,
        details=details,
    )  # fmt: skip
    ledger.record(tat, [entry])
