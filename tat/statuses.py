"""The words of the record: statuses and states, each with what may follow it."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How far a plan has come; nothing else is a status."""

    DRAFT_INITIAL = "draft initial"
    INITIAL = "initial"
    INTERMEDIATE = "intermediate"
    FINAL = "final"


class StepState(StrEnum):
    """Where a step stands in its calendar."""

    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"


class LineKind(StrEnum):
    """What stands on a line of a plan."""

    NEED = "need"
    ACTIVITY = "activity"


class LineState(StrEnum):
    """How far a line has come into the plan."""

    PROPOSED = "proposed"  # by a center (3.4), or in a change of a final plan (7.1)
    ENTERED = "entered"  # stands in the plan (2.6 for needs, 3.6 for activities)
    WITHDRAWN = "withdrawn"


class AmendmentState(StrEnum):
    """Where a change to a final plan stands (7.1)."""

    OPEN = "open"
    ADOPTED = "adopted"
    DROPPED = "dropped"


class DecisionKind(StrEnum):
    """What staff decided about a cycle, each with author and reason."""

    MOVED_STEP = "moved a step"
    MOVED_WINDOW = "moved a window"
    DONE_EARLIER = "done earlier"
    LEFT = "left"
    KEYED = "keyed"


class PromptState(StrEnum):
    """Whether a prompt still waits for its person."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What an answer says of what it was shown."""

    ACCEPTED = "accepted"
    CHANGES_ASKED = "changes asked"
    SENT_BACK = "sent back"
    OUT_OF_SCOPE = "out of scope"


class FileState(StrEnum):
    """What became of a file that came in."""

    RECEIVED = "received"  # kept, and not read yet
    REFUSED = "refused"  # not opened, or none of ours
    AT_FAULT = "at fault"  # some of it must be corrected
    TO_CONFIRM = "to confirm"  # read; its person says whether it counts
    DROPPED = "dropped"  # its person said that it does not count
    ANSWERED = "answered"  # what it says is on record


class NoticeState(StrEnum):
    """Whether what is owed to a person has reached an envelope."""

    WAITING = "waiting"
    ENCLOSED = "enclosed"
    CANCELLED = "cancelled"


class MessageState(StrEnum):
    """Where an envelope is on its way out."""

    QUEUED = "queued"
    HELD = "held"  # until somebody releases it
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"


class ReceivedKind(StrEnum):
    """What a mail is that came in."""

    LETTER = "letter"  # somebody wrote it to us
    FORWARD = "forward"  # a Specialist passed it on
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LOOP = "loop"


class ReceivedState(StrEnum):
    """What became of a mail that came in."""

    UNSORTED = "unsorted"  # a person must say what it is about
    NOTED = "noted"
    OFFERED = "offered"  # its Specialist may take it as an answer
    RECORDED = "recorded"
    FILED = "filed"
    SET_ASIDE = "set aside"


@dataclass(frozen=True)
class Guards:
    """What a plan must have before a change of status; each field is one guard."""

    call_held: bool = False
    confirmed_by_administrator: bool = False
    changes_agreed_by_centers: bool = False
    every_activity_approved_by_officer: bool = False
    further_confirmations_given: bool = False
    agreed_by_leads_where_protocol_says_so: bool = False
    conversion_ordered: bool = False


TRANSITIONS: dict[tuple[Status, Status], Guards] = {
    (Status.DRAFT_INITIAL, Status.INITIAL): Guards(call_held=True),
    (Status.INITIAL, Status.INTERMEDIATE): Guards(
        confirmed_by_administrator=True,
        changes_agreed_by_centers=True,
        further_confirmations_given=True,
        conversion_ordered=True,
    ),
    (Status.INTERMEDIATE, Status.FINAL): Guards(
        confirmed_by_administrator=True,
        changes_agreed_by_centers=True,
        every_activity_approved_by_officer=True,
        further_confirmations_given=True,
        agreed_by_leads_where_protocol_says_so=True,
        conversion_ordered=True,
    ),
}
"""Every change of status that there is. Any other is refused."""
