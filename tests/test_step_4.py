"""Step 4: confirmation of plans by Administrators.

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. Montana has 3, 4, 9 and 10; Vermont 5, 6, 11 and 12.
"""

import pytest

from config.rules import Promotion
from config.vocabulary import Channel
from tat.refusals import Refused
from tat.schema import Answer, PlanVersion, StatusChange
from tests.example_plan import COACHING, SCHOOL_AGE

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
ADMINISTRATOR = "hal.dogwood@co.example"  # of Colorado
LEAD_OF_ECQA = "theo.locust@ecqa.example"
LEAD_OF_NCASE = "anna.basswood@ncase.example"

LEADS = (  # of all National Centers
    "ada.ash@pmfo.example",
    "anna.basswood@ncase.example",
    "bela.bittern@ncsia.example",
    "dale.bunting@scbc.example",
    "elsa.cedar@nctecd.example",
    "ezra.cormorant@ehsccp.example",
    "rhea.kinglet@dtl.example",
    "saul.larch@hw.example",
    "theo.locust@ecqa.example",
    "vera.magpie@pfce.example",
)

CONFIRMS = {"confirms": True}
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
REVISES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}
TAKES_7_OUT = {"withdrawn": [7], "note": "The state has a coach of its own"}
ONLY_EXPLAINS = {"note": "There is money for one visit only"}


def agrees(*line_ids: int) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": True} for line_id in line_ids]}


def declines(line_id: int, reason: str) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": False, "reason": reason}]}


