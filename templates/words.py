"""What people call the things of the process, in mails, on pages and in reports."""

from collections.abc import Mapping, Sequence

from config.titles import TITLE_OF
from config.vocabulary import Channel, MeetingKind, PromptKind, Purpose, Requirement, Role

ROLE_NAMES: Mapping[Role, str] = {
    **TITLE_OF,
    Role.COR: "contracting officer's representative (COR)",
    Role.FPO: "federal project officer (FPO)",
}
"""Every role as it reads in "you get this mail as ..."."""

ASKED_TO: Mapping[PromptKind, str] = {
    PromptKind.MEETING_DATE: "set the date of the meeting",
    PromptKind.MEETING_RECORD: "record the meeting",
    PromptKind.WORKSHEET: "draft the initial plan",
    PromptKind.SCRIPT_APPROVAL: "approve the script of the stakeholder calls",
    PromptKind.CALL_PROPOSAL: "propose the stakeholder call",
    PromptKind.CALL_AGREEMENT: "agree on the stakeholder call",
    PromptKind.CALL_RECORD: "record the stakeholder call",
    PromptKind.ACCURACY: "check the initial plan",
    PromptKind.CENTER_REVIEW: "review the initial plans",
    PromptKind.APPROACHES: "propose approaches",
    PromptKind.OFFICER_CONFIRMATION: "confirm the proposed activities",
    PromptKind.ENTRY: "enter the recommended activities",
    PromptKind.AFFIRMATION: "affirm the plans",
    PromptKind.CONFIRMATION: "confirm the plan",
    PromptKind.REVISION: "revise the plan",
    PromptKind.CHANGE_AGREEMENT: "agree to the changed activities",
    PromptKind.FINAL_REVIEW: "give the changed plan a final review",
    PromptKind.CONVERSION: "order the conversion to intermediate",
    PromptKind.PACKAGE: "submit the package",
    PromptKind.MAPPING: "look at activities on the same topic",
    PromptKind.APPROVAL: "approve the package",
    PromptKind.REWORK: "rework the items that were sent back",
    PromptKind.FINALIZATION: "order the conversion to final",
    PromptKind.FINAL_AGREEMENT: "approve the final plans",
    PromptKind.FURTHER_CONFIRMATION: "confirm the plan",
    PromptKind.PROGRESS: "say how far the activities have come",
    PromptKind.REVIEW: "review the plan",
    PromptKind.RECORD_CHECK: "check the records",
}
"""What a person is asked to do, as it reads after "please" and before "for Oregon"."""

MEETING_NAMES: Mapping[MeetingKind, str] = {
    MeetingKind.NATIONAL_MEETING: "national TA meeting",
    MeetingKind.MANAGERS_CALL: "call of the Regional Program Managers",
    MeetingKind.REGIONAL_START: "start meeting",
    MeetingKind.CHECK_IN: "status check-in call",
    MeetingKind.STAKEHOLDER_CALL: "stakeholder call",
    MeetingKind.REGIONAL_CONFERENCE: "regional ECTTAS conference",
    MeetingKind.PARTNER_MEETING: "meeting with partners",
    MeetingKind.ALL_HANDS: "all-hands meeting",
    MeetingKind.REGIONAL_MEETING: "regional ECTTAS meeting",
}
"""What each kind of meeting is called, after "the" and before "of region 8"."""

WORKSHEET_PARTS: Mapping[str, str] = {
    "1.5": "the look at the documents",
    "1.6": "the contextual factors",
    "1.7": "the status check-in call",
    "1.8": "the draft",
}
"""What each line of the process asks for on the worksheet of a state."""

APPROVALS: frozenset[PromptKind] = frozenset(
    {
        PromptKind.SCRIPT_APPROVAL,
        PromptKind.ACCURACY,
        PromptKind.OFFICER_CONFIRMATION,
        PromptKind.AFFIRMATION,
        PromptKind.CONFIRMATION,
        PromptKind.CHANGE_AGREEMENT,
        PromptKind.FINAL_REVIEW,
        PromptKind.APPROVAL,
        PromptKind.FINAL_AGREEMENT,
        PromptKind.FURTHER_CONFIRMATION,
    }
)
"""The questions whose answer approves something: nothing is approved by silence."""

