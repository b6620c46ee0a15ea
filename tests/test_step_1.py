"""Step 1: preparation."""

from collections import Counter

import pytest

from config.vocabulary import Purpose
from tat.refusals import Refused
from tat.schema import Answer, ContextFactor, Message, Notice, PlanVersion, Prompt
from tests.example_plan import LOOKED_AT
from tests.small_cycle import documents_with

ANNOUNCED_TO = [  # Administrator, council chair, Head Start collaboration, licensing: CO, MT, VT
    "hal.dogwood@co.example",
    "hugo.dove@co.example",
    "ida.dunlin@co.example",
    "ines.egret@co.example",
    "kira.gannet@mt.example",
    "lars.godwit@mt.example",
    "lena.goldfinch@mt.example",
    "leo.goshawk@mt.example",
    "nell.heron@vt.example",
    "nina.hickory@vt.example",
    "noel.holly@vt.example",
    "nora.hornbeam@vt.example",
]
OCC = ["ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"]
RPM_8, RCR_8 = "emil.cedar@region8.example", "finn.cottonwood@region8.example"
RPM_1, RCR_1 = "asa.beech@region1.example", "dale.boxelder@region1.example"
SPECIALIST_8, SPECIALIST_1 = (
    "greta.cypress@region8.scbc.example",
    "elsa.catalpa@region1.scbc.example",
)
CHILDREN = {
    "topic": "infant-toddler-care",
    "text": "More places for infants",
    "outcome": "200 more places by 2018",
    "priority": 2,
    "requirement": "ccdbg",
    "setting": "infant and toddler",
}
WORKSHEET = {
    "check_in_held_on": "2016-08-09",
    "documents": LOOKED_AT,
    "factors": [
        {"text": "New data system", "document": "State plan"},
        {"text": "Few homes in the mountains", "document": "status check-in call"},
    ],
    "high_priority_needs": ["More places for infants"],
    "needs": [CHILDREN],
}


def readers(mails) -> list[str]:
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


def attachments(mails) -> dict[str, list[str]]:
    return {
        mail["To"].addresses[0].addr_spec: [part.get_filename() for part in documents_with(mail)]
        for mail in mails
    }


# --- 1.4 the announcement


@pytest.mark.process("1.4")
def test_every_administrator_and_three_stakeholders_of_each_state_are_told_of_the_cycle(cycle_at):
    cycle = cycle_at("announced")
    assert cycle.told("announcement") == [("cycle", address) for address in ANNOUNCED_TO]


@pytest.mark.process("1.4")
def test_the_announcement_leaves_as_one_mail_to_each_on_the_first_morning(cycle_at):
    mails = cycle_at("announced").at("2016-08-01 08:00").mails()
    announcing = [mail for mail in mails if "begins" in mail["Subject"]]
    assert readers(announcing) == ANNOUNCED_TO


@pytest.mark.process("1.4")
def test_who_has_two_of_the_roles_is_told_once(small_cycle):
    small_cycle.join("hugo.dove@co.example", "licensing-director", "MT")
    small_cycle.run(1)
    assert small_cycle.told("announcement") == [("cycle", address) for address in ANNOUNCED_TO]


@pytest.mark.process("1.4")
def test_a_stakeholder_who_comes_later_is_told_too(cycle_at):
    cycle = cycle_at("announced")
    cycle.join("aa.new@co.example", "licensing-director", "CO")
    cycle.at("2016-08-15 09:00").run(1)
    told = [("cycle", "aa.new@co.example")] + [("cycle", address) for address in ANNOUNCED_TO]
    assert cycle.told("announcement") == told


# --- 1.6 contextual factors


@pytest.mark.process("1.6")
def test_the_factors_of_a_state_are_kept_with_the_document_that_they_come_from(cycle_at):
    cycle = cycle_at("announced")
    cycle.answer("worksheet", WORKSHEET, state="CO")
    kept = [(row["plan_id"], row["text"], row["document"]) for row in cycle.rows(ContextFactor)]
    assert kept == [
        (1, "New data system", "State plan"),
        (1, "Few homes in the mountains", "status check-in call"),
        (1, "High priority: More places for infants", "status check-in call of 2016-08-09"),
    ]


@pytest.mark.process("1.6")
def test_a_factor_without_its_document_is_refused(cycle_at):
    cycle = cycle_at("announced")
    without = {**WORKSHEET, "factors": [{"text": "New data system", "document": ""}]}
    with pytest.raises(Refused) as refused:
        cycle.answer("worksheet", without, state="CO")
    assert str(refused.value) == (
        "The answer was not recorded: factors 0 document: String should have at least 1 character."
    )


# --- 1.7 the check-in call


@pytest.mark.process("1.7")
def test_the_check_in_call_and_what_the_administrator_named_first_are_kept(cycle_at):
    cycle = cycle_at("announced")
    receipt = cycle.answer("worksheet", WORKSHEET, state="CO")
    [content] = [row["content"] for row in cycle.rows(Answer, Answer.id == receipt.answer_id)]
    assert (content["check_in_held_on"], content["high_priority_needs"]) == (
        "2016-08-09",
        ["More places for infants"],
    )


@pytest.mark.process("1.7")
def test_a_worksheet_without_its_check_in_call_is_refused(cycle_at):
    cycle = cycle_at("announced")
    without = {key: value for key, value in WORKSHEET.items() if key != "check_in_held_on"}
    with pytest.raises(Refused) as refused:
        cycle.answer("worksheet", without, state="CO")
    assert str(refused.value) == (
        "The worksheet was not recorded: say on which day the status check-in call was held (1.7)."
    )


# --- 1.8 the draft


