"""What a form consists of, before it has values: fields, groups of fields, rows of groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """How a field is filled in."""

    YES_NO = "yes-no"  # one of two, none chosen
    TICK = "tick"  # a box that may stay empty
    CHOICE = "choice"  # one of some
    SEVERAL = "several"  # some of some
    WORDS = "words"
    LONG_WORDS = "long-words"
    LINES = "lines"  # one thing a line
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"  # by the clocks of the reader
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Option:
    """One of the things that can be chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One thing to fill in."""

    name: str
    shape: Shape
    label: str
    hint: str = ""
    is_required: bool = True
    options: Sequence[Option] = ()
    limit: int | None = None
    """Most characters, or the greatest number."""
    least: int | None = None


@dataclass(frozen=True)
class Group:
    """Fields that say one thing together."""

    name: str
    legend: str
    parts: Sequence["Part"]
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class Given:
    """A row that is there from the start: what it is about, which the form sends back unseen."""

    hidden: Mapping[str, str]
    legend: str
    details: Sequence[str] = ()
    values: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """What its fields say at first, by their names in the row; left so, the row says nothing."""
    key: str = ""
    """What the names of its fields carry: of the line, so that no answer lands on another one
    when lines have come or gone meanwhile."""


@dataclass(frozen=True)
class Rows:
    """The same group several times: once for each thing given, or as often as somebody adds."""

    name: str
    legend: str
    parts: Sequence["Part"]
    hint: str = ""
    given: Sequence[Given] | None = None
    is_each: bool = False
    """Whether every row that is given must be filled in."""
    more: Sequence["Part"] | None = None
    """What a row has that is added beside those given; None where none can be."""
    add: str = "Add a row"
    folded: str = ""
    """What unfolds the fields of a row that is given; empty where they are always shown."""


Part = Field | Group | Rows


def leaves(part: Part, at: str) -> Iterator[tuple[str, Field]]:
    """The fields of a part by their full names, where the part itself is named `at`.

    The rows of a list have names of their own: none of their fields is given.
    """
    match part:
        case Field():
            yield at, part
        case Group():
            for inner in part.parts:
                yield from leaves(inner, f"{at}.{inner.name.rpartition('.')[2]}")


@dataclass(frozen=True)
class Choices:
    """What can be chosen or is given in a form, by the name of the model and its field."""

    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """By `Model.field` or by the field alone."""
    given: Mapping[str, Sequence[Given]] = field(default_factory=dict)
    """By `Model.field`."""
    left_out: frozenset[str] = frozenset()
    """What is not asked here, by `Model.field`."""
