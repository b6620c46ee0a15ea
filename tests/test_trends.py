"""Trends: what the states ask for, counted by topic, state, region and nation (3.2, 3.9)."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.trends.coverage import (
    activities_by_center,
    needs_without_center,
    without_center_by_topic,
)
from tasks.trends.frames import ACTIVITIES, NEEDS, STATES, MissingColumns
from tasks.trends.topics import (
    answered_by_region,
    common_topics,
    needs_by_region,
    needs_by_state,
    needs_by_topic,
    unique_needs,
)

REGIONS = {"CO": 8, "CT": 1, "GU": 9, "MT": 8, "NJ": 2, "UT": 8, "VT": 1}
TOPICS = ("background-checks", "licensing", "monitoring")

# Seven states, worked out by hand. Colorado asks twice for licensing; Utah was heard and named
# nothing; Guam has not answered.
SILENT = {"GU"}
BY_HAND = [  # id, state, topic, priority of each need
    (1, "CO", "licensing", 1),
    (2, "CO", "licensing", 3),
    (3, "CO", "background-checks", 2),
    (4, "MT", "licensing", 5),
    (5, "VT", "monitoring", 1),
    (6, "VT", "licensing", 2),
    (7, "NJ", "monitoring", 4),
    (8, "CT", "monitoring", 1),
]
ACTIVITIES_BY_HAND = [  # id, need, center, who works along, whether it stands in the plan
    (11, 1, "ECQA", ("SCBC", "NCASE"), True),
    (12, 1, "SCBC", (), False),
    (13, 6, "ECQA", (), False),
    (14, 7, "ECQA", ("SCBC",), True),
]


def needs(rows) -> pd.DataFrame:
    whole = [
        (n, code, f"State {code}", REGIONS[code], topic, "Help", "", priority, "ccdbg", "all ages")
        for n, code, topic, priority in rows
    ]
    return pd.DataFrame(whole, columns=list(NEEDS))


def states(silent=SILENT, codes=tuple(REGIONS)) -> pd.DataFrame:
    whole = [(code, f"State {code}", REGIONS[code], code not in silent) for code in sorted(codes)]
    return pd.DataFrame(whole, columns=list(STATES))


def activities(rows) -> pd.DataFrame:
    of_need = {n: (code, f"State {code}", REGIONS[code], topic) for n, code, topic, _ in BY_HAND}
    whole = [
        (
            n,
            need,
            *of_need[need],
            center,
            "Coaching",
            "brief",
            "state",
            ("coaching",),
            along,
            stands,
        )
        for n, need, center, along, stands in rows
    ]
    return pd.DataFrame(whole, columns=list(ACTIVITIES))


def records(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


# --- by hand


@pytest.mark.process("3.2")
def test_the_nation_is_counted_in_states_the_most_asked_first():
    # CO, CT, MT, NJ, UT and VT have answered: 6
    assert records(needs_by_topic(needs(BY_HAND), states())) == [
        ("licensing", 3, 4, 3 / 6, ("CO", "MT", "VT")),
        ("monitoring", 3, 3, 3 / 6, ("CT", "NJ", "VT")),
        ("background-checks", 1, 1, 1 / 6, ("CO",)),
    ]


@pytest.mark.process("3.2")
def test_each_region_is_counted_in_its_own_states():
    assert records(needs_by_region(needs(BY_HAND), states())) == [
        (1, "monitoring", 2, 2, 2 / 2, ("CT", "VT")),
        (1, "licensing", 1, 1, 1 / 2, ("VT",)),
        (2, "monitoring", 1, 1, 1 / 1, ("NJ",)),
        (8, "licensing", 2, 3, 2 / 3, ("CO", "MT")),  # Utah answered too
        (8, "background-checks", 1, 1, 1 / 3, ("CO",)),
    ]


@pytest.mark.process("3.2")
def test_each_state_is_counted_in_its_requests_the_most_urgent_first():
    assert records(needs_by_state(needs(BY_HAND))) == [
        ("CO", "licensing", 2, 1),
        ("CO", "background-checks", 1, 2),
        ("CT", "monitoring", 1, 1),
        ("MT", "licensing", 1, 5),
        ("NJ", "monitoring", 1, 4),
        ("VT", "monitoring", 1, 1),
        ("VT", "licensing", 1, 2),
    ]


@pytest.mark.process("3.2")
def test_each_region_is_counted_in_the_states_that_answered():
    counted = answered_by_region(states())
    assert list(counted.itertuples(name=None)) == [(1, 2, 2), (2, 1, 1), (8, 3, 3), (9, 1, 0)]


@pytest.mark.process("3.2")
def test_common_is_what_at_least_half_of_those_that_answered_ask_for():
    assert records(common_topics(needs_by_topic(needs(BY_HAND), states()))) == [
        ("licensing", 3, 4, 3 / 6, ("CO", "MT", "VT")),
        ("monitoring", 3, 3, 3 / 6, ("CT", "NJ", "VT")),
    ]


@pytest.mark.process("3.2")
def test_what_one_state_asks_for_is_not_common_even_where_it_is_the_only_one():
    found = common_topics(needs_by_region(needs(BY_HAND), states()))
    assert [(row[0], row[1], row[2]) for row in records(found)] == [
        (1, "monitoring", 2),
        (8, "licensing", 2),
    ]


@pytest.mark.process("3.2")
def test_unique_in_the_nation_is_what_one_state_alone_asks_for():
    assert list(unique_needs(needs(BY_HAND))["need_id"]) == [3]


@pytest.mark.process("3.2", "3.3")
def test_unique_in_a_region_is_what_one_of_its_states_alone_asks_for():
    rows = [row for row in BY_HAND if REGIONS[row[1]] == 1]
    assert list(unique_needs(needs(rows))["need_id"]) == [6]


@pytest.mark.process("3.2")
def test_asking_twice_for_a_topic_is_still_unique_to_the_state():
    assert list(unique_needs(needs(BY_HAND[:2]))["need_id"]) == [1, 2]


@pytest.mark.process("3.2", "3.9")
def test_the_needs_that_no_center_has_taken_up_come_by_their_priority():
    left = needs_without_center(needs(BY_HAND), activities(ACTIVITIES_BY_HAND))
    assert [(row[0], row[7]) for row in records(left)] == [(5, 1), (8, 1), (3, 2), (2, 3), (4, 5)]


@pytest.mark.process("3.2", "3.9")
def test_the_needs_without_a_center_are_counted_by_topic():
    counted = without_center_by_topic(needs(BY_HAND), activities(ACTIVITIES_BY_HAND))
    assert records(counted) == [
        ("licensing", 2, 4),
        ("monitoring", 2, 3),
        ("background-checks", 1, 1),
    ]


@pytest.mark.process("3.9")
def test_the_activities_are_counted_by_the_center_that_leads_them():
    assert records(activities_by_center(activities(ACTIVITIES_BY_HAND))) == [
        # center, activities, states, needs, in a plan, works along
        ("ECQA", 3, 3, 3, 2, 0),
        ("SCBC", 1, 1, 1, 0, 2),
        ("NCASE", 0, 0, 0, 0, 1),
    ]


@pytest.mark.process("3.2")
def test_topics_that_are_asked_for_equally_come_by_their_key():
    rows = [
        (1, "CO", "monitoring", 1),
        (2, "MT", "background-checks", 1),
        (3, "VT", "licensing", 1),
    ]
    counted = needs_by_topic(needs(rows), states())
    assert list(counted["topic"]) == ["background-checks", "licensing", "monitoring"]


@pytest.mark.process("3.2")
def test_a_state_that_answered_and_named_nothing_counts_among_those_that_answered():
    rows = [(1, "CO", "licensing", 1)]
    asked = [
        needs_by_topic(needs(rows), states(codes=codes))["share"].item()
        for codes in (("CO",), ("CO", "UT"))
    ]
    assert asked == [1.0, 0.5]


@pytest.mark.process("3.2")
def test_without_needs_there_are_no_trends():
    nobody, none = states(), needs([])
    counted = [
        needs_by_topic(none, nobody), needs_by_region(none, nobody), needs_by_state(none),
        common_topics(needs_by_topic(none, nobody)), unique_needs(none),
        needs_without_center(none, activities([])), without_center_by_topic(none, activities([])),
        activities_by_center(activities([])),
    ]  # fmt: skip
    assert [records(frame) for frame in counted] == [[]] * 8


def test_a_frame_without_its_columns_is_refused_with_all_that_is_missing():
    frame = needs(BY_HAND).drop(columns=["topic", "priority"])
    with pytest.raises(MissingColumns) as refused:
        needs_by_topic(frame, states())
    assert str(refused.value) == "The frame has no column topic, priority; it is not counted."


# --- for any needs

some_needs = st.lists(
    st.tuples(
        st.sampled_from(sorted(REGIONS)),
        st.sampled_from(TOPICS),
        st.integers(min_value=1, max_value=5),
    ),
    max_size=25,
).map(lambda rows: [(n, *row) for n, row in enumerate(rows, start=1)])
any_needs = settings(max_examples=30, deadline=None)


def counted(rows, **who) -> list[tuple]:
    return records(needs_by_topic(needs(rows), states(**who)))


@pytest.mark.process("3.2")
@any_needs
@given(some_needs)
def test_the_regions_add_up_to_the_nation(rows):
    by_region = Counter()
    for _region, topic, n_states, n_needs, *_ in records(needs_by_region(needs(rows), states(()))):
        by_region[topic, "states"] += n_states
        by_region[topic, "needs"] += n_needs
    nation = Counter()
    for topic, n_states, n_needs, *_ in counted(rows, silent=()):
        nation[topic, "states"] += n_states
        nation[topic, "needs"] += n_needs
    assert nation == by_region


@pytest.mark.process("3.2")
@any_needs
@given(some_needs)
def test_the_states_add_up_to_the_nation(rows):
    by_state = Counter()
    for _code, topic, n_needs, _priority in records(needs_by_state(needs(rows))):
        by_state[topic, "states"] += 1
        by_state[topic, "needs"] += n_needs
    nation = Counter()
    for topic, n_states, n_needs, *_ in counted(rows, silent=()):
        nation[topic, "states"] += n_states
        nation[topic, "needs"] += n_needs
    assert nation == by_state


@pytest.mark.process("3.2")
@any_needs
@given(some_needs)
def test_every_share_is_above_nothing_and_at_most_the_whole(rows):
    of_nation = [row[3] for row in counted(rows, silent=())]
    of_regions = [row[4] for row in records(needs_by_region(needs(rows), states(())))]
    assert [share for share in of_nation + of_regions if not 0 < share <= 1] == []


@pytest.mark.process("3.2")
@any_needs
@given(some_needs.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_needs_does_not_matter(orders):
    rows, other = orders
    assert counted(rows) == counted(other)
    assert records(needs_by_state(needs(rows))) == records(needs_by_state(needs(other)))
    assert set(unique_needs(needs(rows))["need_id"]) == set(unique_needs(needs(other))["need_id"])


@pytest.mark.process("3.2")
@any_needs
@given(some_needs)
def test_naming_every_need_twice_changes_no_number_of_states(rows):
    twice = rows + [(n + 100, *rest) for n, *rest in rows]
    assert [(row[0], row[1], row[3]) for row in counted(twice)] == [
        (row[0], row[1], row[3]) for row in counted(rows)
    ]


@pytest.mark.process("3.2")
@any_needs
@given(some_needs.map(lambda rows: [row for row in rows if row[1] != "GU"]))
def test_a_silent_state_more_changes_only_how_many_there_are(rows):
    without = [code for code in REGIONS if code != "GU"]
    assert counted(rows, codes=without) == counted(rows, silent={"GU"})
    before, after = (
        answered_by_region(frame).sum().to_dict()
        for frame in (states(codes=without), states(silent={"GU"}))
    )
    assert (before, after) == (
        {"n_states": 6, "n_answered": 6},
        {"n_states": 7, "n_answered": 6},
    )


@pytest.mark.process("3.2")
@any_needs
@given(some_needs.map(lambda rows: [row for row in rows if row[1] != "UT"]))
def test_a_state_more_that_names_nothing_changes_only_the_shares(rows):
    without = [code for code in REGIONS if code != "UT"]
    assert [
        (*row[:3], row[3] * 6 / 7, row[4]) for row in counted(rows, silent=(), codes=without)
    ] == [(*row[:3], pytest.approx(row[3]), row[4]) for row in counted(rows, silent=())]
