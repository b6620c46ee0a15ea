"""What became of the question for which a workbook was made: asked anew since, or asked no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.workbooks.place import WrongWorkbook
from tasks.letter_facts.conflicts import said
from tat import inherited, subjects
from tat.database import Tat
from tat.schema import Answer, Person, Prompt
from tat.statuses import PromptState
from templates.filters import near_day


@dataclass(frozen=True)
class Anew:
    """The questions that took the place of those for which a workbook was made."""

    place: str
    """Where they are answered: `prompt 19` or `sheet 3`."""
    pairs: Sequence[tuple[Prompt, Prompt]]
    """Each question of the workbook, and the one for which it is read."""

    @property
    def replaced(self) -> Sequence[tuple[Prompt, Prompt]]:
        """Those that were asked anew."""
        return [(old, new) for old, new in self.pairs if old is not new]


def asked_anew(tat: Tat, place: str, prompt_ids: Sequence[int]) -> Anew | None:
    """Find the questions that took the place of a workbook's; None where its own are answered.

    Args:
        place: what it says that it answers: `prompt 12` or `sheet 3`.
    Raises: WrongWorkbook, where nothing of it is asked any more: with what is on record.
    """
    found = [tat.get(Prompt, one) for one in prompt_ids]
    made_for = [one for one in found if one is not None]
    after = {one.id: _after(tat, one) for one in made_for}
    if not any(after.values()):
        if made_for and all(one.state == PromptState.WITHDRAWN for one in made_for):
            raise WrongWorkbook(_asked_no_more(tat, made_for[0]))
        return None
    places = [_place(one, place) for one in after.values() if one is not None]
    chosen = place if place in places else places[0]
    pairs = []
    for one in made_for:
        new = after[one.id]
        is_there = new is not None and _place(new, place) == chosen
        if is_there or chosen == place:  # what another place asks is not read here
            pairs.append((one, new if new is not None and is_there else one))
    return Anew(chosen, pairs)


def _place(prompt: Prompt, like: str) -> str:
    """Where a question is answered, beside others where the workbook was of a sheet."""
    is_sheet = like.startswith("sheet") and prompt.sheet_id is not None
    return subjects.asked_at(prompt.id, prompt.sheet_id if is_sheet else None)


def _after(tat: Tat, prompt: Prompt) -> Prompt | None:
    """The open question that took the place of one: the same person's, else a successor's."""
    if prompt.state == PromptState.OPEN or _is_answered(tat, prompt):
        return None
    rows = (
        sa.select(Prompt)
        .where(
            Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind,
            Prompt.subject == prompt.subject, Prompt.role == prompt.role,
            Prompt.state == PromptState.OPEN, Prompt.round >= prompt.round,
        )
        .order_by(Prompt.id.desc())
    )  # fmt: skip
    later = tat.scalars(rows).all()
    own = next((one for one in later if one.person_id == prompt.person_id), None)
    if own is not None or not later or not inherited.has_left(tat, prompt, prompt.person_id):
        return own
    return later[0]


def _is_answered(tat: Tat, prompt: Prompt) -> bool:
    """Whether an answer to it stands: then a workbook of it corrects that answer."""
    if prompt.state != PromptState.ANSWERED:
        return False
    return tat.scalar(_standing(Answer.prompt_id == prompt.id)) is not None


def _standing(*where: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Answer.id).where(
        *where, Answer.corrected_by_id.is_(None), Answer.is_outdated.is_(False)
    )


def _asked_no_more(tat: Tat, prompt: Prompt) -> str:
    """One sentence on what became of a question, and one on what is on record instead."""
    zone = ZoneInfo(tat.get_one(Person, prompt.person_id).time_zone)
    closed_at = prompt.closed_at or prompt.asked_at
    same = sa.select(Prompt.id).where(
        Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind, Prompt.subject == prompt.subject
    )
    stands = _standing(Answer.prompt_id.in_(same)).order_by(Answer.id.desc()).limit(1)
    answer = tat.get(Answer, tat.scalar(stands) or 0)
    on_record = "Nobody's answer to it stands on record."
    if answer is not None:
        who = tat.get_one(Person, answer.said_by_id).name
        did = said(prompt.kind, answer.verdict)
        on_record = f"{who} {did} on {near_day(answer.at.astimezone(zone).date())}; that stands."
    return (
        f"It answers the question of {near_day(prompt.asked_at.astimezone(zone).date())}, which "
        f"was withdrawn on {near_day(closed_at.astimezone(zone).date())} "
        f"({prompt.closed_because}); nothing was recorded. {on_record}"
    )
