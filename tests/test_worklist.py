"""Statuses: what to key into an agency's other tracker, and what was keyed, by whom and when."""

import csv

import pytest

from cli.worklist import keyed, show
from tasks.surroundings import use
from tat.refusals import Refused
from tat.schema import Decision
from tests.example_plan import BACKGROUND_CHECKS
from tests.test_own_revisions import begin_own

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
SHARPER = BACKGROUND_CHECKS | {"text": "=Help with background checks"}


def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'tat.db'}"


def listed(cycle, tmp_path, capsys, **options) -> list[str]:
    with use(cycle.surroundings):
        show(database=url(tmp_path), **options)
    return capsys.readouterr().out.splitlines()


def key(cycle, tmp_path, state="CO", version=3, by=SPECIALIST) -> None:
    with use(cycle.surroundings):
        keyed(state, version=version, by=by, database=url(tmp_path))


def test_before_anything_was_keyed_all_that_stands_in_the_plans_is_to_be_keyed(
    cycle_at, tmp_path, capsys
):
    cycle = cycle_at("entered")
    assert listed(cycle, tmp_path, capsys, region=1) == [
        "Vermont: initial, version 3 (never keyed)",
        "  Need 1, Help with background checks: new",
        "  Need 2, More school-age care: new",
        "  Activity 1, Coaching of licensing staff: new",
        "  Activity 2, Coaching of licensing staff: new",
        "1 plan to key",
    ]


def test_a_region_without_states_is_refused(cycle_at, tmp_path, capsys):
    cycle = cycle_at("entered")
    with pytest.raises(Refused) as refusal:
        listed(cycle, tmp_path, capsys, region=99)
    assert str(refusal.value) == (
        "Nothing was listed: the cycle 2016-2018 has no states in a region 99; choose one of 1, 8."
    )


def test_what_was_keyed_is_on_record_by_whom_and_when(cycle_at, tmp_path, capsys):
    cycle = cycle_at("entered").at("2016-11-01 09:00")
    key(cycle, tmp_path)
    assert capsys.readouterr().out == "CO, version 3, is marked as keyed: initial.\n"
    row = cycle.rows(Decision)[-1]
    assert (row["kind"], row["subject"], row["by_person_id"], row["at"], row["details"]) == (
        "keyed", "plan CO", cycle.person_id(SPECIALIST), cycle.now,
        {"version": 3, "status": "initial"},
    )  # fmt: skip
    assert listed(cycle, tmp_path, capsys, region=8)[0].startswith("Montana")


def test_afterwards_only_what_changed_since_is_listed(cycle_at, tmp_path, capsys):
    cycle = cycle_at("entered").at("2016-11-01 09:00")
    key(cycle, tmp_path)
    key(cycle, tmp_path, "MT")
    capsys.readouterr()
    change = {"needs": [{"line_id": 1, "need": SHARPER}], "withdrawn": [8], "note": "As agreed"}
    cycle.answer_prompt(begin_own(cycle), change)
    assert listed(cycle, tmp_path, capsys, region=8) == [
        "Colorado: initial, version 4 (keyed last: version 3)",
        "  Need 1, =Help with background checks: text changed",
        "  Activity 2, Coaching of licensing staff: withdrawn",
        "1 plan to key",
    ]


def test_a_new_status_is_to_be_keyed_too(cycle_at, tmp_path, capsys):
    cycle = cycle_at("confirmed")
    key(cycle, tmp_path)
    key(cycle, tmp_path, "MT")
    capsys.readouterr()
    cycle.at("2016-11-23 10:00").answer("conversion", {"converts": True}, state="CO")
    cycle.run(4)
    assert listed(cycle, tmp_path, capsys, region=8) == [
        "Colorado: intermediate, version 3 (keyed last: version 3)",
        "  Status: initial to intermediate",
        "1 plan to key",
    ]


@pytest.mark.parametrize("by", [SPECIALIST, "ada.alder@occ.example"])
def test_the_same_version_is_keyed_again_in_its_new_status(cycle_at, tmp_path, capsys, by):
    cycle = cycle_at("confirmed")
    key(cycle, tmp_path)
    cycle.at("2016-11-23 10:00").answer("conversion", {"converts": True}, state="CO")
    cycle.run(4)
    key(cycle, tmp_path, by=by)
    assert capsys.readouterr().out.splitlines()[-1] == (
        "CO, version 3, is marked as keyed: intermediate."
    )


def test_an_older_version_was_keyed_in_the_status_that_it_had(cycle_at, tmp_path, capsys):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    change = {"needs": [{"line_id": 1, "need": SHARPER}], "note": "As agreed"}
    cycle.answer_prompt(begin_own(cycle), change)
    key(cycle, tmp_path, version=3)
    assert capsys.readouterr().out == "CO, version 3, is marked as keyed: initial.\n"


def test_the_list_as_a_file_opens_in_a_spreadsheet_as_words(cycle_at, tmp_path, capsys):
    cycle = cycle_at("entered").at("2016-11-01 09:00")
    key(cycle, tmp_path)
    change = {"needs": [{"line_id": 1, "need": SHARPER}], "note": "As agreed"}
    cycle.answer_prompt(begin_own(cycle), change)
    listed(cycle, tmp_path, capsys, region=8, csv=tmp_path / "list.csv")
    rows = list(csv.reader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()))
    assert rows[:2] == [
        ["region", "state", "plan", "status", "version", "keyed status", "keyed version", "change"],
        ["8", "CO", "Colorado", "initial", "4", "initial", "3",
         "Need 1, =Help with background checks: text changed"],
    ]  # fmt: skip


@pytest.mark.parametrize(("state", "version", "by", "sentence"), [
    ("CO", 4, SPECIALIST, "Nothing was marked: Colorado's plan has no version 4; its newest is 3."),
    ("CO", 2, SPECIALIST, "Nothing was marked: of Colorado's plan version 3 was keyed already; key "
     "the newest."),
    ("CO", 3, SPECIALIST_OF_VERMONT, "Nothing was marked: the Specialist of Colorado or OCC marks "
     "what was keyed, and Elsa Catalpa is neither."),
    ("XX", 3, SPECIALIST, "Nothing was marked: 2016-2018 has no plan of XX."),
])  # fmt: skip
def test_what_cannot_have_been_keyed_is_refused(cycle_at, tmp_path, state, version, by, sentence):
    cycle = cycle_at("entered")
    key(cycle, tmp_path)
    with pytest.raises(Refused) as refused:
        key(cycle, tmp_path, state, version, by)
    assert str(refused.value) == sentence
