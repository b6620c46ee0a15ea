"""Step 5: approval of plans.

ECQA has the activities 7 in Colorado's plan, 9 in Montana's and 11 in Vermont's; NCASE has 8, 10
and 12. The plans of the three states are 1, 2 and 3.
"""

from email.message import EmailMessage

import pytest

from config.rules import Promotion
from config.vocabulary import Role
from tat.database import write
from tat.people import Enrolment, enrol
from tat.schema import StatusChange
from tests.example_plan import COACHING
from tests.small_cycle import documents_with

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
LEAD_OF_ECQA = "theo.locust@ecqa.example"
LEAD_OF_NCASE = "anna.basswood@ncase.example"
COR_OF_ECQA = "uma.madrone@cor.ecqa.example"
FPO_OF_NCASE = "asa.birch@fpo.ncase.example"

CONFIRMS = {"confirms": True}
CONVERTS = {"converts": True}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
WHY = "Which agency is coached?"


def accepts(line_id: int) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": True}]}


def sends_back(line_id: int, reason: str = WHY) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": False, "reason": reason}]}


def open_rows(cycle, kind: str) -> list[tuple]:
    """State, center, reader and lines shown of every open prompt of a kind."""
    found = cycle.prompts(kind)
    return [(row.jurisdiction, row.center, row.address, cycle.shown(row.id)) for row in found]


