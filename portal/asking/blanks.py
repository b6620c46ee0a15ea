"""The blank form of each question: all that must be known to read what somebody filled in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import PromptKind, Purpose, Role, Urgency
from portal.asking.choices import choices_of
from portal.asking.lines import ShownLine
from portal.asking.lines_of_prompts import lines_as_asked, lines_without_words
from portal.asking.offered import FILLED_WITH_WORDS
from portal.context import Portal
from portal.forms.describing import describe
from portal.forms.shapes import Field, Option, Part, Rows, Shape, leaves
from tat.answer_models import MODELS
from tat.database import Tat, look_up
from tat.schema import Jurisdiction, Plan, Prompt
from tat.statuses import PromptState

SUBMITS = "submits"
"""The tick by which an answer that may be empty is given all the same."""

SUBMITTED: Mapping[PromptKind, str] = {
    PromptKind.PACKAGE: "I submit these activities to the officer",
    PromptKind.CENTER_REVIEW: "This is our review; where nothing stands, we have nothing to add",
    PromptKind.APPROACHES: "These are our proposals",
    PromptKind.PROGRESS: "This is how far we are; where nothing stands, nothing has changed",
    PromptKind.WORKSHEET: "This is the worksheet",
    PromptKind.MEETING_DATE: "This is what was arranged",
}
"""What is chosen where an answer may say nothing more than that it is one."""


@dataclass(frozen=True)
class Blank:
    """The form of one prompt."""

    prompt_id: int
    cycle: str
    step: int
    kind: PromptKind
    role: Role
    asked_of_id: int
    plan_id: int | None
    state: str
    """Name of the state or territory; empty where it is about no plan, or asked about alone."""
    is_open: bool
    parts: Sequence[Part]
    prefix: str
    """How the names of its fields begin."""
    receipts: Urgency
    """When who answers gets the receipt by mail, where they do not ask for it at once."""


def read_blanks(
    tat: Tat, portal: Portal, asked: Sequence[Prompt], *, has_prefix: bool = False
) -> list[Blank]:
    """Read the forms of several prompts of one cycle, those that are open first.

    What stands around a form is not read: its words, its calendar, what is on record already. That
    is several times as much, and an answer that is taken needs none of it. Nor are the words of its
    lines, but where they stand in its fields.
    """
    if not asked:
        return []
    declared = portal.surroundings.declared_for(asked[0].cycle)
    has_words = any(one.kind in FILLED_WITH_WORDS for one in asked)
    lines = lines_as_asked(tat, asked, declared) if has_words else lines_without_words(tat, asked)
    states = _states(tat, {one.plan_id for one in asked if has_prefix and one.plan_id is not None})
    blanks = [
        blank_of(
            tat, one, lines[one.id], declared, state=states.get(one.plan_id or 0, ""),
            has_prefix=has_prefix,
        )
        for one in asked
    ]  # fmt: skip
    return sorted(blanks, key=lambda blank: not blank.is_open)


def blank_of(
    tat: Tat,
    prompt: Prompt,
    lines: Sequence[ShownLine],
    declared: Declared,
    *,
    state: str,
    has_prefix: bool,
) -> Blank:
    """Make the form of one prompt about some lines.

    Args:
        has_prefix: whether the names of fields begin with the prompt, as on a sheet.
    """
    prefix = f"p{prompt.id}-" if has_prefix else ""
    return Blank(
        prompt.id, prompt.cycle, prompt.step, prompt.kind, prompt.role, prompt.person_id,
        prompt.plan_id, state, prompt.state == PromptState.OPEN,
        _parts(tat, prompt, lines, declared, prefix), prefix,
        declared.rules.notice[Purpose.RECEIPT].urgency,
    )  # fmt: skip


def has_words(blank: Blank) -> bool:
    """Whether all that can be chosen says what it is: lines that were read without words do not."""
    return all(option.label for part in blank.parts for option in _options(part))


def _options(part: Part) -> Iterator[Option]:
    if isinstance(part, Rows):
        for inner in (*part.parts, *(part.more or ())):
            yield from _options(inner)
    else:
        for _name, field in leaves(part, part.name):
            yield from field.options


def _parts(
    tat: Tat, prompt: Prompt, lines: Sequence[ShownLine], declared: Declared, prefix: str
) -> Sequence[Part]:
    model = MODELS[prompt.kind]
    parts = describe(model, choices_of(tat, prompt, lines, declared), prefix)
    if any(one.is_required() for one in model.model_fields.values()) or _has_items(prompt.kind):
        return parts
    words = SUBMITTED.get(prompt.kind, "Yes, this is our answer")
    return (*parts, Field(prefix + SUBMITS, Shape.TICK, words))


def _has_items(kind: PromptKind) -> bool:
    """Whether each line has an answer of its own to choose."""
    return "lines" in MODELS[kind].model_fields


def _states(tat: Tat, plan_ids: set[int]) -> dict[int, str]:
    """Name of the state or territory of each plan."""
    if not plan_ids:
        return {}
    return {row.id: row.name for row in look_up(tat, _STATES, plan_ids=list(plan_ids))}


_PLAN, _STATE = Plan.__table__, Jurisdiction.__table__
_STATES = (
    sa.select(_PLAN.c.id, _STATE.c.name)
    .join(_STATE, _STATE.c.code == _PLAN.c.jurisdiction)
    .where(_PLAN.c.id.in_(sa.bindparam("plan_ids", expanding=True)))
)
