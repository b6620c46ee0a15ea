"""Step 2: identification of state and territory needs."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from config.vocabulary import Channel, MeetingKind, Purpose
from tat.refusals import Refused
from tat.schema import Answer, Invitee, Line, Meeting, Message, NeedRevision, Notice, Prompt
from tests.example_plan import BACKGROUND_CHECKS, COACHING, SCHOOL_AGE
from tests.scanning import asked_in
from tests.small_cycle import documents_with

OCC = ["ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"]
OHS = ["anna.avocet@ohs.example", "arlo.basswood@ohs.example"]
ADM = {
    "CO": "hal.dogwood@co.example",
    "MT": "kira.gannet@mt.example",
    "VT": "nell.heron@vt.example",
}
CHAIR = {
    "CO": "hugo.dove@co.example",
    "MT": "lars.godwit@mt.example",
    "VT": "nina.hickory@vt.example",
}
LICENSING_CO = "ines.egret@co.example"
SPECIALIST_8, SPECIALIST_1 = (
    "greta.cypress@region8.scbc.example",
    "elsa.catalpa@region1.scbc.example",
)
STAFF_8 = ["enid.chickadee@region8.example", "ezra.condor@region8.example"]
STAFF_1 = ["bela.birch@region1.example", "cleo.bittern@region1.example"]
PARTNERS_8 = ["flora.crane@region8.example", "gil.curlew@region8.example"]
PARTNERS_1 = ["dora.bunting@region1.example", "edna.buckeye@region1.example"]
ITS_8, ITS_1 = "fay.cormorant@region8.example", "cora.bluebird@region1.example"
INVITED = {  # the chair that the proposal names, and who is always invited
    "CO": [CHAIR["CO"], *STAFF_8, *PARTNERS_8, ITS_8],
    "MT": [CHAIR["MT"], *STAFF_8, *PARTNERS_8, ITS_8],
    "VT": [CHAIR["VT"], *STAFF_1, *PARTNERS_1, ITS_1],
}
CENTER_LEADS = {"ECQA": "theo.locust@ecqa.example", "NCASE": "anna.basswood@ncase.example"}

CALLS = Meeting.kind == MeetingKind.STAKEHOLDER_CALL

AGENDA = "Agenda of the stakeholder call.txt"
PROCESS = "How technical assistance is planned for 2016 to 2018.txt"
SCOPES = "What the National Centers work on.txt"
SCRIPT = "Script of the stakeholder call.txt"

INFANTS = {
    "topic": "infant-toddler-care",  # led by SCBC
    "text": "More places for infants",
    "outcome": "200 more places by 2018",
    "priority": 2,
    "requirement": "ccdbg",
    "setting": "infant and toddler",
}


def proposal(cycle, *invitees, starts_at="2016-09-20T14:00:00-04:00", minutes=120) -> dict:
    ids = [cycle.person_id(address) for address in invitees]
    return {"starts_at": starts_at, "minutes": minutes, "invitee_ids": ids}


def opened(cycle_at):
    """Step 2 has opened: the script waits for its approval, the calls for their dates."""
    return cycle_at("drafted").at("2016-09-06 07:00").run(2)


def dated(cycle_at, *, script_approved_by=()):
    """All calls are agreed for 20 September; only some have approved the script."""
    cycle = opened(cycle_at)
    for role in script_approved_by:
        cycle.answer_prompt(cycle.prompts("script-approval", role=role)[0].id, {"approves": True})
    cycle.answer_all("call-proposal", lambda row: proposal(cycle, CHAIR[row.jurisdiction]))
    cycle.at("2016-09-07 10:00").run(2).answer_all("call-agreement", {"agrees": True})
    return cycle.at("2016-09-08 10:00").run(2)


def initial_after_packs(cycle_at):
    """All plans are initial, and the packs of the calls have left in mails of their own."""
    cycle = cycle_at("calls").at("2016-09-09 08:00")
    cycle.mails()
    return cycle.reach("initial")


def attachments(mails) -> dict[str, list[str]]:
    return {
        mail["To"].addresses[0].addr_spec: sorted(
            part.get_filename() for part in documents_with(mail)
        )
        for mail in mails
    }


def readers_of(words: str, mails) -> list[str]:
    """Who finds the words in a mail: in its text, its page or a document."""
    found = set()
    for mail in mails:
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        if any(words in " ".join(part.split()) for part in parts):
            found.add(mail["To"].addresses[0].addr_spec)
    return sorted(found)


def packed(*states) -> list[tuple[str, str]]:
    """The notices of packs for the calls of some states."""
    number = {"CO": 1, "MT": 2, "VT": 3}
    return sorted(
        (f"call of plan {number[state]}", address)
        for state in states
        for address in (ADM[state], *INVITED[state])
    )


# --- 2.1 date and invitees


@pytest.mark.process("2.1")
def test_the_specialist_is_asked_to_propose_the_call_of_each_state(cycle_at):
    cycle = opened(cycle_at)
    asked = [(row.jurisdiction, row.address) for row in cycle.prompts("call-proposal")]
    assert asked == [("CO", SPECIALIST_8), ("MT", SPECIALIST_8), ("VT", SPECIALIST_1)]


@pytest.mark.process("2.1")
def test_a_call_of_two_hours_can_be_proposed(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"], minutes=120), state="CO")
    [call] = cycle.rows(Meeting, CALLS)
    assert (call["starts_at"], call["minutes"], call["agreed_at"]) == (
        datetime(2016, 9, 20, 18, 0, tzinfo=UTC),
        120,
        None,
    )


@pytest.mark.process("2.1")
def test_a_call_of_more_than_two_hours_is_refused(cycle_at):
    cycle = opened(cycle_at)
    with pytest.raises(Refused) as refused:
        cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"], minutes=121), state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: minutes: Input should be less than or equal to 120."
    )


@pytest.mark.process("2.1")
def test_the_administrator_is_asked_to_agree_with_the_date_of_the_call(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"], minutes=90), state="CO")
    asked = cycle.run(2).prompt("call-agreement")
    assert (asked.address, asked.why) == (
        ADM["CO"],
        {"starts_at": "2016-09-20T18:00:00+00:00", "minutes": 90},
    )


@pytest.mark.process("2.1")
def test_the_administrator_reads_who_would_be_invited(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"], LICENSING_CO), state="CO")
    mails = cycle.run(2).at("2016-09-07 08:00").mails()
    found = readers_of("Hugo Dove", mails), readers_of("Ines Egret", mails)
    assert found == ([ADM["CO"]], [ADM["CO"]])


@pytest.mark.process("2.1")
def test_a_date_that_does_not_suit_leads_to_a_new_proposal(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"]), state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": False, "wishes": "A week later, please"})
    again = cycle.run(2).prompt("call-proposal", state="CO")
    assert (again.round, again.address) == (2, SPECIALIST_8)


@pytest.mark.process("2.1")
def test_the_specialist_reads_what_the_administrator_wishes(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"]), state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": False, "wishes": "A week later, please"})
    mails = cycle.run(2).at("2016-09-07 08:00").mails()
    assert readers_of("A week later, please", mails) == [SPECIALIST_8]


@pytest.mark.process("2.1")
def test_after_a_wish_the_invitees_are_those_of_the_new_proposal(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"]), state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": False, "wishes": "Licensing, not the chair"})
    cycle.run(2).answer("call-proposal", proposal(cycle, LICENSING_CO), state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": True})
    cycle.run(2)
    invited = [LICENSING_CO, *STAFF_8, *PARTNERS_8, ITS_8, ADM["CO"]]
    assert cycle.told("call-pack") == sorted(("call of plan 1", address) for address in invited)


@pytest.mark.process("2.1")
def test_a_call_that_is_only_proposed_is_not_agreed(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"]), state="CO")
    cycle.run(2)
    agreed = [row["agreed_at"] for row in cycle.rows(Meeting, CALLS)]
    assert (agreed, cycle.told("call-pack")) == ([None], [])


@pytest.mark.process("2.1")
def test_somebody_who_is_named_twice_is_invited_once(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer("call-proposal", proposal(cycle, CHAIR["CO"], CHAIR["CO"]), state="CO")
    invited = [(row["meeting_id"], row["person_id"]) for row in cycle.rows(Invitee)]
    [call] = cycle.rows(Meeting, CALLS)
    assert invited == [(call["id"], cycle.person_id(CHAIR["CO"]))]


# --- 2.3 and 2.4 the packs


@pytest.mark.process("2.3")
def test_everybody_invited_to_an_agreed_call_gets_its_pack(cycle_at):
    assert cycle_at("calls").told("call-pack") == packed("CO", "MT", "VT")


@pytest.mark.process("2.3", "2.4")
def test_the_packs_hold_agenda_process_and_scopes_and_the_administrators_more(cycle_at):
    mails = cycle_at("calls").at("2016-09-09 08:00").mails()
    documents = attachments(mail for mail in mails if "Stakeholder call" in mail["Subject"])
    invitees = {address for state in INVITED.values() for address in state}
    assert documents == {
        **{address: [AGENDA, PROCESS, SCOPES] for address in invitees},
        ADM["CO"]: [AGENDA, PROCESS, SCRIPT, "TA plan Colorado version 1.txt", SCOPES],
        ADM["MT"]: [AGENDA, PROCESS, SCRIPT, "TA plan Montana version 1.txt", SCOPES],
        ADM["VT"]: [AGENDA, PROCESS, SCRIPT, "TA plan Vermont version 1.txt", SCOPES],
    }


@pytest.mark.process("2.4")
def test_the_words_of_the_script_reach_the_administrators_alone(cycle_at):
    mails = cycle_at("calls").at("2016-09-09 08:00").mails()
    of_the_script = "Say who takes notes."
    assert readers_of(of_the_script, mails) == [ADM["CO"], ADM["MT"], ADM["VT"]]


@pytest.mark.process("2.4")
def test_the_words_of_a_draft_plan_reach_the_administrators_alone(cycle_at):
    mails = cycle_at("calls").at("2016-09-09 08:00").mails()
    of_the_draft = "Help with background checks"
    assert readers_of(of_the_draft, mails) == [ADM["CO"], ADM["MT"], ADM["VT"]]


@pytest.mark.process("2.4")
def test_an_administrator_who_is_named_as_invitee_still_gets_script_and_draft(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer("call-proposal", proposal(cycle, ADM["CO"], CHAIR["CO"]), state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": True})
    mails = cycle.run(2).at("2016-09-07 08:00").mails()
    assert attachments(mails)[ADM["CO"]] == [
        AGENDA,
        PROCESS,
        SCRIPT,
        "TA plan Colorado version 1.txt",
        SCOPES,
    ]


@pytest.mark.process("2.4")
def test_the_administrator_of_one_state_gets_no_draft_of_another_that_invites_them(cycle_at):
    cycle = opened(cycle_at)
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer("call-proposal", proposal(cycle, ADM["MT"]), state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": True})
    mails = cycle.run(2).at("2016-09-07 08:00").mails()
    assert attachments(mails)[ADM["MT"]] == [AGENDA, PROCESS, SCOPES]


# --- 2.5 the script


@pytest.mark.process("2.5")
def test_occ_and_ohs_are_both_asked_to_approve_the_script(cycle_at):
    cycle = opened(cycle_at)
    asked = [(row.role, row.address) for row in cycle.prompts("script-approval")]
    assert asked == [("occ", address) for address in OCC] + [("ohs", address) for address in OHS]


@pytest.mark.process("2.5")
@pytest.mark.parametrize("approved_by", [(), ("occ",), ("ohs",)], ids=["nobody", "occ", "ohs"])
def test_before_both_have_approved_the_script_no_pack_goes_out(cycle_at, approved_by):
    cycle = dated(cycle_at, script_approved_by=approved_by)
    assert cycle.told("call-pack") == []


@pytest.mark.process("2.5")
@pytest.mark.parametrize("approved_by", [(), ("occ",), ("ohs",)], ids=["nobody", "occ", "ohs"])
def test_before_both_have_approved_the_script_no_call_is_recorded(cycle_at, approved_by):
    cycle = dated(cycle_at, script_approved_by=approved_by).at("2016-09-21 09:00").run(2)
    assert cycle.prompts("call-record") == []


@pytest.mark.process("2.5")
def test_dates_are_agreed_while_the_script_waits(cycle_at):
    cycle = dated(cycle_at)
    agreed = [row["agreed_at"] for row in cycle.rows(Meeting, CALLS)]
    assert agreed == [datetime(2016, 9, 7, 14, 0, tzinfo=UTC)] * 3


@pytest.mark.process("2.5")
def test_the_packs_go_out_once_both_have_approved_the_script(cycle_at):
    cycle = dated(cycle_at, script_approved_by=("occ",))
    cycle.answer_prompt(cycle.prompts("script-approval")[0].id, {"approves": True})
    assert cycle.run(2).told("call-pack") == packed("CO", "MT", "VT")


@pytest.mark.process("2.5")
def test_a_script_that_one_office_sends_back_is_not_approved(cycle_at):
    cycle = dated(cycle_at, script_approved_by=("occ",))
    no = {"approves": False, "reason": "Too long"}
    cycle.answer_prompt(cycle.prompts("script-approval")[0].id, no)
    assert cycle.run(2).told("call-pack") == []


@pytest.mark.process("2.5")
def test_a_changed_script_asks_both_offices_again(cycle_at):
    cycle = cycle_at("calls").with_script(sha256="0" * 64).run(2)
    asked = [(row.subject, row.role) for row in cycle.prompts("script-approval")]
    assert (
        asked
        == [("call-script 000000000000", "occ")] * 3 + [("call-script 000000000000", "ohs")] * 2
    )


@pytest.mark.process("2.5")
def test_nobody_is_asked_any_more_about_a_script_that_has_changed(cycle_at):
    cycle = opened(cycle_at).with_script(sha256="0" * 64).run(2)
    asked = [row.subject for row in cycle.prompts("script-approval")]
    assert asked == ["call-script 000000000000"] * 5


@pytest.mark.process("2.5")
def test_a_script_that_is_changed_back_still_needs_both_offices(cycle_at):
    cycle = dated(cycle_at, script_approved_by=("occ",))
    whole = cycle.declared.resources["call-script"].sha256
    cycle.with_script(sha256="0" * 64).run(2).with_script(sha256=whole).run(2)
    asked = [(row.round, row.role) for row in cycle.prompts("script-approval")]
    assert (asked, cycle.told("call-pack")) == ([(2, "occ")] * 3 + [(2, "ohs")] * 2, [])


@pytest.mark.process("2.5")
def test_with_a_changed_script_no_call_is_recorded_until_it_is_approved_anew(cycle_at):
    cycle = cycle_at("calls").with_script(sha256="0" * 64)
    before = cycle.at("2016-09-21 09:00").run(2).prompts("call-record")
    cycle.answer_all("script-approval", {"approves": True})
    after = [row.jurisdiction for row in cycle.run(2).prompts("call-record")]
    assert (before, after) == ([], ["CO", "MT", "VT"])


@pytest.mark.process("2.5")
def test_without_anybody_at_ohs_the_approval_of_occ_does_not_suffice(cycle_at):
    cycle = cycle_at("drafted")
    cycle.leave("ohs", "nation")
    cycle.at("2016-09-06 07:00").run(2)
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer_all("call-proposal", lambda row: proposal(cycle, CHAIR[row.jurisdiction]))
    cycle.run(2).answer_all("call-agreement", {"agrees": True})
    assert cycle.run(2).told("call-pack") == []


@pytest.mark.process("2.5")
def test_ohs_is_asked_for_its_approval_once_somebody_is_there(cycle_at):
    cycle = cycle_at("drafted")
    cycle.leave("ohs", "nation")
    cycle.at("2016-09-06 07:00").run(2)
    cycle.join("new.person@ohs.example", "ohs", "nation")
    cycle.at("2016-09-07 07:00").run(2).run(2)
    asked = [row.address for row in cycle.prompts("script-approval", role="ohs")]
    assert asked == ["new.person@ohs.example"]


@pytest.mark.process("2.5")
def test_occ_is_told_when_there_is_nobody_at_ohs_to_approve_the_script(cycle_at):
    cycle = cycle_at("drafted")
    cycle.leave("ohs", "nation")
    cycle.at("2016-09-06 07:00").with_script(sha256="0" * 64).run(2)
    about = "script-approval call-script 000000000000"
    assert cycle.told("nobody-to-ask") == [(about, address) for address in OCC]


# --- 2.6 the call


@pytest.mark.process("2.6")
def test_the_specialist_is_asked_what_was_said_once_the_call_has_begun(cycle_at):
    cycle = cycle_at("calls")
    before = cycle.at("2016-09-20 13:59").run(2).prompts("call-record")
    after = [row.jurisdiction for row in cycle.at("2016-09-20 14:00").run(2).prompts("call-record")]
    assert (before, after) == ([], ["CO", "MT", "VT"])


@pytest.mark.process("2.6")
def test_the_call_updates_the_draft_with_requests_and_their_outcomes(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    confirmed = {**BACKGROUND_CHECKS, "outcome": "All checks within 45 days"}
    record = {
        "held_on": "2016-09-20",
        "changed": [{"line_id": 1, "need": confirmed}],
        "added": [INFANTS],
        "withdrawn": [2],
    }
    cycle.answer("call-record", record, state="CO")
    cycle.run(2)
    revisions = {(row["line_id"], row["revision"]): row for row in cycle.rows(NeedRevision)}
    stands = [
        (line.number, revisions[line.id, line.revision]["text"],
         revisions[line.id, line.revision]["outcome"])
        for line in cycle.plan("CO").needs
    ]  # fmt: skip
    assert stands == [
        (1, "Help with background checks", "All checks within 45 days"),
        (3, "More places for infants", "200 more places by 2018"),
    ]


@pytest.mark.process("2.6")
def test_a_plan_is_initial_once_its_call_is_recorded(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20"}, state="CO")
    cycle.run(2)
    assert cycle.statuses() == {"CO": "initial", "MT": "draft initial", "VT": "draft initial"}


@pytest.mark.process("2.6")
def test_the_record_says_on_which_day_the_call_was_held(cycle_at):
    held = [row["held_on"] for row in cycle_at("initial").rows(Meeting, CALLS)]
    assert held == [date(2016, 9, 20)] * 3


@pytest.mark.process("2.6")
def test_without_a_call_a_plan_stays_a_draft_even_when_the_step_ends(cycle_at):
    cycle = cycle_at("calls").at("2016-10-22 07:00").run(2)
    assert set(cycle.statuses().values()) == {"draft initial"}


# --- 2.7 whether the plan is accurate


@pytest.mark.process("2.7")
def test_each_administrator_is_asked_whether_the_initial_plan_is_accurate(cycle_at):
    asked = [(row.jurisdiction, row.address) for row in cycle_at("initial").prompts("accuracy")]
    assert asked == list(ADM.items())


@pytest.mark.process("2.7")
def test_the_administrator_gets_the_initial_plan_with_the_question(cycle_at):
    cycle = initial_after_packs(cycle_at)
    mails = cycle.at("2016-09-22 08:00").mails_to(ADM["CO"])
    number = cycle.prompt("accuracy", state="CO").id
    assert attachments(mails) == {
        ADM["CO"]: [
            f"Colorado, check the initial plan (question {number}).xlsx",
            "TA plan Colorado version 2.txt",
        ]
    }


@pytest.mark.process("2.7")
def test_a_plan_that_is_accurate_is_not_asked_about_again(cycle_at):
    cycle = cycle_at("initial")
    cycle.answer("accuracy", {"confirms": True}, state="CO")
    cycle.run(2)
    assert (cycle.prompts("accuracy", state="CO"), cycle.prompts("revision")) == ([], [])


@pytest.mark.process("2.7")
def test_a_correction_goes_to_the_specialist_as_a_revision(cycle_at):
    cycle = cycle_at("initial")
    wish = {"confirms": False, "wishes": [{"text": "Only for homes", "line_id": 1}]}
    receipt = cycle.answer("accuracy", wish, state="CO")
    asked = cycle.run(2).prompt("revision")
    assert (asked.address, asked.jurisdiction, asked.why) == (
        SPECIALIST_8,
        "CO",
        {"answer": receipt.answer_id},
    )


@pytest.mark.process("2.7")
def test_the_specialist_reads_the_correction_at_once(cycle_at):
    cycle = cycle_at("initial").at("2016-09-22 10:00")
    cycle.mails()
    wish = {"confirms": False, "wishes": [{"text": "Only for homes", "line_id": 1}]}
    cycle.answer("accuracy", wish, state="CO")
    assert readers_of("Only for homes", cycle.run(2).mails()) == [SPECIALIST_8]


@pytest.mark.process("2.7")
def test_while_the_plan_is_revised_the_administrator_is_not_asked_again(cycle_at):
    cycle = cycle_at("initial")
    wish = {"confirms": False, "wishes": [{"text": "Only for homes", "line_id": 1}]}
    cycle.answer("accuracy", wish, state="CO")
    assert cycle.run(2).prompts("accuracy", state="CO") == []


@pytest.mark.process("2.7")
def test_once_the_plan_is_revised_the_administrator_is_asked_about_the_new_words(cycle_at):
    cycle = cycle_at("initial")
    wish = {"confirms": False, "wishes": [{"text": "Only for homes", "line_id": 1}]}
    cycle.answer("accuracy", wish, state="CO")
    need = {**BACKGROUND_CHECKS, "text": "Help with background checks of family homes"}
    revision = {"needs": [{"line_id": 1, "need": need}], "note": "Now only homes"}
    cycle.run(2).answer("revision", revision)
    asked = cycle.run(2).prompt("accuracy", state="CO")
    assert (asked.round, asked.address, cycle.shown(asked.id)) == (2, ADM["CO"], {1: 2, 2: 1})


@pytest.mark.process("2.7")
def test_an_answer_by_phone_is_recorded_by_the_specialist(cycle_at):
    cycle = cycle_at("initial")
    receipt = cycle.answer(
        "accuracy", {"confirms": True}, state="CO", by=SPECIALIST_8, channel=Channel.PHONE
    )
    [row] = cycle.rows(Answer, Answer.id == receipt.answer_id)
    assert (row["person_id"], row["said_by_id"], row["channel"]) == (
        cycle.person_id(SPECIALIST_8),
        cycle.person_id(ADM["CO"]),
        "phone",
    )


@pytest.mark.process("2.7")
def test_the_specialist_of_another_state_records_no_answer_by_phone(cycle_at):
    cycle = cycle_at("initial")
    with pytest.raises(Refused) as refused:
        cycle.answer(
            "accuracy", {"confirms": True}, state="CO", by=SPECIALIST_1, channel=Channel.PHONE
        )
    assert str(refused.value) == (
        "Only the Specialist of the state records what Hal Dogwood said by phone or email."
    )


# --- 2.8 regional staff, partners and centers


@pytest.mark.process("2.8")
def test_initial_plans_go_to_the_staff_and_the_partners_of_their_region(cycle_at):
    everybody = [("plan 1", address) for address in (*STAFF_8, *PARTNERS_8)]
    everybody += [("plan 2", address) for address in (*STAFF_8, *PARTNERS_8)]
    everybody += [("plan 3", address) for address in (*STAFF_1, *PARTNERS_1)]
    assert cycle_at("initial").told("initial-shared") == sorted(everybody)


@pytest.mark.process("2.8")
def test_the_mail_that_shares_initial_plans_brings_them_along(cycle_at):
    mails = initial_after_packs(cycle_at).at("2016-09-22 08:00").mails()
    shared = attachments(mail for mail in mails if mail["Subject"].startswith("Initial plan"))
    one = ["TA plan Vermont version 2.txt", "TA plan Vermont version 2.xlsx"]
    eight = [
        "TA plan Colorado version 2.txt",
        "TA plan Montana version 2.txt",
        "TA plans of 2 states.xlsx",
    ]
    assert shared == dict.fromkeys((*STAFF_1, *PARTNERS_1), one) | dict.fromkeys(
        (*STAFF_8, *PARTNERS_8), eight
    )


@pytest.mark.process("2.8")
def test_each_center_reviews_the_needs_of_its_topics_in_every_state(cycle_at):
    cycle = cycle_at("initial")
    asked = [
        (row.center, row.jurisdiction, row.address, cycle.shown(row.id))
        for row in cycle.prompts("center-review")
    ]
    assert asked == [
        ("ECQA", "CO", CENTER_LEADS["ECQA"], {1: 1}),
        ("NCASE", "CO", CENTER_LEADS["NCASE"], {2: 1}),
        ("ECQA", "MT", CENTER_LEADS["ECQA"], {3: 1}),
        ("NCASE", "MT", CENTER_LEADS["NCASE"], {4: 1}),
        ("ECQA", "VT", CENTER_LEADS["ECQA"], {5: 1}),
        ("NCASE", "VT", CENTER_LEADS["NCASE"], {6: 1}),
    ]


@pytest.mark.process("2.8")
def test_a_center_reviews_all_states_on_one_sheet(cycle_at):
    asked = cycle_at("initial").prompts("center-review")
    sheets = {(row.center, row.sheet_id) for row in asked}
    assert sorted(center for center, _sheet in sheets) == ["ECQA", "NCASE"]


@pytest.mark.process("2.8")
def test_a_center_is_asked_for_its_review_in_one_mail(cycle_at):
    mails = cycle_at("initial").at("2016-09-22 08:00").mails_to(CENTER_LEADS["ECQA"])
    links = {word for mail in mails for word in asked_in(mail).split() if "/l/" in word}
    assert (len(mails), len(links)) == (1, 1)


@pytest.mark.process("2.8")
def test_a_center_adds_the_activities_that_it_knows_of(cycle_at):
    cycle = cycle_at("initial")
    known = {"known": [{"need_id": 1, "activity": COACHING}]}
    cycle.answer("center-review", known, state="CO", center="ECQA")
    added = [
        (row["plan_id"], row["need_id"], row["center"], row["state"])
        for row in cycle.rows(Line, Line.kind == "activity")
    ]
    assert added == [(1, 1, "ECQA", "proposed")]


@pytest.mark.process("2.8")
def test_a_review_that_adds_nothing_is_an_answer(cycle_at):
    cycle = cycle_at("initial")
    cycle.answer("center-review", {}, state="CO", center="ECQA")
    assert cycle.run(2).prompts("center-review", state="CO", center="ECQA") == []


@pytest.mark.process("2.8")
def test_reviews_that_wait_are_withdrawn_when_the_step_ends(cycle_at):
    cycle = cycle_at("initial").at("2016-10-22 07:00").run(2)
    withdrawn = [
        (row.center, row.closed_because)
        for row in cycle.prompts("center-review", stands="withdrawn")
    ]
    because = "its step has ended"
    assert withdrawn == [("ECQA", because), ("NCASE", because)] * 3


@pytest.mark.process("2.8")
def test_plans_are_shared_five_business_days_before_the_end_though_one_is_a_draft(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20"}, state="VT")
    before = cycle.at("2016-10-13 09:00").run(2).told("initial-shared")
    after = cycle.at("2016-10-14 09:00").run(2).told("initial-shared")
    told = sorted(("plan 3", address) for address in (*STAFF_1, *PARTNERS_1))
    assert (before, after) == ([], told)


@pytest.mark.process("2.8")
def test_centers_are_asked_eight_business_days_before_the_end_though_one_is_a_draft(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20"}, state="VT")
    before = cycle.at("2016-10-07 09:00").run(2).prompts("center-review")
    after = cycle.at("2016-10-11 09:00").run(2).prompts("center-review")
    asked = [(row.center, row.jurisdiction) for row in after]
    assert (before, asked) == ([], [("ECQA", "VT"), ("NCASE", "VT")])


# --- nobody has the role, and repeats


@pytest.mark.process("2.7")
def test_without_an_administrator_occ_is_told_and_the_plan_waits(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.leave("administrator", "VT")
    cycle.answer_all("call-record", {"held_on": "2016-09-20"})
    cycle.run(2)
    told = [("accuracy plan 3", address) for address in OCC]
    assert (cycle.told("nobody-to-ask"), cycle.prompts("accuracy", state="VT")) == (told, [])


@pytest.mark.process("2.7")
def test_a_new_administrator_is_asked_once(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.leave("administrator", "VT")
    cycle.answer_all("call-record", {"held_on": "2016-09-20"})
    cycle.run(2).join("new.person@vt.example", "administrator", "VT")
    cycle.run(2).run(2)
    asked = [row.address for row in cycle.prompts("accuracy", state="VT")]
    assert asked == ["new.person@vt.example"]


@pytest.mark.process("2.3", "2.5", "2.7", "2.8")
def test_nothing_is_asked_or_told_twice_when_the_text_of_step_2_runs_again(cycle_at):
    cycle = cycle_at("drafted")
    n_before = len(cycle.rows(Message))

    def thrice(moment: str) -> None:
        cycle.at(moment)
        for _ in range(3):
            cycle.run(2).mails()

    thrice("2016-09-06 07:00")
    cycle.answer_all("script-approval", {"approves": True})
    cycle.answer_all("call-proposal", lambda row: proposal(cycle, CHAIR[row.jurisdiction]))
    thrice("2016-09-06 09:00")
    cycle.answer_all("call-agreement", {"agrees": True})
    thrice("2016-09-07 09:00")  # Wednesday: who is only to see answers gets them on Friday
    thrice("2016-09-21 08:00")
    cycle.answer_all("call-record", {"held_on": "2016-09-20", "added": [SCHOOL_AGE]})
    thrice("2016-09-21 08:15")
    cycle.answer_all("accuracy", {"confirms": True})
    cycle.answer_all("center-review", {})
    thrice("2016-09-22 09:00")
    thrice("2016-10-22 07:00")  # the step ends
    asked = Counter(str(row["kind"]) for row in cycle.rows(Prompt, Prompt.step == 2))
    told = Counter(str(row["purpose"]) for row in cycle.rows(Notice, Notice.step == 2))
    assert (asked, told, len(cycle.rows(Message)) - n_before) == (
        {"script-approval": 5, "call-proposal": 3, "call-agreement": 3, "call-record": 3,
         "accuracy": 3, "center-review": 6},
        {Purpose.ASK: 23, Purpose.CALL_PACK: 21, Purpose.INITIAL_SHARED: 12,
         Purpose.ANSWER_RECEIVED: 6},
        5 + 18 + 8 + 2,  # the script; packs with call records; plans shared; answers seen
    )  # fmt: skip
