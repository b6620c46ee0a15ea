"""Plans that would not go on: without any activity (3.6, 3.7), or with a need that came late (4.2).

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. What is added gets the lines from 13 on.
"""

import pytest

from config.rules import Promotion
from tat.schema import PromptLine
from tests.example_plan import COACHING

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
RPM_8 = "emil.cedar@region8.example"
LEAD_OF_DTL = "rhea.kinglet@dtl.example"
ADMINISTRATOR = "hal.dogwood@co.example"
CONFIRMS, CONVERTS = {"confirms": True}, {"converts": True}
TEACHING = {
    "topic": "teaching-practice",  # led by DTL
    "text": "Coaches for rural classrooms",
    "priority": 2,
    "requirement": "beyond compliance",
}
WANTS_COACHES = {"confirms": False, "wishes": [{"text": "We need coaches too"}]}
ADDS_IT = {"added": [TEACHING], "note": "Coaches added"}


def left_out(cycle_at):
    """Colorado's Specialist leaves out every activity that came back."""
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    cycle.run(3).at("2016-10-31 10:00")
    for row in cycle.prompts("entry"):
        accepts = row.jurisdiction != "CO"
        lines = [
            {"line_id": line, "accepts": accepts, "reason": "The state has a grant for it"}
            for line in cycle.shown(row.id)
        ]
        cycle.answer_prompt(row.id, {"lines": lines})
    return cycle.run(3)


def affirmed_empty(cycle_at):
    """The region affirms Colorado's plan without activities; step 3 closes, step 4 opens."""
    cycle = left_out(cycle_at).at("2016-11-09 07:00").run(3)
    cycle.answer_all("affirmation", CONFIRMS)
    return cycle.run(3).at("2016-11-19 07:00").run(3).at("2016-11-21 07:00").run(4)


# --- a plan without activities


@pytest.mark.process("3.6", "3.7")
def test_a_plan_whose_activities_are_all_left_out_waits_for_the_day_of_release(cycle_at):
    cycle = left_out(cycle_at).at("2016-11-08 18:00").run(3)
    assert [row.jurisdiction for row in cycle.prompts("affirmation")] == ["VT"]


@pytest.mark.process("3.6", "3.7")
def test_then_it_is_put_before_the_manager_and_the_mail_says_that_it_has_none(cycle_at):
    cycle = left_out(cycle_at).at("2016-11-09 07:00").run(3)
    found = cycle.prompts("affirmation", state="CO")
    assert [(row.address, cycle.shown(row.id)) for row in found] == [(RPM_8, {1: 1, 2: 1})]
    text = cycle.at("2016-11-09 08:00").mails_to(RPM_8)[0].get_body(("plain",)).get_content()
    assert "The plan for Colorado has no activity" in " ".join(text.split())
    assert "The plan for Montana has no activity" not in " ".join(text.split())


@pytest.mark.process("3.4", "3.7")
def test_a_plan_that_a_center_still_has_in_hand_is_not_put_before_the_manager(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    cycle.at("2016-11-18 07:00").run(3)
    assert cycle.prompts("affirmation") == []


@pytest.mark.process("3.4", "3.7")
def test_a_plan_for_which_a_center_withdraws_its_only_proposals_goes_on_too(cycle_at):
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    for row in cycle.prompts("officer-confirmation", state="VT"):
        lines = [
            {"line_id": line, "accepts": False, "reason": "Not in the workplan"}
            for line in cycle.shown(row.id)
        ]
        cycle.answer_prompt(row.id, {"lines": lines})
    cycle.run(3)
    for row in cycle.prompts("rework"):
        items = [{"line_id": line, "withdraws": True} for line in cycle.shown(row.id)]
        cycle.answer_prompt(row.id, {"items": items})
    cycle.at("2016-11-09 07:00").run(3)
    found = [(row.jurisdiction, cycle.shown(row.id)) for row in cycle.prompts("affirmation")]
    assert found == [("VT", {5: 1, 6: 1})]


@pytest.mark.process("3.7", "4.1")
def test_once_affirmed_it_goes_to_the_administrator_whose_mail_says_so_too(cycle_at):
    cycle = affirmed_empty(cycle_at)
    assert cycle.shown(cycle.prompt("confirmation", state="CO").id) == {1: 1, 2: 1}
    mail = cycle.at("2016-11-21 08:00").mails_to(ADMINISTRATOR)[0]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "The plan has no activity so far" in text


@pytest.mark.process("3.7", "5.4")
def test_in_step_5_it_is_held_and_the_mail_says_why(cycle_at):
    cycle = affirmed_empty(cycle_at).with_rules(promotion=Promotion.AUTOMATIC)
    cycle.at("2016-11-22 10:00").answer_all("confirmation", CONFIRMS)
    cycle.run(4).at("2016-12-03 07:00").run(4)
    cycle.at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5).answer_all("approval", {"rest_accepted": True})
    cycle.run(5).at("2016-12-20 07:00").run(5)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "final", "VT": "final"}
    text = cycle.at("2016-12-20 08:00").mails_to(RPM_8)[0].get_body(("plain",)).get_content()
    assert "waiting for an activity that an officer could approve" in " ".join(text.split())


