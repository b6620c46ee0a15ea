"""Slides of the trends: 16 to 9, with the finding above, and source and denominators below."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from config.tiles import PLACES
from tasks.trends.record import read_trends
from tasks.trends.slides import slides
from tat.database import read
from templates.reports import slides as drawn
from templates.reports.bar_charts import BarRow
from templates.reports.center_charts import Taken, TakenRow
from templates.reports.findings import ShareRow, TopicRow
from templates.reports.region_charts import Panel, Panels
from templates.reports.slides import Slide
from templates.reports.tile_charts import StateTile
from tests.small_cycle import CYCLE
from tests.test_trends_pack import proposing

CHECKS, SCHOOL_AGE = "Comprehensive background checks", "School-age, afterschool and summer care"
SOURCE = (
    "Source: the plans of the nation as they stood on Nov 14, 2016. All 3 states and territories "
    "have answered and named 6 needs."
)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def shown(draw, **given) -> list[str]:
    """The words of a picture on an empty slide, line by line."""
    slide = Slide("Title", ["Foot"])
    draw(slide, **given)
    return opened(slide.png()).info["Description"].split("\n")[2:]


@pytest.mark.process("3.9")
def test_each_chart_of_the_nation_is_a_slide_that_says_its_finding_and_of_whom(cycle_at):
    cycle = proposing(cycle_at, 1, 3)
    with read(cycle.tracker) as tat:
        trends = read_trends(tat, CYCLE, cycle.declared, on=date(2016, 11, 14))
    made = list(slides(trends, None))
    assert [one.content for one in slides(trends, None)] == [one.content for one in made]
    found = {one.name: opened(one.content) for one in made}
    assert {image.size for image in found.values()} == {(1920, 1080)}
    assert [image.info["Title"] for image in found.values()] == [
        f"2 topics are asked for most, each by 3 of the 3 that answered: {CHECKS}; {SCHOOL_AGE}.",
        f"{CHECKS}, one of 2 topics asked for most in the nation, comes first, alone or with "
        "others, in 2 of 2 regions: 1, 8.",
        "The most needs, 2 each, were named by 3 states and territories: Colorado; Montana; "
        "Vermont.",
        f"{CHECKS}, one of 2 topics asked for most: by 3 of the 3 that answered, in 2 of 2 "
        "regions.",
        "4 of 6 needs have no activity of a center yet.",
        f"ECQA takes up the most needs, 2 of 6; 4 have no center yet, the most of them on "
        f"{SCHOOL_AGE} (3).",
        "2 activities of 1 center are proposed so far; 0 of them stand in a plan.",
        "Needs by what they come from: 3 of 6 the CCDBG reauthorization of 2014. Activities by "
        "type: 2 of 2 intensive.",
    ]
    said = [image.info["Description"].split("\n") for image in found.values()]
    assert [SOURCE in words for words in said] == [True] * 8
    assert "States and territories that ask, of those of the region that answered." in said[1]


def test_a_bar_has_its_number_and_its_whole():
    rows = [BarRow("$1_$", 2, 4), BarRow("B", 1)]
    assert shown(drawn.bars, rows=rows) == ["$1_$", "2 of 4", "B", "1"]


def test_words_and_numbers_of_narrow_parts_stand_below_their_bar():
    rows = [ShareRow("Needs", {"the law": 399, "beyond": 1}), ShareRow("None", {"brief": 0})]
    assert shown(drawn.shares, rows=rows) == ["Needs", "the law", "399", "beyond 1", "None"]


def test_a_grid_has_the_topics_that_there_is_room_for():
    rows = [TopicRow(f"T{n}", {1: 20 - n, 2: 0}) for n in range(12)]
    words = shown(drawn.needs, rows=rows, n_in_region={1: 20, 2: 4})
    assert words[:4] == [
        "states and territories", "by region; the darker, the larger its share", "1", "2",
    ]  # fmt: skip
    assert words[4:8] == ["T0", "20", "20", "0"]
    assert [word for word in words if word.startswith("T")] == [f"T{n}" for n in range(10)]


def test_the_grid_of_centers_counts_also_what_it_has_no_room_for():
    rows = [TakenRow(f"T{n}", 2, {"ECQA": 1}, 1) for n in range(12)]
    words = shown(drawn.taken, of=Taken(["ECQA", "HW"], rows))
    assert words[:4] == ["all", "ECQA", "HW", "no center"]
    assert words[4:8] == ["T0", "2", "1", "1"]  # all, ECQA, no center
    assert words[-6:] == ["1", "All topics", "24", "12", "0", "12"]
    assert [word for word in words if word.startswith("T")] == [f"T{n}" for n in range(9)]


def test_each_region_has_its_small_chart():
    topics = [f"T{n}" for n in range(7)]
    panels = Panels(topics, [Panel(4, 8, {"T0": 5, "T6": 1}), Panel(9, 0, {})])
    assert shown(drawn.regions, of=panels) == [
        "T0", "T1", "T2", "T3", "T4",
        "Region 4", "8 answered", "5", "0", "0", "0", "0",
        "Region 9", "0 answered", "0", "0", "0", "0", "0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("draw", "words"), [(drawn.needs_map, "7"), (drawn.topic_map, "asks")]
)  # fmt: skip
def test_a_map_of_all_has_a_tile_for_each_and_says_who_is_silent(draw, words):
    tiles = [StateTile(code, 7, True) for code in sorted(PLACES) if code != "MS"]
    said = shown(draw, tiles=[*tiles, StateTile("MS", None, False)])
    assert (said.count(words), said.count("silent"), said[said.index("MS") + 1]) == (
        55, 1, "silent",
    )  # fmt: skip


@pytest.mark.parametrize("title", ["Short.", "A long finding. " * 7, "Much too long. " * 60])
def test_a_title_of_any_length_stays_above_the_picture(title):
    image = opened(Slide(title, []).png()).convert("L")
    assert image.crop((0, 205, 1920, 960)).getextrema() == (255, 255)
    assert image.crop((1860, 20, 1920, 205)).getextrema() == (255, 255)
    assert image.info["Title"] == title