@pytest.mark.process("1.8")
def test_the_specialist_is_asked_for_one_draft_for_each_state(cycle_at):
    asked = [(row.jurisdiction, row.address) for row in cycle_at("announced").prompts("worksheet")]
    assert asked == [("CO", SPECIALIST_8), ("MT", SPECIALIST_8), ("VT", SPECIALIST_1)]


@pytest.mark.process("1.8")
def test_the_drafts_of_one_specialist_are_asked_for_in_one_mail(cycle_at):
    mails = cycle_at("announced").at("2016-08-01 08:00").mails()
    assert [address for address in readers(mails) if ".scbc." in address] == [
        SPECIALIST_1,
        SPECIALIST_8,
    ]


@pytest.mark.process("1.8")
def test_the_worksheet_becomes_the_first_version_of_a_plan_that_stays_a_draft(cycle_at):
    cycle = cycle_at("announced")
    cycle.answer("worksheet", WORKSHEET, state="CO")
    cycle.run(1)
    [version] = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)
    need = version["content"]["needs"][0]
    written = (version["number"], need["text"], need["outcome"], cycle.plan("CO").status)
    assert written == (1, "More places for infants", "200 more places by 2018", "draft initial")


@pytest.mark.process("1.8")
def test_the_drafts_go_to_the_manager_and_the_center_representative_of_the_region(cycle_at):
    assert cycle_at("drafted").told("draft-shared") == [
        ("plan 1", RPM_8),
        ("plan 1", RCR_8),
        ("plan 2", RPM_8),
        ("plan 2", RCR_8),
        ("plan 3", RPM_1),
        ("plan 3", RCR_1),
    ]


@pytest.mark.process("1.8")
def test_the_mail_that_shares_drafts_brings_them_along(cycle_at):
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    cycle.answer_all("worksheet", WORKSHEET)
    mails = cycle.run(1).at("2016-08-11 08:00").mails()
    shared = [mail for mail in mails if mail["Subject"].startswith("Draft initial plan")]
    one = ["TA plan Vermont version 1.txt", "TA plan Vermont version 1.xlsx"]
    both = [
        "TA plan Colorado version 1.txt",
        "TA plan Montana version 1.txt",
        "TA plans of 2 states.xlsx",
    ]
    assert attachments(shared) == {RPM_1: one, RCR_1: one, RPM_8: both, RCR_8: both}


@pytest.mark.process("1.6", "1.8")
def test_the_shared_draft_says_what_the_worksheet_said(cycle_at):
    cycle = cycle_at("announced")
    cycle.answer("worksheet", WORKSHEET, state="VT")
    mails = cycle.run(1).at("2016-08-02 08:00").mails()
    [mail] = [mail for mail in mails if mail["To"].addresses[0].addr_spec == RPM_1]
    [document, _tables] = [part.get_content() for part in documents_with(mail)]
    words = ["New data system", "From: State plan", "More places for infants", "200 more places"]
    assert [word for word in words if word not in document] == []


@pytest.mark.process("1.8")
def test_drafts_wait_for_the_other_states_of_their_region(cycle_at):
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    cycle.answer("worksheet", WORKSHEET, state="CO")
    cycle.answer("worksheet", WORKSHEET, state="VT")
    cycle.run(1)
    assert cycle.told("draft-shared") == [("plan 3", RPM_1), ("plan 3", RCR_1)]


@pytest.mark.process("1.8")
def test_drafts_wait_until_three_business_days_before_the_step_ends(cycle_at):
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    cycle.answer("worksheet", WORKSHEET, state="CO")
    before = cycle.at("2016-08-29 09:00").run(1).told("draft-shared")
    after = cycle.at("2016-08-30 09:00").run(1).told("draft-shared")
    assert (before, after) == ([], [("plan 1", RPM_8), ("plan 1", RCR_8)])


@pytest.mark.process("1.8")
def test_without_a_specialist_occ_is_told_and_nobody_is_asked(small_cycle):
    small_cycle.leave("specialist", "VT")
    small_cycle.run(1)
    untold = ("meeting-date regional-start region 1", "worksheet plan 3")
    told = [(subject, address) for subject in untold for address in OCC]
    assert (small_cycle.told("nobody-to-ask"), small_cycle.prompts("worksheet", state="VT")) == (
        told,
        [],
    )


@pytest.mark.process("1.8")
def test_the_specialist_who_was_missing_is_asked_once_there_is_one(small_cycle):
    small_cycle.leave("specialist", "VT")
    small_cycle.run(1)
    small_cycle.join("new.person@region1.scbc.example", "specialist", "VT")
    small_cycle.at("2016-08-03 09:00").run(1).run(1)
    asked = [row.address for row in small_cycle.prompts("worksheet", state="VT")]
    assert asked == ["new.person@region1.scbc.example"]


# --- repeats


@pytest.mark.process("1.4", "1.8")
def test_nothing_is_asked_or_told_twice_when_the_text_of_step_1_runs_again(small_cycle):
    cycle = small_cycle
    for moment in ("2016-08-01 07:00", "2016-08-01 09:00", "2016-08-02 09:00"):
        cycle.at(moment).run(1).mails()
    cycle.answer_all("worksheet", WORKSHEET)
    for moment in ("2016-08-10 18:00", "2016-08-11 09:00", "2016-09-03 07:00", "2016-09-06 09:00"):
        cycle.at(moment).run(1).mails()
    told = Counter(str(row["purpose"]) for row in cycle.rows(Notice))
    assert (len(cycle.rows(Prompt)), told, len(cycle.rows(Message))) == (
        3 + 3 + 2,  # worksheets; the managers' call of three people of OCC; two regions' start
        {Purpose.ANNOUNCEMENT: 12, Purpose.ASK: 8, Purpose.DRAFT_SHARED: 6},
        12 + 2 + 3 + 4,
    )
