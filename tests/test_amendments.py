"""7.1: a change of a final plan goes through the confirmations that it needs, and only those.

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. The officer of ECQA is a COR.
"""

from datetime import date

import pytest

from tat.amendment_facts import open_amendments
from tat.amendments import adopt
from tat.content import contents
from tat.database import read, write
from tat.reading import load
from tat.refusals import Refused
from tat.revisions import begin
from tat.schema import (
    ActivityRevision,
    Amendment,
    AmendmentLine,
    Answer,
    Line,
    Meeting,
    Notice,
    PlanVersion,
    Prompt,
)
from tests.example_plan import COACHING, SCHOOL_AGE
from tests.small_cycle import CYCLE, documents_with

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
ADMINISTRATOR = "hal.dogwood@co.example"  # of Colorado
LEAD_OF_ECQA = "theo.locust@ecqa.example"
OFFICER_OF_ECQA = "uma.madrone@cor.ecqa.example"

SECOND_SPECIALIST = "second.specialist@region8.scbc.example"

LATER = {"needs_change": True, "note": "Two visits, please"}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
THREE_VISITS = COACHING | {"description": "Six sessions and three visits."}
CHANGES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}
WITHDRAWS_7 = {"withdrawn": [7], "note": "No longer needed"}
SHARPER = SCHOOL_AGE | {"text": "More school-age care in the mountains"}
CHANGES_NEED_2 = {"needs": [{"line_id": 2, "need": SHARPER}], "note": "Where"}
SAYS_WHERE = "Need 2, More school-age care in the mountains: text changed"
CONFIRMS = {"confirms": True}


def agrees(*line_ids: int) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": True} for line_id in line_ids]}


def declines(line_id: int) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": False, "reason": "One visit is enough"}]}


def record_regional_meeting(cycle, wishes: list[dict]) -> int:
    """Region 8 has met on 6 June, and wishes something of its plans."""
    with write(cycle.tracker) as tat:
        meeting = Meeting(
            cycle=CYCLE, kind="regional-meeting", subject="region 8", round=1, region=8,
            place="", notes="", held_on=date(2017, 6, 6), outcome={"wishes": wishes},
        )  # fmt: skip
        tat.add(meeting)
        tat.flush()
        return meeting.id


def begin_own(cycle) -> int:
    """Colorado's Specialist begins a revision without being asked."""
    with write(cycle.tracker) as tat:
        prompt = begin(
            tat, CYCLE, "CO", by_person_id=cycle.person_id(SPECIALIST),
            rules=cycle.declared.rules, now=cycle.now,
        )  # fmt: skip
        return prompt.id


def text_of(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


def asked_to_revise(cycle_at):
    """Colorado's Administrator wishes a change in the review; the Specialist is asked."""
    cycle = cycle_at("delivery").at("2017-06-20 07:30").run(6)
    cycle.at("2017-06-21 10:00").answer("review", LATER, state="CO", role="administrator")
    return cycle.run(6).run(7)


def changed(cycle_at, content=CHANGES_7):
    """The Specialist has put it into a change of the plan."""
    cycle = asked_to_revise(cycle_at)
    cycle.at("2017-06-22 10:00").answer("revision", content, state="CO")
    return cycle.run(7)


def agreed(cycle_at, content=CHANGES_7):
    """The center has agreed too."""
    cycle = changed(cycle_at, content)
    cycle.at("2017-06-23 10:00").answer("change-agreement", agrees(7), center="ECQA")
    return cycle.run(7)


def approved(cycle_at):
    """And its officer."""
    cycle = agreed(cycle_at)
    cycle.at("2017-06-26 10:00").answer("approval", agrees(7), center="ECQA")
    return cycle.run(7)


def asked(cycle) -> list[tuple]:
    """Kind, person and lines shown of every open prompt about a change."""
    kinds = ("revision", "change-agreement", "approval", "final-review")
    return [
        (kind, row.address, cycle.shown(row.id)) for kind in kinds for row in cycle.prompts(kind)
    ]


def description(cycle, *, amended_by=None) -> str:
    """What activity 7 reads like."""
    with read(cycle.tracker) as tat:
        plan = contents(tat, [1], amended_by=amended_by)[1]
    return next(one.description for one in plan.activities if one.line_id == 7)


def states(cycle) -> list[str]:
    return [row["state"] for row in cycle.rows(Amendment)]


def versions(cycle) -> list[tuple]:
    rows = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)
    return [(row["number"], row["why"]) for row in rows][3:]


