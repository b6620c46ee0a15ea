"""Owe somebody the mail that says what became of their file."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Purpose, Urgency
from portal.context import Portal
from portal.door.seeing import marked_copy
from tat import notices, subjects
from tat.database import Tat, write
from tat.files import keep
from tat.notices import Owed
from tat.schema import Cycle, IncomingFile, Prompt, Step
from templates.workbooks import name_of_marked

MOST_TOLD = 20
"""How many sentences a mail repeats; the workbook that goes with it has all of them."""


def tell(
    portal: Portal, file_id: int, reader_ids: Collection[int], *, sender_id: int | None
) -> None:
    """Owe the mail: with the way to what was read, or with all that must be corrected.

    Who has just sent a file waits to hear of it, at once. Whoever was asked what somebody else
    sent is told with their next mail: their question stays open, and its page shows the file.
    """
    if not reader_ids:
        return
    with write(portal.surroundings.tracker) as tat:
        row = tat.get_one(IncomingFile, file_id)
        marked = marked_copy(portal, row.sha256, row.sentences)
        prompt = _prompt(tat, row)
        cycle = prompt.cycle if prompt else _newest_cycle(tat)
        if cycle is None:
            return
        details: dict[str, Any] = {
            "file": row.id, "name": row.name, "state": row.state,
            "sentences": [one["sentence"] for one in row.sentences[:MOST_TOLD]],
            "n_more": max(len(row.sentences) - MOST_TOLD, 0),
            "has_copy": marked is not None,
        }  # fmt: skip
        if marked is not None:
            details["files"] = [{"name": name_of_marked(row.name), "sha256": keep(tat, marked)}]
        rule = portal.surroundings.declared_for(cycle).rules.notice[Purpose.FILE_RECEIVED]
        owed = [
            Owed(
                purpose=Purpose.FILE_RECEIVED, subject=subjects.file(row.id), person_id=one,
                step=prompt.step if prompt else _first_step(tat, cycle),
                urgency=Urgency.AT_ONCE if one == sender_id else rule.urgency,
                prompt_id=prompt.id if prompt else None, plan_id=_plan_id(row, prompt),
                details=details,
            )
            for one in reader_ids
        ]  # fmt: skip
        notices.owe(tat, cycle, owed, now=portal.now())


def _prompt(tat: Tat, row: IncomingFile) -> Prompt | None:
    """The question that a file answers; of a sheet the first."""
    if row.sheet_id is not None:
        rows = sa.select(Prompt).where(Prompt.sheet_id == row.sheet_id).order_by(Prompt.id)
        return tat.scalars(rows.limit(1)).first()
    return tat.get(Prompt, row.prompt_id) if row.prompt_id else None


def _plan_id(row: IncomingFile, prompt: Prompt | None) -> int | None:
    """The plan that it is about; a sheet is about several."""
    return prompt.plan_id if prompt and row.sheet_id is None else None


def _newest_cycle(tat: Tat) -> str | None:
    return tat.scalar(sa.select(Cycle.name).order_by(Cycle.starts_on.desc()).limit(1))


def _first_step(tat: Tat, cycle: str) -> int:
    return tat.scalar(sa.select(sa.func.min(Step.number)).where(Step.cycle == cycle)) or 1
