"""Step 3: alignment of technical assistance resources."""

from collections import Counter

import pytest

from config.vocabulary import Purpose
from tat.refusals import Refused
from tat.schema import ActivityRevision, Line, Message, Notice, PlanVersion, Prompt
from tests.example_plan import BACKGROUND_CHECKS, COACHING
from tests.small_cycle import documents_with

OCC = ["ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"]
SPECIALIST_8, SPECIALIST_1 = (
    "greta.cypress@region8.scbc.example",
    "elsa.catalpa@region1.scbc.example",
)
RPM_8, RPM_1 = "emil.cedar@region8.example", "asa.beech@region1.example"
PARTNERS_8 = ["flora.crane@region8.example", "gil.curlew@region8.example"]
PARTNERS_1 = ["dora.bunting@region1.example", "edna.buckeye@region1.example"]
LEADS = {
    "ECQA": "theo.locust@ecqa.example",
    "NCASE": "anna.basswood@ncase.example",
    "SCBC": "dale.bunting@scbc.example",
}
OFFICERS = {"ECQA": "uma.madrone@cor.ecqa.example", "NCASE": "asa.birch@fpo.ncase.example"}
LEADS_AND_PROJECT_LEADS = [
    "ada.ash@pmfo.example",
    "alma.aspen@pmfo.example",
    "anna.basswood@ncase.example",
    "arlo.beech@ncase.example",
    "bela.bittern@ncsia.example",
    "cleo.bluebird@ncsia.example",
    "dale.bunting@scbc.example",
    "dora.buckeye@scbc.example",
    "elsa.cedar@nctecd.example",
    "emil.chickadee@nctecd.example",
    "ezra.cormorant@ehsccp.example",
    "fay.cottonwood@ehsccp.example",
    "rhea.kinglet@dtl.example",
    "rosa.kite@dtl.example",
    "saul.larch@hw.example",
    "seth.laurel@hw.example",
    "theo.locust@ecqa.example",
    "tove.loon@ecqa.example",
    "vera.magpie@pfce.example",
    "walt.mallard@pfce.example",
]
NEEDS = [  # center, state and line of each need: background checks are ECQA's, school age NCASE's
    ("ECQA", "CO", {1: 1}),
    ("NCASE", "CO", {2: 1}),
    ("ECQA", "MT", {3: 1}),
    ("NCASE", "MT", {4: 1}),
    ("ECQA", "VT", {5: 1}),
    ("NCASE", "VT", {6: 1}),
]
ACTIVITIES = [  # the same of the activities that the centers propose for them
    ("ECQA", "CO", {7: 1}),
    ("NCASE", "CO", {8: 1}),
    ("ECQA", "MT", {9: 1}),
    ("NCASE", "MT", {10: 1}),
    ("ECQA", "VT", {11: 1}),
    ("NCASE", "VT", {12: 1}),
]
NOT_OURS = {"need_id": 1, "reason": "A question of capacity", "suggested_center": "SCBC"}
TRAINING = {**COACHING, "title": "Training of licensing staff", "forms": ["training"]}


def aligning(cycle_at):
    """Step 3 has opened: the centers are asked what they propose."""
    return cycle_at("accurate").at("2016-10-24 07:00").run(3)


def confirmed(cycle_at):
    """The officers have confirmed every activity; the Specialists are asked to enter them."""
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    return cycle.run(3)


def proposing(*needs) -> dict:
    return {"proposed": [{"need_id": need, "activity": COACHING} for need in needs]}


def sent_back(*lines) -> dict:
    return {"lines": [{"line_id": line, "accepts": False, "reason": "Too long"} for line in lines]}


def accepted(*lines) -> dict:
    return {"lines": [{"line_id": line, "accepts": True} for line in lines]}


def shown(cycle, kind: str, **where) -> list[tuple]:
    """Center, state and lines of each open prompt of a kind."""
    return [
        (row.center, row.jurisdiction, cycle.shown(row.id)) for row in cycle.prompts(kind, **where)
    ]