def adopted(cycle_at):
    """The Administrator too; the plan reads otherwise now."""
    cycle = approved(cycle_at)
    cycle.at("2017-06-27 10:00").answer("final-review", CONFIRMS, state="CO")
    return cycle.run(7)


# --- from a wish to a change


@pytest.mark.process("6.2", "7.1")
def test_a_review_that_wishes_a_change_leads_to_the_specialist(cycle_at):
    cycle = asked_to_revise(cycle_at)
    answer = cycle.rows(Answer)[-1]
    assert [(row.jurisdiction, row.address, row.why) for row in cycle.prompts("revision")] == [
        ("CO", SPECIALIST, {"answer": answer["id"]})
    ]


@pytest.mark.process("7.1")
def test_until_it_is_adopted_the_plan_stays_final_and_reads_as_before(cycle_at):
    cycle = changed(cycle_at)
    plan = cycle.plan("CO")
    assert (plan.status, plan.version, plan.entered) == ("final", 3, {1: 1, 2: 1, 7: 1, 8: 1})
    assert description(cycle) == "Six sessions and one visit."
    assert description(cycle, amended_by=1) == "Six sessions and two visits."


@pytest.mark.process("6.2", "7.1")
def test_a_note_alone_changes_nothing_and_opens_no_change(cycle_at):
    cycle = changed(cycle_at, {"note": "There is money for one visit only"})
    assert (states(cycle), asked(cycle), versions(cycle)) == ([], [], [])


@pytest.mark.process("7.1")
def test_what_a_meeting_wishes_leads_to_the_specialist_once(cycle_at):
    cycle = cycle_at("delivery")
    meeting = record_regional_meeting(cycle, [
        {"plan_id": 1, "text": "Say where", "line_id": 2},
        {"plan_id": 1, "text": "Say when", "line_id": None},
        {"plan_id": 2, "text": "Begin earlier", "line_id": None},
    ])  # fmt: skip
    cycle.at("2017-06-07 07:30").run(7).run(7)
    assert [(row.jurisdiction, row.subject, row.why["wishes"]) for row in cycle.prompts(
        "revision"
    )] == [
        ("CO", f"meeting {meeting} plan 1", ["Say where", "Say when"]),
        ("MT", f"meeting {meeting} plan 2", ["Begin earlier"]),
    ]  # fmt: skip


@pytest.mark.process("7.1")
def test_one_request_at_a_time_the_next_waits_until_the_change_is_through(cycle_at):
    cycle = asked_to_revise(cycle_at)
    partner = cycle.prompts("review", state="CO", role="regional-partner")[0]
    cycle.answer_prompt(partner.id, {"needs_change": True, "note": "Say where"})
    cycle.run(6).run(7)
    before = len(cycle.prompts("revision"))
    cycle.at("2017-06-22 10:00").answer("revision", CHANGES_7, state="CO")
    cycle.run(7)
    meanwhile = len(cycle.prompts("revision"))
    cycle.answer("change-agreement", agrees(7))
    cycle.run(7).answer("approval", agrees(7))
    cycle.run(7).answer("final-review", CONFIRMS)
    cycle.run(7).run(7)
    assert (before, meanwhile, len(cycle.prompts("revision"))) == (1, 0, 1)


@pytest.mark.process("7.1")
def test_a_second_change_is_refused_while_one_is_on_its_way(cycle_at):
    cycle = asked_to_revise(cycle_at)
    first = cycle.prompt("revision")
    own = begin_own(cycle)
    cycle.at("2017-06-22 10:00").answer_prompt(first.id, CHANGES_7)
    with pytest.raises(Refused) as refused:
        cycle.answer_prompt(own, CHANGES_NEED_2)
    assert str(refused.value) == (
        "Colorado's plan stays as it is: a change of it is on its way since June 22, 2017 "
        "(A second visit). This can be answered once that change is adopted or dropped."
    )


# --- the confirmations


@pytest.mark.process("7.1")
def test_first_only_the_center_concerned_is_asked_and_of_what_would_change_alone(cycle_at):
    assert asked(changed(cycle_at)) == [("change-agreement", LEAD_OF_ECQA, {7: 2})]


