"""The shape of an export: what its JSON holds, from which its published schema is made.

Moments are in UTC, days without time; ids are those of the tracker and the same in each export.
"""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from config.vocabulary import (
    Approach,
    Channel,
    Intensity,
    PromptKind,
    Requirement,
    Role,
    Setting,
)
from tat.statuses import LineState, Status, Verdict


class Part(BaseModel):
    """Anything in an export: read as it was written, or refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ExportedDocument(Part):
    """A document that was looked at before the draft was written (1.5)."""

    document: str
    is_available: bool
    says: str
    by: str


class ExportedFactor(Part):
    """A contextual factor (1.6), and the document from which it is known."""

    text: str
    document: str


class ExportedNeed(Part):
    """A need of a plan, as it reads now."""

    id: int
    number: int
    revision: int
    topic: str
    topic_title: str
    text: str
    outcome: str
    priority: int
    requirement: Requirement
    setting: Setting
    carried_from: str
    """The need of the last cycle that it carries on; mostly empty."""


class ExportedActivity(Part):
    """An activity of a plan, as it reads now; proposed ones have not been entered yet."""

    id: int
    number: int
    revision: int
    state: LineState
    need_id: int | None
    center: str
    title: str
    description: str
    intensity: Intensity
    forms: list[str]
    approach: Approach
    collaborators: list[str]
    workplan: str


class ExportedVerdict(Part):
    """What an answer says of one line, at the revision that it saw."""

    line_id: int
    revision: int
    verdict: Verdict
    reason: str


class ExportedAnswer(Part):
    """What somebody said about a plan: who, when, on which version, by which channel."""

    id: int
    prompt_id: int
    step: int
    kind: PromptKind
    asked_to: str
    role: Role
    """The role in which they were asked."""
    center: str | None
    by: str
    """Whose answer it is."""
    recorded_by: str
    """Who put it on record: another person where it was given by phone or to a delegate."""
    at: datetime
    plan_version: int | None
    channel: Channel
    verdict: Verdict
    is_approval: bool
    """Whether it was an approval that was asked for."""
    stands: bool
    """Neither corrected by a later answer nor given to what had changed meanwhile."""
    is_late: bool
    memo_sha256: str | None
    """Of the signed memo that proves it, where one was filed."""
    lines: list[ExportedVerdict]
    content: dict[str, Any]
    """As it was given."""


class ExportedStatus(Part):
    """One change of a plan's status."""

    before: Status | None
    after: Status
    at: datetime
    by: str
    """Empty where the software did it by the rules."""
    plan_version: int


class ExportedPlan(Part):
    """The plan of one state or territory, and all that was said about it."""

    state: str
    name: str
    region: int
    status: Status
    version: int
    sha256: str | None
    """Of the content of its newest version; null while nothing was written."""
    documents: list[ExportedDocument]
    factors: list[ExportedFactor]
    needs: list[ExportedNeed]
    activities: list[ExportedActivity]
    answers: list[ExportedAnswer]
    statuses: list[ExportedStatus]


class Export(Part):
    """Plans of a cycle as they stood at a moment."""

    format: Literal["tacycle export 1"]
    """The number goes up when an older reader would misread a newer export."""
    cycle: str
    starts_on: date
    made_at: datetime
    ledger_entries: int
    ledger_head: str
    """The newest hash of the ledger: it says from which state of the record this is."""
    plans: list[ExportedPlan]