def revised(cycle_at):
    """Colorado's Administrator has asked for a second visit, and the Specialist has put it in."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    cycle.at("2016-11-22 15:00").answer("revision", REVISES_7, state="CO")
    return cycle.run(4)


# --- 4.1: confirm, or suggest modifications


@pytest.mark.process("4.1")
def test_each_administrator_is_asked_to_confirm_the_plan_of_their_state(cycle_at):
    cycle = cycle_at("asked")
    asked = [(row.jurisdiction, row.address, row.role) for row in cycle.prompts("confirmation")]
    assert asked == [
        ("CO", "hal.dogwood@co.example", "administrator"),
        ("MT", "kira.gannet@mt.example", "administrator"),
        ("VT", "nell.heron@vt.example", "administrator"),
    ]


@pytest.mark.process("4.1")
def test_the_administrator_sees_the_needs_and_the_approaches_of_the_centers(cycle_at):
    cycle = cycle_at("asked")
    assert cycle.shown(cycle.prompt("confirmation", state="CO").id) == {1: 1, 2: 1, 7: 1, 8: 1}


@pytest.mark.process("4.1")
def test_a_second_run_of_the_step_asks_nobody_twice(cycle_at):
    cycle = cycle_at("asked").at("2016-11-21 12:00").run(4)
    assert len(cycle.prompts("confirmation")) == 3


@pytest.mark.process("3.7", "4.1")
def test_a_plan_that_the_region_has_not_affirmed_is_not_sent_to_its_administrator(cycle_at):
    cycle = cycle_at("entered").at("2016-11-01 10:00")
    cycle.answer("affirmation", CONFIRMS, state="CO")
    cycle.answer("affirmation", CONFIRMS, state="VT")
    cycle.at("2016-11-19 07:00").run(3).at("2016-11-21 07:00").run(4)
    assert [row.jurisdiction for row in cycle.prompts("confirmation")] == ["CO", "VT"]


@pytest.mark.process("4.1")
def test_an_administrator_who_confirms_is_asked_for_nothing_more(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4)
    kinds = ("confirmation", "revision", "change-agreement", "final-review")
    assert [cycle.prompts(kind, state="CO") for kind in kinds] == [[], [], [], []]


@pytest.mark.process("4.1")
def test_an_administrator_suggests_modifications_in_their_own_words(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", SUGGESTS, state="CO")
    answer = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (answer["verdict"], answer["content"]["wishes"]) == (
        "changes asked",
        [{"text": "Two visits, please", "line_id": 7}],
    )


@pytest.mark.process("4.1")
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL])
def test_a_confirmation_by_phone_or_email_is_recorded_by_the_specialist(cycle_at, channel):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO", by=SPECIALIST, channel=channel)
    answer = cycle.rows(Answer)[-1]
    assert (answer["person_id"], answer["said_by_id"], answer["channel"], answer["verdict"]) == (
        cycle.person_id(SPECIALIST),
        cycle.person_id(ADMINISTRATOR),
        channel,
        "accepted",
    )


# --- 4.2: revise where necessary


@pytest.mark.process("4.2")
def test_the_specialist_is_asked_to_revise_the_plan_for_which_something_was_suggested(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    asked = [(row.jurisdiction, row.address, row.why) for row in cycle.prompts("revision")]
    assert asked == [("CO", SPECIALIST, {"answer": receipt.answer_id})]


@pytest.mark.process("4.2")
def test_one_suggestion_is_put_before_the_specialist_once(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4).run(4)
    assert len(cycle.prompts("revision")) == 1


@pytest.mark.process("4.2", "8.4")
def test_a_revision_leaves_a_new_version_with_its_author_and_reason(cycle_at):
    cycle = revised(cycle_at)
    versions = cycle.rows(PlanVersion, PlanVersion.plan_id == cycle.plan("CO").id)
    newest = versions[-1]
    assert (newest["number"], newest["by_person_id"], newest["why"]) == (
        4,
        cycle.person_id(SPECIALIST),
        "A second visit",
    )


@pytest.mark.process("4.2")
def test_the_new_version_reads_as_revised(cycle_at):
    cycle = revised(cycle_at)
    newest = cycle.rows(PlanVersion, PlanVersion.plan_id == cycle.plan("CO").id)[-1]
    said = [(one["line_id"], one["description"]) for one in newest["content"]["activities"]]
    assert said == [(7, "Six sessions and two visits."), (8, "Six sessions and one visit.")]


# --- 4.3: the centers whose activities changed


@pytest.mark.process("4.3")
def test_no_center_is_asked_before_the_specialist_has_revised(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    assert cycle.prompts("change-agreement") == []


@pytest.mark.process("4.3")
def test_only_the_center_whose_activity_changed_is_asked_and_of_that_activity_alone(cycle_at):
    cycle = revised(cycle_at)
    found = cycle.prompts("change-agreement")
    asked = [(row.jurisdiction, row.center, row.address, cycle.shown(row.id)) for row in found]
    assert asked == [("CO", "ECQA", LEAD_OF_ECQA, {7: 2})]


@pytest.mark.process("4.3")
def test_no_center_is_asked_while_another_revision_of_the_plan_is_due(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    accurate = cycle.prompt("accuracy", state="CO", stands="answered")
    cycle.answer_prompt(accurate.id, {"confirms": False, "wishes": [{"text": "More"}]})
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(2).run(4)
    first, _second = cycle.prompts("revision", state="CO")
    cycle.answer_prompt(first.id, REVISES_7)
    cycle.run(4)
    assert cycle.prompts("change-agreement") == []


@pytest.mark.process("4.3")
def test_new_words_for_a_need_concern_no_center(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    sharper = SCHOOL_AGE | {"text": "More school-age care in the mountains"}
    cycle.answer("revision", {"needs": [{"line_id": 2, "need": sharper}], "note": "Where"})
    cycle.run(4)
    assert cycle.prompts("change-agreement") == []


@pytest.mark.process("4.3")
def test_a_center_that_has_agreed_is_not_asked_again(cycle_at):
    cycle = revised(cycle_at)
    cycle.at("2016-11-23 10:00").answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4).run(4)
    assert cycle.prompts("change-agreement") == []


@pytest.mark.process("4.3")
def test_what_a_center_declines_goes_back_to_the_specialist(cycle_at):
    cycle = revised(cycle_at)
    cycle.at("2016-11-23 10:00")
    receipt = cycle.answer("change-agreement", declines(7, "No money for it"), center="ECQA")
    cycle.run(4)
    asked = [(row.address, row.why) for row in cycle.prompts("revision")]
    assert asked == [(SPECIALIST, {"answer": receipt.answer_id})]


@pytest.mark.process("4.3")
def test_after_a_second_revision_the_center_is_asked_a_second_time(cycle_at):
    cycle = revised(cycle_at)
    cycle.at("2016-11-23 10:00").answer("change-agreement", declines(7, "No money"), center="ECQA")
    cycle.run(4)
    again = {"activities": [{"line_id": 7, "activity": COACHING}], "note": "One visit after all"}
    cycle.answer("revision", again)
    cycle.run(4)
    asked = cycle.prompt("change-agreement")
    assert (asked.center, asked.round, cycle.shown(asked.id)) == ("ECQA", 2, {7: 3})


def withdrawn(cycle_at):
    """Colorado's Administrator wants no coaching, and the Specialist has taken activity 7 out."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    cycle.at("2016-11-22 15:00").answer("revision", TAKES_7_OUT, state="CO")
    return cycle.run(4)


