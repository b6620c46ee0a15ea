"""Prompts as rows, by statements made once: every answer reads some, and none as an object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from config.moments import end_of_day
from tat.database import Tat, look_up
from tat.due_days import ZONE_OF_ASKED
from tat.people import Somebody
from tat.refusals import Refused
from tat.schema import Jurisdiction, Line, Person, Plan, Prompt, PromptLine


@dataclass(frozen=True)
class Around:
    """A prompt with what an answer to it is checked by."""

    prompt: Prompt
    asked: Somebody
    zone: str
    """In whose day the due date ends."""
    shown: dict[int, int]
    """Revision of each line shown, by line id."""
    lines: Mapping[int, Any]
    """How each of them stands now: its `revision_now` and `state`."""

    def is_late(self, now: datetime) -> bool:
        """Whether the due date has ended where the person is asked: in their state, if any."""
        return now >= end_of_day(self.prompt.due_on, self.zone)


def read_prompt(tat: Tat, prompt_id: int) -> Prompt | None:
    """Read a prompt; None where there is none. It has what the class has, and takes no change."""
    rows = look_up(tat, _ONE, prompt_id=prompt_id)
    return cast(Prompt, rows[0]) if rows else None


def read_sheet(tat: Tat, sheet_id: int) -> Sequence[Prompt]:
    """Read the prompts of a sheet in the same way."""
    return cast(Sequence[Prompt], look_up(tat, _OF_SHEET, sheet_id=sheet_id))


def read_around(tat: Tat, prompt_id: int) -> Around:
    """Read a prompt with what an answer to it is checked by. Raises: Refused, for none."""
    rows = look_up(tat, _AROUND, prompt_id=prompt_id)
    if not rows:
        raise Refused(f"There is no prompt {prompt_id}: follow the link in your newest mail.")
    [row] = rows
    lines = {line.line_id: line for line in look_up(tat, _LINES, prompt_id=prompt_id)}
    return Around(
        prompt=cast(Prompt, row),
        asked=Somebody(row.person_id, row.name, row.address, row.time_zone),
        zone=row.zone or row.time_zone,
        shown={line_id: line.revision for line_id, line in lines.items()},
        lines=lines,
    )


_PROMPT, _PERSON, _PLAN, _STATE, _SHOWN, _LINE = (
    one.__table__ for one in (Prompt, Person, Plan, Jurisdiction, PromptLine, Line)
)
_ONE = sa.select(_PROMPT).where(_PROMPT.c.id == sa.bindparam("prompt_id"))
_OF_SHEET = (
    sa.select(_PROMPT).where(_PROMPT.c.sheet_id == sa.bindparam("sheet_id")).order_by(_PROMPT.c.id)
)
_AROUND = (
    sa.select(
        _PROMPT, _PERSON.c.name, _PERSON.c.address, _PERSON.c.time_zone,
        ZONE_OF_ASKED.label("zone"),
    )
    .join(_PERSON, _PERSON.c.id == _PROMPT.c.person_id)
    .outerjoin(_PLAN, _PLAN.c.id == _PROMPT.c.plan_id)
    .outerjoin(_STATE, _STATE.c.code == _PLAN.c.jurisdiction)
    .where(_PROMPT.c.id == sa.bindparam("prompt_id"))
)  # fmt: skip
_LINES = (
    sa.select(
        _SHOWN.c.line_id, _SHOWN.c.revision, _LINE.c.revision.label("revision_now"), _LINE.c.state
    )
    .join(_LINE, _LINE.c.id == _SHOWN.c.line_id)
    .where(_SHOWN.c.prompt_id == sa.bindparam("prompt_id"))
    .order_by(_SHOWN.c.line_id)
)