@pytest.mark.process("7.1")
def test_then_its_officer(cycle_at):
    cycle = agreed(cycle_at)
    assert [(row.center, row.role) for row in cycle.prompts("approval")] == [("ECQA", "cor")]
    assert [shown for _kind, _address, shown in asked(cycle)] == [{7: 2}]


@pytest.mark.process("7.1")
def test_then_the_administrator(cycle_at):
    assert asked(approved(cycle_at)) == [("final-review", ADMINISTRATOR, {7: 2})]


@pytest.mark.process("7.1")
def test_then_it_is_adopted_as_a_new_version_with_author_and_reason(cycle_at):
    cycle = approved(cycle_at)
    cycle.at("2017-06-27 10:00").answer("final-review", CONFIRMS)
    cycle.run(7).run(7)
    assert (asked(cycle), states(cycle)) == ([], ["adopted"])
    assert cycle.plan("CO").entered == {1: 1, 2: 1, 7: 2, 8: 1}
    assert description(cycle) == "Six sessions and two visits."
    assert versions(cycle) == [(4, "A second visit")]
    newest = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)[-1]
    assert newest["by_person_id"] == cycle.person_id(SPECIALIST)


@pytest.mark.process("7.1")
def test_the_words_of_before_stay_on_record(cycle_at):
    cycle = approved(cycle_at)
    cycle.answer("final-review", CONFIRMS)
    cycle.run(7)
    rows = cycle.rows(ActivityRevision, ActivityRevision.line_id == 7)
    assert [(row["revision"], row["description"]) for row in rows] == [
        (1, "Six sessions and one visit."),
        (2, "Six sessions and two visits."),
    ]


@pytest.mark.process("7.1")
def test_a_change_that_lacks_an_approval_is_not_adopted(cycle_at):
    cycle = agreed(cycle_at)
    with write(cycle.tracker) as tat:
        known = load(tat, CYCLE, "change-agreement", "approval", "final-review")
        with pytest.raises(Refused) as refused:
            adopt(tat, open_amendments(tat, CYCLE)[1], known, now=cycle.now)
    assert str(refused.value) == (
        "Colorado's plan stays as it is: its change waits for the approval by the officer of ECQA; "
        "its Administrator's review."
    )


@pytest.mark.process("7.1")
def test_other_words_for_a_need_concern_the_administrator_alone(cycle_at):
    cycle = changed(cycle_at, CHANGES_NEED_2)
    assert asked(cycle) == [("final-review", ADMINISTRATOR, {2: 2})]


@pytest.mark.process("7.1")
def test_a_withdrawal_needs_its_center_and_the_administrator_but_no_officer(cycle_at):
    cycle = changed(cycle_at, WITHDRAWS_7)
    first = asked(cycle)
    cycle.answer("change-agreement", agrees(7))
    cycle.run(7)
    second = asked(cycle)
    cycle.answer("final-review", CONFIRMS)
    cycle.run(7)
    assert (first, second) == (
        [("change-agreement", LEAD_OF_ECQA, {7: 2})],
        [("final-review", ADMINISTRATOR, {7: 2})],
    )
    assert cycle.plan("CO").entered == {1: 1, 2: 1, 8: 1}


@pytest.mark.process("7.1")
def test_a_new_need_and_an_activity_for_it_stand_in_the_plan_once_adopted(cycle_at):
    new = {"added_need": 1, "center": "NCASE", "activity": COACHING}
    cycle = changed(cycle_at, {"added": [SHARPER], "proposed": [new], "note": "Summer too"})
    need, activity = [row["line_id"] for row in cycle.rows(AmendmentLine)]
    before = cycle.plan("CO").entered
    cycle.answer("change-agreement", agrees(activity), center="NCASE")
    cycle.run(7).answer("approval", agrees(activity), center="NCASE")
    cycle.run(7).answer("final-review", CONFIRMS)
    cycle.run(7)
    assert before == {1: 1, 2: 1, 7: 1, 8: 1}
    assert cycle.plan("CO").entered == before | {need: 1, activity: 1}
    assert cycle.rows(Line, Line.id == activity)[0]["need_id"] == need


# --- a no


