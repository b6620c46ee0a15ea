"""Trends: what is read from the record, and the files and sentences that are made of it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tasks.trends.contrasts import change_told, what_stands_out
from tasks.trends.coverage import activities_by_center
from tasks.trends.record import read_activities, read_needs, read_states, read_trends
from tasks.trends.sentences import figures_at, what_is_asked, what_is_offered
from tasks.trends.tables import activities_csv, requests_csv, topics_csv
from tat.database import read, write
from tat.figures import read_figures
from tat.last_day import day_of_figures
from tat.schema import Step
from templates.csv_text import csv_file
from tests.example_plan import BACKGROUND_CHECKS, COACHING
from tests.small_cycle import CYCLE

LICENSING = {"topic": "licensing", "text": "New rules", "priority": 2, "requirement": "ccdbg"}

LAST = datetime(2018, 9, 29, 3, tzinfo=UTC)
"""Still September 28 in the zone of the cycle."""


def records(frame, *columns) -> list[tuple]:
    kept = frame[list(columns)] if columns else frame
    return list(kept.itertuples(index=False, name=None))


def trends_of(cycle):
    with read(cycle.tracker) as tat:
        return read_trends(tat, CYCLE, cycle.declared, on=date(2016, 10, 24))


def test_once_a_cycle_is_over_its_figures_are_those_of_the_last_day_on_record(cycle_at):
    cycle = cycle_at("accurate")
    with write(cycle.tracker) as tat:
        tat.execute(sa.update(Step).where(Step.number == 2).values(closed_at=LAST))
        days = [date(2018, 9, 30), date(2018, 10, 1), date(2026, 11, 26)]
        found = [day_of_figures(tat, CYCLE, today=today) for today in days]
    assert found == [date(2018, 9, 30), date(2018, 9, 28), date(2018, 9, 28)]


def table(document) -> list[list[str]]:
    text = document.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def colorado_alone(cycle_at, **record):
    """Only Colorado's call is on record, with what it says."""
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20", **record}, state="CO")
    return cycle.run(2)


