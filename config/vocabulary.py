"""The process's own words: roles, kinds of prompt and meeting, purposes of notices, channels."""

from enum import StrEnum


class Scope(StrEnum):
    """What a role is held for."""

    NATION = "nation"
    REGION = "region"
    JURISDICTION = "jurisdiction"
    CENTER = "center"


class Role(StrEnum):
    """A part that a person has in the cycle; one person may have several."""

    OCC = "occ"
    OHS = "ohs"
    REGIONAL_MANAGER = "regional-manager"
    REGIONAL_STAFF = "regional-staff"
    SPECIALIST = "specialist"
    INFANT_TODDLER_SPECIALIST = "infant-toddler-specialist"
    REGIONAL_CENTER_REPRESENTATIVE = "regional-center-representative"
    REGIONAL_PARTNER = "regional-partner"
    ADMINISTRATOR = "administrator"
    ADVISORY_COUNCIL_CHAIR = "advisory-council-chair"
    HEAD_START_COLLABORATION_DIRECTOR = "head-start-collaboration-director"
    LICENSING_DIRECTOR = "licensing-director"
    RESOURCE_AND_REFERRAL_LEAD = "resource-and-referral-lead"
    LOCAL_INITIATIVE_LEAD = "local-initiative-lead"
    HEALTH_LEAD = "health-lead"
    SCHOOL_AGE_LEAD = "school-age-lead"
    INFANT_TODDLER_LEAD = "infant-toddler-lead"
    PREKINDERGARTEN_LEAD = "prekindergarten-lead"
    PROFESSIONAL_DEVELOPMENT_LEAD = "professional-development-lead"
    QUALITY_RATING_LEAD = "quality-rating-lead"
    OTHER_STATE_LEAD = "other-state-lead"
    CENTER_LEAD = "center-lead"
    PROJECT_LEAD = "project-lead"
    COR = "cor"
    FPO = "fpo"


STAKEHOLDERS = (
    Role.ADVISORY_COUNCIL_CHAIR,
    Role.HEAD_START_COLLABORATION_DIRECTOR,
    Role.LICENSING_DIRECTOR,
    Role.RESOURCE_AND_REFERRAL_LEAD,
    Role.LOCAL_INITIATIVE_LEAD,
    Role.HEALTH_LEAD,
    Role.SCHOOL_AGE_LEAD,
    Role.INFANT_TODDLER_LEAD,
    Role.PREKINDERGARTEN_LEAD,
    Role.PROFESSIONAL_DEVELOPMENT_LEAD,
    Role.QUALITY_RATING_LEAD,
    Role.OTHER_STATE_LEAD,
)
"""Who may be invited to a state's call (2.2)."""

SPEAKING_FOR_STATE = (Role.ADMINISTRATOR, *STAKEHOLDERS)
"""Roles of the people of a state itself."""

FEDERAL = (Role.OCC, Role.OHS, Role.REGIONAL_MANAGER, Role.COR, Role.FPO)
"""Roles whose decisions only those people themselves record."""

FEDERAL_STAFF = (*FEDERAL, Role.REGIONAL_STAFF)
"""Roles of federal employees: who may stand in for one whose decisions are federal."""

SCOPE_OF: dict[Role, Scope] = {
    Role.OCC: Scope.NATION,
    Role.OHS: Scope.NATION,
    Role.REGIONAL_MANAGER: Scope.REGION,
    Role.REGIONAL_STAFF: Scope.REGION,
    Role.INFANT_TODDLER_SPECIALIST: Scope.REGION,
    Role.REGIONAL_CENTER_REPRESENTATIVE: Scope.REGION,
    Role.REGIONAL_PARTNER: Scope.REGION,
    Role.SPECIALIST: Scope.JURISDICTION,
    Role.ADMINISTRATOR: Scope.JURISDICTION,
    **dict.fromkeys(STAKEHOLDERS, Scope.JURISDICTION),
    Role.CENTER_LEAD: Scope.CENTER,
    Role.PROJECT_LEAD: Scope.CENTER,
    Role.COR: Scope.CENTER,
    Role.FPO: Scope.CENTER,
}
"""What each role is held for. A Specialist has states, mostly all those of a region."""