@pytest.mark.process("7.1")
@pytest.mark.parametrize("who", ["center", "officer", "administrator"])
def test_a_no_goes_back_to_the_specialist_and_nothing_else_is_asked_meanwhile(cycle_at, who):
    if who == "center":
        cycle = changed(cycle_at)
        cycle.answer("change-agreement", declines(7))
    elif who == "officer":
        cycle = agreed(cycle_at)
        cycle.answer("approval", declines(7))
    else:
        cycle = approved(cycle_at)
        cycle.answer("final-review", {"confirms": False, "wishes": [{"text": "Why", "line_id": 7}]})
    cycle.run(7).run(7)
    answer = cycle.rows(Answer)[-1]["id"]
    assert [(row.why, cycle.shown(row.id)) for row in cycle.prompts("revision")] == [
        ({"answer": answer, "amendment": 1}, {1: 1, 2: 1, 7: 2, 8: 1})
    ]
    assert [kind for kind, *_rest in asked(cycle)] == ["revision"]


@pytest.mark.process("7.1")
def test_what_the_specialist_changes_of_it_is_confirmed_anew(cycle_at):
    cycle = agreed(cycle_at)
    cycle.answer("approval", declines(7))
    cycle.run(7)
    three = {"activities": [{"line_id": 7, "activity": THREE_VISITS}], "note": "Three then"}
    cycle.answer("revision", three)
    cycle.run(7)
    assert asked(cycle) == [("change-agreement", LEAD_OF_ECQA, {7: 3})]
    cycle.answer("change-agreement", agrees(7))
    cycle.run(7).answer("approval", agrees(7))
    cycle.run(7).answer("final-review", CONFIRMS)
    cycle.run(7)
    assert description(cycle) == "Six sessions and three visits."


@pytest.mark.process("7.1")
def test_where_the_specialist_only_explains_the_same_is_asked_again(cycle_at):
    cycle = agreed(cycle_at)
    cycle.answer("approval", declines(7))
    cycle.run(7).answer("revision", {"note": "The workplan says two"})
    cycle.run(7)
    assert [(row.round, cycle.shown(row.id)) for row in cycle.prompts("approval")] == [(2, {7: 2})]


@pytest.mark.process("7.1")
def test_what_is_taken_back_is_asked_about_no_more(cycle_at):
    both = CHANGES_7 | CHANGES_NEED_2
    cycle = changed(cycle_at, both)
    cycle.answer("change-agreement", declines(7))
    cycle.run(7).answer("revision", {"taken_back": [7], "note": "One visit, then"})
    cycle.run(7)
    assert asked(cycle) == [("final-review", ADMINISTRATOR, {2: 2})]
    cycle.answer("final-review", CONFIRMS)
    cycle.run(7)
    assert cycle.plan("CO").entered == {1: 1, 2: 2, 7: 1, 8: 1}


@pytest.mark.process("7.1")
@pytest.mark.parametrize("content", [
    {"drops": True, "note": "Not now"}, {"taken_back": [7], "note": "Not now"},
])  # fmt: skip
def test_a_change_that_is_dropped_leaves_the_plan_as_it_was(cycle_at, content):
    cycle = changed(cycle_at)
    cycle.answer("change-agreement", declines(7))
    cycle.run(7).answer("revision", content)
    cycle.run(7)
    assert (states(cycle), asked(cycle), versions(cycle)) == (["dropped"], [], [])
    assert description(cycle) == "Six sessions and one visit."


@pytest.mark.process("7.1")
def test_a_revision_after_a_dropped_one_has_a_number_of_its_own(cycle_at):
    """Else what was said of the dropped words would count for the new ones."""
    cycle = agreed(cycle_at)
    cycle.answer("approval", declines(7))
    cycle.run(7).answer("revision", {"drops": True, "note": "Not now"})
    cycle.at("2017-12-20 07:30").run(6)
    cycle.answer("review", LATER, state="CO", role="administrator")
    cycle.run(6).run(7).answer("revision", CHANGES_7)
    cycle.run(7)
    assert asked(cycle) == [("change-agreement", LEAD_OF_ECQA, {7: 3})]


