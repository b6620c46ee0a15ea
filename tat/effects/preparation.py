"""What the worksheet of a state writes into its plan (1.5 to 1.8)."""

from config.vocabulary import MeetingKind
from tat import lines, meetings, subjects
from tat.answer_models.preparation import CHECK_IN_CALL, Worksheet
from tat.effects.given import Given
from tat.meetings import Key
from tat.schema import ContextFactor, DocumentReview


def write_worksheet(given: Given, content: Worksheet) -> None:
    """Write down the documents, the context, the check-in call and the draft of the needs."""
    _write_documents(given, content)
    _write_factors(given, content)
    _write_call(given, content)
    lines.add_needs(given.tat, given.plan_id, content.needs, given.by)
    for one in content.carried:
        if one.carries:
            lines.carry_need(given.tat, given.plan_id, one.need_id, one.need, given.by)
    given.write_version("draft from the worksheet")


def _write_documents(given: Given, content: Worksheet) -> None:
    given.tat.add_all(
        DocumentReview(
            plan_id=given.plan_id, document=one.document, is_available=one.is_available,
            says=one.says, by_person_id=one.by_id or given.by.person_id, at=given.by.at,
        )
        for one in content.documents
    )  # fmt: skip


def _write_factors(given: Given, content: Worksheet) -> None:
    """What the call named as most urgent stands with the context: 2.6 comes back to it."""
    held_on = content.check_in_held_on
    call = f"{CHECK_IN_CALL} of {held_on}" if held_on else CHECK_IN_CALL
    urgent = [(f"High priority: {need}", call) for need in content.high_priority_needs]
    given.tat.add_all(
        ContextFactor(
            plan_id=given.plan_id, text=text, document=document,
            by_person_id=given.by.person_id, at=given.by.at,
        )
        for text, document in [*((one.text, one.document) for one in content.factors), *urgent]
    )  # fmt: skip


def _write_call(given: Given, content: Worksheet) -> None:
    """The call is a meeting, and the needs that the Administrator named are its outcome (1.7)."""
    if content.check_in_held_on is None:
        return
    key = Key(MeetingKind.CHECK_IN, subjects.plan(given.plan_id))
    meeting = meetings.put_on_record(
        given.tat, given.prompt.cycle, key, region=given.prompt.region, plan_id=given.plan_id
    )
    meetings.record(
        given.tat, meeting, held_on=content.check_in_held_on, notes=content.check_in_notes,
        attendee_ids=content.check_in_attendee_ids, by_person_id=given.by.person_id,
        outcome={"high_priority_needs": list(content.high_priority_needs)},
    )  # fmt: skip
