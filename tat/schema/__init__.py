"""The tables of the tracker. Every moment is UTC; no column has a default that asks a clock."""

from tat.schema.asking import Answer, LineAnswer, Prompt, PromptLine, Sheet
from tat.schema.base import Base
from tat.schema.calendar import Cycle, Step, Sweep
from tat.schema.ledger import LedgerEntry, LedgerHead
from tat.schema.people import Assignment, Center, CenterName, Jurisdiction, Person
from tat.schema.plans import (
    ActivityRevision,
    Call,
    ContextFactor,
    Invitee,
    Line,
    NeedRevision,
    Plan,
    PlanVersion,
    StatusChange,
)
from tat.schema.telling import Attachment, File, Link, Message, Notice

__all__ = [
    "ActivityRevision",
    "Answer",
    "Assignment",
    "Attachment",
    "Base",
    "Call",
    "Center",
    "CenterName",
    "ContextFactor",
    "Cycle",
    "File",
    "Invitee",
    "Jurisdiction",
    "LedgerEntry",
    "LedgerHead",
    "Line",
    "LineAnswer",
    "Link",
    "Message",
    "NeedRevision",
    "Notice",
    "Person",
    "Plan",
    "PlanVersion",
    "Prompt",
    "PromptLine",
    "Sheet",
    "StatusChange",
    "Step",
    "Sweep",
]