def sheets(cycle, kind: str) -> list[tuple]:
    """Who has how many questions of a kind on one sheet."""
    return sorted(Counter((row.address, row.sheet_id) for row in cycle.prompts(kind)).items())


def states_of_lines(cycle, *lines) -> list[str]:
    return [str(row["state"]) for row in cycle.rows(Line, Line.id.in_(lines))]


def addresses(mails) -> list[str]:
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


# --- 3.2 the trends reach the centers


@pytest.mark.process("3.2")
def test_the_trends_reach_every_center_and_specialist_as_the_step_opens(cycle_at):
    assert aligning(cycle_at).told("trends") == [
        *(("cycle", address) for address in LEADS_AND_PROJECT_LEADS),
        ("region 1", SPECIALIST_1),
        ("region 8", SPECIALIST_8),
    ]


@pytest.mark.process("3.2", "3.3")
def test_a_specialist_gets_the_page_of_the_region_for_its_conference_call(cycle_at):
    [mail] = aligning(cycle_at).at("2016-10-24 08:00").mails_to(SPECIALIST_8)
    files = [one.get_filename() for one in documents_with(mail)]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "All 2 states and territories have answered and named 4 needs." in text
    assert [name for name in files if "Region" in name or "topic" in name] == [
        "Needs by topic.csv", "Requests Region 8.csv", "TA needs and trends Region 8.html",
    ]  # fmt: skip


@pytest.mark.process("3.2")
def test_the_mail_brings_the_counts_by_topic_and_every_single_request(cycle_at):
    [mail] = aligning(cycle_at).at("2016-10-24 08:00").mails_to("rosa.kite@dtl.example")
    documents = {one.get_filename(): one.get_content() for one in documents_with(mail)}
    page = documents.pop("TA needs and trends.html")
    found = {name: content.split("\r\n") for name, content in documents.items()}
    assert "<h1>TA needs and trends: the nation</h1>" in page
    assert found["Needs by topic.csv"] == [
        "\ufeffTopic,Nation,Region 1,Region 8,CO,MT,VT",
        "Comprehensive background checks,3,1,2,1,1,1",
        '"School-age, afterschool and summer care",3,1,2,1,1,1',
        "States and territories that answered,3,1,2,1,1,1",
        "",
    ]
    assert (list(found), len(found["Requests.csv"]), found["Requests.csv"][1]) == (
        ["Needs by topic.csv", "Requests.csv"],
        1 + 6 + 1,  # the names of the columns, the needs of three states, the end
        "Vermont,1,Comprehensive background checks,Help with background checks,,1,"
        "required by the CCDBG reauthorization of 2014,all ages,",
    )


@pytest.mark.process("3.2")
def test_the_mail_says_what_the_figures_say(cycle_at):
    cycle = aligning(cycle_at)
    [details, *_] = [row["details"] for row in cycle.rows(Notice, Notice.purpose == "trends")]
    assert (details["n_states"], details["n_needs"], details["sentences"]) == (
        3,
        6,
        [
            "All 3 states and territories have answered and named 6 needs.",
            "These are small numbers: fewer than 5 states and territories have answered.",
            "2 topics are asked for most, each by 3 of the 3 that answered: Comprehensive "
            "background checks; School-age, afterschool and summer care.",
            "2 topics are each common to at least a quarter of those that answered: Comprehensive "
            "background checks (3); School-age, afterschool and summer care (3).",
            "No topic is asked for by only one state or territory.",
            "Of 6 needs, 3 are required by the CCDBG reauthorization of 2014; 3 go beyond "
            "compliance.",
            "3 of 6 needs have the highest priority, 1 of 5.",
        ],
    )