@pytest.mark.process("7.1")
def test_what_the_specialist_changes_of_the_change_voids_what_waits(cycle_at):
    """An answer to the old words is kept, marked outdated."""
    cycle = agreed(cycle_at)
    officer = cycle.prompt("approval", center="ECQA")
    own = begin_own(cycle)
    three = {"activities": [{"line_id": 7, "activity": THREE_VISITS}], "note": "Three then"}
    cycle.answer_prompt(own, three)
    receipt = cycle.answer_prompt(officer.id, agrees(7))
    cycle.run(7)
    assert receipt.is_outdated
    assert asked(cycle) == [("change-agreement", LEAD_OF_ECQA, {7: 3})]


@pytest.mark.process("7.1")
def test_what_the_administrator_confirmed_before_a_further_change_is_confirmed_anew(cycle_at):
    """Else the plan would take words that its Administrator never saw."""
    cycle = approved(cycle_at)
    cycle.at("2017-06-27 10:00").answer("final-review", CONFIRMS, state="CO")
    three = {"activities": [{"line_id": 7, "activity": THREE_VISITS}], "note": "Three then"}
    cycle.answer_prompt(begin_own(cycle), three)
    cycle.run(7).answer("change-agreement", agrees(7))
    cycle.run(7).answer("approval", agrees(7))
    cycle.run(7)
    assert (states(cycle), asked(cycle)) == (
        ["open"],
        [("final-review", ADMINISTRATOR, {7: 3})],
    )


# --- what else could touch a final plan


@pytest.mark.process("7.1")
def test_a_late_entry_does_not_reach_a_final_plan(cycle_at):
    """Else an activity that no officer has approved would stand in it."""
    cycle = cycle_at("entered")
    entry = cycle.prompts("entry", state="CO", stands="answered")[0]
    cycle.reach("final")
    with write(cycle.tracker) as tat:
        tat.get_one(Prompt, entry.id).state = "open"
    only_7 = {"lines": [*agrees(7)["lines"], *declines(8)["lines"]]}
    receipt = cycle.answer_prompt(entry.id, only_7)
    assert (receipt.is_outdated, cycle.plan("CO").entered) == (True, {1: 1, 2: 1, 7: 1, 8: 1})


# --- who hears of it


@pytest.mark.process("7.1")
def test_everybody_concerned_hears_of_the_adopted_change_and_nobody_else(cycle_at):
    cycle = approved(cycle_at)
    cycle.answer("final-review", CONFIRMS)
    cycle.run(7).run(7)
    officer = cycle.holders("cor", "ECQA")[0]
    assert cycle.told("change-adopted") == sorted(
        ("amendment 1", address)
        for address in (
            ADMINISTRATOR, SPECIALIST, LEAD_OF_ECQA, officer,
            "enid.chickadee@region8.example", "ezra.condor@region8.example",
            "flora.crane@region8.example", "gil.curlew@region8.example",
        )
    )  # fmt: skip


@pytest.mark.process("7.1", "8.2")
@pytest.mark.parametrize(("who", "says"), [
    ("center", "Activities of the National Center on Early Childhood Quality Assurance (ECQA) in "
     "the final plan for Colorado are to be changed."),
    ("officer", "(ECQA) in final plans are to be changed (Colorado); the center agrees."),
    ("administrator", "A change of the final technical assistance (TA) plan for Colorado is on"),
])  # fmt: skip
def test_each_mail_says_what_would_change(cycle_at, who, says):
    cycle = {"center": changed, "officer": agreed, "administrator": approved}[who](cycle_at)
    addresses = {
        "center": LEAD_OF_ECQA,
        "officer": cycle.holders("cor", "ECQA")[0],
        "administrator": ADMINISTRATOR,
    }
    text = text_of(cycle.mails_to(addresses[who])[-1])
    assert says in text
    assert "Activity 1, Coaching of licensing staff: description changed" in text


@pytest.mark.process("7.1", "8.2")
def test_the_mail_of_an_adopted_change_says_what_and_why_and_brings_the_plan(cycle_at):
    cycle = approved(cycle_at)
    cycle.answer("final-review", CONFIRMS)
    cycle.mails()  # what waited before
    cycle.run(7)
    (mail,) = cycle.at("2017-06-27 08:30").mails_to(ADMINISTRATOR)
    text = text_of(mail)
    assert "Colorado, version 4, “A second visit”:" in text
    assert "Activity 1, Coaching of licensing staff: description changed" in text
    assert [part.get_filename() for part in documents_with(mail)] == [
        "TA plan Colorado version 4.txt",
        "TA plan Colorado version 4.xlsx",
    ]