CONTRACTORS = (
    Role.SPECIALIST,
    Role.INFANT_TODDLER_SPECIALIST,
    Role.REGIONAL_CENTER_REPRESENTATIVE,
    Role.REGIONAL_PARTNER,
    Role.CENTER_LEAD,
    Role.PROJECT_LEAD,
)
"""Roles that record no federal decision on somebody's behalf."""

CAPACITY_CENTER = "SCBC"
"""The State Capacity Building Center, by its key in centers.csv."""

OF_CAPACITY_CENTER = (Role.SPECIALIST, Role.INFANT_TODDLER_SPECIALIST)
"""Roles of its contractor staff, who therefore approve nothing of it."""


class PromptKind(StrEnum):
    """A question that the process asks somebody; the comment names its line."""

    MEETING_DATE = "meeting-date"  # 1.2, 1.3, 3.3, 7.1, whoever calls the meeting
    MEETING_RECORD = "meeting-record"  # 1.2, 1.3, 3.3, 3.9, 7.1, the same
    WORKSHEET = "worksheet"  # 1.5 to 1.8, Specialist
    SCRIPT_APPROVAL = "script-approval"  # 2.5, OCC and OHS
    CALL_PROPOSAL = "call-proposal"  # 2.1, Specialist
    CALL_AGREEMENT = "call-agreement"  # 2.1, Administrator
    CALL_RECORD = "call-record"  # 2.6, Specialist
    ACCURACY = "accuracy"  # 2.7, Administrator
    CENTER_REVIEW = "center-review"  # 2.8, center lead
    APPROACHES = "approaches"  # 3.4, center lead
    OFFICER_CONFIRMATION = "officer-confirmation"  # 3.5, COR or FPO
    ENTRY = "entry"  # 3.6, Specialist
    AFFIRMATION = "affirmation"  # 3.7, Regional Program Manager
    CONFIRMATION = "confirmation"  # 4.1, Administrator
    REVISION = "revision"  # 4.2, and after 2.7 and 3.7, Specialist
    CHANGE_AGREEMENT = "change-agreement"  # 4.3, center lead
    FINAL_REVIEW = "final-review"  # 4.4, Administrator
    CONVERSION = "conversion"  # 4.5, Specialist
    PACKAGE = "package"  # 5.1, center lead
    MAPPING = "mapping"  # 5.2, OCC and OHS
    APPROVAL = "approval"  # 5.3, COR or FPO
    REWORK = "rework"  # 5.3, center lead
    FINALIZATION = "finalization"  # 5.4, Specialist
    FINAL_AGREEMENT = "final-agreement"  # 5.4, center lead
    FURTHER_CONFIRMATION = "further-confirmation"  # 5.6, whom the rules name
    PROGRESS = "progress"  # 6.1, center lead
    REVIEW = "review"  # 6.2, Administrator, Specialist and partners
    RECORD_CHECK = "record-check"  # 7.2, Specialist


class Purpose(StrEnum):
    """Why a person is owed a notice; each has one template of the same name."""

    ASK = "ask"  # a prompt waits; its template is that of the prompt's kind
    REMINDER = "reminder"
    ESCALATION = "escalation"
    NOBODY_TO_ASK = "nobody-to-ask"
    PROTOCOL = "protocol"  # 1.1
    ANNOUNCEMENT = "announcement"  # 1.4
    MEETING_INVITATION = "meeting-invitation"  # 1.2, 1.3, 3.3, 7.1
    MEETING_NOTES = "meeting-notes"  # 1.2, 1.3, 3.3, 3.9, 7.1
    DRAFT_SHARED = "draft-shared"  # 1.8
    SCRIPT_SENT_BACK = "script-sent-back"  # 2.5
    CALL_PACK = "call-pack"  # 2.3, 2.4
    INITIAL_SHARED = "initial-shared"  # 2.8
    TRENDS = "trends"  # 3.2
    AFFIRMED = "affirmed"  # 3.7
    ALL_HANDS_PACK = "all-hands-pack"  # 3.9
    INTERMEDIATE_SHARED = "intermediate-shared"  # 4.6
    PLAN_HELD = "plan-held"
    OVERLAPS = "overlaps"  # 5.2
    APPROVALS_RETURNED = "approvals-returned"  # 5.3
    FINAL_SENT = "final-sent"  # 5.5
    CHANGE_ADOPTED = "change-adopted"  # 7.1
    ANSWER_RECEIVED = "answer-received"  # 8.2
    ANSWER_CONFLICT = "answer-conflict"  # 8.2
    DATES_MOVED = "dates-moved"
    SWEEP_MISSED = "sweep-missed"
    RECEIPT = "receipt"  # of the reader's own answer
    OWN_LINK = "own-link"  # asked for on the pages
    ADDRESS_FAULT = "address-fault"  # an address takes no mail
    MAIL_FAILED = "mail-failed"
    WEEKLY_OVERVIEW = "weekly-overview"  # what is overdue, and the head of the ledger
    FILE_RECEIVED = "file-received"  # from a folder or a mail
    REPLY_RECEIVED = "reply-received"  # a mail that came in about a question, 8.2
    ANSWER_ON_PAGE = "answer-on-page"  # a federal decision is not taken from a mail
    MAIL_WAITS = "mail-waits"  # no mail can be made: a document is missing, or its words fail


