"""Who wrote what is put before people: the revisions of the lines that a question shows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.vocabulary import CAPACITY_CENTER
from tat.database import Tat
from tat.schema import ActivityRevision, Amendment, Answer, Line, NeedRevision, Prompt, PromptLine
from tat.statuses import LineKind
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
        some = line_ids[first : first + AT_ONCE]
        wrote |= _authors(tat, some)
        ours |= _of_capacity_center(tat, some)
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


def _authors(tat: Tat, line_ids: Collection[int]) -> dict[tuple[int, int], set[int]]:
    """Who wrote each revision of each line: whose words they are, and who put them down."""
    put_down = _put_down(tat, line_ids)
    authors: dict[tuple[int, int], set[int]] = defaultdict(set)
    for table in (NeedRevision, ActivityRevision):
        rows = sa.select(table.line_id, table.revision, table.by_person_id, table.at)
        for line_id, revision, author_id, at in tat.execute(
            rows.where(table.line_id.in_(line_ids))
        ):
            authors[line_id, revision] |= {author_id} | put_down[author_id, at]
    return authors


def _put_down(tat: Tat, line_ids: Collection[int]) -> dict[tuple[int, datetime], set[int]]:
    """Who recorded what somebody else said about the plans of some lines, by whom and when."""
    plan_ids = sa.select(Line.plan_id).where(Line.id.in_(line_ids))
    rows = (
        sa.select(Answer.said_by_id, Answer.at, Answer.person_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.plan_id.in_(plan_ids), Answer.person_id != Answer.said_by_id)
    )
    recorders: dict[tuple[int, datetime], set[int]] = defaultdict(set)
    for said_by_id, at, recorder_id in tat.execute(rows):
        recorders[said_by_id, at].add(recorder_id)
    return recorders


def _of_capacity_center(tat: Tat, line_ids: Collection[int]) -> set[int]:
    rows = sa.select(Line.id).where(
        Line.id.in_(line_ids), Line.kind == LineKind.ACTIVITY, Line.center == CAPACITY_CENTER
    )
    return set(tat.scalars(rows))


def _amending(tat: Tat, amendment_ids: Collection[int]) -> dict[int, set[int]]:
    rows = sa.select(Amendment.id, Amendment.by_person_id).where(Amendment.id.in_(amendment_ids))
    return {amendment_id: {person_id} for amendment_id, person_id in tat.execute(rows)}
