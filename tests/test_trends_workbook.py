"""The workbook with the figures of the trends: every table with its denominators."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import sqlalchemy as sa

from tasks.trends.record import read_trends
from tasks.trends.workbook import workbook
from tat.database import read
from tests.example_plan import COACHING
from tests.small_cycle import CYCLE

CHECKS, SCHOOL_AGE = "Comprehensive background checks", "School-age, afterschool and summer care"
LAW, BEYOND = "required by the CCDBG reauthorization of 2014", "beyond compliance"
EVIL = '=HYPERLINK("https://evil.example";"Look")'


def sheets_of(cycle, region=None) -> dict:
    """The rows below the head of every sheet, by name; and the head itself."""
    with read(cycle.tracker) as tat:
        trends = read_trends(tat, CYCLE, cycle.declared, on=date(2016, 10, 24))
    made = workbook(trends, region)
    assert made.content == workbook(trends, region).content  # the same figures, the same bytes
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(BytesIO(made.content))}


def rows(sheet) -> list[tuple]:
    return list(sheet.iter_rows(min_row=4, values_only=True))


@pytest.fixture
def proposed(cycle_at):
    """Step 3 has opened; a center proposes something for Colorado's first need."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    for row in cycle.prompts("approaches"):
        if 1 in cycle.shown(row.id):
            cycle.answer_prompt(row.id, {"proposed": [{"need_id": 1, "activity": COACHING}]})
    return cycle


@pytest.mark.process("3.2", "3.9")
def test_each_table_is_a_sheet_with_its_denominators(proposed):
    sheets = sheets_of(proposed, region=8)
    assert list(sheets) == [
        "About", "Findings", "Topics", "Topics by state", "Needs by kind", "Activities by kind",
        "Clusters", "Only one asks", "Without a center", "Needs by center", "Centers",
        "Change", "OCC and OHS", "Who waits for whom", "Days by step", "States",
        "Requests", "Activities",
    ]  # fmt: skip
    assert rows(sheets["Topics"]) == [
        # place, topic, ask, share, answered, in the cycle, small, requests, common
        ("Nation", CHECKS, 3, 1, 3, 3, "yes", 3, "yes"),
        ("Nation", SCHOOL_AGE, 3, 1, 3, 3, "yes", 3, "yes"),
        ("Region 8", CHECKS, 2, 1, 2, 2, "yes", 2, "yes"),
        ("Region 8", SCHOOL_AGE, 2, 1, 2, 2, "yes", 2, "yes"),
    ]
    assert [row for row in rows(sheets["Needs by kind"]) if row[1] == "What they come from"] == [
        # needs, of all, share, states, answered, in the cycle, small
        ("Nation", "What they come from", LAW, 3, 6, 0.5, 3, 3, 3, "yes"),
        ("Nation", "What they come from", BEYOND, 3, 6, 0.5, 3, 3, 3, "yes"),
        ("Region 8", "What they come from", LAW, 2, 4, 0.5, 2, 2, 2, "yes"),
        ("Region 8", "What they come from", BEYOND, 2, 4, 0.5, 2, 2, 2, "yes"),
        ("Colorado", "What they come from", LAW, 1, 2, 0.5, 1, 1, 1, "yes"),
        ("Colorado", "What they come from", BEYOND, 1, 2, 0.5, 1, 1, 1, "yes"),
        ("Montana", "What they come from", LAW, 1, 2, 0.5, 1, 1, 1, "yes"),
        ("Montana", "What they come from", BEYOND, 1, 2, 0.5, 1, 1, 1, "yes"),
    ]
    assert rows(sheets["Without a center"]) == [
        (SCHOOL_AGE, 2, 2, 1),
        (CHECKS, 1, 2, 0.5),
    ]
    assert rows(sheets["Needs by center"]) == [
        (CHECKS, "ECQA", 1, 2, 0.5),
        (CHECKS, "No center", 1, 2, 0.5),
        (SCHOOL_AGE, "No center", 2, 2, 1),
    ]
    assert rows(sheets["Centers"]) == [("ECQA", 1, 1, 1, 0, 1, 1, 2, 0)]
    assert sheets["OCC and OHS"]["A3"].value == "There is no such topic."
    assert rows(sheets["States"]) == [("Colorado", 8, "yes", 2), ("Montana", 8, "yes", 2)]
    assert [row[:3] for row in rows(sheets["Topics by state"])] == [
        ("Colorado", 8, CHECKS), ("Colorado", 8, SCHOOL_AGE),
        ("Montana", 8, CHECKS), ("Montana", 8, SCHOOL_AGE),
    ]  # fmt: skip
    assert (len(rows(sheets["Requests"])), len(rows(sheets["Activities"]))) == (4, 1)
    step_2 = rows(sheets["Days by step"])[1]
    assert ([f"{day:%m-%d}" for day in step_2[2:6]], step_2[6:8]) == (
        ["09-06", "10-21", "09-06", "10-22"], (46, 46),
    )  # fmt: skip


@pytest.mark.process("3.2")
def test_the_sheets_say_what_is_small_common_and_a_cluster_and_what_nobody_can_count(proposed):
    sheets = sheets_of(proposed)
    assert rows(sheets["About"])[3:] == [
        ("States and territories that answered", "3 of 3"),
        ("Common", "At least 2 ask for it, and at least a quarter of those that answered"),
        ("Clusters", "At least 3 of the region ask for it, and at least twice the share elsewhere"),
        ("Small number", "Fewer than 5 states and territories of the place have answered"),
    ]
    assert [sheets[name]["A3"].value for name in ("Clusters", "Change")] == [
        "There is nothing to count here.",
        "No earlier cycle is on record, so nothing is said of change.",
    ]
    assert rows(sheets["Findings"])[0] == (
        "The nation", "All 3 states and territories have answered and named 6 needs."
    )  # fmt: skip


def test_each_table_has_its_name_what_it_counts_and_a_head_that_stays_in_sight(proposed):
    for name, sheet in sheets_of(proposed).items():
        assert (sheet["A1"].value, len(sheet["A2"].value) > 20) == (name, True)
        if sheet.max_row > 3:
            [table] = sheet.tables.values()
            heads = [cell.value for cell in sheet[3]]
            assert (table.headerRowCount, table.ref.split(":")[0], sheet.freeze_panes) == (
                1, "A3", "B4",
            )  # fmt: skip
            assert len(set(heads)) == len(heads)
            assert sheet.print_title_rows == "$3:$3"


def test_a_silent_state_has_no_number_and_a_formula_in_its_words_stays_words(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    changed = [{"line_id": 1, "need": {
        "topic": "background-checks", "text": EVIL, "priority": 1, "requirement": "ccdbg",
    }}]  # fmt: skip
    content = {"held_on": "2016-09-20", "changed": changed}
    cycle.answer("call-record", content, state="CO")
    sheets = sheets_of(cycle.run(2))
    assert rows(sheets["States"]) == [
        ("Colorado", 8, "yes", 2), ("Montana", 8, "no", None), ("Vermont", 1, "no", None),
    ]  # fmt: skip
    cell = sheets["Requests"]["D4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (EVIL, "s", None)


def test_without_any_answer_every_sheet_is_there(cycle_at):
    cycle = cycle_at("announced")
    with cycle.tracker.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM notice"))
    assert len(sheets_of(cycle)) == 18
