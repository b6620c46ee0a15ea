"""What an answer changes about a meeting: its date, or what came of it."""

from config.vocabulary import MeetingKind
from tat import meetings
from tat.answer_models.meetings import MeetingDate, MeetingRecord
from tat.effects.given import Given
from tat.refusals import Refused
from tat.schema import Line, Meeting


def set_date(given: Given, content: MeetingDate) -> None:
    """Write down when and where a meeting is; or that it was held before; or why it is not."""
    meeting = _meeting(given)
    if meetings.is_recorded(meeting):
        raise Refused(
            f"The date was not changed: the meeting is on record as held on {meeting.held_on}. "
            "Correct its record instead."
        )
    if content.starts_at is not None and content.starts_at <= given.by.at:
        raise Refused(
            "The date was not recorded: it has passed. Say on which day the meeting was held."
        )
    meeting.starts_at, meeting.minutes = content.starts_at, content.minutes
    meeting.place, meeting.held_on, meeting.notes = content.place, content.held_on, content.notes
    meeting.agreed_at = given.by.at if content.starts_at else None
    meeting.outcome = {meetings.NOT_HELD: content.reason} if content.is_not_held else {}
    meeting.by_person_id = given.by.person_id


def record(given: Given, content: MeetingRecord) -> None:
    """Write down what came of a meeting. A need goes before the center that it suggests."""
    meetings.record(
        given.tat, _meeting(given), held_on=content.held_on, notes=content.notes,
        attendee_ids=content.attendee_ids, by_person_id=given.by.person_id,
        outcome={
            "leads": [one.model_dump(mode="json") for one in content.leads],
            "wishes": [one.model_dump(mode="json") for one in content.wishes],
        },
    )  # fmt: skip
    for lead in content.leads:
        given.tat.get_one(Line, lead.need_id).center = lead.center


def _meeting(given: Given) -> Meeting:
    prompt = given.prompt
    key = meetings.region_key(
        MeetingKind(prompt.variant), prompt.region, prompt.why.get("number", 1)
    )
    return meetings.put_on_record(given.tat, prompt.cycle, key, region=prompt.region)
