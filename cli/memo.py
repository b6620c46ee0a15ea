"""`tacycle memo`: file the signed memo that proves a federal decision."""

import json
from pathlib import Path
from typing import Any

from cli.acting import DatabaseUrl, person_of, record
from config.vocabulary import Channel
from tat import answers, prompts
from tat.answers import Reply
from tat.database import Tat, write
from tat.memos import agreeing
from tat.refusals import Refused
from tat.schema import Prompt


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
        Number of the question, as its refusals and reports name it.
    by
        Mail address of who files it.
    answer
        What the memo says, as JSON; without it, that it agrees with all that was asked.
    """
    content = _content_of(file)
    with record(database) as surroundings, write(surroundings.tracker) as tat:
        said = _said(tat, prompt, answer)
        reply = Reply(prompt, said, person_of(tat, by), Channel.MEMO, memo=content)
        receipt = answers.give(tat, reply, now=surroundings.now())
    word = "is filed" if receipt.is_new else "was filed before"
    print(f"The memo {word} as the answer to prompt {prompt}.")
    if receipt.is_outdated:
        print("It has no effect: what it is about has changed, or is asked no more.")
    return 0


def _content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read ({error.strerror}); name another file.") from error


def _said(tat: Tat, prompt_id: int, answer: str | None) -> dict[str, Any]:
    prompt = tat.get(Prompt, prompt_id)
    if prompt is None:
        raise Refused(f"There is no prompt {prompt_id}: look up its number in the report.")
    if answer is None:
        return agreeing(prompt, prompts.shown_lines(tat, [prompt_id])[prompt_id])
    try:
        said = json.loads(answer)
    except json.JSONDecodeError as error:
        raise Refused(f"The memo was not filed: --answer is no JSON ({error}).") from error
    if not isinstance(said, dict):
        raise Refused('The memo was not filed: --answer should look like {"approves": true}.')
    return said
