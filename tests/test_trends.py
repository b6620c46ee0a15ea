"""Trends: what the states ask for, by topic, in the states, the regions and the nation (3.2)."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.trends import COLUMNS, needs_by_region, needs_by_topic, read_needs, table
from tat.database import read
from tests.small_cycle import CYCLE

REGIONS = {"CT": 1, "VT": 1, "NJ": 2, "CO": 8, "MT": 8, "UT": 8, "GU": 9}
TITLES = {
    "background-checks": "Background checks",
    "licensing": "Licensing",
    "monitoring": "Visits",
}
BY_HAND = [  # state and topic of each need
    ("CO", "licensing"),
    ("CO", "licensing"),
    ("CO", "background-checks"),
    ("MT", "licensing"),
    ("VT", "monitoring"),
    ("VT", "licensing"),
    ("NJ", "monitoring"),
]

needs_of_states = st.lists(
    st.tuples(st.sampled_from(sorted(REGIONS)), st.sampled_from(sorted(TITLES))), max_size=25
)


def needs(rows) -> pd.DataFrame:
    whole = [(state, REGIONS[state], topic, "ccdbg", 3) for state, topic in rows]
    return pd.DataFrame(whole, columns=list(COLUMNS))


def records(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


# --- by hand


@pytest.mark.process("3.2")
def test_the_nation_is_counted_in_states_the_most_asked_first():
    assert records(needs_by_topic(needs(BY_HAND))) == [
        ("licensing", 3, 3 / 4),  # CO, MT and VT of CO, MT, VT and NJ
        ("monitoring", 2, 2 / 4),
        ("background-checks", 1, 1 / 4),
    ]


@pytest.mark.process("3.2")
def test_each_region_is_counted_in_its_own_states():
    assert records(needs_by_region(needs(BY_HAND))) == [
        (1, "licensing", 1, 1 / 1),
        (1, "monitoring", 1, 1 / 1),
        (2, "monitoring", 1, 1 / 1),
        (8, "licensing", 2, 2 / 2),
        (8, "background-checks", 1, 1 / 2),
    ]


@pytest.mark.process("3.2")
def test_the_table_shows_nation_regions_and_states():
    assert table(needs(BY_HAND), TITLES).split("\r\n") == [
        "Topic,Nation,Region 1,Region 2,Region 8,CO,MT,NJ,VT",
        "Licensing,3,1,0,2,1,1,0,1",
        "Visits,2,1,1,0,0,0,1,1",
        "Background checks,1,0,0,1,1,0,0,0",
        "",
    ]


@pytest.mark.process("3.2")
def test_topics_that_are_asked_for_equally_come_by_their_key():
    rows = [("CO", "monitoring"), ("MT", "background-checks"), ("VT", "licensing")]
    topics = [topic for topic, _n, _share in records(needs_by_topic(needs(rows)))]
    assert topics == ["background-checks", "licensing", "monitoring"]


@pytest.mark.process("3.2")
def test_asking_twice_for_a_topic_counts_once():
    assert records(needs_by_topic(needs([("CO", "licensing")] * 2))) == [("licensing", 1, 1.0)]


@pytest.mark.process("3.2")
def test_without_needs_the_nation_has_no_trends():
    assert records(needs_by_topic(needs([]))) == []


@pytest.mark.process("3.2")
def test_without_needs_the_regions_have_no_trends():
    assert records(needs_by_region(needs([]))) == []


@pytest.mark.process("3.2")
def test_without_needs_the_table_has_no_rows():
    assert table(needs([]), TITLES) == "Topic,Nation\r\n"


# --- for any needs


@pytest.mark.process("3.2")
@settings(max_examples=30, deadline=None)
@given(needs_of_states)
def test_the_regions_add_up_to_the_nation(rows):
    by_region = Counter()
    for _region, topic, n, _share in records(needs_by_region(needs(rows))):
        by_region[topic] += n
    nation = {topic: n for topic, n, _share in records(needs_by_topic(needs(rows)))}
    assert nation == dict(by_region)


@pytest.mark.process("3.2")
@settings(max_examples=30, deadline=None)
@given(needs_of_states)
def test_a_count_is_the_number_of_different_states_that_ask(rows):
    asking = Counter(topic for _state, topic in set(rows))
    counted = {topic: n for topic, n, _share in records(needs_by_topic(needs(rows)))}
    assert counted == dict(asking)


@pytest.mark.process("3.2")
@settings(max_examples=30, deadline=None)
@given(needs_of_states)
def test_a_share_is_the_part_of_the_states_of_the_region_that_named_any_need(rows):
    states = Counter(REGIONS[state] for state in {state for state, _topic in rows})
    asking = Counter((REGIONS[state], topic) for state, topic in set(rows))
    shares = {
        (region, topic): share for region, topic, _n, share in records(needs_by_region(needs(rows)))
    }
    assert shares == {(region, topic): n / states[region] for (region, topic), n in asking.items()}


@pytest.mark.process("3.2")
@settings(max_examples=30, deadline=None)
@given(needs_of_states)
def test_every_share_is_above_nothing_and_at_most_the_whole(rows):
    shares = [share for *_, share in records(needs_by_topic(needs(rows)))]
    assert [share for share in shares if not 0 < share <= 1] == []


@pytest.mark.process("3.2")
@settings(max_examples=20, deadline=None)
@given(needs_of_states.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_needs_does_not_matter(orders):
    rows, other = orders
    assert table(needs(rows), TITLES) == table(needs(other), TITLES)


@pytest.mark.process("3.2")
@settings(max_examples=20, deadline=None)
@given(needs_of_states)
def test_naming_every_need_twice_changes_nothing(rows):
    assert table(needs(rows), TITLES) == table(needs(rows + rows), TITLES)


# --- from the record


@pytest.mark.process("3.2")
def test_only_plans_past_the_draft_are_counted(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    cycle.answer("call-record", {"held_on": "2016-09-20"}, state="CO")
    cycle.run(2)
    with read(cycle.tracker) as tat:
        found = records(read_needs(tat, CYCLE))
    assert found == [
        ("CO", 8, "background-checks", "ccdbg", 1),
        ("CO", 8, "school-age-care", "beyond compliance", 3),
    ]


@pytest.mark.process("3.2")
def test_a_need_is_counted_as_it_reads_now_and_not_once_it_is_withdrawn(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    licensing = {
        "topic": "licensing", "text": "New rules", "priority": 2, "requirement": "ccdbg"
    }  # fmt: skip
    record = {
        "held_on": "2016-09-20",
        "changed": [{"line_id": 1, "need": licensing}],
        "withdrawn": [2],
    }
    cycle.answer("call-record", record, state="CO")
    cycle.run(2)
    with read(cycle.tracker) as tat:
        found = records(read_needs(tat, CYCLE))
    assert found == [("CO", 8, "licensing", "ccdbg", 2)]
