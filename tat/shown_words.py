"""What lines said at the revisions that a question shows, whatever became of them since."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from tat.content import ActivityContent, NeedContent, PlanContent
from tat.database import Tat
from tat.schema import ActivityRevision, Line, NeedRevision

Words = tuple[int, int]
"""A line and one of its revisions."""


def as_shown(tat: Tat, now: PlanContent | None, shown: Mapping[int, int]) -> PlanContent:
    """Read some lines in the words that they had.

    Args:
        now: what their plan says now; nothing is read where that is what is shown.
        shown: revision of each line, by line id.
    """
    wanted = set(shown.items())
    both = [*now.activities, *now.proposed] if now else []
    needs = [one for one in (now.needs if now else []) if _words(one) in wanted]
    activities = [one for one in both if _words(one) in wanted]
    other = wanted - set(map(_words, needs)) - set(map(_words, activities))
    if other:
        needs += _needs(tat, other)
        activities += _activities(tat, other)
    return _content(needs, activities)


def each_as_shown(tat: Tat, shown: Mapping[int, Mapping[int, int]]) -> dict[int, PlanContent]:
    """Read the lines of several questions in the words that they had, by question.

    Args:
        shown: revision of each line, by question and line id.
    """
    wanted = {words for lines in shown.values() for words in lines.items()}
    needs = {_words(one): one for one in _needs(tat, wanted)} if wanted else {}
    activities = {_words(one): one for one in _activities(tat, wanted)} if wanted else {}
    return {
        question: _content(
            [needs[words] for words in lines.items() if words in needs],
            [activities[words] for words in lines.items() if words in activities],
        )
        for question, lines in shown.items()
    }


def _words(line: NeedContent | ActivityContent) -> Words:
    return line.line_id, line.revision


def _content(needs: Sequence[NeedContent], activities: Sequence[ActivityContent]) -> PlanContent:
    return PlanContent(
        documents=(), factors=(), needs=sorted(needs, key=lambda one: one.number),
        activities=sorted(activities, key=lambda one: one.number), proposed=(),
    )  # fmt: skip


def _needs(tat: Tat, wanted: Collection[Words]) -> list[NeedContent]:
    rows = (
        sa.select(
            Line.id, Line.number, NeedRevision.revision, NeedRevision.topic, NeedRevision.text,
            NeedRevision.outcome, NeedRevision.priority, NeedRevision.requirement,
            NeedRevision.setting,
        )
        .join(NeedRevision, NeedRevision.line_id == Line.id)
        .where(Line.id.in_({line_id for line_id, _revision in wanted}))
    )  # fmt: skip
    found = [NeedContent(*row) for row in tat.execute(rows)]
    return [one for one in found if _words(one) in wanted]


def _activities(tat: Tat, wanted: Collection[Words]) -> list[ActivityContent]:
    rows = (
        sa.select(
            Line.id, Line.number, ActivityRevision.revision, Line.state, Line.need_id, Line.center,
            ActivityRevision.title, ActivityRevision.description, ActivityRevision.intensity,
            ActivityRevision.forms, ActivityRevision.approach, ActivityRevision.collaborators,
            ActivityRevision.workplan,
        )
        .join(ActivityRevision, ActivityRevision.line_id == Line.id)
        .where(Line.id.in_({line_id for line_id, _revision in wanted}))
    )  # fmt: skip
    found = [ActivityContent(*row) for row in tat.execute(rows)]
    return [one for one in found if _words(one) in wanted]