def test_differences_name_line_and_field(cycle_at):
    cycle = changed(cycle_at, CHANGES_NEED_2)
    review = cycle.prompt("final-review")
    assert review.why["changes"] == [SAYS_WHERE]


# --- the regional meetings


@pytest.mark.process("7.1")
def test_each_region_is_asked_for_the_date_of_its_meeting_and_what_it_wishes_is_taken_up(cycle_at):
    cycle = cycle_at("delivery").at("2017-06-20 07:30").run(7)
    asked_for = cycle.prompts("meeting-date")
    region_8 = next(row for row in asked_for if row.region == 8)
    held = {"held_on": "2017-06-20", "notes": "We met today already"}
    cycle.at("2017-06-20 15:00").answer_prompt(region_8.id, held)
    cycle.run(7)
    record = next(row for row in cycle.prompts("meeting-record") if row.region == 8)
    wish = {"plan_id": 1, "text": "Say where", "line_id": 2}
    cycle.answer_prompt(record.id, {**held, "wishes": [wish]})
    cycle.run(7)
    assert sorted(row.region for row in asked_for) == [1, 8]
    assert [(row.jurisdiction, row.why["wishes"]) for row in cycle.prompts("revision")] == [
        ("CO", ["Say where"])
    ]


# --- who asked sees the answer


@pytest.mark.process("6.2", "8.2")
@pytest.mark.parametrize("content", [CHANGES_7, {"note": "There is money for one visit only"}])
def test_who_wished_a_change_sees_what_the_specialist_did_with_it(cycle_at, content):
    cycle = changed(cycle_at, content)
    cycle.run(7)
    answer = cycle.rows(Answer)[-1]["id"]
    told = cycle.told("answer-received")
    assert [one for one in told if one[1] == ADMINISTRATOR] == [(f"answer {answer}", ADMINISTRATOR)]
    cycle.at("2017-06-23 08:30")
    (mail,) = cycle.mails_to(ADMINISTRATOR)
    text = text_of(mail)
    assert "Your suggestion for Colorado is answered: Greta Cypress dealt with the" in text
    assert content["note"] in text


@pytest.mark.process("8.2")
def test_an_officer_who_sent_a_change_back_sees_what_became_of_it(cycle_at):
    cycle = agreed(cycle_at)
    cycle.answer("approval", declines(7))
    cycle.run(7).answer("revision", {"note": "The workplan says two"})
    cycle.run(7)
    answer = cycle.rows(Answer)[-1]["id"]
    officer = cycle.holders("cor", "ECQA")[0]
    assert (f"answer {answer}", officer) in cycle.told("answer-received")


# --- a lead's no to a final plan (5.4)


@pytest.mark.process("5.4", "7.1")
def test_a_leads_no_to_the_final_plan_leads_to_a_change_of_it(cycle_at):
    cycle = cycle_at("final").at("2016-12-16 07:30").run(5)
    no = {"approves": False, "reason": "Two visits were agreed"}
    cycle.at("2016-12-16 10:00").answer("final-agreement", no, state="CO", center="ECQA")
    cycle.run(5)
    cycle.at("2016-12-19 10:00").answer("revision", CHANGES_7, state="CO")
    before = cycle.plan("CO").entered
    cycle.at("2016-12-20 07:00").run(5).run(7)
    assert before == {1: 1, 2: 1, 7: 1, 8: 1}
    assert asked(cycle) == [("change-agreement", LEAD_OF_ECQA, {7: 2})]


@pytest.mark.process("5.3", "7.1")
def test_an_approval_of_an_adopted_change_that_is_taken_back_asks_for_a_revision(cycle_at):
    cycle = adopted(cycle_at).at("2017-07-10 10:00")
    prompt = cycle.prompts("approval", center="ECQA", stands="answered", state="CO")[-1]
    receipt = cycle.answer_prompt(prompt.id, declines(7))
    cycle.run(7)
    assert [(row.subject, row.address) for row in cycle.prompts("revision")] == [
        (f"answer {receipt.answer_id}", SPECIALIST)
    ]
    [told] = cycle.rows(
        Notice,
        Notice.subject == f"answer {receipt.answer_id}",
        Notice.person_id == cycle.person_id(OFFICER_OF_ECQA),
    )
    assert told["details"]["why"] == "final"


