"""What an agency adds to the source's order: further confirmations (5.6), centers' protocols (5.4).

None is declared in what comes with the software; each is one table of rules.toml.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.asked import Asked, Escalation, Sufficient, days_out_of_order, roles_asked_twice
from config.declaration import Count, Declaration, PositiveCount, Words, matching
from config.errors import Faults, Problem
from config.vocabulary import SCOPE_OF, Role, Scope

FIRST_STEP = {"initial": 2, "intermediate": 4, "final": 5}
"""The step in which the first plans of a status can be."""

LAST_STEP = {"intermediate": 4, "approval": 5, "final": 5, "nothing": 7}
"""The step in which plans go through what a confirmation blocks: later it would block nothing."""

COMES_BEFORE = {
    "intermediate": ("initial",),
    "approval": ("initial", "intermediate"),
    "final": ("initial", "intermediate"),
    "nothing": ("initial", "intermediate", "final"),
}
"""The statuses in which a plan still has before it what is blocked."""

LEADS = (Role.CENTER_LEAD, Role.PROJECT_LEAD)
"""Who may approve final plans for a center."""


class FurtherConfirmation(Declaration):
    """A confirmation that the process leaves open (5.6, 6.2): who, about what, when, what waits.

    It is asked of every plan of a status, or of every center that has activities in such a plan,
    and goes by the rule of `prompt.further-confirmation` but for what it says itself.
    """

    key: Annotated[str, matching(r"[a-z]+(-[a-z]+)*", "words and dashes such as legal-review")]
    line: Annotated[str, matching(r"\d\.\d+", "a line of the process such as 5.6")]
    title: Words
    question: Words
    step: Annotated[int, Field(strict=True, ge=2, le=7)]
    about: Literal["plan", "center"]
    status: Literal["initial", "intermediate", "final"]
    blocks: Literal["intermediate", "approval", "final", "nothing"]
    asked: Asked
    sufficient: Sufficient = "any"
    days: PositiveCount
    reminders: tuple[Count, ...] = ()
    escalates: tuple[Escalation, ...] = ()

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        place = f"confirmation {self.key}."
        problems = [
            *self._out_of_place(place),
            *_of_centers_alone(self, place),
            *roles_asked_twice(self.asked, place=place),
            *days_out_of_order(self.days, self.reminders, self.escalates, place=place),
        ]
        if problems:
            raise Faults(problems)
        return self

    def _out_of_place(self, place: str) -> Iterator[Problem]:
        if self.status not in COMES_BEFORE[self.blocks]:
            cause = f"a plan that is {self.status} has {self.blocks} behind it"
            yield Problem("", f"{place}blocks", cause, "let it block what comes later, or nothing")
        elif self.step > LAST_STEP[self.blocks]:
            cause = f"step {self.step} comes after what it blocks ({self.blocks})"
            act = f"give a step up to {LAST_STEP[self.blocks]}, or let it block nothing"
            yield Problem("", f"{place}step", cause, act)
        if self.step < FIRST_STEP[self.status]:
            cause = f"in step {self.step} no plan is {self.status} yet"
            yield Problem(
                "", f"{place}step", cause, f"give step {FIRST_STEP[self.status]} or later"
            )


class Protocol(Declaration):
    """How a center's leads approve final plans (5.4): once final, or before; how many of them."""

    center: Words
    when: Literal["after", "before"]
    asked: Asked
    sufficient: Sufficient = "any"

    @model_validator(mode="after")
    def _check_asked(self) -> Self:
        place = f"protocol {self.center}."
        others = [role for role in self.asked if role not in LEADS]
        problems = list(roles_asked_twice(self.asked, place=place))
        if others:
            cause = f"{others[0]} is no lead of a center"
            problems.append(Problem("", f"{place}asked", cause, f"ask {' or '.join(LEADS)}"))
        if problems:
            raise Faults(problems)
        return self


def declared_twice(
    confirmations: Sequence[FurtherConfirmation], protocols: Sequence[Protocol]
) -> Iterator[Problem]:
    """Name every key of a confirmation, and every center of a protocol, that comes twice."""
    for name, values in (
        ("confirmation", [one.key for one in confirmations]),
        ("protocol", [one.center for one in protocols]),
    ):
        for value in dict.fromkeys(one for one in values if values.count(one) > 1):
            yield Problem("", name, f"{value} is declared twice", "remove one, or rename it")


def _of_centers_alone(one: FurtherConfirmation, place: str) -> Iterator[Problem]:
    of_center = [role for role in one.asked if SCOPE_OF[role] == Scope.CENTER]
    if one.about == "plan" and of_center:
        cause = f"{of_center[0]} has a center, and it asks about whole plans"
        yield Problem("", f"{place}asked", cause, 'ask others, or say about = "center"')
