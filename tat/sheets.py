"""Sheets: what holds together the prompts of one person that are answered in one go."""

import sqlalchemy as sa

from config.scopes import NATION, region_scope
from config.vocabulary import SCOPE_OF, Scope
from tat.database import Tat
from tat.schema import Prompt, Sheet


class Sheets:
    """The sheets of a cycle, found or made as prompts need them."""

    def __init__(self, tat: Tat, cycle: str) -> None:
        self._tat = tat
        self._cycle = cycle
        rows = sa.select(Sheet).where(Sheet.cycle == cycle)
        self._known = {(row.kind, row.person_id, row.subject): row.id for row in tat.scalars(rows)}

    def of(self, prompt: Prompt) -> int:
        """The id of the sheet on which a prompt belongs."""
        key = (prompt.kind, prompt.person_id, _subject(prompt))
        if key not in self._known:
            sheet = Sheet(cycle=self._cycle, kind=key[0], person_id=key[1], subject=key[2])
            self._tat.add(sheet)
            self._tat.flush()
            self._known[key] = sheet.id
        return self._known[key]


def _subject(prompt: Prompt) -> str:
    """What is on one sheet: for a person of the nation all, for others a center or a region."""
    if prompt.plan_id is not None and SCOPE_OF[prompt.role] == Scope.NATION:
        subject = NATION
    elif prompt.center is not None:
        subject = f"center {prompt.center}"
    else:
        subject = prompt.subject if prompt.plan_id is None else region_scope(prompt.region)
    is_said = prompt.variant in ("", prompt.center)
    return subject if is_said else f"{prompt.variant} {subject}"