def proposing(cycle_at, *needs, **words):
    """Step 3 has opened, and the centers propose one activity for each of some needs."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    for row in cycle.prompts("approaches"):
        shown = [need for need in cycle.shown(row.id) if need in needs]
        proposed = [{"need_id": need, "activity": {**COACHING, **words}} for need in shown]
        if proposed:
            cycle.answer_prompt(row.id, {"proposed": proposed})
    return cycle


# --- what is read


@pytest.mark.process("3.2")
def test_only_plans_past_the_draft_are_counted(cycle_at):
    cycle = colorado_alone(cycle_at)
    with read(cycle.tracker) as tat:
        needs, states = read_needs(tat, CYCLE), read_states(tat, CYCLE)
    assert records(needs) == [
        (1, "CO", "Colorado", 8, "background-checks", "Help with background checks", "", 1,
         "ccdbg", "all ages"),
        (2, "CO", "Colorado", 8, "school-age-care", "More school-age care", "", 3,
         "beyond compliance", "school age"),
    ]  # fmt: skip
    assert records(states) == [
        ("CO", "Colorado", 8, True),
        ("MT", "Montana", 8, False),
        ("VT", "Vermont", 1, False),
    ]


@pytest.mark.process("3.2")
def test_a_need_is_counted_as_it_reads_now_and_not_once_it_is_withdrawn(cycle_at):
    changed = [{"line_id": 1, "need": LICENSING}]
    cycle = colorado_alone(cycle_at, changed=changed, withdrawn=[2])
    with read(cycle.tracker) as tat:
        found = records(read_needs(tat, CYCLE), "jurisdiction", "topic", "text", "priority")
    assert found == [("CO", "licensing", "New rules", 2)]


@pytest.mark.process("3.2")
def test_a_state_that_named_no_need_has_answered(cycle_at):
    cycle = colorado_alone(cycle_at, withdrawn=[1, 2])
    with read(cycle.tracker) as tat:
        assert records(read_states(tat, CYCLE), "jurisdiction", "has_answered")[0] == ("CO", True)
        assert records(read_needs(tat, CYCLE)) == []


@pytest.mark.process("3.9")
def test_an_activity_is_counted_from_its_proposal_on_until_it_is_withdrawn(cycle_at):
    cycle = proposing(cycle_at, 1, 3, 4, 5)
    columns = ("need_id", "jurisdiction", "topic", "center", "stands")
    with read(cycle.tracker) as tat:
        proposed = records(read_activities(tat, CYCLE), *columns)
    cycle.at("2016-11-14 07:30").run(3).answer_all("officer-confirmation", cycle.accept_lines)
    cycle.run(3).answer("entry", cycle.accept_lines(cycle.prompt("entry", state="CO")), state="CO")
    left_out = {"line_id": 8, "accepts": False, "reason": "Not wanted"}
    entered = {"line_id": 9, "accepts": True}
    cycle.answer("entry", {"lines": [left_out, entered]}, state="MT")
    with read(cycle.tracker) as tat:
        later = records(read_activities(tat, CYCLE), *columns)
    assert proposed == [
        (5, "VT", "background-checks", "ECQA", False),
        (1, "CO", "background-checks", "ECQA", False),
        (3, "MT", "background-checks", "ECQA", False),
        (4, "MT", "school-age-care", "NCASE", False),
    ]
    assert later == [
        (5, "VT", "background-checks", "ECQA", False),
        (1, "CO", "background-checks", "ECQA", True),
        (4, "MT", "school-age-care", "NCASE", True),
    ]


@pytest.mark.process("3.2", "3.9")
def test_a_renamed_center_does_not_split_the_counts(cycle_at):
    """NCSIA was called NCCCSIA before: who writes the old name means the same center."""
    cycle = proposing(cycle_at, 1, collaborators=["NCCCSIA"])
    for row in cycle.prompts("approaches", center="ECQA", state="VT"):
        activity = {**COACHING, "collaborators": ["NCSIA", "NCCCSIA"]}
        cycle.answer_prompt(row.id, {"proposed": [{"need_id": 5, "activity": activity}]})
    with read(cycle.tracker) as tat:
        counted = activities_by_center(read_activities(tat, CYCLE), read_states(tat, CYCLE))
    assert records(counted, "center", "n_activities", "n_along") == [
        ("ECQA", 2, 0),
        ("NCSIA", 0, 2),
    ]


@pytest.mark.process("8.3")
def test_what_the_cycle_is_for_counts_proposals_in_the_trends_and_not_in_the_plans(cycle_at):
    cycle = proposing(cycle_at, 1, 4)
    trends = trends_of(cycle)
    with read(cycle.tracker) as tat:
        nation = read_figures(tat, CYCLE)
    assert {code: figures_at(trends, code).needs_by_requirement for code in ("CO", "MT", "VT")} == {
        code: {"ccdbg": 1, "beyond compliance": 1} for code in ("CO", "MT", "VT")
    }
    found = {
        place: figures_at(trends, place).activities_by_intensity["intensive"]
        for place in ("nation", "region 1", "region 8", "CO", "MT", "VT")
    }
    assert found == {"nation": 2, "region 1": 0, "region 8": 2, "CO": 1, "MT": 1, "VT": 0}
    assert dict(nation.needs_by_priority) == {1: 3, 2: 0, 3: 3, 4: 0, 5: 0}
    assert dict(nation.activities_by_intensity) == {"brief": 0, "intensive": 0}  # none entered


# --- files


@pytest.mark.process("3.2")
def test_the_table_by_topic_leaves_a_silent_state_empty_and_counts_who_answered(cycle_at):
    assert table(topics_csv(trends_of(colorado_alone(cycle_at)))) == [
        ["Topic", "Nation", "Region 1", "Region 8", "CO", "MT", "VT"],
        ["Comprehensive background checks", "1", "0", "1", "1", "", ""],
        ["School-age, afterschool and summer care", "1", "0", "1", "1", "", ""],
        ["States and territories that answered", "1", "0", "1", "1", "0", "0"],
    ]


@pytest.mark.process("3.2")
def test_the_table_of_requests_has_every_single_need_and_who_has_taken_it_up(cycle_at):
    document = requests_csv(trends_of(proposing(cycle_at, 1)), region=8)
    assert (document.name, table(document)) == (
        "Requests Region 8.csv",
        [
            ["State", "Region", "Topic", "Need", "Outcome", "Priority", "Requirement", "Setting",
             "Taken up by"],
            ["Colorado", "8", "Comprehensive background checks", "Help with background checks", "",
             "1", "required by the CCDBG reauthorization of 2014", "all ages", "ECQA"],
            ["Colorado", "8", "School-age, afterschool and summer care", "More school-age care",
             "", "3", "beyond compliance", "school age", ""],
            ["Montana", "8", "Comprehensive background checks", "Help with background checks", "",
             "1", "required by the CCDBG reauthorization of 2014", "all ages", ""],
            ["Montana", "8", "School-age, afterschool and summer care", "More school-age care", "",
             "3", "beyond compliance", "school age", ""],
        ],
    )  # fmt: skip


@pytest.mark.process("3.2")
def test_a_formula_in_the_words_of_a_state_stays_words(cycle_at):
    need = {**BACKGROUND_CHECKS, "text": '=HYPERLINK("https://evil.example";"Look")'}
    cycle = colorado_alone(cycle_at, changed=[{"line_id": 1, "need": need}])
    [_head, row, _other] = table(requests_csv(trends_of(cycle)))
    assert row[3] == '\'=HYPERLINK("https://evil.example";"Look")'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_could_begin_a_formula_gets_an_apostrophe(start):
    text = csv_file(["A"], [[f"{start}1"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["A"], [f"'{start}1"]]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell():
    assert csv_file(["A", "B", "C"], [[-1, None, "é"]]) == "\ufeffA,B,C\r\n-1,,é\r\n".encode()


@pytest.mark.process("3.9")
def test_the_table_of_activities_has_who_proposes_what_for_whom(cycle_at):
    cycle = proposing(cycle_at, 1, collaborators=["NCCCSIA"])
    assert table(activities_csv(trends_of(cycle))) == [
        ["State", "Region", "Topic", "Center", "Works along", "Activity", "Type", "Approach",
         "Forms", "In the plan"],
        ["Colorado", "8", "Comprehensive background checks", "ECQA", "NCCCSIA",
         "Coaching of licensing staff", "intensive", "state", "coaching, consultation",
         "proposed"],
    ]  # fmt: skip


# --- sentences


@pytest.mark.process("3.2")
def test_the_sentences_say_what_is_common_and_what_only_one_state_asks_for(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-22 10:00")
    with cycle.tracker.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE need_revision SET topic = 'licensing' WHERE line_id IN (4, 6)")
        )
        connection.execute(
            sa.text("UPDATE need_revision SET topic = 'monitoring' WHERE line_id = 5")
        )
    assert what_is_asked(trends_of(cycle)) == [
        "All 3 states and territories have answered and named 6 needs.",
        "These are small numbers: fewer than 5 states and territories have answered.",
        "2 topics are asked for most, each by 2 of the 3 that answered: Comprehensive background "
        "checks; Licensing requirements and exemptions.",
        "2 topics are each common to at least a quarter of those that answered: Comprehensive "
        "background checks (2); Licensing requirements and exemptions (2).",
        "2 topics are each asked for by only one state or territory: Monitoring, inspections and "
        "enforcement (Vermont); School-age, afterschool and summer care (Colorado).",
        "Of 6 needs, 3 are required by the CCDBG reauthorization of 2014; 3 go beyond compliance.",
        "3 of 6 needs have the highest priority, 1 of 5.",
    ]
    assert what_is_asked(trends_of(cycle), region=1)[:5] == [
        "The one state or territory has answered and named 2 needs.",
        "These are small numbers: fewer than 5 states and territories have answered.",
        "2 topics are asked for most, each by the one that answered: Licensing requirements and "
        "exemptions; Monitoring, inspections and enforcement.",
        "No topic is common to at least a quarter of those that answered.",
        "2 topics are each asked for by only one state or territory of the region: Monitoring, "
        "inspections and enforcement (Vermont); Licensing requirements and exemptions (Vermont).",
    ]


@pytest.mark.process("3.2", "3.9")
def test_the_sentences_say_what_is_proposed_and_what_no_center_has_taken_up(cycle_at):
    before = trends_of(cycle_at("accurate"))
    assert what_is_offered(before) == [
        "No center has proposed an activity for any of these needs yet."
    ]
    after = trends_of(proposing(cycle_at, 1, 4))
    assert what_is_offered(after) == [
        "2 activities of 2 centers are proposed so far; 0 of them stand in a plan.",
        "4 of 6 needs have no activity of a center yet.",
    ]
    assert what_is_offered(after, region=1) == [
        "No center has proposed an activity for any of these needs yet."
    ]


@pytest.mark.process("3.2", "5.2")
def test_the_sentences_say_what_stands_out(cycle_at):
    cycle = proposing(cycle_at, 1, 4)
    with cycle.tracker.engine.begin() as connection:  # a center of OHS, beside ECQA in Colorado
        connection.execute(
            sa.text("UPDATE line SET center = 'PMFO', need_id = 1 WHERE need_id = 4")
        )
        connection.execute(
            sa.text("UPDATE line SET plan_id = (SELECT plan_id FROM line WHERE id = 1), number = 9 "
                    "WHERE center = 'PMFO'")
        )  # fmt: skip
    assert what_stands_out(trends_of(cycle)) == [
        "No earlier cycle is on record, so nothing is said of change.",
        "In 1 of 1 state or territory with activities, centers of OCC and of OHS work on the same "
        "topic: Comprehensive background checks (1).",
    ]


@pytest.mark.process("3.2")
def test_the_change_since_the_last_cycle_is_told(both_cycles):
    first, second = both_cycles
    second.reach("accurate")
    with first.tracker.engine.begin() as connection:  # Montana asked for licensing before
        connection.execute(
            sa.text("UPDATE need_revision SET topic = 'licensing' WHERE line_id = 3")
        )
    with read(second.tracker) as tat:
        trends = read_trends(tat, second.cycle, second.declared, on=date(2018, 10, 22))
    assert change_told(trends, None) == (
        "Of the 3 that answered in 2016-2018 and in this cycle: Comprehensive background checks "
        "(1 newly asks, 0 no longer); Licensing requirements and exemptions (0 newly ask, 1 no "
        "longer)."
    )
    assert change_told(trends, 1) == (
        "Of the one that answered in 2016-2018 and in this cycle, none newly asks for a topic or "
        "asks for one no longer."
    )


@pytest.mark.process("3.2")
def test_a_nation_that_has_not_answered_is_told_as_just_that(cycle_at):
    assert what_is_asked(trends_of(cycle_at("drafted"))) == [
        "0 of 3 states and territories have answered and named 0 needs; not yet: Colorado; "
        "Montana; Vermont.",
        "No need is on record.",
    ]
