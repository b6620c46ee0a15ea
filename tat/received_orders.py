"""What staff decide about a mail that came in: take it as an answer, say what it is about."""

from datetime import datetime
from typing import Any

from config.rules import Rules
from config.scopes import NATION
from config.vocabulary import Channel, Role
from tat import answers, ledger, people, placing, prompts, subjects
from tat.answers import Receipt
from tat.database import Tat
from tat.memos import agreeing
from tat.refusals import Refused
from tat.replies import Reply
from tat.schema import Prompt, Received
from tat.statuses import ReceivedState


def accept(tat: Tat, received_id: int, *, by_person_id: int, now: datetime) -> Receipt:
    """Take a reply that reads as a yes as the answer by email of who was asked.

    Raises: Refused, where it is not put before the Specialist, or it is not theirs to record.
    """
    row, prompt = _offered(tat, received_id)
    _check_specialist(tat, prompt, by_person_id)
    shown = prompts.shown_lines(tat, [prompt.id])[prompt.id]
    said = Reply(
        prompt.id, agreeing(prompt, shown), by_person_id, Channel.EMAIL,
        said_by_id=prompt.person_id,
    )  # fmt: skip
    receipt = answers.give(tat, said, now=now)
    row.answer_id = receipt.answer_id
    why = f"It was taken as answer {receipt.answer_id}."
    _settle(tat, row, ReceivedState.RECORDED, why, by_person_id=by_person_id, now=now)
    return receipt


def decline(tat: Tat, received_id: int, *, by_person_id: int, now: datetime) -> None:
    """Say that a reply is no answer: it stays as a note, and the question stays open.

    Raises: Refused.
    """
    row, prompt = _offered(tat, received_id)
    _check_specialist(tat, prompt, by_person_id)
    why = "It is a note: its Specialist does not take it as an answer."
    _settle(tat, row, ReceivedState.NOTED, why, by_person_id=by_person_id, now=now)


def belongs(
    tat: Tat, received_id: int, prompt_id: int, rules: Rules, *, is_yes: bool, by_person_id: int,
    now: datetime,
) -> None:  # fmt: skip
    """Say which question a mail is about. Raises: Refused."""
    row = _unsorted(tat, received_id, by_person_id)
    prompt = tat.get(Prompt, prompt_id)
    if prompt is None:
        raise Refused(f"Mail {row.id} stays unsorted: there is no question {prompt_id}.")
    is_theirs = is_yes and row.person_id == prompt.person_id
    placing.place(tat, row, prompt, rules, is_yes=is_theirs, now=now)
    _settle(tat, row, row.state, row.why, by_person_id=by_person_id, now=now)


def set_aside(tat: Tat, received_id: int, *, by_person_id: int, now: datetime) -> None:
    """Say that a mail is about nothing here; it is kept all the same. Raises: Refused."""
    row = _unsorted(tat, received_id, by_person_id)
    why = "It is about nothing here."
    _settle(tat, row, ReceivedState.SET_ASIDE, why, by_person_id=by_person_id, now=now)


def _offered(tat: Tat, received_id: int) -> tuple[Received, Prompt]:
    row = tat.get(Received, received_id)
    if row is None or row.state != ReceivedState.OFFERED or row.prompt_id is None:
        raise Refused(f"Mail {received_id} waits for no decision: it was settled, or is a note.")
    return row, tat.get_one(Prompt, row.prompt_id)


def _unsorted(tat: Tat, received_id: int, by_person_id: int) -> Received:
    directory = people.directory(tat)
    if not directory.has(by_person_id, Role.OCC, NATION):
        name = directory.people[by_person_id].name
        raise Refused(f"Mail {received_id} stays unsorted: {name} is not of OCC, who sort mail.")
    row = tat.get(Received, received_id)
    if row is None or row.state != ReceivedState.UNSORTED:
        raise Refused(f"Mail {received_id} is not unsorted: see tacycle inbox list.")
    return row


def _check_specialist(tat: Tat, prompt: Prompt, person_id: int) -> None:
    if person_id not in {one.id for one in placing.specialists_of(tat, prompt)}:
        raise Refused("The mail stays as it is: only the Specialist of the state decides on it.")


def _settle(
    tat: Tat, row: Received, state: ReceivedState, why: str, *, by_person_id: int, now: datetime
) -> None:
    row.state, row.why = state, why
    row.settled_by_id, row.settled_at = by_person_id, now
    prompt = tat.get(Prompt, row.prompt_id) if row.prompt_id else None
    details: dict[str, Any] = {
        "received": row.id, "prompt": row.prompt_id, "sha256": row.sha256, "why": why
    }  # fmt: skip
    entry = ledger.Entry(
        at=now, actor=subjects.person(by_person_id), act="sorted a mail",
        subject=prompt.subject if prompt else subjects.received(row.id),
        plan_id=prompt.plan_id if prompt else None, channel=Channel.EMAIL, details=details,
    )  # fmt: skip
    ledger.record(tat, [entry])
    tat.flush()