@pytest.mark.process("4.3")
def test_a_center_whose_activity_is_withdrawn_is_asked_to_agree(cycle_at):
    cycle = withdrawn(cycle_at)
    found = cycle.prompts("change-agreement")
    asked = [(row.jurisdiction, row.center, row.address, cycle.shown(row.id)) for row in found]
    assert asked == [("CO", "ECQA", LEAD_OF_ECQA, {7: 2})]


@pytest.mark.process("4.3")
def test_the_mail_names_the_activity_that_was_taken_out(cycle_at):
    text = withdrawn(cycle_at).mails_to(LEAD_OF_ECQA)[0].get_body(("plain",)).get_content()
    assert "Taken out: - Coaching of licensing staff" in " ".join(text.split())


@pytest.mark.process("4.3", "4.4")
def test_no_final_review_before_the_center_agrees_to_the_withdrawal_and_one_after(cycle_at):
    cycle = withdrawn(cycle_at)
    before = cycle.prompts("final-review")
    cycle.answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4)
    assert (before, cycle.shown(cycle.prompt("final-review").id)) == ([], {1: 1, 2: 1, 8: 1})


@pytest.mark.process("4.3")
def test_a_withdrawal_that_its_center_declines_goes_to_the_specialist_who_restores_it(cycle_at):
    cycle = withdrawn(cycle_at)
    cycle.answer("change-agreement", declines(7, "The state asked for it in 2015"), center="ECQA")
    cycle.run(4)
    cycle.answer("revision", {"restored": [7], "note": "It stands again"}, state="CO")
    cycle.run(4)
    asked = cycle.prompt("change-agreement", state="CO")
    assert (cycle.plan("CO").entered, asked.round, cycle.shown(asked.id)) == (
        {1: 1, 2: 1, 7: 3, 8: 1},
        2,
        {7: 3},
    )


@pytest.mark.process("4.3")
def test_only_what_was_withdrawn_can_be_restored(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    with pytest.raises(Refused) as refused:
        cycle.answer("revision", {"restored": [8], "note": "It stands"}, state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: line 8 is no withdrawn activity of this plan; "
        "restore only what was withdrawn."
    )


# --- 4.4: a final review after modifications


@pytest.mark.process("4.4")
def test_the_administrator_reviews_the_changed_plan_a_final_time(cycle_at):
    cycle = revised(cycle_at)
    cycle.at("2016-11-23 10:00").answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4)
    asked = cycle.prompt("final-review")
    assert (asked.jurisdiction, asked.address, cycle.shown(asked.id)) == (
        "CO",
        ADMINISTRATOR,
        {1: 1, 2: 1, 7: 2, 8: 1},
    )


