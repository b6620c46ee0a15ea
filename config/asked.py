"""What every rule of asking has in common: who answers, how many suffice, in which days."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from config.declaration import Declaration, PositiveCount
from config.errors import Problem
from config.vocabulary import Role


class Escalation(Declaration):
    """Who is told when an answer is `after_days` business days late."""

    after_days: PositiveCount
    to: Role


def _sufficient(given: Any) -> Any:
    if given in ("any", "all", "one of each") or (type(given) is int and given > 0):
        return given
    raise ValueError('should be "any", "all", "one of each" or a number of people')


Sufficient = Annotated[
    Literal["any", "all", "one of each"] | PositiveCount, BeforeValidator(_sufficient)
]
Asked = Annotated[tuple[Role, ...], Field(min_length=1)]


def roles_asked_twice(asked: Sequence[Role], *, place: str) -> Iterator[Problem]:
    """Name it where a role is asked twice."""
    if len(set(asked)) < len(asked):
        yield Problem("", f"{place}asked", "a role is asked twice", "remove one of them")


def days_out_of_order(
    days: int, reminders: Sequence[int], escalates: Sequence[Escalation], *, place: str
) -> Iterator[Problem]:
    """Name reminders that do not come nearer to the due date, and escalations that do not rise."""
    if not _falls((days, *reminders)):
        cause = f"reminders {list(reminders)} do not fall from below the {days} days"
        act = "give each as fewer business days before the due date than the one before"
        yield Problem("", f"{place}reminders", cause, act)
    late = [escalation.after_days for escalation in escalates]
    if not _falls(late[::-1]):
        cause = f"escalations after {late} days do not rise"
        act = "give each more business days than the one before"
        yield Problem("", f"{place}escalates", cause, act)


def _falls(numbers: Iterable[int]) -> bool:
    return all(earlier > later for earlier, later in pairwise(numbers))
