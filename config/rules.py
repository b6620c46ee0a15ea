"""Who must answer what, by when, who is reminded and told, and who gets which document."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from config.asked import (
    Asked,
    Escalation,
    Sufficient,
    days_out_of_order,
    roles_asked_twice,
)
from config.declaration import Count, Declaration, Percent, PositiveCount, YesNo, matching
from config.errors import Faults, Problem
from config.further import FurtherConfirmation, Protocol, declared_twice
from config.packs import Attached, DocumentOccasion, Pack
from config.reading import check, read_toml
from config.vocabulary import (
    Gathered,
    MeetingKind,
    Occasion,
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


class PromptRule(Declaration):
    """How one kind of question is asked. Days are business days; minutes are an estimate."""

    kind: PromptKind
    line: Annotated[str, matching(r"\d\.\d+( to \d\.\d+)?", "a line of the process such as 4.1")]
    asked: Asked
    sufficient: Sufficient
    days: PositiveCount
    reminders: tuple[Count, ...]
    escalates: tuple[Escalation, ...]
    stays_open: YesNo
    urgency: Urgency
    minutes: PositiveCount
    sheet: YesNo
    then: Role
    """Who goes on with the work, or gets the plan, once it is answered."""

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        place = f"prompt.{self.kind}."
        problems = [
            *roles_asked_twice(self.asked, place=place),
            *days_out_of_order(self.days, self.reminders, self.escalates, place=place),
        ]
        if problems:
            raise Faults(problems)
        return self


class NoticeRule(Declaration):
    """When a notice that asks nothing leaves."""

    purpose: Purpose
    urgency: Urgency


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
    asked_before: Count = 0
    """Business days before the step opens on which its date is asked for; 0: as it opens."""
    earliest: PositiveCount = 1
    latest: PositiveCount = 1
    """Between which business days after that opening it is best held."""
    window: str = ""
    """The window of the step whose days it has: then nobody is asked for its date."""
    repeats: YesNo = False
    """Once in each review interval, instead of once as the step opens."""

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        if self.latest < self.earliest:
            cause = f"the latest day ({self.latest}) comes before the earliest ({self.earliest})"
            raise Faults([Problem("", f"meeting.{self.kind}", cause, "put them in order")])
        return self


class TrendRule(Declaration):
    """What counts as common, as a cluster of a region, and as a small number, in the trends."""

    common_states: PositiveCount
    common_percent: Percent
    cluster_states: PositiveCount
    cluster_times: PositiveCount
    small_below: PositiveCount


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
    attached: Attached
    mail_limits: Annotated[dict[Role, PositiveCount], Field(min_length=1)]
    trends: TrendRule
    promotion: Promotion
    gather: Annotated[dict[Gathered, Count], BeforeValidator(_with_all(Gathered))]

    @model_validator(mode="after")
    def _a_pack_for_each_occasion(self) -> Self:
        without = [one for one in Occasion if not self.packs_for(one)]
        if without:
            act = "say who gets which documents"
            raise Faults([Problem("", f"pack {one}", "is missing", act) for one in without])
        return self

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        if problems := list(declared_twice(self.confirmations, self.protocols)):
            raise Faults(problems)
        return self

    def rule(self, kind: PromptKind, variant: str = "") -> PromptRule:
        """How one question is asked: by its kind, and where that has several rules, by its variant.

        Args:
            variant: the kind of the meeting, the key of the further confirmation, or the center
                whose protocol asks; empty for all others.
        """
        rule = self.prompt[kind]
        return rule.model_copy(update=self._of_variant(kind, variant)) if variant else rule

    def packs_for(self, occasion: DocumentOccasion) -> list[Pack]:
        """Give the packs of an occasion, in the order in which they are declared."""
        return [pack for pack in self.packs if pack.occasion == occasion]

    def confirmation(self, key: str) -> FurtherConfirmation | None:
        """Give the further confirmation of a key; None where it is declared no more."""
        return next((one for one in self.confirmations if one.key == key), None)

    def protocol(self, center: str) -> Protocol | None:
        """Give a center's own protocol; None where it goes by the source's order."""
        return next((one for one in self.protocols if one.center == center), None)

    def _of_variant(self, kind: PromptKind, variant: str) -> dict[str, Any]:
        if kind in (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD):
            meeting = self.meeting[MeetingKind(variant)]
            return {"asked": meeting.called_by, "line": meeting.line}
        if kind == PromptKind.FINAL_AGREEMENT:
            protocol = self.protocol(variant)
            given = _given_by(protocol, "asked", "sufficient")
            # What a plan waits for before it becomes final does not wait for Friday.
            is_waited_for = protocol is not None and protocol.when == "before"
            return given | ({"urgency": Urgency.DAILY} if is_waited_for else {})
        further = self.confirmation(variant)
        names = ("asked", "line", "sufficient", "days", "reminders", "escalates")
        return _given_by(further, *names)


def load_rules(path: Path, *, file: str, problems: list[Problem]) -> Rules | None:
    """Read rules.toml; None, and all its problems more, when something is wrong."""
    data = read_toml(path, file=file, problems=problems)
    return check(Rules, data, file=file, problems=problems) if data is not None else None


def _given_by(rule: Declaration | None, *names: str) -> dict[str, Any]:
    """What a rule says itself; nothing where it is declared no more: the kind's rule stays."""
    return {name: getattr(rule, name) for name in names} if rule else {}