@pytest.mark.process("4.4")
def test_there_is_no_final_review_of_a_plan_that_was_confirmed_as_it_was(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00").run(4)
    assert cycle.prompts("final-review") == []


@pytest.mark.process("4.3", "4.4")
def test_there_is_no_final_review_before_the_center_has_agreed(cycle_at):
    assert revised(cycle_at).prompts("final-review") == []


@pytest.mark.process("4.4")
def test_a_revision_that_changes_nothing_goes_straight_to_the_final_review(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    cycle.answer("revision", ONLY_EXPLAINS)
    cycle.run(4)
    asked = [(row.kind, row.round) for row in cycle.prompts("final-review")]
    assert (cycle.prompts("change-agreement"), asked) == ([], [("final-review", 1)])


@pytest.mark.process("4.4")
def test_a_plan_that_is_modified_twice_is_reviewed_twice(cycle_at):
    cycle = revised(cycle_at)
    cycle.at("2016-11-23 10:00").answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4)
    wish = {"confirms": False, "wishes": [{"text": "Three visits", "line_id": 7}]}
    cycle.at("2016-11-25 10:00").answer("final-review", wish)
    cycle.run(4)
    cycle.answer("revision", {"activities": [{"line_id": 7, "activity": COACHING}], "note": "No"})
    cycle.run(4)
    cycle.answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4)
    asked = cycle.prompt("final-review")
    assert (asked.round, cycle.shown(asked.id)) == (2, {1: 1, 2: 1, 7: 3, 8: 1})


@pytest.mark.process("4.4", "4.5")
def test_a_plan_confirmed_in_its_final_review_becomes_intermediate(cycle_at):
    cycle = revised(cycle_at)
    cycle.at("2016-11-23 10:00").answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4)
    cycle.at("2016-11-25 10:00").answer("final-review", CONFIRMS)
    cycle.run(4)
    cycle.answer("conversion", {"converts": True}, state="CO")
    cycle.run(4)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "initial", "VT": "initial"}


# --- 4.5: confirmed and agreed plans become intermediate, by order of the Specialist


