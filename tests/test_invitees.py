"""Who is considered for a state's call and invited (2.2), and a script that is sent back (2.5)."""

import pytest

from tat.refusals import Refused
from tat.schema import Assignment, Invitee, Meeting, Person
from tests.test_step_2 import (
    ADM,
    CHAIR,
    INVITED,
    ITS_8,
    OCC,
    OHS,
    PARTNERS_8,
    SPECIALIST_1,
    STAFF_8,
    opened,
    proposal,
)

FAMILIES = {
    "name": "Rosa Field",
    "address": "Rosa.Field@families.example",
    "leads": "the parents' network",
}
ROSA = "rosa.field@families.example"


def words_of(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


def invited(cycle, state) -> list[str]:
    plan_id = cycle.plan(state).id
    calls = [row["id"] for row in cycle.rows(Meeting, Meeting.kind == "stakeholder-call")
             if row["plan_id"] == plan_id]  # fmt: skip
    ids = {row["person_id"] for row in cycle.rows(Invitee) if row["meeting_id"] in calls}
    return sorted(row["address"] for row in cycle.rows(Person) if row["id"] in ids)


# --- 2.2 who is considered


@pytest.mark.process("2.2")
def test_every_lead_of_the_state_on_the_roster_is_a_candidate_in_the_order_of_the_process(
    cycle_at,
):
    cycle = opened(cycle_at)
    roles = (
        "advisory-council-chair", "head-start-collaboration-director", "licensing-director",
        "resource-and-referral-lead", "health-lead", "school-age-lead", "infant-toddler-lead",
        "prekindergarten-lead", "professional-development-lead", "quality-rating-lead",
    )  # fmt: skip
    expected = [cycle.person_id(one) for role in roles for one in cycle.holders(role, "CO")]
    why = cycle.prompt("call-proposal", state="CO").why
    assert (why["candidates"], why["nobody"]) == (expected, ["local-initiative-lead"])
    assert len(expected) == 10


@pytest.mark.process("2.2")
def test_the_mail_names_the_candidates_with_their_roles_and_the_roles_of_nobody(cycle_at):
    mails = opened(cycle_at).at("2016-09-06 08:00").mails_to(SPECIALIST_1)
    text = words_of(mails[-1])
    said = [
        "- Nina Hickory, Early Childhood Advisory Council chair",
        "Nobody is on the roster as local early childhood initiative lead.",
    ]
    assert [words for words in said if words not in text] == []


@pytest.mark.process("2.2")
def test_staff_partners_and_infant_toddler_specialist_of_the_region_are_always_invited(cycle_at):
    """Though the proposal names the council's chair alone."""
    told = [one for subject, one in cycle_at("calls").told("call-pack")
            if subject == "call of plan 1"]  # fmt: skip
    assert told == sorted([ADM["CO"], CHAIR["CO"], *STAFF_8, *PARTNERS_8, ITS_8])
    assert sorted(INVITED["CO"]) == sorted([CHAIR["CO"], *STAFF_8, *PARTNERS_8, ITS_8])


@pytest.mark.process("2.2")
def test_a_proposal_names_only_people_on_record(cycle_at):
    cycle = opened(cycle_at)
    with pytest.raises(Refused) as refused:
        cycle.answer("call-proposal", {**proposal(cycle), "invitee_ids": [9999]}, state="CO")
    assert str(refused.value) == (
        "The call was not proposed: nobody on record has the number 9999; see the roster."
    )
    assert cycle.rows(Meeting, Meeting.kind == "stakeholder-call") == []


@pytest.mark.process("2.2")
def test_whom_the_specialist_names_beside_the_roster_is_enrolled_and_invited(cycle_at):
    cycle = opened(cycle_at)
    named = {**proposal(cycle, CHAIR["CO"]), "others": [FAMILIES]}
    cycle.answer("call-proposal", named, state="CO")
    [person] = cycle.rows(Person, Person.address == ROSA)
    [role] = cycle.rows(Assignment, Assignment.person_id == person["id"])
    assert (person["name"], person["time_zone"], role["role"], role["scope_key"]) == (
        "Rosa Field",
        "America/Denver",
        "other-state-lead",
        "CO",
    )
    assert invited(cycle, "CO") == sorted([CHAIR["CO"], ROSA])


@pytest.mark.process("2.2")
def test_the_administrator_sees_whom_the_specialist_named_and_what_they_lead(cycle_at):
    cycle = opened(cycle_at)
    named = {**proposal(cycle, CHAIR["CO"]), "others": [FAMILIES]}
    cycle.answer("call-proposal", named, state="CO")
    mails = cycle.run(2).at("2016-09-07 08:00").mails_to(ADM["CO"])
    assert "- Rosa Field, other state lead (the parents' network)" in words_of(mails[-1])


@pytest.mark.process("2.2")
def test_whom_the_administrator_names_gets_the_pack_too(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"]), state="CO")
    cycle.run(2)
    cycle.answer("call-agreement", {"agrees": True, "others": [FAMILIES]}, state="CO")
    cycle.run(2)
    assert ("call of plan 1", ROSA) in cycle.told("call-pack")


@pytest.mark.process("2.2")
def test_who_was_named_once_is_a_candidate_of_the_next_proposal(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"]), state="CO")
    cycle.run(2)
    no = {"agrees": False, "wishes": "A week later, please.", "others": [FAMILIES]}
    cycle.answer("call-agreement", no, state="CO")
    again = cycle.run(2).prompt("call-proposal", state="CO")
    assert again.why["candidates"][-1] == cycle.person_id(ROSA)


@pytest.mark.process("2.2")
@pytest.mark.parametrize("address", ["families.example", "a@b@c.example", "x\n@y.example"])
def test_somebody_without_a_mail_address_is_not_enrolled(cycle_at, address):
    cycle = opened(cycle_at)
    named = {**proposal(cycle), "others": [{**FAMILIES, "address": address}]}
    with pytest.raises(Refused) as refused:
        cycle.answer("call-proposal", named, state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: others 0 address: is not a mail address."
    )


# --- 2.5 a script that is sent back

NO = {"approves": False, "reason": "Please ask about disabilities too."}


def send_back(cycle, role):
    cycle.answer_prompt(cycle.prompts("script-approval", role=role)[0].id, NO)
    return cycle.run(2)


@pytest.mark.process("2.5")
def test_occ_is_told_at_once_who_sent_the_script_back_why_and_what_to_do(cycle_at):
    cycle = send_back(opened(cycle_at).at("2016-09-06 10:00"), "ohs")
    assert [address for _subject, address in cycle.told("script-sent-back")] == OCC
    [mail] = [one for one in cycle.mails_to(OCC[0]) if "was sent back" in words_of(one)]
    said = [
        "Anna Avocet (",
        "> Please ask about disabilities too.",
        "both offices are asked again, for the new text",
    ]
    assert [words for words in said if words not in words_of(mail)] == []


@pytest.mark.process("2.5")
def test_who_sent_it_back_is_not_told_of_it(cycle_at):
    cycle = send_back(opened(cycle_at), "occ").run(2)
    assert [address for _subject, address in cycle.told("script-sent-back")] == OCC[1:]


@pytest.mark.process("2.5")
def test_a_script_that_was_sent_back_is_asked_again_only_in_a_new_text_and_then_of_both(cycle_at):
    cycle = send_back(opened(cycle_at), "ohs")
    cycle.answer_prompt(cycle.prompts("script-approval", role="occ")[0].id, {"approves": True})
    cycle.run(2)
    old = cycle.prompts("script-approval")
    cycle.with_script(sha256="0" * 64).run(2)
    asked = [row.address for row in cycle.prompts("script-approval")]
    assert (old, asked) == ([], [*OCC, *OHS])
    assert len(cycle.told("script-sent-back")) == 3
