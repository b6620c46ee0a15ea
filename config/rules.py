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
from config.vocabulary import (
    Gathered,
    MeetingKind,
    PromptKind,
    Purpose,
    Role,
    Scope,
    Urgency,
)


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


def _nation_or_region(scope: Scope) -> Scope:
    if scope in (Scope.NATION, Scope.REGION):
        return scope
    raise ValueError('should be "nation" or "region"')


class MeetingRule(Declaration):
    """Who calls a meeting that the software schedules and records, and who is invited."""

    kind: MeetingKind
    line: Annotated[str, matching(r"\d\.\d+", "a line of the process such as 3.3")]
    step: Annotated[int, Field(strict=True, ge=1, le=7)]
    each: Annotated[Scope, AfterValidator(_nation_or_region)]
    called_by: Annotated[tuple[Role, ...], Field(min_length=1)]
    invited: Annotated[tuple[Role, ...], Field(min_length=1)]


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
    blocks: Literal["intermediate", "final", "nothing"]
    asked: Annotated[tuple[Role, ...], Field(min_length=1)]
    sufficient: Annotated[
        Literal["any", "all", "one of each"] | PositiveCount, BeforeValidator(_sufficient)
    ] = "any"
    days: PositiveCount
    reminders: tuple[PositiveCount, ...] = ()
    escalates: tuple[Escalation, ...] = ()


class Protocol(Declaration):
    """How a center's leads approve final plans (5.4): once final, or before; how many of them."""

    center: Words
    when: Literal["after", "before"]
    asked: Annotated[tuple[Role, ...], Field(min_length=1)]
    sufficient: Annotated[
        Literal["any", "all", "one of each"] | PositiveCount, BeforeValidator(_sufficient)
    ] = "any"


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


SCHEDULED = (
    MeetingKind.MANAGERS_CALL,
    MeetingKind.REGIONAL_START,
    MeetingKind.REGIONAL_CONFERENCE,
    MeetingKind.ALL_HANDS,
    MeetingKind.REGIONAL_MEETING,
)
"""The meetings that the software asks somebody to call, or to record."""

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
    meeting: Annotated[
        dict[MeetingKind, MeetingRule],
        BeforeValidator(_with_all(SCHEDULED, naming="kind")),
    ]
    confirmations: tuple[FurtherConfirmation, ...] = Field(default=(), alias="confirmation")
    protocols: tuple[Protocol, ...] = Field(default=(), alias="protocol")
    packs: Annotated[tuple[Pack, ...], Field(alias="pack", min_length=1)]
    mail_limits: Annotated[dict[Role, PositiveCount], Field(min_length=1)]
    promotion: Promotion
    gather: Annotated[dict[Gathered, Count], BeforeValidator(_with_all(Gathered))]

    def rule(self, kind: PromptKind, variant: str = "") -> PromptRule:
        """How one question is asked: by its kind, and where that has several rules, by its variant.

        Args:
            variant: the kind of the meeting, the key of the further confirmation, or the center
                whose protocol asks; empty for all others.
        """
        rule = self.prompt[kind]
        return rule.model_copy(update=self._of_variant(kind, variant)) if variant else rule

    def confirmation(self, key: str) -> FurtherConfirmation:
        """Give the further confirmation of a key. Raises: KeyError when there is none."""
        confirmation: FurtherConfirmation = _with(self.confirmations, "key", key)
        return confirmation

    def protocol(self, center: str) -> Protocol | None:
        """Give a center's own protocol; None where it goes by the source's order."""
        return next((one for one in self.protocols if one.center == center), None)

    def _of_variant(self, kind: PromptKind, variant: str) -> dict[str, Any]:
        if kind in (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD):
            meeting = self.meeting[MeetingKind(variant)]
            return {"asked": meeting.called_by, "line": meeting.line}
        if kind == PromptKind.FINAL_AGREEMENT:
            protocol = _with(self.protocols, "center", variant)
            return {"asked": protocol.asked, "sufficient": protocol.sufficient}
        further = self.confirmation(variant)
        names = ("asked", "line", "sufficient", "days", "reminders", "escalates")
        return {name: getattr(further, name) for name in names}


def load_rules(path: Path, *, file: str, problems: list[Problem]) -> Rules | None:
    """Read rules.toml; None, and all its problems more, when something is wrong."""
    data = read_toml(path, file=file, problems=problems)
    return check(Rules, data, file=file, problems=problems) if data is not None else None


def _with(declared: Iterable[Any], name: str, value: str) -> Any:
    for one in declared:
        if getattr(one, name) == value:
            return one
    raise KeyError(value)


def _falls(numbers: Iterable[int]) -> bool:
    return all(earlier > later for earlier, later in pairwise(numbers))
