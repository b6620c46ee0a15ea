"""`tacycle memo`: file the signed memo that proves a federal decision."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cli.acting import DatabaseUrl, person_of, record
from config.settings import load_settings
from config.vocabulary import FEDERAL, Channel, Entrance
from portal.context import Portal
from portal.door.arriving import Sent, arrive, settle
from portal.forms.faults import Fault
from tat import answers, prompts, subjects
from tat.answers import Receipt, Reply
from tat.database import Tat, read, write
from tat.memos import agreeing
from tat.refusals import Refused
from tat.schema import Person, Plan, Prompt
from tat.statuses import FileState, PromptState
from templates.words import ASKED_TO


def memo(
    file: Path, *, prompt: int, by: str, answer: str | None = None, database: DatabaseUrl = None
) -> int:
    """File a signed memo as the answer to a question put to OCC, OHS, an RPM, a COR or an FPO.

    The bytes are kept as they are. Who was asked files it, or staff of OCC or OHS.

    Parameters
    ----------
    file
        The memo, a PDF of at most 10 MB.
    prompt
        Number of the question; with a number that does not exist, those that wait are listed.
    by
        Mail address of who files it.
    answer
        What the memo says, as JSON; without it, that it agrees with all that was asked.
    """
    content = _content_of(file)
    with record(database) as surroundings:
        portal = Portal(surroundings, load_settings(), secret=b"")
        receipt = _file(portal, Sent(content, file.name, Entrance.COMMAND), prompt, by, answer)
    word = "is filed" if receipt.is_new else "was filed before"
    print(f"The memo {word} as the answer to prompt {prompt}.")
    if receipt.is_outdated:
        print("It has no effect: what it is about has changed, or is asked no more.")
    return 0


def _file(portal: Portal, sent: Sent, prompt: int, by: str, answer: str | None) -> Receipt:
    """Let the memo in by the door of all files, and give the answer that it proves."""
    tracker = portal.surroundings.tracker
    with read(tracker) as tat:
        by_id = person_of(tat, by)
        place = subjects.prompt(prompt) if tat.get(Prompt, prompt) is not None else ""
    file_id = arrive(portal, replace(sent, person_id=by_id))
    try:
        with write(tracker) as tat:
            said = _said(tat, prompt, answer)
            reply = Reply(prompt, said, by_id, Channel.MEMO, memo=sent.content)
            receipt = answers.give(tat, reply, now=portal.now())
    except Refused as refused:
        faults = [Fault("", str(refused))]
        settle(portal, file_id, FileState.REFUSED, place=place, faults=faults)
        raise
    settle(portal, file_id, FileState.ANSWERED, place=place, answer_ids=[receipt.answer_id])
    return receipt


def _content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read ({error.strerror}); name another file.") from error


def _said(tat: Tat, prompt_id: int, answer: str | None) -> dict[str, Any]:
    prompt = tat.get(Prompt, prompt_id)
    if prompt is None:
        waits = list(_waiting(tat))
        open_ones = "\n".join(["; these wait:", *waits]) if waits else "; none waits just now."
        raise Refused(f"The memo was not filed: there is no prompt {prompt_id}{open_ones}")
    if answer is None:
        return agreeing(prompt, prompts.shown_lines(tat, [prompt_id])[prompt_id])
    try:
        said = json.loads(answer)
    except json.JSONDecodeError as error:
        raise Refused(f"The memo was not filed: --answer is no JSON ({error}).") from error
    if not isinstance(said, dict):
        raise Refused('The memo was not filed: --answer should look like {"approves": true}.')
    return said


def _waiting(tat: Tat) -> Iterator[str]:
    """The open questions that a memo can answer: number, who is asked what, about which state."""
    rows = (
        sa.select(Prompt.id, Prompt.kind, Person.name, Plan.jurisdiction)
        .join(Person, Person.id == Prompt.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .where(Prompt.state == PromptState.OPEN, Prompt.role.in_(FEDERAL))
        .order_by(Prompt.id)
    )
    for number, kind, person, state in tat.execute(rows):
        yield f"{number}  {person}: {ASKED_TO[kind]}{f', {state}' if state else ''}"
