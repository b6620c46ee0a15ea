"""The worksheet of a state: documents, context, check-in call, draft (1.5 to 1.8)."""

from datetime import date

import pytest

from config.vocabulary import MeetingKind
from tat.refusals import Refused
from tat.schema import DocumentReview, Invitee, Meeting, PlanVersion
from tests.example_plan import DOCUMENTS, LOOKED_AT
from tests.small_cycle import documents_with

SPECIALIST_8, SPECIALIST_1 = (
    "greta.cypress@region8.scbc.example",
    "elsa.catalpa@region1.scbc.example",
)
RCR_8, RPM_8 = "finn.cottonwood@region8.example", "emil.cedar@region8.example"
ADM_CO = "hal.dogwood@co.example"

WORKSHEET = {
    "check_in_held_on": "2016-08-09",
    "documents": LOOKED_AT,
    "factors": [{"text": "New data system", "document": "State plan"}],
    "high_priority_needs": ["More places for infants"],
    "needs": [],
}


@pytest.mark.process("1.5")
def test_the_worksheet_asks_for_every_document_that_the_source_lists(cycle_at):
    assert cycle_at("announced").prompt("worksheet", state="CO").why == {
        "documents": DOCUMENTS,
        "done": [],
    }


@pytest.mark.process("1.5")
def test_the_mail_shows_the_sources_name_of_the_quality_reports_and_notes_the_other(cycle_at):
    [mail] = cycle_at("announced").at("2016-08-01 08:00").mails_to(SPECIALIST_1)
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert (
        "Quality Program Reports (QPR) (the federal form ACF-218 is called Quality Progress "
        "Report)" in text
    )


@pytest.mark.process("1.5")
def test_what_each_document_says_is_kept_with_who_looked_at_it(cycle_at):
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    representative = cycle.person_id(RCR_8)
    documents = [
        {"document": "Head Start needs assessment", "is_available": True, "says": "More infants.",
         "by_id": representative},
        *LOOKED_AT,
    ]  # fmt: skip
    cycle.answer("worksheet", {**WORKSHEET, "documents": documents}, state="CO")
    kept = [
        (row["document"], row["is_available"], row["says"], row["by_person_id"])
        for row in cycle.rows(DocumentReview)
    ]
    specialist = cycle.person_id(SPECIALIST_8)
    assert kept[:3] == [
        ("Head Start needs assessment", True, "More infants.", representative),
        ("State plan", True, "A new data system comes in 2017.", specialist),
        ("Existing TA", False, "", specialist),
    ]
    assert len(kept) == 9


def without(document):
    return [one for one in LOOKED_AT if one["document"] != document]


@pytest.mark.process("1.5")
@pytest.mark.parametrize(
    ("documents", "because"),
    [
        (
            without("Federal 801 Report"),
            "say what Federal 801 Report says, or that it is not available (1.5).",
        ),
        (
            [*LOOKED_AT, LOOKED_AT[0]],
            "State plan stands there 2 times; say once what it says (1.5).",
        ),
        (
            [{**LOOKED_AT[0], "by_id": 1}, *LOOKED_AT[1:]],
            "person 1 is neither Specialist of the state nor Infant/Toddler Specialist or Regional "
            "Center Representative of its region (1.5).",
        ),
    ],
)
def test_a_worksheet_that_does_not_answer_for_each_document_is_refused(
    cycle_at, documents, because
):
    cycle = cycle_at("announced")
    with pytest.raises(Refused) as refused:
        cycle.answer("worksheet", {**WORKSHEET, "documents": documents}, state="CO")
    assert str(refused.value) == f"The worksheet was not recorded: {because}"
    assert cycle.rows(DocumentReview) == []


@pytest.mark.process("1.5")
def test_an_available_document_says_something(cycle_at):
    cycle = cycle_at("announced")
    silent = [{"document": "State plan", "is_available": True}, *without("State plan")]
    with pytest.raises(Refused) as refused:
        cycle.answer("worksheet", {**WORKSHEET, "documents": silent}, state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: documents 0: say what State plan says, "
        "or that it is not available."
    )


@pytest.mark.process("1.6")
@pytest.mark.parametrize("document", ["Federal 801 Report", "hearsay"])
def test_a_factor_comes_from_a_document_that_was_looked_at(cycle_at, document):
    cycle = cycle_at("announced")
    factors = [{"text": "New data system", "document": document}]
    with pytest.raises(Refused) as refused:
        cycle.answer("worksheet", {**WORKSHEET, "factors": factors}, state="CO")
    assert str(refused.value) == (
        f'The worksheet was not recorded: "{document}" is not among the documents that were looked '
        "at; name one of State plan, status check-in call (1.6)."
    )


@pytest.mark.process("1.6")
def test_a_worksheet_without_any_factor_is_refused(cycle_at):
    cycle = cycle_at("announced")
    with pytest.raises(Refused) as refused:
        cycle.answer("worksheet", {**WORKSHEET, "factors": []}, state="CO")
    assert str(refused.value) == (
        "The worksheet was not recorded: name at least one key contextual factor (1.6)."
    )


@pytest.mark.process("1.7")
def test_the_check_in_call_is_a_meeting_with_the_needs_that_were_named_and_who_was_there(cycle_at):
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    there = [cycle.person_id(address) for address in (ADM_CO, RPM_8)]
    cycle.answer("worksheet", {**WORKSHEET, "check_in_attendee_ids": there}, state="CO")
    [call] = cycle.rows(Meeting, Meeting.kind == MeetingKind.CHECK_IN)
    attended = sorted(row["person_id"] for row in cycle.rows(Invitee) if row["attended"])
    assert (call["plan_id"], call["region"], call["held_on"], call["outcome"], attended) == (
        1,
        8,
        date(2016, 8, 9),
        {"high_priority_needs": ["More places for infants"]},
        sorted(there),
    )


@pytest.mark.process("1.7")
def test_nobody_gets_notes_of_a_check_in_call_or_is_asked_to_record_it(cycle_at):
    cycle = cycle_at("drafted")
    assert (cycle.told("meeting-notes"), cycle.prompts("meeting-record")) == ([], [])


@pytest.mark.process("1.5", "1.6")
def test_the_plan_that_goes_with_mails_shows_context_and_documents(cycle_at):
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    cycle.answer("worksheet", WORKSHEET, state="VT")
    mails = cycle.run(1).at("2016-08-11 08:00").mails_to("asa.beech@region1.example")
    [document, _tables] = [part.get_content() for mail in mails for part in documents_with(mail)]
    text = " ".join(document.split())
    said = [
        "- New data system From: State plan",
        "- State plan A new data system comes in 2017. Looked at by Elsa Catalpa",
        "Quality Program Reports (QPR) (the federal form ACF-218 is called Quality Progress "
        "Report) Not available Looked at by Elsa Catalpa",
    ]
    assert [words for words in said if words not in text] == []


@pytest.mark.process("1.5")
def test_the_documents_stand_in_the_version_of_the_plan(cycle_at):
    cycle = cycle_at("drafted")
    [version] = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)
    assert version["content"]["documents"][0] == {
        "document": "State plan", "is_available": True,
        "says": "A new data system comes in 2017.", "by": "Greta Cypress",
    }  # fmt: skip
