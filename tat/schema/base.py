"""What all tables share: names of constraints, and how Python types become columns."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from config.vocabulary import (
    Approach,
    Channel,
    Entrance,
    Intensity,
    MeetingKind,
    Progress,
    PromptKind,
    Purpose,
    Requirement,
    Role,
    Scope,
    Setting,
    Urgency,
)
from tat.columns import Moment, word
from tat.statuses import (
    AmendmentState,
    DecisionKind,
    FileState,
    LineKind,
    LineState,
    MessageState,
    NoticeState,
    PromptState,
    ReceivedKind,
    ReceivedState,
    Status,
    StepState,
    Verdict,
)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: names of constraints, and how Python types become columns."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        str: sa.Text,
        AmendmentState: word(AmendmentState, "amendment_state"),
        Approach: word(Approach, "approach"),
        Channel: word(Channel, "channel"),
        DecisionKind: word(DecisionKind, "decision_kind"),
        Entrance: word(Entrance, "entrance"),
        FileState: word(FileState, "file_state"),
        Intensity: word(Intensity, "intensity"),
        LineKind: word(LineKind, "line_kind"),
        LineState: word(LineState, "line_state"),
        MeetingKind: word(MeetingKind, "meeting_kind"),
        MessageState: word(MessageState, "message_state"),
        NoticeState: word(NoticeState, "notice_state"),
        Progress: word(Progress, "progress"),
        PromptKind: word(PromptKind, "prompt_kind"),
        PromptState: word(PromptState, "prompt_state"),
        Purpose: word(Purpose, "purpose"),
        ReceivedKind: word(ReceivedKind, "received_kind"),
        ReceivedState: word(ReceivedState, "received_state"),
        Requirement: word(Requirement, "requirement"),
        Role: word(Role, "role"),
        Scope: word(Scope, "scope"),
        Setting: word(Setting, "setting"),
        Status: word(Status, "status"),
        StepState: word(StepState, "step_state"),
        Urgency: word(Urgency, "urgency"),
        Verdict: word(Verdict, "verdict"),
    }
