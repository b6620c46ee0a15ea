"""The tables of the tracker. Every moment is UTC; no column has a default that asks a clock."""

from tat.schema.asking import Answer, LineAnswer, Prompt, PromptLine, Sheet
from tat.schema.base import Base
from tat.schema.calendar import Cycle, Decision, Step, Sweep, Window
from tat.schema.calendar_entries import CalendarEntry
from tat.schema.incoming import IncomingFile
from tat.schema.ledger import LedgerEntry, LedgerHead
from tat.schema.meetings import Invitee, Meeting
from tat.schema.people import (
    Assignment,
    Center,
    CenterName,
    Delegation,
    EndedSession,
    Jurisdiction,
    Person,
)
from tat.schema.plans import (
    ActivityRevision,
    Amendment,
    AmendmentLine,
    ContextFactor,
    DocumentReview,
    Line,
    NeedRevision,
    Plan,
    PlanVersion,
    ProgressMark,
    StatusChange,
)
from tat.schema.receiving import MailboxRead, Received
from tat.schema.telling import Attachment, File, Link, Message, MessageBody, Notice

__all__ = [
    "ActivityRevision",
    "Amendment",
    "AmendmentLine",
    "Answer",
    "Assignment",
    "Attachment",
    "Base",
    "CalendarEntry",
    "Center",
    "CenterName",
    "ContextFactor",
    "Cycle",
    "Decision",
    "Delegation",
    "DocumentReview",
    "EndedSession",
    "File",
    "IncomingFile",
    "Invitee",
    "Jurisdiction",
    "LedgerEntry",
    "LedgerHead",
    "Line",
    "LineAnswer",
    "Link",
    "MailboxRead",
    "Meeting",
    "Message",
    "MessageBody",
    "NeedRevision",
    "Notice",
    "Person",
    "Plan",
    "PlanVersion",
    "ProgressMark",
    "Prompt",
    "PromptLine",
    "Received",
    "Sheet",
    "StatusChange",
    "Step",
    "Sweep",
    "Window",
]