@pytest.mark.process("4.5")
def test_a_confirmed_plan_stays_initial_until_its_specialist_orders_the_conversion(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00").run(4)
    assert cycle.statuses() == {"CO": "initial", "MT": "initial", "VT": "initial"}


@pytest.mark.process("4.5")
def test_an_ordered_plan_becomes_intermediate_and_no_other(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer("conversion", {"converts": True}, state="MT")
    cycle.run(4)
    assert cycle.statuses() == {"CO": "initial", "MT": "intermediate", "VT": "initial"}


@pytest.mark.process("4.5")
def test_a_specialist_who_does_not_convert_leaves_the_plan_initial(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer("conversion", {"converts": False, "reason": "A call is due"}, state="CO")
    cycle.run(4)
    assert cycle.statuses()["CO"] == "initial"


@pytest.mark.process("4.5")
def test_no_conversion_is_asked_for_while_the_administrator_has_not_answered(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="VT")
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["VT"]


@pytest.mark.process("4.5")
@pytest.mark.parametrize("is_agreed", [False, True], ids=["not agreed", "not reviewed"])
def test_no_conversion_is_asked_for_while_a_change_is_not_agreed_and_reviewed(cycle_at, is_agreed):
    cycle = revised(cycle_at)
    if is_agreed:
        cycle.answer("change-agreement", agrees(7), center="ECQA")
    cycle.run(4)
    assert cycle.prompts("conversion", state="CO") == []


@pytest.mark.process("4.5")
def test_all_ready_plans_of_a_region_are_on_one_sheet(cycle_at):
    found = cycle_at("confirmed").prompts("conversion")
    sheets = [(row.jurisdiction, row.address, row.sheet_id) for row in found]
    of_region_8, of_region_1 = sheets[0][2], sheets[2][2]
    assert of_region_8 != of_region_1
    assert sheets == [
        ("CO", SPECIALIST, of_region_8),
        ("MT", SPECIALIST, of_region_8),
        ("VT", SPECIALIST_OF_VERMONT, of_region_1),
    ]


@pytest.mark.process("4.5")
def test_an_order_for_an_older_version_converts_nothing(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    old = cycle.prompt("conversion", state="CO")
    confirmed = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(confirmed.id, SUGGESTS)
    cycle.run(4)
    cycle.answer("revision", REVISES_7)
    cycle.run(4)
    cycle.answer("change-agreement", agrees(7))
    cycle.run(4)
    cycle.answer("final-review", CONFIRMS)
    cycle.answer_prompt(old.id, {"converts": True})
    cycle.run(4)
    assert cycle.statuses()["CO"] == "initial"


@pytest.mark.process("4.5")
def test_an_order_given_before_a_change_does_not_hold_for_the_changed_plan(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer("conversion", {"converts": True}, state="CO")
    confirmed = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(confirmed.id, SUGGESTS)
    cycle.run(4)
    cycle.answer("revision", REVISES_7)
    cycle.run(4)
    cycle.answer("change-agreement", agrees(7))
    cycle.run(4)
    cycle.answer("final-review", CONFIRMS)
    cycle.run(4)
    asked_anew = cycle.prompt("conversion", state="CO")
    assert (cycle.statuses()["CO"], asked_anew.subject) == ("initial", "plan 1 version 4")


@pytest.mark.process("4.5", "8.4")
def test_a_conversion_is_on_record_with_who_ordered_it_and_of_which_version(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer("conversion", {"converts": True}, state="CO")
    cycle.run(4)
    newest = cycle.rows(StatusChange)[-1]
    assert (newest["before"], newest["after"], newest["by_person_id"], newest["plan_version"]) == (
        "initial",
        "intermediate",
        cycle.person_id(SPECIALIST),
        3,
    )


@pytest.mark.process("4.5")
def test_with_automatic_promotion_a_confirmed_plan_is_converted_without_an_order(cycle_at):
    cycle = cycle_at("asked").with_rules(promotion=Promotion.AUTOMATIC).at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4)
    assert (cycle.statuses(), cycle.prompts("conversion")) == (
        {"CO": "intermediate", "MT": "initial", "VT": "initial"},
        [],
    )


@pytest.mark.process("4.5")
def test_automatic_promotion_does_not_convert_what_was_not_agreed(cycle_at):
    cycle = revised(cycle_at).with_rules(promotion=Promotion.AUTOMATIC)
    cycle.run(4)
    assert cycle.statuses()["CO"] == "initial"


# --- 4.6: share the intermediate plans


@pytest.mark.process("4.6")
def test_regional_staff_partners_and_all_centers_get_the_intermediate_plans(cycle_at):
    cycle = cycle_at("intermediate")
    centers = set(LEADS)
    region_8 = {
        "enid.chickadee@region8.example",
        "ezra.condor@region8.example",
        "flora.crane@region8.example",
        "gil.curlew@region8.example",
    }
    region_1 = {
        "bela.birch@region1.example",
        "cleo.bittern@region1.example",
        "dora.bunting@region1.example",
        "edna.buckeye@region1.example",
    }
    assert cycle.told("intermediate-shared") == [
        *(("plan 1", address) for address in sorted(centers | region_8)),
        *(("plan 2", address) for address in sorted(centers | region_8)),
        *(("plan 3", address) for address in sorted(centers | region_1)),
    ]


@pytest.mark.process("4.6")
def test_sharing_waits_for_a_plan_that_is_behind(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer("conversion", {"converts": True}, state="CO")
    cycle.at("2016-11-30 18:00").run(4)
    assert cycle.told("intermediate-shared") == []


@pytest.mark.process("4.6")
def test_sharing_waits_until_one_business_day_before_the_end_and_no_longer(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer("conversion", {"converts": True}, state="CO")
    cycle.at("2016-12-01 07:30").run(4)
    assert {subject for subject, _address in cycle.told("intermediate-shared")} == {"plan 1"}


# --- silence


@pytest.mark.process("4.5")
def test_silence_confirms_nothing_when_the_step_closes(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4).answer("conversion", {"converts": True}, state="CO")
    cycle.at("2016-12-03 07:00").run(4)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "initial", "VT": "initial"}


@pytest.mark.process("4.1")
def test_when_the_step_closes_specialist_manager_and_occ_hear_which_plan_is_held(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.answer("confirmation", CONFIRMS, state="MT")
    cycle.run(4).answer_all("conversion", {"converts": True})
    cycle.at("2016-12-03 07:00").run(4)
    assert cycle.told("plan-held") == [
        ("plan 3", "ada.alder@occ.example"),
        ("plan 3", "alma.ash@occ.example"),
        ("plan 3", "amos.aspen@occ.example"),
        ("plan 3", "asa.beech@region1.example"),
        ("plan 3", SPECIALIST_OF_VERMONT),
    ]


def test_no_plan_is_held_while_the_step_is_open(cycle_at):
    cycle = cycle_at("asked").at("2016-12-02 18:00").run(4)
    assert cycle.told("plan-held") == []


@pytest.mark.process("4.1")
def test_a_silent_state_can_still_answer_when_the_step_has_closed(cycle_at):
    cycle = cycle_at("asked").at("2016-12-03 07:00").run(4)
    assert [row.jurisdiction for row in cycle.prompts("confirmation")] == ["CO", "MT", "VT"]


@pytest.mark.process("4.5")
def test_a_silent_state_catches_up_in_a_late_run_of_the_step(cycle_at):
    cycle = cycle_at("asked").at("2016-12-03 07:00").run(4)
    cycle.at("2016-12-09 10:00").answer("confirmation", CONFIRMS, state="VT")
    cycle.run(4).answer("conversion", {"converts": True}, state="VT")
    cycle.run(4)
    assert cycle.statuses() == {"CO": "initial", "MT": "initial", "VT": "intermediate"}


@pytest.mark.process("4.6")
def test_a_plan_that_comes_late_is_shared_when_it_comes(cycle_at):
    cycle = cycle_at("asked").at("2016-12-03 07:00").run(4)
    cycle.at("2016-12-09 10:00").answer("confirmation", CONFIRMS, state="VT")
    cycle.run(4).answer("conversion", {"converts": True}, state="VT")
    cycle.run(4)
    region_1 = [
        "bela.birch@region1.example",
        "cleo.bittern@region1.example",
        "dora.bunting@region1.example",
        "edna.buckeye@region1.example",
    ]
    assert cycle.told("intermediate-shared") == [
        ("plan 3", address) for address in sorted([*LEADS, *region_1])
    ]


@pytest.mark.process("4.6")
def test_a_center_without_activities_in_them_gets_the_plans_in_one_letter(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer_all("conversion", {"converts": True})
    cycle.run(4)
    mails = cycle.at("2016-11-25 16:00").mails_to("ada.ash@pmfo.example")
    assert [mail["Subject"] for mail in mails] == [
        "Intermediate plans for Colorado, Montana and Vermont"
    ]


def test_everything_agreed_becomes_final(small_cycle_on_both):
    cycle = small_cycle_on_both.reach("final")
    assert cycle.statuses() == {"CO": "final", "MT": "final", "VT": "final"}


@pytest.mark.process("4.5")
def test_the_conversion_of_a_version_that_has_changed_since_is_not_asked_for_any_longer(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-22 19:00")
    confirmation = cycle.prompt("confirmation", state="CO", stands="answered")
    wish = {"confirms": False, "wishes": [{"text": "Say when", "line_id": None}]}
    cycle.answer_prompt(confirmation.id, wish)
    cycle.run(4)
    shorter = {"topic": "background-checks", "text": "Checks", "priority": 1}
    need = shorter | {"requirement": "ccdbg"}
    revised = {"needs": [{"line_id": 1, "need": need}], "note": "shorter"}
    cycle.answer("revision", revised, state="CO")
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["MT", "VT"]
