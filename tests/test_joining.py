"""New people join in mid-cycle: a roster is compared with the record and applied."""

import pytest

from tat.refusals import Refused
from tat.schema import Assignment, LedgerEntry, Prompt
from tests.test_leaving import left

OCC = "ada.alder@occ.example"
GRETA = "greta.cypress@region8.scbc.example"
HAL = "hal.dogwood@co.example"
VERA = "vera.wren@co.example"
REX = "rex.willow@region8.scbc.example"
NEW_LEAD = "new.lead@ecqa.example"


SECOND = ("Vera Wren", VERA, "administrator", "CO")


@pytest.mark.process("4.1")
def test_who_joins_is_asked_what_is_open_for_their_role(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    assert applied(cycle, SECOND) == [
        "vera.wren@co.example joins: administrator of CO",
        "1 roles joined, 1 open questions put before them.",
    ]
    asked = [row.address for row in cycle.prompts("confirmation", state="CO")]
    assert asked == [HAL, VERA]


@pytest.mark.process("4.1")
def test_the_answer_of_who_joined_counts(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    applied(cycle, SECOND)
    hers = cycle.prompts("confirmation", state="CO")[1]
    cycle.answer_prompt(hers.id, {"confirms": True})
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["CO"]


def test_applying_a_roster_again_changes_nothing(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    applied(cycle, SECOND)
    before = [cycle.rows(table) for table in (Assignment, Prompt, LedgerEntry)]
    assert applied(cycle, SECOND) == ["0 roles joined, 0 open questions put before them."]
    assert [cycle.rows(table) for table in (Assignment, Prompt, LedgerEntry)] == before


def test_who_is_missing_from_the_file_is_named_and_stays(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    assert applied(cycle, without=(HAL,)) == [
        "hal.dogwood@co.example is missing from the file and stays: administrator of CO",
        "0 roles joined, 0 open questions put before them.",
    ]
    assert cycle.holders("administrator", "CO") == [HAL]


def test_who_has_left_stays_out_though_an_old_file_names_them(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    left(cycle, GRETA, REX)
    printed = applied(cycle, ("Rex Willow", REX, "specialist", "region 8"))
    assert printed == [
        "greta.cypress@region8.scbc.example has left and stays out: specialist of CO",
        "greta.cypress@region8.scbc.example has left and stays out: specialist of MT",
        "0 roles joined, 0 open questions put before them.",
    ]
    assert cycle.holders("specialist", "CO") == [REX]


def test_who_has_left_is_not_missing_from_a_file_without_them(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    left(cycle, HAL, REX)
    successor = ("Rex Willow", REX, "administrator", "CO")
    assert applied(cycle, successor, without=(HAL,)) == [
        "0 roles joined, 0 open questions put before them."
    ]


def test_who_has_the_role_already_and_was_not_asked_is_not_asked_by_the_way(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.join(REX, "administrator", "CO")
    applied(cycle, SECOND, ("New Person", REX, "administrator", "CO"))
    assert [row.address for row in cycle.prompts("confirmation", state="CO")] == [HAL, VERA]


def test_a_dry_run_shows_and_changes_nothing(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    assert applied(cycle, SECOND, dry_run=True) == [
        "vera.wren@co.example joins: administrator of CO",
        "1 roles would join, 0 open questions put before them.",
    ]
    assert cycle.holders("administrator", "CO") == [HAL]


@pytest.mark.process("3.4")
def test_a_new_lead_has_all_states_on_one_sheet(cycle_at, applied):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3).at("2016-10-25 10:00")
    applied(cycle, ("New Lead", NEW_LEAD, "center-lead", "ECQA"))
    theirs = [row for row in cycle.prompts("approaches") if row.address == NEW_LEAD]
    assert [row.jurisdiction for row in theirs] == ["CO", "MT", "VT"]
    assert len({row.sheet_id for row in theirs}) == 1


@pytest.mark.process("2.5")
def test_adding_an_approver_does_not_reset_the_others(cycle_at, applied):
    cycle = cycle_at("drafted").with_rule("script-approval", sufficient="all")
    cycle.at("2016-09-06 07:00").run(2)
    first = cycle.prompts("script-approval")[0]
    cycle.answer_prompt(first.id, {"approves": True})
    applied(cycle, ("New Person", "new@ohs.example", "ohs", "nation"))
    assert cycle.prompts("script-approval", stands="answered")[0].id == first.id
    assert [row.address for row in cycle.prompts("script-approval")][-1] == "new@ohs.example"


@pytest.mark.process("4.1")
def test_who_joins_and_wrote_the_plan_is_not_asked_to_confirm_it(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    printed = applied(cycle, ("Greta Cypress", GRETA, "administrator", "CO"))
    assert printed[-1] == "1 roles joined, 0 open questions put before them."


@pytest.mark.process("8.4")
def test_the_ledger_says_who_added_which_role_of_whom(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    applied(cycle, SECOND)
    (entry,) = cycle.rows(LedgerEntry, LedgerEntry.act == "added a role")
    assert (entry["actor"], entry["subject"], entry["details"]) == (
        f"person {cycle.person_id(OCC)}", "administrator CO", {"address": VERA},
    )  # fmt: skip


def test_only_occ_applies_a_roster(cycle_at, applied):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    with pytest.raises(Refused) as refused:
        applied(cycle, SECOND, by=GRETA)
    assert str(refused.value) == (
        "The record stays as it is: Greta Cypress is not of OCC, who keep the roster."
    )


def test_where_somebody_was_missing_the_question_is_asked_at_the_next_run(cycle_at, applied):
    cycle = cycle_at("affirmed")
    cycle.leave("administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    before = cycle.prompts("confirmation", state="CO")
    applied(cycle, SECOND, without=(HAL,))
    cycle.at("2016-11-22 07:30").run(4)
    assert (before, [row.address for row in cycle.prompts("confirmation", state="CO")]) == (
        [], [VERA],
    )  # fmt: skip
