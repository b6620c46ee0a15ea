"""The lines that each prompt shows: as they read when it was asked, and what changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import PromptKind
from portal.asking.lines import ShownLine, shown_lines
from tasks.background import Background
from tat import prompts
from tat.content import contents
from tat.database import Tat, look_up
from tat.schema import Jurisdiction, Line, Plan, Prompt, PromptLine
from tat.shown_words import as_shown, each_as_shown
from tat.statuses import LineKind


def lines_as_asked(
    tat: Tat, asked: Sequence[Prompt], declared: Declared
) -> dict[int, list[ShownLine]]:
    """The lines of several prompts, by prompt; nothing says what has become of them since."""
    shown = prompts.shown_lines(tat, [one.id for one in asked])
    return {
        prompt_id: shown_lines(then, then, declared)
        for prompt_id, then in each_as_shown(tat, shown).items()
    }


def lines_without_words(tat: Tat, asked: Sequence[Prompt]) -> dict[int, list[ShownLine]]:
    """Which lines several prompts show, by prompt: all that must be known to read what was sent."""
    found: dict[int, list[ShownLine]] = {one.id: [] for one in asked}
    for row in look_up(tat, _LINES, prompt_ids=list(found)):
        is_need = row.kind == LineKind.NEED
        found[row.prompt_id].append(ShownLine(row.line_id, "", (), is_need, False, {}))
    return found


_SHOWN, _LINE = PromptLine.__table__, Line.__table__
_LINES = (
    sa.select(_SHOWN.c.prompt_id, _SHOWN.c.line_id, _LINE.c.kind)
    .join(_LINE, _LINE.c.id == _SHOWN.c.line_id)
    .where(_SHOWN.c.prompt_id.in_(sa.bindparam("prompt_ids", expanding=True)))
    .order_by(_SHOWN.c.line_id)
)


def lines_and_since(tat: Tat, prompt: Prompt, background: Background) -> Sequence[ShownLine]:
    """The lines of a prompt with what has changed since: of its plan, or of every plan in it."""
    shown = background.shown.get(prompt.id) or prompts.shown_lines(tat, [prompt.id])[prompt.id]
    if prompt.plan_id is None:
        return _lines_of_plans(tat, shown, background.declared)
    content = background.contents.get(prompt.plan_id)
    amendment: int | None = prompt.why.get("amendment")
    gone = "Withdrawn" if prompt.kind == PromptKind.CHANGE_AGREEMENT else ""
    if amendment is not None:
        gone = "To be withdrawn"
        content = contents(tat, [prompt.plan_id], amended_by=amendment)[prompt.plan_id]
    then = as_shown(tat, content, shown)
    return shown_lines(then, content, background.declared, gone=gone)


def _lines_of_plans(tat: Tat, shown: Mapping[int, int], declared: Declared) -> list[ShownLine]:
    rows = (
        sa.select(Line.id, Plan.id, Jurisdiction.name)
        .join(Plan, Plan.id == Line.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Line.id.in_(shown))
        .order_by(Jurisdiction.name, Line.id)
    )
    of_plan: dict[tuple[int, str], dict[int, int]] = {}
    for line_id, plan_id, name in tat.execute(rows) if shown else ():
        of_plan.setdefault((plan_id, name), {})[line_id] = shown[line_id]
    known = contents(tat, [plan_id for plan_id, _name in of_plan])
    return [
        replace(line, title=f"{name}, {line.title[:1].lower()}{line.title[1:]}")
        for (plan_id, name), theirs in of_plan.items()
        for line in shown_lines(as_shown(tat, known[plan_id], theirs), known[plan_id], declared)
    ]