# --- a change that is dropped


@pytest.mark.process("7.1", "8.2")
def test_whoever_was_asked_about_a_change_hears_that_it_is_dropped(cycle_at):
    cycle = agreed(cycle_at)
    cycle.at("2017-06-26 08:00").mails()
    cycle.at("2017-06-26 10:00").answer("approval", declines(7), center="ECQA")
    cycle.join(SECOND_SPECIALIST, "specialist", "CO")
    asked_first = next(row for row in cycle.run(7).prompts("revision") if row.address == SPECIALIST)
    cycle.answer_prompt(asked_first.id, {"note": "The officer says no", "drops": True})
    said = cycle.rows(Answer)[-1]["id"]
    cycle.run(7).run(7)
    told = [who for subject, who in cycle.told("answer-received") if subject == f"answer {said}"]
    (mail,) = cycle.at("2017-07-03 08:00").mails_to(LEAD_OF_ECQA)
    assert told == sorted([LEAD_OF_ECQA, OFFICER_OF_ECQA, SECOND_SPECIALIST])
    assert mail["Subject"] == "Colorado: Greta Cypress dropped the change"
    assert (
        text_of(mail)
        .removeprefix("Dear Theo Locust, ")
        .startswith(
            "A change of the TA plan for Colorado is dropped: Greta Cypress dropped the change."
        )
    )


@pytest.mark.process("7.1", "8.2")
def test_what_was_said_of_a_change_before_it_was_dropped_is_told_to_who_wished_it_alone(cycle_at):
    cycle = agreed(cycle_at)
    cycle.answer("approval", declines(7), center="ECQA")
    cycle.run(7).answer("revision", {"note": "The workplan says two"})
    explained = cycle.rows(Answer)[-1]["id"]
    cycle.run(7).answer("approval", declines(7), center="ECQA")
    cycle.at("2017-06-27 10:00").run(7).answer("revision", {"note": "Not now", "drops": True})
    cycle.run(7)
    told = [
        who for subject, who in cycle.told("answer-received") if subject == f"answer {explained}"
    ]
    assert (states(cycle), told) == (["dropped"], [OFFICER_OF_ECQA])


@pytest.mark.process("7.1")
def test_what_a_dropped_change_would_have_added_is_withdrawn(cycle_at):
    new = {"added_need": 1, "center": "NCASE", "activity": COACHING}
    cycle = changed(cycle_at, {"added": [SHARPER], "proposed": [new], "note": "Summer too"})
    need, activity = [row["line_id"] for row in cycle.rows(AmendmentLine)]
    cycle.answer("change-agreement", declines(activity), center="NCASE")
    cycle.run(7).answer("revision", {"drops": True, "note": "Not now"})
    added = [(row["id"], row["state"]) for row in cycle.rows(Line) if row["id"] in (need, activity)]
    assert added == [(need, "withdrawn"), (activity, "withdrawn")]


@pytest.mark.process("7.1")
def test_no_change_is_adopted_against_the_last_word_of_an_administrator(cycle_at):
    """One of two says no, the other yes when asked anew; then the first says no once more."""
    cycle = agreed(cycle_at)
    cycle.join("second.person@co.example", "administrator", "CO")
    cycle.at("2017-06-26 10:00").answer("approval", agrees(7), center="ECQA")
    first = next(
        row for row in cycle.run(7).prompts("final-review") if row.address == ADMINISTRATOR
    )
    no = {"confirms": False, "wishes": [{"text": "One visit"}]}
    cycle.answer_prompt(first.id, no)
    cycle.run(7).answer("revision", {"note": "It takes two"}, state="CO")
    anew = next(row for row in cycle.run(7).prompts("final-review") if row.id != first.id)
    cycle.answer_prompt(anew.id, CONFIRMS)
    cycle.answer_prompt(first.id, {"confirms": False, "wishes": [{"text": "One visit, I say"}]})
    cycle.run(7).answer("revision", {"note": "It does take two"}, state="CO")
    cycle.run(7)
    asked_last = {row.round for row in cycle.prompts("final-review")}
    assert (states(cycle), asked_last) == (["open"], {3})
