"""Make the form of an answer from its model, so that a new kind of answer needs no new page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from portal.forms.shapes import Choices, Field, Group, Option, Part, Rows, Shape
from portal.forms.words import add_words, hint_of, label_of, option_label, yes_no_of

LONG = 200
"""From how many characters on a text gets a field of several lines."""


def describe(model: type[BaseModel], choices: Choices, prefix: str = "") -> tuple[Part, ...]:
    """Make the parts of a form, in the order of the model's fields.

    Args:
        choices: what can be chosen where the model has ids and keys, and which rows are given.
        prefix: of the names of all fields.
    Raises:
        TypeError: a field of a type for which there is no shape.
    """
    return tuple(_parts(model, choices, prefix, hidden=frozenset()))


def _parts(
    model: type[BaseModel], choices: Choices, prefix: str, *, hidden: frozenset[str]
) -> Iterator[Part]:
    for asked in _fields(model):
        if asked.key in choices.left_out or asked.name in hidden:
            continue
        part = _part(asked, choices, prefix)
        if part is not None:
            yield part


@dataclass(frozen=True)
class _Asked:
    """What a model says of one of its fields, whatever can be chosen there."""

    key: str
    name: str
    kind: Any
    """Its type; of a field that takes several, that of each."""
    is_several: bool
    is_model: bool
    is_required: bool
    options: list[Option] | None
    """What can be chosen by the type alone."""
    limits: list[Any]


@cache
def _fields(model: type[BaseModel]) -> Sequence[_Asked]:
    """The fields of a model in the order of the form: looked at once, not for every answer."""
    in_order = sorted(model.model_fields, key=lambda name: f"{model.__name__}.{name}" in LAST)
    return [_asked(f"{model.__name__}.{name}", name, model.model_fields[name]) for name in in_order]


def _asked(key: str, name: str, info: FieldInfo) -> _Asked:
    kind, is_optional = _unwrapped(info.annotation)
    limits = [*info.metadata, *_metadata(info.annotation)]
    is_several = get_origin(kind) is tuple
    if is_several:
        kind, _ = _unwrapped(get_args(kind)[0])
    return _Asked(
        key, name, kind, is_several, isinstance(kind, type) and issubclass(kind, BaseModel),
        info.is_required() and not is_optional, _of_type(kind), limits,
    )  # fmt: skip


@cache
def names_in(model: type[BaseModel]) -> frozenset[str]:
    """The names of all fields of a model, and of the models in it."""
    found = {one.name for one in _fields(model)}
    inner = (names_in(one.kind) for one in _fields(model) if one.is_model)
    return frozenset(found.union(*inner))


LAST = frozenset({"PlanVerdict.confirms"})
"""What is decided once the lines above have been read."""


def _part(asked: _Asked, choices: Choices, prefix: str) -> Part | None:
    path = prefix + asked.name
    if asked.is_several:
        return _several(asked, path, choices)
    if asked.is_model:
        parts = tuple(_parts(asked.kind, choices, path + ".", hidden=frozenset()))
        return Group(path, label_of(asked.key), parts, hint_of(asked.key), asked.is_required)
    options = _options(asked, choices)
    if options is not None and not options:
        return None
    shape = Shape.CHOICE if options else _shape(asked)
    if shape is Shape.YES_NO:
        yes, no = yes_no_of(asked.key)
        options = [Option("yes", yes), Option("no", no)]
    return Field(
        path, shape, label_of(asked.key), hint_of(asked.key), asked.is_required, options or (),
        limit=_first(asked.limits, MaxLen, "max_length") or _first(asked.limits, Le, "le"),
        least=_first(asked.limits, Ge, "ge"),
    )  # fmt: skip


def _several(asked: _Asked, path: str, choices: Choices) -> Part | None:
    if asked.is_model:
        return _rows(asked.key, path, asked.kind, choices)
    label, hint, options = label_of(asked.key), hint_of(asked.key), _options(asked, choices)
    if options is None and asked.kind is str:
        return Field(path, Shape.LINES, label, hint, asked.is_required)
    if not options:
        return None
    return Field(path, Shape.SEVERAL, label, hint, asked.is_required, options)


def _rows(key: str, path: str, kind: type[BaseModel], choices: Choices) -> Rows | None:
    given = choices.given.get(key)
    if given is not None and not given:
        return None
    hidden = frozenset(given[0].hidden) if given else frozenset()
    parts = tuple(_parts(kind, choices, "", hidden=hidden))
    needed = {
        name
        for name, info in kind.model_fields.items()
        if info.is_required() and name not in hidden
    }
    if needed - {part.name for part in parts}:
        return None  # there is nothing to choose what the row must name
    is_each = key in EACH and given is not None
    free = replace(choices, left_out=choices.left_out | BESIDE_GIVEN.get(key, frozenset()))
    more = tuple(_parts(kind, free, "", hidden=frozenset())) if key in OPEN_ENDED else None
    return Rows(
        path, label_of(key), parts, hint_of(key), given, is_each, more, add_words(key),
        FOLDED.get(key, ""),
    )  # fmt: skip


EACH = frozenset({"LineVerdicts.lines", "Mapped.overlaps", "Rework.items", "Worksheet.documents",
                  "Worksheet.carried"})  # fmt: skip
"""Where every row that is given must be answered."""


OPEN_ENDED = frozenset(
    {"Worksheet.documents", "PlanVerdict.wishes", "Approaches.proposed", "CenterReview.known"}
)
"""Where rows can be added beside those given: other documents (1.5), the plan as a whole, a second
activity for the same need."""

BESIDE_GIVEN: Mapping[str, frozenset[str]] = {"PlanVerdict.wishes": frozenset({"Wish.line_id"})}
"""What a row that is added does not ask: each line has its own row."""

FOLDED: Mapping[str, str] = {
    "PlanVerdict.wishes": "Suggest a modification here",
    "CallRecord.changed": "Change this need",
    "Approaches.proposed": "Propose an activity for this need",
    "CenterReview.known": "Add an activity that you know of",
    "Revision.needs": "Change this need",
    "Revision.activities": "Change this activity",
    "ProgressReport.marks": "Say how far it has come",
}
"""What unfolds the fields of a line that most leave as it is."""


def _options(asked: _Asked, choices: Choices) -> Sequence[Option] | None:
    chosen = choices.options.get(asked.key, choices.options.get(asked.name))
    return asked.options if chosen is None else chosen


def _of_type(kind: Any) -> list[Option] | None:
    if get_origin(kind) is Literal:
        return [Option(str(value), option_label(str(value))) for value in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [Option(str(one.value), option_label(str(one.value))) for one in kind]
    return None


def _shape(asked: _Asked) -> Shape:
    kind = asked.kind
    if kind is bool:
        return Shape.YES_NO if asked.is_required else Shape.TICK
    if kind in (AwareDatetime, datetime):
        return Shape.MOMENT
    if kind is date:
        return Shape.DAY
    if kind is int:
        return Shape.NUMBER
    if kind is str:
        limit = _first(asked.limits, MaxLen, "max_length")
        return Shape.LONG_WORDS if limit is not None and limit > LONG else Shape.WORDS
    raise TypeError(f"There is no shape for {asked.key}, which is {kind}.")


def _unwrapped(annotation: Any) -> tuple[Any, bool]:
    """The type without `Annotated` and without `None`, and whether it may be None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        kinds = [one for one in get_args(annotation) if one is not NoneType]
        return _unwrapped(kinds[0])[0], True
    return annotation, False


def _metadata(annotation: Any) -> list[Any]:
    """What `Annotated` says inside of an optional type."""
    found = []
    for one in get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ():
        if get_origin(one) is Annotated:
            found += [
                inner
                for outer in get_args(one)[1:]
                for inner in (getattr(outer, "metadata", None) or [outer])
            ]
    return found


def _first(limits: list[Any], kind: type[Any], name: str) -> int | None:
    return next((getattr(one, name) for one in limits if isinstance(one, kind)), None)