PURPOSE_ORDER: Sequence[Purpose] = (
    Purpose.ASK,
    Purpose.REMINDER,
    Purpose.ESCALATION,
    Purpose.FILE_RECEIVED,
    Purpose.NOBODY_TO_ASK,
    Purpose.SWEEP_MISSED,
    Purpose.WEEKLY_OVERVIEW,
    Purpose.ADDRESS_FAULT,
    Purpose.MAIL_FAILED,
    Purpose.ANSWER_ON_PAGE,
    Purpose.REPLY_RECEIVED,
    Purpose.MAIL_WAITS,
    Purpose.SCRIPT_SENT_BACK,
    Purpose.ANSWER_CONFLICT,
    Purpose.DATES_MOVED,
    Purpose.APPROVALS_RETURNED,
    Purpose.PLAN_HELD,
    Purpose.CALL_PACK,
    Purpose.MEETING_INVITATION,
    Purpose.CHANGE_ADOPTED,
    Purpose.FINAL_SENT,
    Purpose.ANSWER_RECEIVED,
    Purpose.OVERLAPS,
    Purpose.PROTOCOL,
    Purpose.ANNOUNCEMENT,
    Purpose.DRAFT_SHARED,
    Purpose.INITIAL_SHARED,
    Purpose.TRENDS,
    Purpose.ALL_HANDS_PACK,
    Purpose.MEETING_NOTES,
    Purpose.AFFIRMED,
    Purpose.INTERMEDIATE_SHARED,
    Purpose.RECEIPT,
    Purpose.OWN_LINK,
)
"""In which order a letter says what it has to say: first what waits for the reader."""

TOLD_OF: Mapping[Purpose, str] = {
    Purpose.ASK: "a request",
    Purpose.REMINDER: "a reminder",
    Purpose.ESCALATION: "word that an answer is overdue",
    Purpose.NOBODY_TO_ASK: "word that nobody can be asked",
    Purpose.SWEEP_MISSED: "word that a morning's reminders did not run",
    Purpose.WEEKLY_OVERVIEW: "the week's overview of what is overdue",
    Purpose.SCRIPT_SENT_BACK: "the script of the calls, sent back",
    Purpose.ANSWER_CONFLICT: "what became of an answer without effect",
    Purpose.DATES_MOVED: "new dates",
    Purpose.APPROVALS_RETURNED: "what the officer decided, item by item",
    Purpose.PLAN_HELD: "word that the plan is held",
    Purpose.CALL_PACK: "the documents for the stakeholder call",
    Purpose.MEETING_INVITATION: "an invitation to a meeting",
    Purpose.CHANGE_ADOPTED: "the change of the final plan",
    Purpose.FINAL_SENT: "the approved final plan",
    Purpose.ANSWER_RECEIVED: "an answer that came in",
    Purpose.OVERLAPS: "what OCC and OHS said of activities of both",
    Purpose.PROTOCOL: "the protocol of the cycle",
    Purpose.ANNOUNCEMENT: "the announcement of the cycle",
    Purpose.DRAFT_SHARED: "the draft of the initial plan",
    Purpose.INITIAL_SHARED: "the initial plan",
    Purpose.TRENDS: "the trends",
    Purpose.ALL_HANDS_PACK: "the data for the all-hands meeting",
    Purpose.MEETING_NOTES: "the notes of a meeting",
    Purpose.AFFIRMED: "the affirmed plan",
    Purpose.INTERMEDIATE_SHARED: "the intermediate plan",
    Purpose.RECEIPT: "a receipt for an answer",
    Purpose.FILE_RECEIVED: "what became of a file",
    Purpose.OWN_LINK: "the link to everything that waits",
    Purpose.ADDRESS_FAULT: "word that an address takes no mail",
    Purpose.MAIL_FAILED: "word that a mail could not leave",
    Purpose.REPLY_RECEIVED: "a reply that came by mail",
    Purpose.ANSWER_ON_PAGE: "word that a decision is made on the page",
    Purpose.MAIL_WAITS: "word that mails wait",
}
"""What a mail brought, as it reads after "mailed somebody"."""

SAID_OF_OVERLAPS: Mapping[str, str] = {
    "separate": "they serve different ends and stay as they are",
    "coordinate": "the centers should coordinate them",
    "merge": "they should become one activity",
}
"""What OCC or OHS says of activities on the same topic (5.2)."""

STATUS_NAMES: Mapping[str, str] = {
    "draft initial": "draft of the initial plan",
    "initial": "initial plan",
    "intermediate": "intermediate plan",
    "final": "final plan",
}
"""What a plan of each status is called."""

REQUIREMENT_NAMES: Mapping[Requirement, str] = {
    Requirement.CCDBG: "required by the CCDBG reauthorization of 2014",
    Requirement.BEYOND: "beyond compliance",
}
"""Why a need is there (8.3)."""

CHANNEL_NAMES: Mapping[Channel, str] = {
    Channel.PAGE: "on the page",
    Channel.EMAIL: "by email",
    Channel.PHONE: "by phone",
    Channel.FILE: "by file",
    Channel.MEMO: "by signed memo",
}
"""How an answer came."""

FILE_CAME: Mapping[str, str] = {
    "page": "by this page",
    "folder": "by way of the inbox folder",
    "mail": "by mail",
    "command": "by way of staff",
}
"""By which way a file came in, as it follows the day."""

FILE_STATES: Mapping[str, str] = {
    "received": "it is kept, and not read yet",
    "refused": "it was not read, and nothing was recorded",
    "at fault": "some of it must be corrected, and nothing was recorded",
    "to confirm": "it was read, and counts once it is confirmed",
    "dropped": "it does not count",
    "answered": "what it says is on record",
}
"""What became of a file that came in, as it follows a colon."""
