"""Findings: sentences made by rule, that never say more than the figures."""

import pytest

from templates.reports.trend_contrasts import (
    BothOffices,
    Changed,
    Cluster,
    of_change,
    of_clusters,
    of_overlaps,
)
from templates.reports.trend_findings import AskedTopic, Place, of_common, of_small

WORDS_OF_CAUSE = ("because", "due to", "caused", "led to", "thanks to", "therefore", "result")
A_FEW = [Cluster("Topic B", 1, 2, 2, 1, 40, is_small=True)]
SEVERAL = [Cluster("Topic A", 8, 5, 6, 4, 50, is_small=False), *A_FEW]


@pytest.mark.parametrize(
    ("clusters", "is_region", "sentence"),
    [
        ([], False, ""),
        (SEVERAL, False,
         "Asked for in one region by at least twice the share elsewhere: Topic A (Region 8: 5 of 6 "
         "that answered; elsewhere 4 of 50); Topic B (Region 1: 2 of 2 that answered, a small "
         "number; elsewhere 1 of 40)."),
        (SEVERAL[:1], True,
         "Asked for in the region by at least twice the share elsewhere: Topic A (5 of 6 that "
         "answered; elsewhere 4 of 50)."),
    ],
)  # fmt: skip
@pytest.mark.process("3.2", "3.3")
def test_a_cluster_is_told_beside_the_others_and_a_small_one_is_marked(
    clusters, is_region, sentence
):
    assert of_clusters(clusters, times=2, is_region=is_region) == sentence


def test_how_many_times_the_share_is_said_as_it_is_declared():
    assert of_clusters(A_FEW, times=3, is_region=True).startswith(
        "Asked for in the region by at least 3 times the share elsewhere: "
    )


@pytest.mark.parametrize(
    ("changed", "n_both", "sentence"),
    [
        ([Changed("A", 2, 1), Changed("B", 1, 0), Changed("C", 1, 0), Changed("D", 0, 3)], 5,
         "Of the 5 that answered in 2014-2016 and in this cycle: A (2 newly ask, 1 no longer); B "
         "(1 newly asks, 0 no longer); C (1 newly asks, 0 no longer); and 1 more."),
        ([], 5,
         "Of the 5 that answered in 2014-2016 and in this cycle, none newly asks for a topic or "
         "asks for one no longer."),
        ([Changed("A", 1, 0)], 1,
         "Of the one that answered in 2014-2016 and in this cycle: A (1 newly asks, 0 no "
         "longer)."),
        ([], 0,
         "Nobody answered in 2014-2016 and in this cycle, so nothing is said of change."),
    ],
)  # fmt: skip
@pytest.mark.process("3.2")
def test_change_is_told_of_those_that_answered_both_times(changed, n_both, sentence):
    assert of_change(changed, before="2014-2016", n_both=n_both) == sentence


@pytest.mark.parametrize(
    ("overlaps", "n_states", "n_served", "sentence"),
    [
        ([], 0, 0, ""),
        ([], 0, 3,
         "In 0 of 3 states and territories with activities, centers of OCC and of OHS work on the "
         "same topic."),
        ([BothOffices("A", 2), BothOffices("B", 1)], 2, 3,
         "In 2 of 3 states and territories with activities, centers of OCC and of OHS work on the "
         "same topic: A (2); B (1)."),
    ],
)  # fmt: skip
@pytest.mark.process("5.2")
def test_overlaps_are_told_of_the_states_with_activities(overlaps, n_states, n_served, sentence):
    assert of_overlaps(overlaps, n_states=n_states, n_served=n_served) == sentence


@pytest.mark.parametrize(
    ("n_states", "silent", "is_said"),
    [(6, ["A", "B"], True), (6, ["A"], False), (6, list("ABCDEF"), False), (2, [], True)],
)
def test_that_few_have_answered_is_said(n_states, silent, is_said):
    said = "These are small numbers: fewer than 5 states and territories have answered."
    assert of_small(Place(n_states, silent), below=5) == (said if is_said else "")


def test_what_is_common_is_said_as_it_is_declared():
    topics = [AskedTopic("A", 3)]
    assert [of_common(topics, topics, percent=50), of_common(topics, topics, percent=30)] == [
        "One topic is common to at least half of those that answered: A (3).",
        "One topic is common to at least 30 percent of those that answered: A (3).",
    ]


def test_no_sentence_speaks_of_causes():
    told = [
        of_clusters(SEVERAL, times=2, is_region=False),
        of_change([Changed("A", 2, 1)], before="2014-2016", n_both=5),
        of_overlaps([BothOffices("A", 2)], n_states=2, n_served=3),
    ]
    assert [word for word in WORDS_OF_CAUSE for sentence in told if word in sentence] == []
