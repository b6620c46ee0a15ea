"""Trends: what the states ask for, counted by topic, state, region and nation (3.2, 3.9)."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.trends.change import change_by_topic
from tasks.trends.clusters import regional_clusters
from tasks.trends.coverage import (
    activities_by_center,
    needs_by_center,
    needs_without_center,
    without_center_by_topic,
)
from tasks.trends.frames import ACTIVITIES, NEEDS, STATES, MissingColumns, MissingValues
from tasks.trends.kinds import kinds_of_activities, kinds_of_needs
from tasks.trends.offices import office_overlaps, overlaps_by_topic
from tasks.trends.places import places
from tasks.trends.tally import tally
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
REQUIREMENT = {4: "beyond compliance", 8: "beyond compliance"}  # by need; all others "ccdbg"
SETTING = {1: "school age", 5: "preschool"}  # all others "all ages"
ACTIVITIES_BY_HAND = [  # id, need, center, who works along, whether it stands in the plan
    (11, 1, "ECQA", ("SCBC", "NCASE"), True),
    (12, 1, "SCBC", (), False),
    (13, 6, "ECQA", (), False),
    (14, 7, "ECQA", ("SCBC",), True),
]
INTENSITY = {14: "intensive"}  # all others "brief"
FORMS = {11: ("coaching", "training")}  # all others coaching alone


def needs(rows) -> pd.DataFrame:
    whole = [
        (
            n,
            code,
            f"State {code}",
            REGIONS[code],
            topic,
            "Help",
            "",
            priority,
            REQUIREMENT.get(n, "ccdbg"),
            SETTING.get(n, "all ages"),
        )
        for n, code, topic, priority in rows
    ]
    return pd.DataFrame(whole, columns=list(NEEDS))


def tallied(rows, **who) -> pd.DataFrame:
    return tally(needs(rows), states(**who))


def states(silent=SILENT, codes=tuple(REGIONS)) -> pd.DataFrame:
    whole = [(code, f"State {code}", REGIONS[code], code not in silent) for code in sorted(codes)]
    return pd.DataFrame(whole, columns=list(STATES))


def activities(rows) -> pd.DataFrame:
    of_need = {n: (code, f"State {code}", REGIONS[code], topic) for n, code, topic, _ in BY_HAND}
    whole = [
        (
            n, need, *of_need[need], center, "Coaching", INTENSITY.get(n, "brief"), "state",
            FORMS.get(n, ("coaching",)), along, stands,
        )
        for n, need, center, along, stands in rows
    ]  # fmt: skip
    return pd.DataFrame(whole, columns=list(ACTIVITIES))


def records(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


# --- by hand


@pytest.mark.process("3.2")
def test_the_nation_is_counted_in_states_the_most_asked_first():
    # CO, CT, MT, NJ, UT and VT have answered: 6
    assert records(needs_by_topic(tallied(BY_HAND), states())) == [
        # topic, states, requests, share, who, answered, in the cycle
        ("licensing", 3, 4, 3 / 6, ("CO", "MT", "VT"), 6, 7),
        ("monitoring", 3, 3, 3 / 6, ("CT", "NJ", "VT"), 6, 7),
        ("background-checks", 1, 1, 1 / 6, ("CO",), 6, 7),
    ]


@pytest.mark.process("3.2")
def test_each_region_is_counted_in_its_own_states():
    assert records(needs_by_region(tallied(BY_HAND), states())) == [
        (1, "monitoring", 2, 2, 2 / 2, ("CT", "VT"), 2, 2),
        (1, "licensing", 1, 1, 1 / 2, ("VT",), 2, 2),
        (2, "monitoring", 1, 1, 1 / 1, ("NJ",), 1, 1),
        (8, "licensing", 2, 3, 2 / 3, ("CO", "MT"), 3, 3),  # Utah answered too
        (8, "background-checks", 1, 1, 1 / 3, ("CO",), 3, 3),
    ]


@pytest.mark.process("3.2")
def test_each_state_is_counted_in_its_requests_the_most_urgent_first():
    assert records(needs_by_state(tallied(BY_HAND))) == [
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
    counts = needs_by_topic(tallied(BY_HAND), states())
    assert [
        list(common_topics(counts, n_states=n, percent=percent)["topic"])
        for n, percent in ((2, 50), (3, 50), (4, 50), (2, 51), (1, 10))
    ] == [
        ["licensing", "monitoring"], ["licensing", "monitoring"], [], [],
        ["licensing", "monitoring", "background-checks"],
    ]  # fmt: skip


@pytest.mark.process("3.2")
def test_what_one_state_asks_for_is_not_common_even_where_it_is_the_only_one():
    found = common_topics(needs_by_region(tallied(BY_HAND), states()), n_states=2, percent=50)
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


@pytest.mark.process("3.2", "3.9")
def test_the_needs_are_counted_by_the_center_that_takes_them_up():
    twice = [*ACTIVITIES_BY_HAND, (15, 6, "ECQA", (), False), (16, 8, "HW", (), False)]
    assert records(needs_by_center(needs(BY_HAND[:-1]), activities(twice))) == [
        ("licensing", "ECQA", 2),  # 1 and 6, this one with two activities
        ("licensing", "SCBC", 1),  # 1, which ECQA has taken up too
        ("monitoring", "ECQA", 1),  # 7; that of HW is for a need that is not of this place
    ]


@pytest.mark.process("3.9")
def test_the_activities_are_counted_by_the_center_that_leads_them():
    assert records(activities_by_center(activities(ACTIVITIES_BY_HAND), states())) == [
        # center, activities, states, needs, in a plan, works along; activities of all, answered
        ("ECQA", 3, 3, 3, 2, 0, 4, 6),
        ("SCBC", 1, 1, 1, 0, 2, 4, 6),
        ("NCASE", 0, 0, 0, 0, 1, 4, 6),
    ]


@pytest.mark.process("3.2")
def test_every_place_has_its_denominators_and_a_silent_state_is_no_place():
    assert list(places(states()).itertuples(name=None)) == [
        # place, answered, in the cycle
        ("nation", 6, 7), ("region 1", 2, 2), ("region 2", 1, 1), ("region 8", 3, 3),
        ("region 9", 0, 1), ("CO", 1, 1), ("CT", 1, 1), ("MT", 1, 1), ("NJ", 1, 1), ("UT", 1, 1),
        ("VT", 1, 1),
    ]  # fmt: skip


@pytest.mark.process("3.2", "8.3")
def test_needs_are_counted_by_what_they_are_in_every_place():
    counted = kinds_of_needs(tallied(BY_HAND), states())
    of = {place: records(rows.drop(columns="place")) for place, rows in counted.groupby("place")}
    assert of["nation"] == [
        # kind, word, needs, of all, share, states, answered, in the cycle
        ("requirement", "ccdbg", 6, 8, 6 / 8, 3, 6, 7),  # of CO, NJ, VT
        ("requirement", "beyond compliance", 2, 8, 2 / 8, 2, 6, 7),  # CT, MT
        ("priority", 1, 3, 8, 3 / 8, 3, 6, 7),
        ("priority", 2, 2, 8, 2 / 8, 2, 6, 7),
        ("priority", 3, 1, 8, 1 / 8, 1, 6, 7),
        ("priority", 4, 1, 8, 1 / 8, 1, 6, 7),
        ("priority", 5, 1, 8, 1 / 8, 1, 6, 7),
        ("setting", "infant and toddler", 0, 8, 0.0, 0, 6, 7),
        ("setting", "preschool", 1, 8, 1 / 8, 1, 6, 7),
        ("setting", "school age", 1, 8, 1 / 8, 1, 6, 7),
        ("setting", "all ages", 6, 8, 6 / 8, 5, 6, 7),
    ]
    assert [row[1:] for row in of["region 8"] if row[0] == "requirement"] == [
        ("ccdbg", 3, 4, 3 / 4, 1, 3, 3),
        ("beyond compliance", 1, 4, 1 / 4, 1, 3, 3),
    ]
    assert [row[2:5] for row in of["UT"]] == [(0, 0, 0.0)] * 11  # named nothing
    assert [row[2:] for row in of["region 9"]] == [(0, 0, 0.0, 0, 0, 1)] * 11  # silent
    assert "GU" not in of


@pytest.mark.process("8.1", "8.3")
def test_activities_are_counted_by_type_approach_and_form():
    counted = kinds_of_activities(activities(ACTIVITIES_BY_HAND), states())
    of = {place: records(rows.drop(columns="place")) for place, rows in counted.groupby("place")}
    assert [row for row in of["nation"] if row[2]] == [
        ("intensity", "brief", 3, 4, 3 / 4, 2, 6, 7),  # two in CO, one in VT
        ("intensity", "intensive", 1, 4, 1 / 4, 1, 6, 7),
        ("approach", "state", 4, 4, 1.0, 3, 6, 7),
        ("form", "coaching", 4, 4, 1.0, 3, 6, 7),
        ("form", "training", 1, 4, 1 / 4, 1, 6, 7),  # with coaching in one activity
    ]
    assert [row for row in of["region 8"] if row[2]] == [
        ("intensity", "brief", 2, 2, 1.0, 1, 3, 3),
        ("approach", "state", 2, 2, 1.0, 1, 3, 3),
        ("form", "coaching", 2, 2, 1.0, 1, 3, 3),
        ("form", "training", 1, 2, 1 / 2, 1, 3, 3),
    ]


@pytest.mark.process("3.2", "3.3")
@pytest.mark.parametrize(
    ("n_states", "times", "found"),
    [
        (2, 2, [(1, "monitoring"), (8, "licensing")]),  # 2/2 to 1/4, and 2/3 to 1/3: just twice
        (2, 3, [(1, "monitoring")]),
        (2, 5, []),
        (3, 1, []),
        (1, 5, [(8, "background-checks")]),  # nobody else asks
    ],
)
def test_a_cluster_is_asked_for_in_one_region_far_oftener_than_elsewhere(n_states, times, found):
    tally, who = tallied(BY_HAND), states()
    clusters = regional_clusters(
        needs_by_topic(tally, who), needs_by_region(tally, who), n_states=n_states, times=times
    )
    assert [row[:2] for row in records(clusters)] == found


@pytest.mark.process("3.2", "3.3")
def test_a_cluster_says_how_many_ask_for_it_elsewhere():
    tally, who = tallied(BY_HAND), states()
    by_topic, by_region = needs_by_topic(tally, who), needs_by_region(tally, who)
    [row] = records(regional_clusters(by_topic, by_region, n_states=2, times=3))
    assert row == (1, "monitoring", 2, 2, 1.0, ("CT", "VT"), 2, 2, 1, 4, 1 / 4)


@pytest.mark.process("3.2", "3.3")
def test_where_nobody_else_has_answered_there_is_no_cluster():
    rows = [(1, "CO", "licensing", 1), (2, "MT", "licensing", 1)]
    who = {"silent": {"CT", "GU", "NJ", "VT"}}
    tally = tallied(rows, **who)
    counts = (needs_by_topic(tally, states(**who)), needs_by_region(tally, states(**who)))
    assert records(regional_clusters(*counts, n_states=1, times=1)) == []


@pytest.mark.process("3.2")
def test_change_is_counted_among_those_that_answered_both_times():
    # Before: Connecticut was silent, Guam was not. Both times: CO, MT, NJ, UT, VT.
    before = [
        (1, "CO", "licensing", 1), (2, "GU", "licensing", 1), (3, "VT", "licensing", 2),
        (4, "UT", "monitoring", 3), (5, "MT", "school-age-care", 1),
    ]  # fmt: skip
    changed = change_by_topic(
        tallied(BY_HAND), states(),
        tally_before=tallied(before, silent={"CT"}), states_before=states({"CT"}),
    )  # fmt: skip
    assert records(changed) == [
        # topic, ask and answered now, before; answered both times: again, newly, no longer
        ("licensing", 3, 6, 3, 6, 5, 2, 1, 0),  # Guam is not heard now
        ("monitoring", 3, 6, 1, 6, 5, 0, 2, 1),  # Connecticut was not heard then
        ("background-checks", 1, 6, 0, 6, 5, 0, 1, 0),
        ("school-age-care", 0, 6, 1, 6, 5, 0, 0, 1),
    ]


@pytest.mark.process("5.2")
def test_the_offices_overlap_where_a_center_of_each_serves_the_same_state_and_topic():
    funded_by, proposed = {"ECQA": ("OHS", "OCC"), "SCBC": ("OCC",)}, activities(ACTIVITIES_BY_HAND)
    assert (
        records(office_overlaps(proposed, funded_by)),
        records(overlaps_by_topic(proposed, funded_by)),
    ) == (
        [("CO", "State CO", 8, "licensing", ("ECQA", "SCBC"), 2)],
        [("licensing", 1, 2), ("monitoring", 0, 1)],  # topic, both work, any works
    )


@pytest.mark.process("5.2")
def test_centers_of_one_office_do_not_overlap():
    funded_by, proposed = {"ECQA": ("OCC",), "SCBC": ("OCC",)}, activities(ACTIVITIES_BY_HAND)
    assert records(office_overlaps(proposed, funded_by)) == []


@pytest.mark.process("5.2")
def test_a_center_that_both_offices_fund_does_not_overlap_with_itself():
    twice = activities([(11, 1, "ECQA", (), True), (12, 1, "ECQA", (), False)])
    assert records(office_overlaps(twice, {"ECQA": ("OHS", "OCC")})) == []


@pytest.mark.process("3.2")
def test_topics_that_are_asked_for_equally_come_by_their_key():
    rows = [
        (1, "CO", "monitoring", 1),
        (2, "MT", "background-checks", 1),
        (3, "VT", "licensing", 1),
    ]
    counted = needs_by_topic(tallied(rows), states())
    assert list(counted["topic"]) == ["background-checks", "licensing", "monitoring"]


@pytest.mark.process("3.2")
def test_a_state_that_answered_and_named_nothing_counts_among_those_that_answered():
    rows = [(1, "CO", "licensing", 1)]
    asked = [
        needs_by_topic(tallied(rows), states(codes=codes))["share"].item()
        for codes in (("CO",), ("CO", "UT"))
    ]
    assert asked == [1.0, 0.5]


@pytest.mark.process("3.2")
def test_without_needs_there_are_no_trends():
    nobody, none, nothing = states(), needs([]), tallied([])
    by_topic, by_region = needs_by_topic(nothing, nobody), needs_by_region(nothing, nobody)
    counted = [
        by_topic, by_region, needs_by_state(nothing), unique_needs(none),
        common_topics(by_topic, n_states=2, percent=50),
        regional_clusters(by_topic, by_region, n_states=1, times=1),
        change_by_topic(nothing, nobody, tally_before=nothing, states_before=nobody),
        needs_without_center(none, activities([])), without_center_by_topic(none, activities([])),
        activities_by_center(activities([]), nobody), office_overlaps(activities([]), {}),
        overlaps_by_topic(activities([]), {}), needs_by_center(none, activities([])),
    ]  # fmt: skip
    kinds = [kinds_of_needs(nothing, nobody), kinds_of_activities(activities([]), nobody)]
    assert [records(frame) for frame in counted] == [[]] * 13
    assert [(frame["n"].sum(), frame["share"].sum()) for frame in kinds] == [(0, 0.0)] * 2


def test_a_frame_without_its_columns_is_refused_with_all_that_is_missing():
    frame = needs(BY_HAND).drop(columns=["topic", "priority"])
    with pytest.raises(MissingColumns) as refused:
        tally(frame, states())
    assert str(refused.value) == "The frame has no column topic, priority; it is not counted."


def test_a_need_without_a_value_is_refused():
    frame = needs(BY_HAND).astype({"topic": "category"})
    frame.loc[3, "topic"] = None
    with pytest.raises(MissingValues) as refused:
        tally(frame, states())
    assert str(refused.value) == "A need has no topic; no need is counted."


def test_a_need_of_a_state_that_takes_no_part_is_refused():
    with pytest.raises(MissingValues) as refused:
        tallied(BY_HAND, codes=("CO", "CT", "MT"))
    assert str(refused.value) == "No region is known of NJ, VT; no need is counted."


def test_words_may_come_as_categories_in_any_order_with_some_that_nobody_uses():
    frame = needs(BY_HAND)
    words = pd.CategoricalDtype(["monitoring", "nobody's", "licensing", "background-checks"])
    counted = tally(frame.astype({"topic": words, "jurisdiction": "category"}), states())
    pd.testing.assert_frame_equal(counted.astype(object), tallied(BY_HAND).astype(object))


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
some_of_them = settings(max_examples=10, deadline=None)


def counted(rows, **who) -> list[tuple]:
    return records(needs_by_topic(tallied(rows, **who), states(**who)))


def kinds_without(rows, code, **who) -> list[tuple]:
    """The kinds of needs of all places but those that the state `code` alone makes or changes."""
    who = who or {"silent": {code}}
    found = kinds_of_needs(tallied(rows, **who), states(**who))
    return records(
        found.loc[found["place"] != f"region {REGIONS[code]}"].drop(columns="n_in_cycle")
    )


def by_region_of(rows) -> list[tuple]:
    return records(needs_by_region(tallied(rows, silent=()), states(())))


@pytest.mark.process("3.2")
@any_needs
@given(some_needs)
def test_the_regions_add_up_to_the_nation(rows):
    by_region = Counter()
    for _region, topic, n_states, n_needs, *_ in by_region_of(rows):
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
    for _code, topic, n_needs, _priority in records(needs_by_state(tallied(rows))):
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
    of_regions = [row[4] for row in by_region_of(rows)]
    assert [share for share in of_nation + of_regions if not 0 < share <= 1] == []


@pytest.mark.process("3.2", "8.3")
@some_of_them
@given(some_needs)
def test_the_kinds_add_up_and_their_shares_to_one(rows):
    found = kinds_of_needs(tallied(rows, silent=()), states(()))
    regions = found[found["place"].str.startswith("region")]
    alone = found[found["place"].isin(REGIONS)]
    nation = found[found["place"] == "nation"]
    by = ["kind", "word"]
    for parts in (regions, alone):
        assert (
            parts.groupby(by)[["n", "n_states"]].sum().to_dict()
            == nation.groupby(by)[["n", "n_states"]].sum().to_dict()
        )
    shares = found[found["n_all"] > 0].groupby(["place", "kind"])["share"].sum()
    assert shares.tolist() == pytest.approx([1.0] * len(shares))


@pytest.mark.process("3.2")
@any_needs
@given(some_needs.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_needs_does_not_matter(orders):
    rows, other = orders
    assert counted(rows) == counted(other)
    assert records(needs_by_state(tallied(rows))) == records(needs_by_state(tallied(other)))
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
@some_of_them
@given(some_needs.map(lambda rows: [row for row in rows if row[1] != "GU"]))
def test_a_silent_state_more_changes_only_how_many_there_are(rows):
    without = [code for code in REGIONS if code != "GU"]
    silent = [(*row[:6], 7) for row in counted(rows, codes=without)]
    assert (counted(rows, silent={"GU"}), kinds_without(rows, "GU")) == (
        silent,
        kinds_without(rows, "GU", codes=without),
    )
    before, after = (
        answered_by_region(frame).sum().to_dict()
        for frame in (states(codes=without), states(silent={"GU"}))
    )
    assert (before, after) == (
        {"n_in_cycle": 6, "n_answered": 6},
        {"n_in_cycle": 7, "n_answered": 6},
    )


@pytest.mark.process("3.2")
@any_needs
@given(some_needs.map(lambda rows: [row for row in rows if row[1] != "UT"]))
def test_a_state_more_that_names_nothing_changes_only_the_shares(rows):
    without = [code for code in REGIONS if code != "UT"]
    assert [
        (*row[:3], row[3] * 6 / 7, row[4], 7, 7) for row in counted(rows, silent=(), codes=without)
    ] == [(*row[:3], pytest.approx(row[3]), *row[4:]) for row in counted(rows, silent=())]
