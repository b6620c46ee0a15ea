"""Who wrote what is put before people: the revisions of the lines that a question shows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import CAPACITY_CENTER
from tat.database import Tat, look_up
from tat.schema import ActivityRevision, Amendment, Answer, Line, NeedRevision, Prompt, PromptLine
from tat.who_may import APPROVING, Matter

AT_ONCE = 10_000
"""How many lines are asked about in one query: databases limit the values that one may name."""


@dataclass(frozen=True)
class Shown:
    """What a question shows, as far as authors are concerned."""

    center: str | None
    lines: Mapping[int, int]
    """Revision of each line, by line id."""
    amendment_id: int | None = None


def matters(tat: Tat, shown: Sequence[Shown]) -> list[Matter]:
    """Say of each question who wrote what it shows, and whether that is the Capacity Center's."""
    line_ids = sorted({line_id for one in shown for line_id in one.lines})
    wrote: dict[tuple[int, int], set[int]] = {}
    ours: set[int] = set()
    for first in range(0, len(line_ids), AT_ONCE):
        authors_of, of_center = _written(tat, line_ids[first : first + AT_ONCE])
        wrote |= authors_of
        ours |= of_center
    amended = _amending(tat, {one.amendment_id for one in shown if one.amendment_id})
    found = []
    for one in shown:
        authors = {person_id for place in one.lines.items() for person_id in wrote.get(place, ())}
        authors |= amended.get(one.amendment_id or 0, set())
        is_ours = one.center == CAPACITY_CENTER or bool(ours & set(one.lines))
        found.append(Matter(frozenset(authors), is_ours))
    return found


def of_prompts(tat: Tat, prompts: Sequence[Prompt]) -> list[Matter]:
    """The same of prompts that were asked; read only for those that approve something."""
    shown: dict[int, dict[int, int]] = {one.id: {} for one in prompts if one.kind in APPROVING}
    rows = sa.select(PromptLine.prompt_id, PromptLine.line_id, PromptLine.revision)
    for prompt_id, line_id, revision in tat.execute(rows.where(PromptLine.prompt_id.in_(shown))):
        shown[prompt_id][line_id] = revision
    return matters(
        tat,
        [Shown(one.center, shown.get(one.id, {}), one.why.get("amendment")) for one in prompts],
    )


def _written(
    tat: Tat, line_ids: Collection[int]
) -> tuple[dict[tuple[int, int], set[int]], set[int]]:
    """Who wrote each revision of each line: whose words they are, and who put them down.

    And which of the lines are activities of the Capacity Center.
    """
    put_down = _put_down(tat, line_ids)
    authors: dict[tuple[int, int], set[int]] = defaultdict(set)
    ours: set[int] = set()
    for row in look_up(tat, _WORDS, line_ids=line_ids):
        wrote = {row.by_person_id} | put_down[row.by_person_id, row.at]
        authors[row.line_id, row.revision] |= wrote
        if row.center == CAPACITY_CENTER:
            ours.add(row.line_id)
    return authors, ours


def _put_down(tat: Tat, line_ids: Collection[int]) -> dict[tuple[int, datetime], set[int]]:
    """Who recorded what somebody else said about the plans of some lines, by whom and when."""
    recorders: dict[tuple[int, datetime], set[int]] = defaultdict(set)
    for row in look_up(tat, _PUT_DOWN, line_ids=line_ids):
        recorders[row.said_by_id, row.at].add(row.person_id)
    return recorders


def _amending(tat: Tat, amendment_ids: Collection[int]) -> dict[int, set[int]]:
    if not amendment_ids:
        return {}
    rows = sa.select(Amendment.id, Amendment.by_person_id).where(Amendment.id.in_(amendment_ids))
    return {amendment_id: {person_id} for amendment_id, person_id in tat.execute(rows)}


_NEED, _ACTIVITY, _LINE, _ANSWER, _PROMPT = (
    one.__table__ for one in (NeedRevision, ActivityRevision, Line, Answer, Prompt)
)
_LINE_IDS: sa.BindParameter[int] = sa.bindparam("line_ids", expanding=True)

_WORDS = sa.union_all(
    sa.select(
        _ACTIVITY.c.line_id, _ACTIVITY.c.revision, _ACTIVITY.c.by_person_id, _ACTIVITY.c.at,
        _LINE.c.center,
    ).join(_LINE, _LINE.c.id == _ACTIVITY.c.line_id).where(_ACTIVITY.c.line_id.in_(_LINE_IDS)),
    sa.select(
        _NEED.c.line_id, _NEED.c.revision, _NEED.c.by_person_id, _NEED.c.at,
        sa.cast(sa.null(), sa.String),
    ).where(_NEED.c.line_id.in_(_LINE_IDS)),
)  # fmt: skip
"""The revisions of some lines; with the center of those that are activities."""

_PUT_DOWN = (
    sa.select(_ANSWER.c.said_by_id, _ANSWER.c.at, _ANSWER.c.person_id)
    .join(_PROMPT, _PROMPT.c.id == _ANSWER.c.prompt_id)
    .where(
        _PROMPT.c.plan_id.in_(sa.select(_LINE.c.plan_id).where(_LINE.c.id.in_(_LINE_IDS))),
        _ANSWER.c.person_id != _ANSWER.c.said_by_id,
    )
)