@pytest.mark.process("3.2")
def test_a_draft_does_not_count_in_the_trends(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20"}, state="VT")
    cycle.run(2).at("2016-10-24 07:00").run(3)
    [details, *_] = [row["details"] for row in cycle.rows(Notice, Notice.purpose == "trends")]
    assert (details["n_states"], details["n_needs"]) == (1, 2)


@pytest.mark.process("3.2")
def test_the_figures_that_were_sent_are_those_of_the_day_whatever_changes_after(cycle_at):
    cycle = aligning(cycle_at)
    cycle.answer("approaches", proposing(5), center="ECQA", state="VT")
    [mail] = cycle.at("2016-10-24 08:00").mails_to("rosa.kite@dtl.example")
    *_, requests = documents_with(mail)
    assert [row for row in requests.get_content().split("\r\n") if row.endswith(",ECQA")] == []


# --- 3.4 what the centers propose


@pytest.mark.process("3.4")
def test_each_need_is_put_before_the_first_center_of_its_topic(cycle_at):
    assert shown(aligning(cycle_at), "approaches") == NEEDS


@pytest.mark.process("3.4")
def test_a_center_answers_for_all_states_on_one_sheet(cycle_at):
    asked = [(address, n) for (address, _), n in sheets(aligning(cycle_at), "approaches")]
    assert asked == [(LEADS["NCASE"], 3), (LEADS["ECQA"], 3)]


@pytest.mark.process("3.4")
def test_a_proposal_is_kept_with_its_need_and_its_center(cycle_at):
    cycle = aligning(cycle_at)
    cycle.answer("approaches", proposing(1), center="ECQA", state="CO")
    [line] = cycle.rows(Line, Line.kind == "activity")
    [words] = cycle.rows(ActivityRevision)
    assert (line["need_id"], line["center"], line["state"], words["title"]) == (
        1,
        "ECQA",
        "proposed",
        "Coaching of licensing staff",
    )


@pytest.mark.process("3.4")
def test_a_need_that_is_out_of_scope_goes_to_the_center_that_is_suggested(cycle_at):
    cycle = aligning(cycle_at)
    cycle.answer("approaches", {"out_of_scope": [NOT_OURS]}, center="ECQA", state="CO")
    asked = cycle.run(3).prompt("approaches", center="SCBC")
    assert (asked.address, asked.jurisdiction, cycle.shown(asked.id)) == (
        LEADS["SCBC"],
        "CO",
        {1: 1},
    )


@pytest.mark.process("3.4")
def test_the_center_that_gave_a_need_away_is_not_asked_about_it_again(cycle_at):
    cycle = aligning(cycle_at)
    cycle.answer("approaches", {"out_of_scope": [NOT_OURS]}, center="ECQA", state="CO")
    assert cycle.run(3).prompts("approaches", center="ECQA", state="CO") == []


@pytest.mark.process("3.4")
def test_a_need_does_not_go_back_to_a_center_that_has_declined_it(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    cycle.answer("approaches", {"out_of_scope": [NOT_OURS]}, center="ECQA", state="CO")
    cycle.run(3)
    back = {"out_of_scope": [{**NOT_OURS, "suggested_center": "ECQA"}]}
    with pytest.raises(Refused) as refused:
        cycle.answer("approaches", back, center="SCBC", state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: ECQA has found this need out of its scope already; "
        "suggest another center, or propose an activity."
    )


@pytest.mark.process("3.4")
def test_a_need_cannot_be_given_to_the_center_that_has_it(cycle_at):
    cycle = aligning(cycle_at)
    to_itself = {"out_of_scope": [{**NOT_OURS, "suggested_center": "ECQA"}]}
    with pytest.raises(Refused) as refused:
        cycle.answer("approaches", to_itself, center="ECQA", state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: ECQA is not another National Center; "
        "name one of DTL, EHSCCP, HW, NCASE, NCSIA, NCTECD, PFCE, PMFO, SCBC."
    )


@pytest.mark.process("3.4")
def test_a_center_must_say_something_to_every_need(cycle_at):
    cycle = aligning(cycle_at)
    with pytest.raises(Refused) as refused:
        cycle.answer("approaches", {}, center="ECQA", state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: 1 of 1 lines have no answer yet, the first is line 1."
    )


@pytest.mark.process("2.8", "3.4")
def test_a_need_whose_activity_the_center_knew_before_is_not_asked_about(cycle_at):
    cycle = cycle_at("initial")
    known = {"known": [{"need_id": 1, "activity": COACHING}]}
    cycle.answer("center-review", known, center="ECQA", state="CO")
    cycle.at("2016-10-24 07:00").run(3)
    assert shown(cycle, "approaches") == NEEDS[1:]


@pytest.mark.process("3.4")
def test_a_draft_is_put_before_no_center(cycle_at):
    cycle = cycle_at("calls").at("2016-10-24 07:00").run(3)
    assert cycle.prompts("approaches") == []


@pytest.mark.process("3.4")
def test_a_plan_that_catches_up_is_put_before_the_centers_then(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20"}, state="VT")
    cycle.run(2).at("2016-10-24 07:00").run(3)
    cycle.at("2016-10-25 09:00").answer("call-record", {"held_on": "2016-10-25"}, state="CO")
    cycle.run(2).run(3)
    assert shown(cycle, "approaches", state="CO") == NEEDS[:2]


@pytest.mark.process("3.4")
def test_the_sheet_of_approaches_brings_the_scopes_and_names_the_officer(cycle_at):
    cycle = aligning(cycle_at).at("2016-10-24 08:00")
    [mail] = cycle.mails_to(LEADS["ECQA"])
    names = [part.get_filename() for part in documents_with(mail)]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "What the National Centers work on.txt" in names
    assert "your COR or FPO (Uma Madrone) first." in text
    assert "say where in your approved workplan each stands" in text


@pytest.mark.process("3.4")
def test_where_an_activity_stands_in_the_workplan_is_told_with_the_plan(cycle_at):
    cycle = aligning(cycle_at)
    activity = {**COACHING, "workplan": "Task 3.2"}
    proposal = {"proposed": [{"need_id": 1, "activity": activity}]}
    cycle.answer("approaches", proposal, center="ECQA", state="CO")
    cycle.reach("entered").at("2016-11-01 08:00")
    [manager] = cycle.holders("regional-manager", "region 8")
    [mail] = cycle.mails_to(manager)
    plans = {part.get_filename(): part.get_content() for part in documents_with(mail)}
    lines = [line.strip() for line in plans["TA plan Colorado version 3.txt"].splitlines()]
    assert [line for line in lines if "workplan" in line] == ["In the workplan: Task 3.2"]


# --- 3.5 the officers confirm


@pytest.mark.process("3.5")
def test_the_officer_of_each_center_is_asked_to_confirm_what_it_proposes(cycle_at):
    cycle = cycle_at("proposed")
    asked = {(row.center, row.role, row.address) for row in cycle.prompts("officer-confirmation")}
    assert asked == {
        ("ECQA", "cor", "uma.madrone@cor.ecqa.example"),
        ("NCASE", "fpo", "asa.birch@fpo.ncase.example"),
    }


@pytest.mark.process("3.5")
def test_the_officer_is_shown_every_activity_in_every_state(cycle_at):
    assert shown(cycle_at("proposed"), "officer-confirmation") == ACTIVITIES


@pytest.mark.process("3.5")
def test_an_officer_answers_for_all_states_on_one_sheet(cycle_at):
    asked = sheets(cycle_at("proposed"), "officer-confirmation")
    assert [(address, n) for (address, _), n in asked] == [
        (OFFICERS["NCASE"], 3),
        (OFFICERS["ECQA"], 3),
    ]


@pytest.mark.process("3.5")
def test_the_officer_waits_for_the_whole_sheet_of_the_center(cycle_at):
    cycle = aligning(cycle_at)
    cycle.answer("approaches", proposing(1), center="ECQA", state="CO")
    cycle.answer("approaches", proposing(3), center="ECQA", state="MT")
    before = cycle.run(3).prompts("officer-confirmation")
    cycle.answer("approaches", proposing(5), center="ECQA", state="VT")
    after = [row.jurisdiction for row in cycle.run(3).prompts("officer-confirmation")]
    assert (before, after) == ([], ["CO", "MT", "VT"])


@pytest.mark.process("3.5")
def test_eight_business_days_before_the_end_the_officer_gets_what_there_is(cycle_at):
    cycle = aligning(cycle_at)
    cycle.answer("approaches", proposing(1), center="ECQA", state="CO")
    before = cycle.at("2016-11-04 09:00").run(3).prompts("officer-confirmation")
    after = cycle.at("2016-11-07 09:00").run(3).prompts("officer-confirmation")
    assert (before, [row.jurisdiction for row in after]) == ([], ["CO"])


@pytest.mark.process("3.5")
def test_only_a_confirmed_activity_comes_back_to_be_entered(cycle_at):
    cycle = cycle_at("proposed")
    cycle.answer("officer-confirmation", accepted(7), center="ECQA", state="CO")
    cycle.at("2016-11-09 07:00").run(3)  # released: not all of it is confirmed
    assert cycle.shown(cycle.prompt("entry", state="CO").id) == {7: 1}


@pytest.mark.process("3.5")
def test_what_the_officer_sends_back_goes_to_the_center_with_the_reason(cycle_at):
    cycle = cycle_at("proposed")
    cycle.answer("officer-confirmation", sent_back(7), center="ECQA", state="CO")
    asked = cycle.run(3).prompt("rework")
    assert (asked.address, cycle.shown(asked.id), asked.why) == (
        LEADS["ECQA"],
        {7: 1},
        {"reasons": {"7": "Too long"}},
    )


@pytest.mark.process("3.5")
def test_while_the_center_reworks_an_item_its_officer_is_not_asked_about_it(cycle_at):
    cycle = cycle_at("proposed")
    cycle.answer("officer-confirmation", sent_back(7), center="ECQA", state="CO")
    assert cycle.run(3).prompts("officer-confirmation", center="ECQA", state="CO") == []


@pytest.mark.process("3.5")
def test_a_reworked_item_goes_to_the_officer_again_in_its_new_words(cycle_at):
    cycle = cycle_at("proposed")
    cycle.answer("officer-confirmation", sent_back(7), center="ECQA", state="CO")
    cycle.run(3).answer("rework", {"items": [{"line_id": 7, "changed": TRAINING}]})
    asked = cycle.run(3).prompt("officer-confirmation", center="ECQA", state="CO")
    assert (asked.round, asked.address, cycle.shown(asked.id)) == (2, OFFICERS["ECQA"], {7: 2})


@pytest.mark.process("3.5")
def test_an_item_that_is_made_clear_goes_to_the_officer_again_as_it_was(cycle_at):
    cycle = cycle_at("proposed")
    cycle.answer("officer-confirmation", sent_back(7), center="ECQA", state="CO")
    cycle.run(3).answer("rework", {"items": [{"line_id": 7, "clarification": "Two weeks"}]})
    asked = cycle.run(3).prompt("officer-confirmation", center="ECQA", state="CO")
    assert (asked.round, cycle.shown(asked.id)) == (2, {7: 1})


@pytest.mark.process("3.5")
def test_an_item_that_its_center_withdraws_is_not_asked_about_again(cycle_at):
    cycle = cycle_at("proposed")
    cycle.answer("officer-confirmation", sent_back(7), center="ECQA", state="CO")
    cycle.run(3).answer("rework", {"items": [{"line_id": 7, "withdraws": True}]})
    cycle.run(3)
    asked = cycle.prompts("officer-confirmation", center="ECQA", state="CO")
    assert (states_of_lines(cycle, 7), asked) == (["withdrawn"], [])


@pytest.mark.process("3.5")
def test_the_specialist_does_not_record_what_an_officer_decides(cycle_at):
    cycle = cycle_at("proposed")
    prompt = cycle.prompt("officer-confirmation", center="ECQA", state="CO")
    with pytest.raises(Refused) as refused:
        cycle.answer(
            "officer-confirmation", accepted(7), center="ECQA", state="CO", by=SPECIALIST_8,
            channel="phone",
        )  # fmt: skip
    assert str(refused.value) == (
        "This is a federal decision of Uma Madrone: nobody records it on their behalf. Ask them to "
        "sign on and answer from the link in their mail, or have staff of OCC or OHS file "
        f"their signed memo: tacycle memo FILE.pdf --prompt {prompt.id}."
    )


# --- 3.6 the Specialists enter


@pytest.mark.process("3.6")
def test_the_specialist_is_asked_to_enter_what_came_back(cycle_at):
    cycle = confirmed(cycle_at)
    asked = [(row.address, row.jurisdiction, cycle.shown(row.id)) for row in cycle.prompts("entry")]
    assert asked == [
        (SPECIALIST_8, "CO", {7: 1, 8: 1}),
        (SPECIALIST_8, "MT", {9: 1, 10: 1}),
        (SPECIALIST_1, "VT", {11: 1, 12: 1}),
    ]


@pytest.mark.process("3.6")
def test_a_plan_with_an_item_in_work_is_entered_when_that_is_settled(cycle_at):
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    cycle.answer("officer-confirmation", accepted(7), center="ECQA", state="CO")
    before = cycle.run(3).prompts("entry")
    cycle.answer("officer-confirmation", accepted(8), center="NCASE", state="CO")
    after = shown(cycle.run(3), "entry")
    assert (before, after) == ([], [(None, "CO", {7: 1, 8: 1})])


@pytest.mark.process("3.6")
def test_entered_activities_stand_in_the_plan(cycle_at):
    cycle = confirmed(cycle_at)
    cycle.answer("entry", accepted(7, 8), state="CO")
    assert [line.id for line in cycle.plan("CO").activities] == [7, 8]


@pytest.mark.process("3.6")
def test_an_activity_that_is_left_out_does_not_stand_in_the_plan(cycle_at):
    cycle = confirmed(cycle_at)
    cycle.answer("entry", {"lines": accepted(7)["lines"] + sent_back(8)["lines"]}, state="CO")
    stands = [line.id for line in cycle.plan("CO").activities]
    assert (stands, states_of_lines(cycle, 8)) == ([7], ["withdrawn"])


@pytest.mark.process("3.6")
def test_the_entry_is_a_version_of_the_plan_by_its_specialist(cycle_at):
    cycle = confirmed(cycle_at)
    cycle.answer("entry", accepted(7, 8), state="CO")
    version = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)[-1]
    entered = [one["title"] for one in version["content"]["activities"]]
    assert (version["number"], version["by_person_id"], entered) == (
        3,
        cycle.person_id(SPECIALIST_8),
        ["Coaching of licensing staff", "Coaching of licensing staff"],
    )


# --- 3.7 the regional manager affirms


@pytest.mark.process("3.7")
def test_each_manager_is_asked_to_affirm_the_plans_of_the_region(cycle_at):
    cycle = cycle_at("entered")
    asked = [
        (row.address, row.jurisdiction, cycle.shown(row.id)) for row in cycle.prompts("affirmation")
    ]
    assert asked == [
        (RPM_8, "CO", {1: 1, 2: 1, 7: 1, 8: 1}),
        (RPM_8, "MT", {3: 1, 4: 1, 9: 1, 10: 1}),
        (RPM_1, "VT", {5: 1, 6: 1, 11: 1, 12: 1}),
    ]


@pytest.mark.process("3.7")
def test_a_manager_affirms_on_one_sheet_for_the_region(cycle_at):
    asked = [(address, n) for (address, _), n in sheets(cycle_at("entered"), "affirmation")]
    assert asked == [(RPM_1, 1), (RPM_8, 2)]


@pytest.mark.process("3.7")
def test_the_manager_gets_the_plans_with_the_question(cycle_at):
    [mail] = cycle_at("entered").at("2016-11-01 08:00").mails_to(RPM_8)
    assert sorted(part.get_filename() for part in documents_with(mail)) == [
        "TA plan Colorado version 3.txt",
        "TA plan Montana version 3.txt",
        "TA plans of 2 states.xlsx",
    ]


@pytest.mark.process("3.7")
def test_the_sheet_of_a_region_waits_for_its_last_state(cycle_at):
    cycle = confirmed(cycle_at)
    cycle.answer("entry", accepted(7, 8), state="CO")
    cycle.answer("entry", accepted(11, 12), state="VT")
    before = [row.jurisdiction for row in cycle.run(3).prompts("affirmation")]
    cycle.answer("entry", accepted(9, 10), state="MT")
    after = [row.jurisdiction for row in cycle.run(3).prompts("affirmation")]
    assert (before, sorted(after)) == (["VT"], ["CO", "MT", "VT"])


@pytest.mark.process("3.7")
def test_six_business_days_before_the_end_the_manager_gets_what_there_is(cycle_at):
    cycle = confirmed(cycle_at)
    cycle.answer("entry", accepted(7, 8), state="CO")
    before = cycle.at("2016-11-08 09:00").run(3).prompts("affirmation")
    after = cycle.at("2016-11-09 09:00").run(3).prompts("affirmation")
    assert (before, [row.jurisdiction for row in after]) == ([], ["CO"])


@pytest.mark.process("3.7")
def test_what_a_manager_suggests_goes_to_the_specialist(cycle_at):
    cycle = cycle_at("entered")
    wish = {"confirms": False, "wishes": [{"text": "Sooner, please", "line_id": 7}]}
    receipt = cycle.answer("affirmation", wish, state="CO")
    asked = cycle.run(3).prompt("revision")
    assert (asked.address, asked.jurisdiction, asked.why) == (
        SPECIALIST_8,
        "CO",
        {"answer": receipt.answer_id},
    )


@pytest.mark.process("3.7", "3.8")
def test_once_revised_the_manager_is_asked_about_the_plan_as_it_now_reads(cycle_at):
    cycle = cycle_at("entered")
    wish = {"confirms": False, "wishes": [{"text": "Only for homes", "line_id": 1}]}
    cycle.answer("affirmation", wish, state="CO")
    need = {**BACKGROUND_CHECKS, "text": "Help with background checks of family homes"}
    cycle.run(3).answer("revision", {"needs": [{"line_id": 1, "need": need}], "note": "Homes"})
    asked = cycle.run(3).prompt("affirmation", state="CO")
    assert (asked.round, asked.address, cycle.shown(asked.id)) == (
        2,
        RPM_8,
        {1: 2, 2: 1, 7: 1, 8: 1},
    )


@pytest.mark.process("3.7")
def test_the_partners_of_the_region_hear_which_plans_are_affirmed(cycle_at):
    cycle = cycle_at("entered")
    cycle.answer("affirmation", {"confirms": True}, state="CO")
    cycle.answer("affirmation", {"confirms": True}, state="VT")
    told = [("plan 1", address) for address in PARTNERS_8]
    told += [("plan 3", address) for address in PARTNERS_1]
    assert cycle.run(3).told("affirmed") == told


@pytest.mark.process("3.7")
def test_a_plan_with_suggestions_is_not_told_as_affirmed(cycle_at):
    cycle = cycle_at("entered")
    wish = {"confirms": False, "wishes": [{"text": "Sooner, please", "line_id": 7}]}
    cycle.answer("affirmation", wish, state="CO")
    assert cycle.run(3).told("affirmed") == []


@pytest.mark.process("3.7")
def test_the_specialist_does_not_affirm_for_the_manager(cycle_at):
    cycle = cycle_at("entered")
    prompt = cycle.prompt("affirmation", state="CO")
    with pytest.raises(Refused) as refused:
        cycle.answer(
            "affirmation", {"confirms": True}, state="CO", by=SPECIALIST_8, channel="email"
        )
    assert str(refused.value) == (
        "This is a federal decision of Emil Cedar: nobody records it on their behalf. Ask them to "
        "sign on and answer from the link in their mail, or have staff of OCC or OHS file "
        f"their signed memo: tacycle memo FILE.pdf --prompt {prompt.id}."
    )


# --- nobody has the role, and repeats


@pytest.mark.process("3.5")
def test_without_an_officer_occ_is_told_and_nothing_is_confirmed(cycle_at):
    cycle = aligning(cycle_at)
    cycle.leave("fpo", "NCASE")
    for need, state in ((2, "CO"), (4, "MT"), (6, "VT")):
        cycle.answer("approaches", proposing(need), center="NCASE", state=state)
    cycle.run(3)
    subjects = [f"officer-confirmation plan {number} center NCASE" for number in (1, 2, 3)]
    told = [(subject, address) for subject in subjects for address in OCC]
    assert (cycle.told("nobody-to-ask"), cycle.prompts("officer-confirmation")) == (told, [])


@pytest.mark.process("3.5")
def test_the_officer_who_was_missing_is_asked_once_there_is_one(cycle_at):
    cycle = aligning(cycle_at)
    cycle.leave("fpo", "NCASE")
    for need, state in ((2, "CO"), (4, "MT"), (6, "VT")):
        cycle.answer("approaches", proposing(need), center="NCASE", state=state)
    cycle.run(3).join("new.person@fpo.ncase.example", "fpo", "NCASE")
    cycle.run(3).run(3)
    asked = [(row.address, row.jurisdiction) for row in cycle.prompts("officer-confirmation")]
    assert asked == [("new.person@fpo.ncase.example", state) for state in ("CO", "MT", "VT")]


@pytest.mark.process("3.2", "3.4", "3.5", "3.6", "3.7")
def test_nothing_is_asked_or_told_twice_when_the_text_of_step_3_runs_again(cycle_at):
    cycle = cycle_at("accurate")
    n_before = len(cycle.rows(Message))

    def thrice(moment: str) -> None:
        cycle.at(moment)
        for _ in range(3):
            cycle.run(3).mails()

    thrice("2016-10-24 07:00")
    thrice("2016-10-25 09:00")
    cycle.answer_all("approaches", lambda row: proposing(*cycle.shown(row.id)))
    thrice("2016-10-25 10:00")
    cycle.answer("officer-confirmation", sent_back(7), center="ECQA", state="CO")
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    thrice("2016-10-26 09:00")
    cycle.answer("rework", {"items": [{"line_id": 7, "changed": TRAINING}]})
    thrice("2016-10-26 10:00")
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    thrice("2016-10-26 11:00")
    cycle.answer_all("entry", cycle.accept_lines)
    thrice("2016-10-26 12:00")
    cycle.answer_all("affirmation", {"confirms": True})
    thrice("2016-10-26 13:00")
    thrice("2016-11-19 07:00")  # the step ends
    asked = Counter(str(row["kind"]) for row in cycle.rows(Prompt, Prompt.step == 3))
    told = Counter(str(row["purpose"]) for row in cycle.rows(Notice, Notice.step == 3))
    assert (asked, told, len(cycle.rows(Message)) - n_before) == (
        {
            "approaches": 6, "officer-confirmation": 7, "rework": 1, "entry": 3, "affirmation": 3,
            "meeting-date": 2, "meeting-record": 2,
        },
        {Purpose.TRENDS: 22, Purpose.ASK: 24, Purpose.AFFIRMED: 6, Purpose.ANSWER_RECEIVED: 3},
        20 + 2 + 1 + 4 + 2,  # trends with approaches; dates of conferences; the rework;
        # affirmed plans; answers seen
    )  # fmt: skip