class Gathered(StrEnum):
    """What waits until all of it is ready, but not for ever; named after its prompt or notice."""

    DRAFT_SHARED = "draft-shared"  # 1.8
    CENTER_REVIEW = "center-review"  # 2.8
    INITIAL_SHARED = "initial-shared"  # 2.8
    MEETING_NOTES = "meeting-notes"  # 3.3
    OFFICER_CONFIRMATION = "officer-confirmation"  # 3.5
    ENTRY = "entry"  # 3.6
    AFFIRMATION = "affirmation"  # 3.7
    INTERMEDIATE_SHARED = "intermediate-shared"  # 4.6
    PACKAGE = "package"  # 5.1
    FINAL_AGREEMENT = "final-agreement"  # 5.4


class Urgency(StrEnum):
    """When a notice leaves: in a message of its own, with the day's, or with the next that goes."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"  # rides along with the next message, at the latest on Friday
    WITH_THE_NEXT = "with the next"  # never by itself: it rides along with whatever leaves next


class MeetingKind(StrEnum):
    """An event at which people talk; the comment names its line."""

    NATIONAL_MEETING = "national-meeting"  # 1.1
    MANAGERS_CALL = "managers-call"  # 1.2
    REGIONAL_START = "regional-start"  # 1.3
    CHECK_IN = "check-in"  # 1.7
    STAKEHOLDER_CALL = "stakeholder-call"  # 2.1
    REGIONAL_CONFERENCE = "regional-conference"  # 3.3
    PARTNER_MEETING = "partner-meeting"  # 3.3, one by one
    ALL_HANDS = "all-hands"  # 3.9
    REGIONAL_MEETING = "regional-meeting"  # 7.1


class Progress(StrEnum):
    """How far the delivery of an activity has come (6.1)."""

    UNDER_WAY = "under way"
    DONE = "done"
    DELAYED = "delayed"
    DROPPED = "dropped"


class Occasion(StrEnum):
    """What documents are sent for; the comment names its line."""

    STAKEHOLDER_CALL = "stakeholder call"  # 2.3
    ALL_HANDS = "all-hands"  # 3.9


class Channel(StrEnum):
    """How an answer reached the record."""

    PAGE = "page"
    EMAIL = "email"
    PHONE = "phone"
    FILE = "file"
    MEMO = "memo"


class Entrance(StrEnum):
    """By which way a file comes in; behind each is the same door."""

    PAGE = "page"
    FOLDER = "folder"
    MAIL = "mail"
    COMMAND = "command"


class Intensity(StrEnum):
    """The two types of tailored technical assistance (8.1)."""

    BRIEF = "brief"
    INTENSIVE = "intensive"


class Form(StrEnum):
    """What an activity combines (8.1)."""

    CONSULTATION = "consultation"
    COACHING = "coaching"
    TRAINING = "training"
    PEER_TO_PEER = "peer-to-peer learning"
    OTHER = "other"


class Approach(StrEnum):
    """For whom an activity is designed (8.3)."""

    STATE = "state"
    REGIONAL = "regional"
    NATIONAL = "national"


class Requirement(StrEnum):
    """Whether a need comes from the CCDBG reauthorization of 2014 or goes beyond it (8.3)."""

    CCDBG = "ccdbg"
    BEYOND = "beyond compliance"


class Setting(StrEnum):
    """Child age and setting that a need is about (8.1)."""

    INFANT_TODDLER = "infant and toddler"
    PRESCHOOL = "preschool"
    SCHOOL_AGE = "school age"
    ALL_AGES = "all ages"
