"""How lines are called of which answers speak: by kind and number, in the words that were shown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from tat.database import Tat, look_up
from tat.schema import ActivityRevision, Answer, Line, NeedRevision, PromptLine

LineNames = Mapping[tuple[int, int], str]
"""`Need 1, Help with background checks`, by prompt and line."""


def read_line_names(tat: Tat, answers: Iterable[Answer]) -> LineNames:
    """Read what the lines are called that some answers name, as each question showed them."""
    named = [
        (answer.prompt_id, line)
        for answer in answers
        for line in _lines_in(answer.content.values())
    ]
    if not named:
        return {}
    ids = {
        "prompt_ids": list({one for one, _ in named}),
        "line_ids": list({one for _, one in named}),
    }
    return {(row.prompt_id, row.line_id): _name(row) for row in look_up(tat, _NAMES, **ids)}


def _name(row: Any) -> str:
    return f"{row.kind.capitalize()} {row.number}, {row.text or row.title}"


def _lines_in(fields: Iterable[Any]) -> Iterator[int]:
    """The numbers of the lines of which an answer has a suggestion or a verdict."""
    parts = (part for field in fields if isinstance(field, list) for part in field)
    for part in parts:
        if isinstance(part, dict) and part.get("line_id") is not None:
            yield part["line_id"]


_SHOWN, _LINE = PromptLine.__table__, Line.__table__
_NEED, _ACTIVITY = NeedRevision.__table__, ActivityRevision.__table__


def _in_words_of(words: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(words.c.line_id == _SHOWN.c.line_id, words.c.revision == _SHOWN.c.revision)


_NAMES = (
    sa.select(
        _SHOWN.c.prompt_id, _SHOWN.c.line_id, _LINE.c.kind, _LINE.c.number, _NEED.c.text,
        _ACTIVITY.c.title,
    )
    .join(_LINE, _LINE.c.id == _SHOWN.c.line_id)
    .outerjoin(_NEED, _in_words_of(_NEED))
    .outerjoin(_ACTIVITY, _in_words_of(_ACTIVITY))
    .where(
        _SHOWN.c.prompt_id.in_(sa.bindparam("prompt_ids", expanding=True)),
        _SHOWN.c.line_id.in_(sa.bindparam("line_ids", expanding=True)),
    )
)  # fmt: skip
