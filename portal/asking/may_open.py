"""Which questions a visitor may open, and in whose place they answer there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import FEDERAL, Role
from portal.refusing import NotThere
from portal.visitors import Visitor
from tat import delegations, inherited
from tat.database import Tat, look_up
from tat.prompt_rows import read_prompt, read_sheet
from tat.schema import Plan, Prompt, Sheet


@dataclass(frozen=True)
class Destination:
    """To what an address leads, and who came there: one question, one sheet, or all of theirs."""

    visitor: Visitor
    prompt_id: int | None = None
    sheet_id: int | None = None

    @property
    def is_sheet(self) -> bool:
        """Whether several questions are asked together."""
        return self.sheet_id is not None

    @property
    def is_everything(self) -> bool:
        """Whether it leads to no question, but to everything of the visitor's."""
        return self.prompt_id is None and self.sheet_id is None


@dataclass(frozen=True)
class Opened:
    """Prompts that are shown together."""

    prompts: Sequence[Prompt]
    is_heard: bool
    """Whether the visitor puts on record what somebody else said by phone or email."""
    place: str
    """Where it is below one's own pages: `prompt/12` or `sheet/3`."""
    is_inherited: bool = False
    """Whether who was asked has answered and left, and the visitor has the role now."""


def open_there(tat: Tat, there: Destination, *, now: datetime) -> Opened:
    """Open a question or a sheet. Raises: NotThere, where it is none of the visitor's."""
    if there.sheet_id is not None:
        return open_sheet(tat, there.visitor, there.sheet_id, now=now)
    return open_prompt(tat, there.visitor, there.prompt_id or 0, now=now)


def open_prompt(tat: Tat, visitor: Visitor, prompt_id: int, *, now: datetime) -> Opened:
    """Open one prompt. Raises: NotThere, where it is none of the visitor's."""
    prompt = read_prompt(tat, prompt_id)
    if prompt is None or not _is_in_link(visitor, prompt):
        raise NotThere
    place = f"prompt/{prompt_id}"
    if prompt.person_id == visitor.person_id or not visitor.has_own_pages:
        return Opened([prompt], is_heard=False, place=place)
    if delegations.is_delegate(tat, prompt.person_id, visitor.person_id, now=now):
        return Opened([prompt], is_heard=False, place=place)
    if inherited.comes_after(tat, prompt, visitor.person_id):
        return Opened([prompt], is_heard=False, place=place, is_inherited=True)
    if hears(tat, visitor, prompt):
        return Opened([prompt], is_heard=True, place=place)
    raise NotThere


def open_sheet(tat: Tat, visitor: Visitor, sheet_id: int, *, now: datetime) -> Opened:
    """Open all prompts of a sheet. Raises: NotThere, where it is none of the visitor's."""
    sheets = look_up(tat, _SHEET, sheet_id=sheet_id)
    if not sheets or visitor.prompt_id is not None or visitor.sheet_id not in (None, sheet_id):
        raise NotThere
    asked_id = sheets[0].person_id
    is_own = asked_id == visitor.person_id or visitor.sheet_id == sheet_id
    if not is_own and not delegations.is_delegate(tat, asked_id, visitor.person_id, now=now):
        raise NotThere
    return Opened(read_sheet(tat, sheet_id), is_heard=False, place=f"sheet/{sheet_id}")


_SHEET = sa.select(Sheet.__table__.c.person_id).where(
    Sheet.__table__.c.id == sa.bindparam("sheet_id")
)


def hears(tat: Tat, visitor: Visitor, prompt: Prompt) -> bool:
    """Whether the visitor is the Specialist who records what this person says by phone."""
    if prompt.plan_id is None or prompt.role in FEDERAL:
        return False
    code = tat.get_one(Plan, prompt.plan_id).jurisdiction
    return (Role.SPECIALIST, code) in visitor.roles


def _is_in_link(visitor: Visitor, prompt: Prompt) -> bool:
    """Whether the visitor's link leads there, or to everything."""
    return (
        visitor.has_own_pages
        or visitor.prompt_id == prompt.id
        or (visitor.sheet_id is not None and visitor.sheet_id == prompt.sheet_id)
    )