# --- a need that is added in step 4


def added(cycle_at):
    """Colorado's Administrator asks for coaches; the Specialist has added the need 13."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WANTS_COACHES, state="CO")
    cycle.run(4)
    cycle.answer("revision", ADDS_IT, state="CO")
    return cycle.run(4)


def proposed(cycle_at):
    """DTL proposes activity 14 for it."""
    cycle = added(cycle_at).at("2016-11-23 10:00")
    proposal = {"proposed": [{"need_id": 13, "activity": COACHING}]}
    cycle.answer("approaches", proposal, center="DTL")
    return cycle.run(4)


@pytest.mark.process("3.4", "4.2")
def test_a_need_that_is_added_in_step_4_is_put_before_its_center_and_no_other_need_is(cycle_at):
    cycle = added(cycle_at)
    found = cycle.prompts("approaches")
    assert [(row.step, row.jurisdiction, row.address, cycle.shown(row.id)) for row in found] == [
        (4, "CO", LEAD_OF_DTL, {13: 1})
    ]


@pytest.mark.process("3.4", "4.4")
def test_the_final_review_waits_until_the_activity_for_it_is_entered(cycle_at):
    cycle = proposed(cycle_at)
    in_hand = [cycle.prompts("final-review")]
    cycle.answer("officer-confirmation", {"rest_accepted": True})
    cycle.run(4)
    in_hand.append(cycle.prompts("final-review"))
    cycle.answer("entry", {"rest_accepted": True}, state="CO")
    cycle.run(4)
    asked = cycle.prompt("final-review")
    assert (in_hand, cycle.shown(asked.id)) == (
        [[], []],
        {1: 1, 2: 1, 7: 1, 8: 1, 13: 1, 14: 1},
    )


@pytest.mark.process("3.5", "4.2")
def test_what_the_officer_sends_back_of_it_is_reworked_in_step_4(cycle_at):
    cycle = proposed(cycle_at)
    back = {"lines": [{"line_id": 14, "accepts": False, "reason": "Which classrooms?"}]}
    cycle.answer("officer-confirmation", back)
    cycle.run(4)
    asked = [(row.step, row.address, row.why) for row in cycle.prompts("rework")]
    assert asked == [(4, LEAD_OF_DTL, {"reasons": {"14": "Which classrooms?"}})]
    cycle.answer("rework", {"items": [{"line_id": 14, "clarification": "All of the west"}]})
    cycle.run(4)
    assert cycle.shown(cycle.prompt("officer-confirmation").id) == {14: 1}


@pytest.mark.process("4.2", "5.4")
def test_the_plan_with_the_added_need_becomes_final(cycle_at):
    cycle = proposed(cycle_at).with_rules(promotion=Promotion.AUTOMATIC)
    for kind in ("officer-confirmation", "entry"):
        cycle.answer_all(kind, {"rest_accepted": True})
        cycle.run(4)
    cycle.answer("final-review", CONFIRMS)
    cycle.answer_all("confirmation", CONFIRMS)
    cycle.run(4).at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5).answer_all("approval", {"rest_accepted": True})
    cycle.run(5)
    assert (cycle.statuses()["CO"], sorted(cycle.plan("CO").by_center)) == (
        "final",
        ["DTL", "ECQA", "NCASE"],
    )


@pytest.mark.process("4.2", "4.4")
def test_where_a_center_has_no_lead_to_ask_the_final_review_does_not_wait(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.leave("center-lead", "DTL")
    cycle.answer("confirmation", WANTS_COACHES, state="CO")
    cycle.run(4).answer("revision", ADDS_IT, state="CO")
    cycle.run(4)
    assert cycle.shown(cycle.prompt("final-review").id) == {1: 1, 2: 1, 7: 1, 8: 1, 13: 1}


# --- a need that is added in step 5


@pytest.mark.process("3.4", "4.2", "5.1")
def test_a_need_that_is_added_in_step_5_comes_to_a_center_a_package_and_an_officer(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    confirmed = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(confirmed.id, WANTS_COACHES)
    cycle.run(4).answer("revision", ADDS_IT, state="CO")
    cycle.run(4).run(5)
    cycle.answer("approaches", {"proposed": [{"need_id": 13, "activity": COACHING}]}, center="DTL")
    cycle.run(5).answer_all("officer-confirmation", {"rest_accepted": True})
    cycle.run(5).answer_all("entry", {"rest_accepted": True})
    cycle.run(5).answer("final-review", CONFIRMS)
    cycle.answer("package", {}, center="DTL")
    cycle.run(5)
    assert cycle.shown(cycle.prompt("approval", center="DTL").id) == {14: 1}


def test_no_center_is_asked_about_an_old_need_in_steps_4_and_5(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    before = len(cycle.rows(PromptLine))
    cycle.run(4).run(5)
    assert (cycle.prompts("approaches"), len(cycle.rows(PromptLine))) == ([], before)