def vermont_is_silent(cycle_at):
    """Colorado and Montana are intermediate; step 4 has closed without Vermont's answer."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.answer("confirmation", CONFIRMS, state="MT")
    cycle.run(4).answer_all("conversion", CONVERTS)
    cycle.run(4)
    return cycle.at("2016-12-03 07:00").run(4)


def vermont_comes_late(cycle_at):
    """The packages of the other two are with the officers when Vermont becomes intermediate."""
    cycle = vermont_is_silent(cycle_at).at("2016-12-06 07:00").run(5)
    cycle.answer_all("package", {})
    cycle.run(5)
    cycle.at("2016-12-07 10:00").answer("confirmation", CONFIRMS, state="VT")
    cycle.run(4).answer("conversion", CONVERTS, state="VT")
    return cycle.run(4).run(5)


def montana_is_sent_back(cycle_at):
    """The COR of ECQA sends back activity 9; everything else is approved."""
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.answer("approval", sends_back(9), state="MT", center="ECQA")
    cycle.answer_all("approval", cycle.accept_lines)
    return cycle.run(5)


def attachments(mail: EmailMessage) -> dict[str, str]:
    return {part.get_filename(): part.get_content() for part in documents_with(mail)}


# --- 5.1: one package for each center, over all states


@pytest.mark.process("5.1")
def test_each_center_is_asked_for_the_activities_that_it_leads_in_each_state(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    assert open_rows(cycle, "package") == [
        ("CO", "ECQA", LEAD_OF_ECQA, {7: 1}),
        ("CO", "NCASE", LEAD_OF_NCASE, {8: 1}),
        ("MT", "ECQA", LEAD_OF_ECQA, {9: 1}),
        ("MT", "NCASE", LEAD_OF_NCASE, {10: 1}),
        ("VT", "ECQA", LEAD_OF_ECQA, {11: 1}),
        ("VT", "NCASE", LEAD_OF_NCASE, {12: 1}),
    ]


@pytest.mark.process("5.1")
def test_the_package_of_a_center_over_all_states_is_one_sheet(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    assert len({row.sheet_id for row in cycle.prompts("package", center="ECQA")}) == 1


@pytest.mark.process("5.1")
def test_a_center_lead_gets_one_mail_about_the_package_of_all_states(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    assert len(cycle.mails_to(LEAD_OF_ECQA)) == 1


@pytest.mark.process("5.1")
def test_packages_wait_for_a_state_that_is_behind(cycle_at):
    cycle = vermont_is_silent(cycle_at).at("2016-12-05 07:00").run(5)
    assert cycle.prompts("package") == []


@pytest.mark.process("5.1")
def test_packages_wait_until_nine_business_days_before_the_end_and_no_longer(cycle_at):
    cycle = vermont_is_silent(cycle_at).at("2016-12-06 07:00").run(5)
    asked = [(row.jurisdiction, row.center) for row in cycle.prompts("package")]
    assert asked == [("CO", "ECQA"), ("CO", "NCASE"), ("MT", "ECQA"), ("MT", "NCASE")]


@pytest.mark.process("5.1")
def test_a_plan_that_comes_late_makes_a_supplementary_package(cycle_at):
    cycle = vermont_comes_late(cycle_at)
    asked = [(row.jurisdiction, row.center, row.why) for row in cycle.prompts("package")]
    assert asked == [
        ("VT", "ECQA", {"supplementary": True}),
        ("VT", "NCASE", {"supplementary": True}),
    ]


@pytest.mark.process("5.1")
def test_the_first_package_of_a_center_is_not_supplementary(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    assert [row.why["supplementary"] for row in cycle.prompts("package")] == [False] * 6


@pytest.mark.process("5.1")
def test_officers_are_asked_when_the_package_is_submitted_and_not_before(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5).run(5)
    assert cycle.prompts("approval") == []


@pytest.mark.process("5.1")
def test_a_package_reaches_its_officer_whole_when_its_last_state_is_submitted(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    cycle.answer("package", {}, state="CO", center="ECQA")
    cycle.answer("package", {}, state="MT", center="ECQA")
    cycle.run(5)
    before = open_rows(cycle, "approval")
    cycle.answer("package", {}, state="VT", center="ECQA")
    cycle.run(5)
    assert (before, open_rows(cycle, "approval")) == (
        [],
        [
            ("CO", "ECQA", COR_OF_ECQA, {7: 1}),
            ("MT", "ECQA", COR_OF_ECQA, {9: 1}),
            ("VT", "ECQA", COR_OF_ECQA, {11: 1}),
        ],
    )


@pytest.mark.process("5.1")
def test_a_center_has_a_cor_or_an_fpo_and_that_officer_gets_the_package_on_one_sheet(cycle_at):
    found = cycle_at("submitted").prompts("approval", center="NCASE")
    assert [(row.address, row.role, row.sheet_id) for row in found] == [
        (FPO_OF_NCASE, "fpo", found[0].sheet_id)
    ] * 3


# --- 5.3: item by item


@pytest.mark.process("5.3")
def test_an_item_sent_back_goes_to_its_center_with_the_reason_and_alone(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    asked = [(row.address, cycle.shown(row.id), row.why) for row in cycle.prompts("rework")]
    assert asked == [(LEAD_OF_ECQA, {9: 1}, {"reasons": {"9": WHY}})]


@pytest.mark.process("5.3")
def test_a_package_that_is_approved_needs_no_rework(cycle_at):
    assert cycle_at("approved").prompts("rework") == []


@pytest.mark.process("5.3")
def test_a_reworked_item_comes_again_alone(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    clear = {"items": [{"line_id": 9, "clarification": "The licensing agency"}]}
    cycle.at("2016-12-08 10:00").answer("rework", clear)
    cycle.run(5)
    asked = [(row.round, row.why["again"]) for row in cycle.prompts("approval")]
    assert (open_rows(cycle, "approval"), asked) == (
        [("MT", "ECQA", COR_OF_ECQA, {9: 1})],
        [(2, True)],
    )


@pytest.mark.process("5.3")
def test_an_item_that_was_sent_back_does_not_come_again_before_it_is_reworked(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    cycle.run(5)
    assert cycle.prompts("approval") == []


@pytest.mark.process("5.3")
def test_an_item_that_is_sent_back_twice_is_reworked_twice(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    clear = {"items": [{"line_id": 9, "clarification": "The licensing agency"}]}
    cycle.at("2016-12-08 10:00").answer("rework", clear)
    cycle.run(5)
    cycle.answer("approval", sends_back(9, "Which one?"))
    cycle.run(5)
    asked = cycle.prompt("rework")
    assert (asked.round, asked.why) == (2, {"reasons": {"9": "Which one?"}})


@pytest.mark.process("4.4", "5.3")
def test_an_item_whose_words_change_is_reviewed_by_its_administrator(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    cycle.at("2016-12-08 10:00").answer(
        "rework", {"items": [{"line_id": 9, "changed": TWO_VISITS}]}
    )
    cycle.run(5)
    asked = cycle.prompt("final-review")
    assert (asked.address, cycle.shown(asked.id)) == (
        "kira.gannet@mt.example",
        {3: 1, 4: 1, 9: 2, 10: 1},
    )


@pytest.mark.process("5.3")
def test_a_changed_line_loses_its_approval_and_no_other_line_does(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    confirmed = cycle.prompt("confirmation", state="CO", stands="answered")
    wish = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}
    cycle.answer_prompt(confirmed.id, wish)
    cycle.run(4)
    revision = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}
    cycle.answer("revision", revision)
    cycle.run(4).run(5)
    assert open_rows(cycle, "approval") == [("CO", "ECQA", COR_OF_ECQA, {7: 2})]


@pytest.mark.process("5.3")
def test_the_decisions_come_back_to_the_lead_of_the_center(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.answer("approval", sends_back(9), state="MT", center="ECQA")
    cycle.run(5)
    assert [address for _subject, address in cycle.told("approvals-returned")] == [LEAD_OF_ECQA]


@pytest.mark.process("5.3")
def test_the_lead_of_a_center_reads_the_reason_in_the_mail(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    text = cycle.mails_to(LEAD_OF_ECQA)[0].get_body(("plain",)).get_content()
    assert text.count(WHY) == 2  # among the decisions, and where the rework is asked for


@pytest.mark.process("5.3")
def test_with_two_officers_a_plan_waits_for_the_second(cycle_at):
    cycle = _with_two_officers(cycle_at)
    for row in cycle.prompts("approval", role="fpo"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    for row in cycle.prompts("approval", role="cor", state="CO"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO"]


@pytest.mark.process("5.3")
@pytest.mark.parametrize("first", ["cor", "fpo"])
def test_with_two_officers_an_item_is_sent_back_whoever_answers_last(cycle_at, first):
    cycle = _with_two_officers(cycle_at)
    second = {"cor": "fpo", "fpo": "cor"}[first]
    cycle.answer("approval", sends_back(9), state="MT", center="ECQA", role=first)
    cycle.answer("approval", accepts(9), state="MT", center="ECQA", role=second)
    cycle.run(5)
    assert [cycle.shown(row.id) for row in cycle.prompts("rework")] == [{9: 1}]


def _with_two_officers(cycle_at):
    """ECQA has an FPO too, NCASE a COR too; and each of them must approve."""
    cycle = cycle_at("intermediate").with_rule("approval", sufficient="one of each")
    zone = "America/New_York"
    with write(cycle.tracker) as tat:
        enrol(
            tat,
            [
                Enrolment("Vera Wren", "vera.wren@fpo.ecqa.example", zone, Role.FPO, "ECQA"),
                Enrolment("Walt Wren", "walt.wren@cor.ncase.example", zone, Role.COR, "NCASE"),
            ],
        )
    cycle.at("2016-12-05 07:00").run(5).answer_all("package", {})
    return cycle.run(5)


# --- 5.4: final, and then the center leads


@pytest.mark.process("5.4")
def test_no_plan_is_ready_before_the_officer_of_each_of_its_activities_has_approved(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    for row in cycle.prompts("approval", center="ECQA"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert cycle.prompts("finalization") == []


@pytest.mark.process("5.4")
def test_silence_of_an_officer_approves_nothing_when_the_step_closes(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-20 07:00").run(5)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "intermediate", "VT": "intermediate"}


@pytest.mark.process("5.4")
def test_an_item_that_was_sent_back_holds_up_its_own_plan_alone(cycle_at):
    cycle = montana_is_sent_back(cycle_at)
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO", "VT"]


@pytest.mark.process("5.4")
def test_an_approved_plan_stays_intermediate_until_its_specialist_orders_the_conversion(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00").run(5)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "intermediate", "VT": "intermediate"}


@pytest.mark.process("5.4")
def test_all_approved_plans_of_a_region_are_on_one_sheet(cycle_at):
    found = cycle_at("approved").prompts("finalization")
    of_region_8 = [(row.jurisdiction, row.sheet_id) for row in found if row.address == SPECIALIST]
    assert of_region_8 == [("CO", found[0].sheet_id), ("MT", found[0].sheet_id)]


@pytest.mark.process("5.4", "8.4")
def test_a_plan_becomes_final_by_order_of_its_specialist(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", CONVERTS, state="CO")
    cycle.run(5)
    newest = cycle.rows(StatusChange)[-1]
    assert (newest["plan_id"], newest["before"], newest["after"], newest["by_person_id"]) == (
        1,
        "intermediate",
        "final",
        cycle.person_id(SPECIALIST),
    )


@pytest.mark.process("5.4")
def test_with_automatic_promotion_an_approved_plan_becomes_final_without_an_order(cycle_at):
    cycle = cycle_at("submitted").with_rules(promotion=Promotion.AUTOMATIC)
    cycle.at("2016-12-07 10:00").answer_all("approval", cycle.accept_lines)
    cycle.run(5)
    assert cycle.statuses() == {"CO": "final", "MT": "final", "VT": "final"}


@pytest.mark.process("5.4")
def test_the_lead_of_each_center_concerned_is_asked_to_approve_the_final_plans(cycle_at):
    assert open_rows(cycle_at("final"), "final-agreement") == [
        ("CO", "ECQA", LEAD_OF_ECQA, {7: 1}),
        ("CO", "NCASE", LEAD_OF_NCASE, {8: 1}),
        ("MT", "ECQA", LEAD_OF_ECQA, {9: 1}),
        ("MT", "NCASE", LEAD_OF_NCASE, {10: 1}),
        ("VT", "ECQA", LEAD_OF_ECQA, {11: 1}),
        ("VT", "NCASE", LEAD_OF_NCASE, {12: 1}),
    ]


@pytest.mark.process("5.4")
def test_no_lead_is_asked_before_a_plan_is_final(cycle_at):
    cycle = cycle_at("approved").at("2016-12-16 07:30").run(5)
    assert cycle.prompts("final-agreement") == []


@pytest.mark.process("5.4")
def test_a_lead_who_has_approved_is_not_asked_again(cycle_at):
    cycle = cycle_at("final").at("2016-12-09 10:00")
    cycle.answer_all("final-agreement", {"approves": True})
    cycle.run(5)
    assert cycle.prompts("final-agreement") == []


@pytest.mark.process("5.4")
def test_leads_are_asked_of_what_is_final_one_business_day_before_the_end(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", CONVERTS, state="VT")
    cycle.at("2016-12-15 18:00").run(5)
    before = cycle.prompts("final-agreement")
    cycle.at("2016-12-16 07:30").run(5)
    asked = [(row.jurisdiction, row.center) for row in cycle.prompts("final-agreement")]
    assert (before, asked) == ([], [("VT", "ECQA"), ("VT", "NCASE")])


@pytest.mark.process("5.4", "rule few mails")
def test_a_lead_is_asked_of_plans_that_become_final_late_in_one_mail_on_friday(cycle_at):
    cycle = cycle_at("approved").at("2016-12-20 10:00")  # a Tuesday, after the end of the step
    cycle.mails()  # whatever waited until now
    for moment, state in (("2016-12-20 10:00", "VT"), ("2016-12-21 10:00", "CO")):
        cycle.at(moment).answer("finalization", CONVERTS, state=state)
        cycle.run(5)
    due = {row.due_on.isoformat() for row in cycle.prompts("final-agreement")}
    moments = ("2016-12-21 10:00", "2016-12-22 08:00", "2016-12-23 07:59", "2016-12-23 08:00")
    n_mails = [len(cycle.at(moment).mails_to(LEAD_OF_ECQA)) for moment in moments]
    assert (due, n_mails) == ({"2017-01-03"}, [0, 0, 0, 1])  # five business days from Friday


@pytest.mark.process("5.4")
def test_a_plan_without_activities_has_nothing_to_approve_and_never_becomes_final(cycle_at):
    cycle = cycle_at("asked").with_rules(promotion=Promotion.AUTOMATIC).at("2016-11-22 10:00")
    wish = {"confirms": False, "wishes": [{"text": "We need no help after all"}]}
    cycle.answer("confirmation", wish, state="CO")
    cycle.run(4)
    cycle.answer("revision", {"withdrawn": [7, 8], "note": "Nothing is left"})
    cycle.run(4).answer_all("change-agreement", cycle.accept_lines)
    cycle.run(4)
    cycle.answer("final-review", CONFIRMS)
    cycle.run(4)
    cycle.at("2016-12-20 07:00").run(5)
    assert cycle.statuses()["CO"] == "intermediate"


# --- 5.5: the final plan goes to the Administrator


@pytest.mark.process("5.5")
def test_each_administrator_is_sent_the_final_plan_of_their_state(cycle_at):
    assert cycle_at("final").told("final-sent") == [
        ("plan 1", "hal.dogwood@co.example"),
        ("plan 2", "kira.gannet@mt.example"),
        ("plan 3", "nell.heron@vt.example"),
    ]


@pytest.mark.process("5.5")
def test_the_mail_to_the_administrator_brings_the_final_plan_along(cycle_at):
    cycle = cycle_at("final").at("2016-12-09 08:00")
    mail = cycle.mails_to("hal.dogwood@co.example")[0]
    assert (mail["Subject"], list(attachments(mail))) == (
        "Final: the TA plan for Colorado",
        ["TA plan Colorado version 3.txt", "TA plan Colorado version 3.xlsx"],
    )


@pytest.mark.process("5.5")
def test_the_plan_that_goes_to_the_administrator_says_that_it_is_final(cycle_at):
    cycle = cycle_at("final").at("2016-12-09 08:00")
    plan = attachments(cycle.mails_to("hal.dogwood@co.example")[0])
    lines = plan["TA plan Colorado version 3.txt"].splitlines()
    assert lines[4] == "Status     final, version 3"


@pytest.mark.process("5.5")
def test_a_plan_that_is_not_final_is_not_sent(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", CONVERTS, state="VT")
    cycle.run(5).run(5)
    assert cycle.told("final-sent") == [("plan 3", "nell.heron@vt.example")]


# --- a silent state


@pytest.mark.process("5.1", "5.4")
def test_a_silent_state_catches_up_and_becomes_final(cycle_at):
    cycle = vermont_comes_late(cycle_at)
    cycle.answer_all("package", {})
    cycle.run(5).answer_all("approval", cycle.accept_lines)
    cycle.run(5).answer_all("finalization", CONVERTS)
    cycle.run(5)
    assert cycle.statuses() == {"CO": "final", "MT": "final", "VT": "final"}


@pytest.mark.process("5.1")
def test_the_officer_sees_that_the_package_is_supplementary(cycle_at):
    cycle = vermont_comes_late(cycle_at)
    cycle.answer_all("package", {})
    cycle.run(5)
    found = cycle.prompts("approval", state="VT")
    assert [(row.center, row.why) for row in found] == [
        ("ECQA", {"again": False, "supplementary": True}),
        ("NCASE", {"again": False, "supplementary": True}),
    ]


@pytest.mark.process("5.1", "5.4")
def test_a_state_that_answers_after_both_steps_have_closed_becomes_final(cycle_at):
    cycle = vermont_is_silent(cycle_at).at("2016-12-20 07:00").run(5)
    cycle.at("2017-02-01 10:00").answer("confirmation", CONFIRMS, state="VT")
    cycle.run(4).answer("conversion", CONVERTS, state="VT")
    cycle.run(4).run(5)
    for kind, content in (
        ("package", {}),
        ("approval", cycle.accept_lines),
        ("finalization", CONVERTS),
    ):
        cycle.answer_all(kind, content)
        cycle.run(5)
    assert cycle.statuses()["VT"] == "final"


def test_a_plan_that_was_held_in_step_4_is_told_of_again_when_step_5_leaves_it_behind(cycle_at):
    cycle = vermont_comes_late(cycle_at).at("2016-12-09 10:00")
    cycle.answer_all("approval", cycle.accept_lines)
    cycle.run(5).answer_all("finalization", CONVERTS)
    cycle.run(5).at("2016-12-20 07:00").run(5)
    told_twice = [address for _subject, address in cycle.told("plan-held")]
    assert told_twice == [
        "ada.alder@occ.example",
        "ada.alder@occ.example",
        "alma.ash@occ.example",
        "alma.ash@occ.example",
        "amos.aspen@occ.example",
        "amos.aspen@occ.example",
        "asa.beech@region1.example",
        "asa.beech@region1.example",
        "elsa.catalpa@region1.scbc.example",
        "elsa.catalpa@region1.scbc.example",
    ]
