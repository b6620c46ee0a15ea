"""Who must answer what, by when, who is reminded and told, and who gets which document."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from config.declaration import Count, Declaration, PositiveCount, Words, YesNo, matching
from config.errors import Faults, Problem
from config.reading import check, read_toml
from config.vocabulary import Gathered, PromptKind, Purpose, Role, Urgency


class Promotion(StrEnum):
    """Who turns a plan that is ready into the next status."""

    SPECIALIST = "specialist"
    AUTOMATIC = "automatic"


class Escalation(Declaration):
    """Who is told when an answer is `after_days` business days late."""

    after_days: PositiveCount
    to: Role


def _sufficient(given: Any) -> Any:
    if given in ("any", "all", "one of each") or (type(given) is int and given > 0):
        return given
    raise ValueError('should be "any", "all", "one of each" or a number of people')


def _receivers(given: Any) -> Any:
    known = {*Role}
    if given == "invitees" or (isinstance(given, list | tuple) and given and known >= {*given}):
        return given
    raise ValueError('should be "invitees" or a list of roles')


class PromptRule(Declaration):
    """How one kind of question is asked. Days are business days; minutes are an estimate."""

    kind: PromptKind
    line: Annotated[str, matching(r"\d\.\d+( to \d\.\d+)?", "a line of the process such as 4.1")]
    asked: Annotated[tuple[Role, ...], Field(min_length=1)]
    sufficient: Annotated[
        Literal["any", "all", "one of each"] | PositiveCount, BeforeValidator(_sufficient)
    ]
    days: PositiveCount
    reminders: tuple[PositiveCount, ...]
    escalates: tuple[Escalation, ...]
    stays_open: YesNo
    urgency: Urgency
    minutes: PositiveCount
    sheet: YesNo

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        problems = []
        place = f"prompt.{self.kind}"
        if len(set(self.asked)) < len(self.asked):
            cause = "a role is asked twice"
            problems.append(Problem("", f"{place}.asked", cause, "remove one of them"))
        if not _falls((self.days, *self.reminders)):
            cause = f"reminders {list(self.reminders)} do not fall from below the {self.days} days"
            act = "give each as fewer business days before the due date than the one before"
            problems.append(Problem("", f"{place}.reminders", cause, act))
        late = [escalation.after_days for escalation in self.escalates]
        if not _falls(late[::-1]):
            cause = f"escalations after {late} days do not rise"
            act = "give each more business days than the one before"
            problems.append(Problem("", f"{place}.escalates", cause, act))
        if problems:
            raise Faults(problems)
        return self


class NoticeRule(Declaration):
    """When a notice that asks nothing leaves."""

    purpose: Purpose
    urgency: Urgency


class Pack(Declaration):
    """Documents for one occasion and the roles that get them."""

    occasion: Words
    to: Annotated[tuple[Role, ...] | Literal["invitees"], BeforeValidator(_receivers)]
    documents: Annotated[tuple[Words, ...], Field(min_length=1)]


def _with_all(keys: Iterable[str], *, naming: str = "") -> Callable[[Any], Any]:
    """Make a check that puts None for every key left out, which is then named as missing."""

    def fill(table: Any) -> Any:
        if table is not None and not isinstance(table, dict):
            return table
        filled = dict.fromkeys(map(str, keys)) | (table or {})
        return {key: _named(entry, naming, key) for key, entry in filled.items()}

    return fill


def _named(entry: Any, naming: str, key: str) -> Any:
    return {naming: key} | entry if naming and isinstance(entry, dict) else entry


def _told(purpose: Purpose) -> Purpose:
    if purpose is Purpose.ASK:
        raise ValueError("the urgency of a question is in its prompt's table")
    return purpose


_TOLD = tuple(purpose for purpose in Purpose if purpose is not Purpose.ASK)


class Rules(Declaration):
    """All of rules.toml. Every kind of prompt and every other purpose has its rule."""

    prompt: Annotated[
        dict[PromptKind, PromptRule], BeforeValidator(_with_all(PromptKind, naming="kind"))
    ]
    notice: Annotated[
        dict[Annotated[Purpose, AfterValidator(_told)], NoticeRule],
        BeforeValidator(_with_all(_TOLD, naming="purpose")),
    ]
    packs: Annotated[tuple[Pack, ...], Field(alias="pack", min_length=1)]
    mail_limits: Annotated[dict[Role, PositiveCount], Field(min_length=1)]
    promotion: Promotion
    gather: Annotated[dict[Gathered, Count], BeforeValidator(_with_all(Gathered))]


def load_rules(path: Path, *, file: str, problems: list[Problem]) -> Rules | None:
    """Read rules.toml; None, and all its problems more, when something is wrong."""
    data = read_toml(path, file=file, problems=problems)
    return check(Rules, data, file=file, problems=problems) if data is not None else None


def _falls(numbers: Iterable[int]) -> bool:
    return all(earlier > later for earlier, later in pairwise(numbers))
