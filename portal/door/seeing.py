"""Who may look at a file that came in: whoever may open the question or sheet that it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import Entrance, PromptKind
from portal.asking.may_open import Destination, open_there
from portal.context import Portal
from portal.refusing import NotThere
from portal.visitors import Visitor
from tat import incoming, subjects
from tat.database import Tat
from tat.schema import IncomingFile, Jurisdiction, Plan, Prompt
from tat.statuses import FileState


@dataclass(frozen=True)
class Seen:
    """A file that came in, as its person may see it."""

    id: int
    name: str
    sha256: str
    received_at: datetime
    state: FileState
    sentences: Sequence[dict[str, str]]
    answer_ids: Sequence[int]
    there: Destination
    """What it answers."""
    kind: PromptKind
    """Of the question that it answers; on a sheet, of all."""
    about: str
    """Name of the state that it is about; empty for a sheet."""
    is_heard: bool
    """Whether the visitor would put on record what somebody else said."""

    @property
    def place(self) -> str:
        """What it answers, as a workbook says it: `prompt 12` or `sheet 3`."""
        return subjects.asked_at(self.there.prompt_id, self.there.sheet_id)


def look_at(tat: Tat, portal: Portal, visitor: Visitor, file_id: int) -> Seen:
    """Look at a file. Raises: NotThere, where it is not the visitor's to see."""
    row = tat.get(IncomingFile, file_id)
    if row is None or (row.prompt_id is None and row.sheet_id is None):
        raise NotThere
    there = Destination(visitor, row.prompt_id, row.sheet_id)
    opened = open_there(tat, there, now=portal.now())
    first = opened.prompts[0]
    return Seen(
        row.id, row.name, row.sha256, row.received_at, row.state, row.sentences, row.answer_ids,
        there, first.kind, "" if there.is_sheet else _state(tat, first), opened.is_heard,
    )  # fmt: skip


def _state(tat: Tat, prompt: Prompt) -> str:
    """Name of the state that a prompt is about; empty for none."""
    rows = sa.select(Jurisdiction.name).join(Plan, Plan.jurisdiction == Jurisdiction.code)
    return tat.scalar(rows.where(Plan.id == prompt.plan_id)) or ""


@dataclass(frozen=True)
class WaitingFile:
    """A file that waits for its person to confirm it."""

    id: int
    name: str
    entrance: Entrance
    received_at: datetime


def newest_waiting(tat: Tat, place: str) -> WaitingFile | None:
    """The file that waits for a question or sheet: for `prompt 12` or `sheet 3`."""
    found = incoming.waiting(tat, place)
    if not found:
        return None
    newest = found[-1]
    return WaitingFile(newest.id, newest.name, newest.entrance, newest.received_at)


def marked_copy(portal: Portal, sha256: str, sentences: Sequence[dict[str, str]]) -> bytes | None:
    """The workbook with its faulty cells marked; None where no cell is at fault, or it is gone."""
    if not any("cell" in one for one in sentences):
        return None
    content = portal.files.read(sha256)
    return portal.opener.mark(content, sentences) if content else None
