"""What a successor has from who left the role: the answers that are theirs to correct now."""

from collections.abc import Sequence

import sqlalchemy as sa

from tat import handing
from tat.database import Tat, look_up
from tat.schema import Assignment, Prompt
from tat.statuses import PromptState


def comes_after(tat: Tat, prompt: Prompt, person_id: int) -> bool:
    """Whether somebody has the role now in which somebody answered who has left it."""
    if person_id == prompt.person_id or prompt.state != PromptState.ANSWERED:
        return False
    return has_left(tat, prompt, prompt.person_id) and _has_role(tat, prompt, person_id)


def has_left(tat: Tat, prompt: Prompt, person_id: int) -> bool:
    """Whether somebody had the role in which a question is asked, and has it no more."""
    ends = _ends(tat, prompt, person_id)
    return bool(ends) and None not in ends


def of_role(tat: Tat, prompt: Prompt) -> tuple[sa.ColumnElement[bool], ...]:
    """Which assignments are of the role in which a question is asked."""
    scopes = handing.scopes_of(tat, prompt, prompt.role)
    return Assignment.role == prompt.role, Assignment.scope_key.in_(scopes)


def inherited(tat: Tat, person_id: int) -> Sequence[Prompt]:
    """What was answered by those after whom somebody comes, the newest first."""
    mine = sa.select(Assignment.role, Assignment.scope_key).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None)
    )
    before = sa.select(Assignment.person_id).where(
        Assignment.ended_at.is_not(None),
        Assignment.person_id != person_id,
        sa.tuple_(Assignment.role, Assignment.scope_key).in_(mine),
    )
    answered = sa.select(Prompt).where(
        Prompt.state == PromptState.ANSWERED, Prompt.person_id.in_(before)
    )
    found = tat.scalars(answered.order_by(Prompt.closed_at.desc(), Prompt.id.desc()))
    return [prompt for prompt in found if comes_after(tat, prompt, person_id)]


def _has_role(tat: Tat, prompt: Prompt, person_id: int) -> bool:
    return None in _ends(tat, prompt, person_id)


def _ends(tat: Tat, prompt: Prompt, person_id: int) -> Sequence[object]:
    """When each role ended in which a person may answer; None for one that they have."""
    scopes = handing.scopes_of(tat, prompt, prompt.role)
    rows = look_up(tat, _ENDS, person_id=person_id, role=prompt.role, scopes=scopes)
    return [row.ended_at for row in rows]


_HELD = Assignment.__table__
_ENDS = sa.select(_HELD.c.ended_at).where(
    _HELD.c.person_id == sa.bindparam("person_id"), _HELD.c.role == sa.bindparam("role"),
    _HELD.c.scope_key.in_(sa.bindparam("scopes", expanding=True)),
)  # fmt: skip
