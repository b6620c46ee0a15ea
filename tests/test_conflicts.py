"""Two answers to one question: the second is kept, marked, and told of; nothing is overwritten.

Colorado's plan has the needs 1 and 2 and the activities 7 (ECQA) and 8 (NCASE).
"""

import pytest

from tat import lines
from tat.database import write
from tat.lines import Author
from tat.schema import Answer, LedgerEntry, Line, NeedRevision, Notice
from tests.example_plan import BACKGROUND_CHECKS, COACHING, SCHOOL_AGE

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
ADMINISTRATOR = "hal.dogwood@co.example"
SECOND = "second.person@co.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
OTHER_LEAD = "other.lead@ecqa.example"

CONFIRMS = {"confirms": True}
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}
NOON = "2016-11-22 12:00"


def asked_of_two(cycle_at):
    """Colorado has two Administrators; both are asked, and have their mail."""
    cycle = cycle_at("affirmed")
    cycle.join(SECOND, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4).at("2016-11-21 08:00").mails()
    return cycle.at("2016-11-22 10:00")


def both_at_once(cycle_at):
    """Hal confirms; his colleague, whose page was open already, suggests modifications."""
    cycle = asked_of_two(cycle_at)
    first, second = cycle.prompts("confirmation", state="CO")
    cycle.answer_prompt(first.id, CONFIRMS)
    cycle.at("2016-11-22 10:01")
    return cycle, cycle.answer_prompt(second.id, SUGGESTS)


def told(cycle) -> list[tuple[str, str]]:
    return cycle.told("answer-conflict")


def mail_about(cycle, address: str) -> str:
    """The text of the one mail of the next morning to somebody, without its line breaks."""
    (mail,) = cycle.at("2016-11-23 08:00").mails_to(address)
    return " ".join(mail.get_body(("plain",)).get_content().split())


# --- a role held by two


@pytest.mark.process("4.1")
def test_either_of_two_answers_and_the_other_is_told_no_more(cycle_at):
    cycle = asked_of_two(cycle_at)
    _first, second = cycle.prompts("confirmation", state="CO")
    cycle.answer_prompt(second.id, CONFIRMS)
    cycle.run(4).at("2016-11-30 07:30").sweep()
    assert cycle.prompts("confirmation", state="CO") == []
    assert cycle.at("2016-11-30 08:00").mails_to(ADMINISTRATOR) == []


@pytest.mark.process("8.2", "8.4")
def test_of_two_answers_at_once_the_second_is_kept_without_effect(cycle_at):
    cycle, receipt = both_at_once(cycle_at)
    kept = [
        (row["verdict"], row["is_outdated"], row["corrected_by_id"])
        for row in cycle.rows(Answer)[-2:]
    ]
    assert (receipt.is_new, receipt.is_outdated) == (True, True)
    assert kept == [("accepted", False, None), ("changes asked", True, None)]


