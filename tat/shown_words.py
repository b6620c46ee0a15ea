"""What lines said at the revisions that a question shows, whatever became of them since."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from tat.content import ActivityContent, NeedContent, PlanContent
from tat.database import Tat, look_up
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
    found = [NeedContent(*row) for row in look_up(tat, _NEEDS, line_ids=_line_ids(wanted))]
    return [one for one in found if _words(one) in wanted]


def _activities(tat: Tat, wanted: Collection[Words]) -> list[ActivityContent]:
    found = [ActivityContent(*row) for row in look_up(tat, _ACTIVITIES, line_ids=_line_ids(wanted))]
    return [one for one in found if _words(one) in wanted]


def _line_ids(wanted: Collection[Words]) -> list[int]:
    return list({line_id for line_id, _revision in wanted})


_LINE, _NEED, _ACTIVITY = (one.__table__ for one in (Line, NeedRevision, ActivityRevision))
_LINE_IDS: sa.BindParameter[int] = sa.bindparam("line_ids", expanding=True)

_NEEDS = (
    sa.select(
        _LINE.c.id, _LINE.c.number, _NEED.c.revision, _NEED.c.topic, _NEED.c.text,
        _NEED.c.outcome, _NEED.c.priority, _NEED.c.requirement, _NEED.c.setting,
    )
    .join(_NEED, _NEED.c.line_id == _LINE.c.id)
    .where(_LINE.c.id.in_(_LINE_IDS))
)  # fmt: skip

_ACTIVITIES = (
    sa.select(
        _LINE.c.id, _LINE.c.number, _ACTIVITY.c.revision, _LINE.c.state, _LINE.c.need_id,
        _LINE.c.center, _ACTIVITY.c.title, _ACTIVITY.c.description, _ACTIVITY.c.intensity,
        _ACTIVITY.c.forms, _ACTIVITY.c.approach, _ACTIVITY.c.collaborators, _ACTIVITY.c.workplan,
    )
    .join(_ACTIVITY, _ACTIVITY.c.line_id == _LINE.c.id)
    .where(_LINE.c.id.in_(_LINE_IDS))
)  # fmt: skip