@pytest.mark.process("8.4")
def test_the_ledger_has_both(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    answered = [row for row in cycle.rows(LedgerEntry) if row["act"].startswith("answered")][-2:]
    assert [(row["actor"], row["details"]["outdated"]) for row in answered] == [
        (f"person {cycle.person_id(ADMINISTRATOR)}", False),
        (f"person {cycle.person_id(SECOND)}", True),
    ]


@pytest.mark.process("4.1")
def test_the_first_answer_decides(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    cycle.run(4)
    kinds = ("conversion", "revision")
    assert [len(cycle.prompts(kind, state="CO")) for kind in kinds] == [1, 0]


@pytest.mark.process("8.2")
def test_the_second_and_the_specialist_are_told_once(cycle_at):
    cycle, receipt = both_at_once(cycle_at)
    cycle.run(4).run(4)
    subject = f"answer {receipt.answer_id}"
    assert told(cycle) == [(subject, SPECIALIST), (subject, SECOND)]


@pytest.mark.process("8.2")
def test_the_second_reads_who_answered_when_and_what(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    cycle.run(4)
    assert (
        "Colorado, confirm the plan: your answer of Tuesday, November 22 came second. Hal Dogwood "
        "confirmed the plan on Tuesday, November 22, and that stands. If it should not, please "
        "talk to Hal Dogwood, who can still correct it. - It says of Activity 1, Coaching of "
        "licensing staff: “Two visits”"
    ) in mail_about(cycle, SECOND)


@pytest.mark.process("8.2")
def test_the_specialist_reads_of_both_answers(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    cycle.run(4)
    assert (
        "Colorado, confirm the plan: there are two answers. Hal Dogwood confirmed the plan on "
        "Tuesday, November 22, and that stands; New Person suggested modifications on Tuesday, "
        "November 22. Please clear it up with both."
    ) in mail_about(cycle, SPECIALIST)


@pytest.mark.process("8.2")
def test_the_specialist_is_not_told_that_the_second_answer_counts(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    cycle.run(4)
    first, second = (row["id"] for row in cycle.rows(Answer)[-2:])
    subjects = {subject for subject, _address in cycle.told("answer-received")}
    assert subjects & {f"answer {first}", f"answer {second}"} == {f"answer {first}"}


@pytest.mark.process("8.2")
def test_the_first_can_still_correct_what_they_said(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    first = cycle.prompts("confirmation", state="CO", stands="answered")[0]
    cycle.answer_prompt(first.id, SUGGESTS)
    cycle.run(4)
    assert len(cycle.prompts("revision", state="CO")) == 1


@pytest.mark.process("8.2")
def test_two_leads_who_answer_one_sheet_at_once_are_told_of_each_plan_in_one_mail(cycle_at):
    cycle = cycle_at("intermediate")
    cycle.join(OTHER_LEAD, "center-lead", "ECQA")
    cycle.at("2016-12-05 07:00").run(5)
    of_two = cycle.prompts("package", center="ECQA")
    cycle.at("2016-12-05 10:00")
    for row in (row for row in of_two if row.address == LEAD_OF_ECQA):
        cycle.answer_prompt(row.id, {})
    receipts = [
        cycle.answer_prompt(row.id, {"note": "In haste"})
        for row in of_two
        if row.address == OTHER_LEAD
    ]
    cycle.run(5)
    mine = [subject for subject, address in told(cycle) if address == OTHER_LEAD]
    assert [receipt.is_outdated for receipt in receipts] == [True, True, True]
    assert mine == sorted(f"answer {receipt.answer_id}" for receipt in receipts)
    assert len(cycle.at("2016-12-06 08:00").mails_to(OTHER_LEAD)) == 1


def test_a_double_click_is_no_conflict(cycle_at):
    cycle = cycle_at("asked").at(NOON)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.run(4)
    assert told(cycle) == []


def test_a_changed_mind_is_no_conflict(cycle_at):
    cycle = cycle_at("asked").at(NOON)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.run(4)
    assert told(cycle) == []


# --- an answer that wrote something is not given twice


@pytest.mark.process("2.6", "8.2")
def test_a_second_record_of_a_call_writes_nothing_and_says_what_to_do(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    prompt = cycle.prompt("call-record", state="CO")
    cycle.answer_prompt(prompt.id, {"held_on": "2016-09-20", "added": [SCHOOL_AGE]})
    before = cycle.rows(NeedRevision)
    receipt = cycle.answer_prompt(
        prompt.id, {"held_on": "2016-09-20", "added": [BACKGROUND_CHECKS]}
    )
    cycle.run(2)
    assert (receipt.is_outdated, cycle.rows(NeedRevision)) == (True, before)
    assert told(cycle) == [(f"answer {receipt.answer_id}", SPECIALIST)]
    (mail,) = cycle.at("2016-09-21 08:00").mails_to(SPECIALIST)
    said = " ".join(mail.get_body(("plain",)).get_content().split())
    assert (
        "Colorado, record the stakeholder call: you had answered before, on Wednesday, September "
        "21, and what that answer wrote stands. To change it, begin a revision of the plan "
        "yourself."
    ) in said


@pytest.mark.process("3.4", "8.2")
def test_a_center_that_proposes_twice_is_told_and_so_is_the_specialist(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3).at("2016-10-26 10:00")
    prompt = cycle.prompt("approaches", state="CO", center="ECQA")
    proposal = {"proposed": [{"need_id": 1, "activity": COACHING}]}
    cycle.answer_prompt(prompt.id, proposal)
    other = {"proposed": [{"need_id": 1, "activity": COACHING | {"title": "Another"}}]}
    receipt = cycle.answer_prompt(prompt.id, other)
    cycle.run(3)
    subject = f"answer {receipt.answer_id}"
    assert told(cycle) == [(subject, SPECIALIST), (subject, LEAD_OF_ECQA)]


# --- answers to what has changed, or is asked no more


@pytest.mark.process("8.2")
def test_who_answers_what_was_withdrawn_is_told_why(cycle_at):
    cycle = cycle_at("asked").at(NOON)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    withdrawn = cycle.prompt("revision")
    cycle.answer_prompt(prompt.id, CONFIRMS)
    receipt = cycle.answer_prompt(withdrawn.id, {"note": "There is money for one visit only"})
    cycle.run(4)
    assert told(cycle) == [(f"answer {receipt.answer_id}", SPECIALIST)]
    assert (
        "Colorado, revise the plan: the question had been withdrawn before your answer of Tuesday, "
        "November 22 (the answer that asked for it was corrected)."
    ) in mail_about(cycle, SPECIALIST)


@pytest.mark.process("8.2")
def test_what_is_told_of_an_answer_is_owed_with_the_mail_of_the_day(cycle_at):
    cycle, _receipt = both_at_once(cycle_at)
    cycle.run(4)
    owed = cycle.rows(Notice, Notice.purpose == "answer-conflict")
    assert {row["urgency"] for row in owed} == {"daily"}


# --- answers on which a plan was converted meanwhile

OCC = ["ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"]


@pytest.mark.process("4.5")
def test_a_confirmation_taken_back_after_the_conversion_leaves_the_status_and_is_told(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-06 10:00")
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    receipt = cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    assert (receipt.is_outdated, cycle.statuses()["CO"]) == (False, "intermediate")
    subject = f"answer {receipt.answer_id}"
    assert told(cycle) == [(subject, address) for address in [*OCC, SPECIALIST]]
    assert [row.jurisdiction for row in cycle.prompts("revision")] == ["CO"]


@pytest.mark.process("4.5", "5.4")
def test_without_the_confirmation_the_plan_goes_no_further(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    cycle.answer_all("finalization", {"converts": True})
    cycle.run(5)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "final", "VT": "final"}


def test_occ_reads_what_was_taken_back_and_what_becomes_of_the_plan(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-06 10:00")
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    (mail,) = cycle.at("2016-12-07 08:00").mails_to(OCC[0])
    assert mail["Subject"].startswith("An answer on which a plan rests was taken back: Colorado")
    assert (
        "Hal Dogwood suggested modifications on Tuesday, December 6, after having answered "
        "otherwise on Tuesday, November 22. The plan was converted on that first answer. It stays "
        "intermediate, and changes as the new answer asks through the usual confirmations; it goes "
        "no further without them."
    ) in " ".join(mail.get_body(("plain",)).get_content().split())


def test_a_correction_before_the_conversion_is_no_news_for_occ(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 09:00")
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    assert told(cycle) == []


@pytest.mark.process("5.3", "5.4")
def test_an_approval_taken_back_once_the_plan_is_final_changes_nothing_and_is_told(cycle_at):
    cycle = cycle_at("final").at("2016-12-12 10:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA", stands="answered")
    no = {"lines": [{"line_id": 7, "accepts": False, "reason": "Outside of the workplan"}]}
    receipt = cycle.answer_prompt(prompt.id, no)
    cycle.run(5)
    subject = f"answer {receipt.answer_id}"
    officer = cycle.holders("cor", "ECQA")[0]
    assert (receipt.is_outdated, cycle.statuses()["CO"], cycle.prompts("rework")) == (
        True, "final", [],
    )  # fmt: skip
    assert told(cycle) == [(subject, address) for address in [*OCC, SPECIALIST, officer]]


def taken_back(cycle_at, stage="final", moment="2016-12-12 10:00"):
    """ECQA's officer no longer approves activity 7 of Colorado's final plan."""
    cycle = cycle_at(stage).at(moment)
    prompt = cycle.prompt("approval", state="CO", center="ECQA", stands="answered")
    no = {"lines": [{"line_id": 7, "accepts": False, "reason": "Outside of the workplan"}]}
    return cycle, prompt, cycle.answer_prompt(prompt.id, no).answer_id


@pytest.mark.process("5.3", "7.1")
def test_the_specialist_is_asked_to_revise_a_final_plan_whose_approval_is_taken_back(cycle_at):
    cycle, _prompt, answer_id = taken_back(cycle_at)
    cycle.at("2016-12-20 07:00").run(5).run(7)
    assert [(row.subject, row.address, row.why) for row in cycle.prompts("revision")] == [
        (f"answer {answer_id}", SPECIALIST, {"answer": answer_id})
    ]
    (mail,) = cycle.at("2016-12-20 08:00").mails_to(SPECIALIST)
    assert "“Outside of the workplan”" in " ".join(mail.get_body(("plain",)).get_content().split())


@pytest.mark.process("7.1")
def test_once_the_specialist_has_said_what_becomes_of_it_they_are_asked_no_more(cycle_at):
    cycle, _prompt, _answer_id = taken_back(cycle_at, "delivery", "2017-01-10 10:00")
    officer = cycle.holders("cor", "ECQA")[0]
    cycle.run(7).answer("revision", {"note": "It is in the new workplan"}, state="CO")
    said = cycle.rows(Answer)[-1]["id"]
    cycle.run(7).run(7)
    told_of_it = [one for one in cycle.told("answer-received") if one[0] == f"answer {said}"]
    assert (cycle.prompts("revision"), told_of_it) == ([], [(f"answer {said}", officer)])


@pytest.mark.process("7.1")
def test_an_officer_who_approves_after_all_has_nobody_asked(cycle_at):
    cycle, prompt, _answer_id = taken_back(cycle_at, "delivery", "2017-01-10 10:00")
    receipt = cycle.answer_prompt(prompt.id, {"lines": [{"line_id": 7, "accepts": True}]})
    assert (receipt.is_new, cycle.run(7).prompts("revision")) == (True, [])


@pytest.mark.process("7.1")
def test_what_reads_otherwise_by_now_is_not_taken_back(cycle_at):
    cycle = cycle_at("delivery").at("2017-01-10 10:00")
    with write(cycle.tracker) as tat:
        tat.get_one(Line, 7).revision = lines.pend_as_it_is(tat, 7, Author(1, cycle.now))
    prompt = cycle.prompt("approval", state="CO", center="ECQA", stands="answered")
    no = {"lines": [{"line_id": 7, "accepts": False, "reason": "Outside of the workplan"}]}
    cycle.answer_prompt(prompt.id, no)
    assert cycle.run(7).prompts("revision") == []


@pytest.mark.process("7.1")
def test_the_officer_reads_that_a_final_plan_changes_by_a_revision(cycle_at):
    cycle, _prompt, _answer_id = taken_back(cycle_at)
    cycle.run(5)
    (mail,) = cycle.at("2016-12-13 08:00").mails_to(cycle.holders("cor", "ECQA")[0])
    assert (
        "your answer of Monday, December 12 came after the plan had become final. The plan stays "
        "final, and what you answered on Wednesday, December 7 stands. Its Specialist is asked to "
        "revise it; what is changed then comes back for approval. "
        "- It says of Activity 1, Coaching of licensing staff: “Outside of the workplan”"
    ) in " ".join(mail.get_body(("plain",)).get_content().split())
