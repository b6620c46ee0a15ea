"""Charts: they say what they show, they can be told apart in grey, and come out the same."""

import re
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from templates import charts
from templates.reports import (
    calendar_charts,
    center_charts,
    drawing,
    findings,
    region_charts,
    tile_charts,
    topic_charts,
)
from templates.reports import trend_pictures as told
from templates.reports.center_charts import Taken, TakenRow
from templates.reports.findings import MailRow, ShareRow, Span, TopicRow, WaitRow
from templates.reports.region_charts import Panel, Panels
from templates.reports.tile_charts import StateTile
from templates.reports.trend_findings import Place

PROJECT = Path(__file__).parent.parent
SPANS = [
    Span(
        4, "Confirmation", date(2016, 11, 21), date(2016, 12, 2),
        date(2016, 11, 21), date(2016, 12, 3),
    ),
    Span(5, "Approval", date(2016, 12, 5), date(2016, 12, 19), date(2016, 12, 6), None),
    Span(6, "Delivery", date(2016, 12, 20), date(2018, 9, 30), None, None),
]  # fmt: skip
UNTIL = date(2016, 12, 29)
DAYS = [date(2016, 11, 21) + timedelta(days=n) for n in range(20)]
WAITING = [(day, 20 - n) for n, day in enumerate(DAYS)]
STATUSES = [(day, {"initial": 20 - n, "final": n}) for n, day in enumerate(DAYS)]
WAITS = [
    WaitRow("Administrator", "State Systems Specialist", 3.5, 12.0, 1),
    WaitRow("OCC", "State Systems Specialist", None, None, 2),
]
MAILS = [MailRow("Administrator", 9, 8), MailRow("Center lead", 4, 15), MailRow("OCC", 3, None)]
TOPICS = [TopicRow("Licensing & <monitoring>", {1: 2, 10: 1}), TopicRow("Cost of $1 or $2", {1: 1})]
PURPOSES = [
    ShareRow("Needs by what they come from", {"the law": 30, "beyond compliance": 10}),
    ShareRow("Activities by type", {"brief": 1, "intensive": 39}),
    ShareRow("Activities by approach", {"state": 0, "regional": 0}),
]
TILES = [StateTile("CO", 4, True), StateTile("UT", 0, False), StateTile("MT", None, False)]
TAKEN = Taken(
    ["ECQA", "R&D"],
    [TakenRow("Licensing", 5, {"ECQA": 4, "R&D": 1}, 0), TakenRow("Coaching", 2, {}, 2)],
)
PANELS = Panels(["Licensing", "Coaching"], [Panel(1, 6, {"Licensing": 4}), Panel(10, 0, {})])

DRAWN = {
    "timeline": lambda: calendar_charts.timeline(SPANS, WAITING, until=UNTIL),
    "statuses": lambda: calendar_charts.statuses(STATUSES),
    "waits": lambda: charts.waits(WAITS),
    "mails": lambda: charts.mails(MAILS),
    "needs": lambda: topic_charts.needs(TOPICS, n_in_region={1: 6, 10: 4}),
    "purposes": lambda: topic_charts.purposes(PURPOSES),
    "needs-map": lambda: tile_charts.needs_map(TILES, key="needs-map", title="Four & more"),
    "topic-map": lambda: tile_charts.topic_map(TILES, key="topic-map", title="One asks"),
    "regions": lambda: region_charts.regions(PANELS, key="regions", title="One & ten"),
    "taken": lambda: center_charts.taken(TAKEN, key="taken", title="ECQA < R&D"),
}
EMPTY = {
    "timeline": lambda: calendar_charts.timeline([], [], until=UNTIL),
    "statuses": lambda: calendar_charts.statuses([]),
    "waits": lambda: charts.waits([]),
    "mails": lambda: charts.mails([]),
    "needs": lambda: topic_charts.needs([], n_in_region={}),
    "purposes": lambda: topic_charts.purposes([]),
    "needs-map": lambda: tile_charts.needs_map([], key="needs-map", title=""),
    "topic-map": lambda: tile_charts.topic_map([], key="topic-map", title=""),
    "regions": lambda: region_charts.regions(Panels([], []), key="regions", title=""),
    "taken": lambda: center_charts.taken(Taken([], []), key="taken", title=""),
}
TITLES = {
    "timeline": "Step 5 opened 1 day later than planned. In the days shown at most 20 questions "
    "waited at the end of a day, first on Nov 21, 2016.",
    "statuses": "19 of 20 plans became final, the last on Dec 10, 2016.",
    "waits": "The longest wait for an answer was 12.0 days, by a State Systems Specialist for an "
    "Administrator; half of such answers took 3.5 days or less. 3 questions still wait.",
    "mails": "More mails than the limit went to: Administrator (9 of 8).",
    "needs": "Most asked for, by 3 of 10 states and territories: Licensing &amp; "
    "&lt;monitoring&gt;.",
    "purposes": "Needs by what they come from: 30 of 40 the law. Activities by type: 39 of 40 "
    "intensive.",
    "needs-map": "Four &amp; more",
    "topic-map": "One asks",
    "taken": "ECQA &lt; R&amp;D",
    "regions": "One &amp; ten",
}


def words_in(svg):
    """Every text that the chart shows, in the order in which it is drawn."""
    return [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_an_image_with_its_finding_as_title(name):
    svg = DRAWN[name]()
    opening = svg[: svg.index(">") + 1]
    assert opening.startswith("<svg ")
    assert 'role="img"' in opening
    assert f'aria-labelledby="{name}-title"' in opening
    assert f'<title id="{name}-title">{TITLES[name]}</title>' in svg
    assert svg.endswith("</svg>")


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_rows_give_the_same_bytes_and_no_date(name):
    svg = DRAWN[name]()
    assert DRAWN[name]() == svg
    assert "<metadata" not in svg
    assert "<style" not in svg


def test_another_process_draws_the_same_bytes():
    code = "from tests.test_charts import DRAWN; print(*(draw() for draw in DRAWN.values()))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert run.stdout.rstrip("\n") == " ".join(draw() for draw in DRAWN.values())


def test_no_two_charts_of_a_page_share_an_id_and_every_reference_has_its_end():
    page = "".join(draw() for draw in DRAWN.values())
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]*)', page))
    assert used - set(ids) == set()


def test_one_drawing_twice_in_a_page_shares_no_id():
    with drawing.style():
        figure = drawing.canvas(2, 1)
        figure.subplots().bar([1], [1], hatch="//")
        first, second = (
            set(re.findall(r'\bid="([^"]*)"', drawing.as_svg(figure, key=key, title="")))
            for key in ("first", "second")
        )
    assert len(first) == len(second) > 2
    assert first & second == set()


@pytest.mark.parametrize("name", EMPTY)
def test_a_chart_without_rows_is_drawn(name):
    assert f'<title id="{name}-title">' in EMPTY[name]()


WORDS = {
    "timeline": [
        "4  Confirmation", "5  Approval", "6  Delivery", "until Sep 30, 2018",
        "planned", "opened", "closed",
    ],
    "statuses": ["initial", "final"],
    "waits": [
        "Administrator → State Systems Specialist", "OCC → State Systems Specialist",
        "3.5 / 12.0; 1 not answered", "2 not answered",
    ],
    "mails": ["Administrator", "Center lead", "OCC", "9 of 8", "4 of 15", "3"],
    "needs": [
        "states and territories", "by region; the darker, the larger its share", "1", "10",
        "Licensing &amp; &lt;monitoring&gt;", "3", "2", "1", "Cost of $1 or $2", "1", "1", "0",
    ],
    "purposes": [
        "Needs by what they come from", "the law", "30", "beyond compliance", "10",
        "Activities by type", "intensive", "39", "brief 1",  # of forty: its word stands below
        "Activities by approach",
    ],
    "needs-map": [
        "ID", "MT", "silent", "NV", "WY", "UT", "0", "CO", "4",
        "Number of needs; the darker, the more. Silent, in dashes: has not answered.",
    ],
    "topic-map": [
        "ID", "MT", "silent", "NV", "WY", "UT", "", "CO", "asks",
        'Dark, with &quot;asks&quot;: asks for the topic. Silent, in dashes: has not answered.',
    ],
    "regions": [
        "Licensing", "Coaching",
        "Region 1", "6 answered", "4", "0", "Region 10", "0 answered", "0", "0",
        "States and territories that ask, of those of the region that answered.",
    ],
    "taken": [
        "all", "ECQA", "R&amp;D", "no center",
        "Licensing", "5", "4", "1", "0", "Coaching", "2", "2",
        "All topics", "7", "4", "1", "2",
        "Needs for which a center leads an activity; one that several take up counts for each.",
    ],
}  # fmt: skip
AXES = {
    "days from asked to answered: bar to the median, line to the longest",
    "most mails to one person in steps 1 to 5; thick mark: the limit",
    "questions", "waiting", "plans", "Dec", "2016",
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_charts_name_their_rows_and_show_the_numbers(name):
    words = words_in(DRAWN[name]())
    if name in ("timeline", "statuses"):
        words = [word for word in words if not word.isdigit()]
    if name in ("waits", "mails"):
        words = words[words.index(next(word for word in words if word in AXES)) :]
    assert [word for word in words if word not in AXES] == WORDS[name]


def luminance(color: str) -> float:
    """As the guidelines on contrast define it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_number_can_be_read_on_the_fill_of_its_share():
    rows = [TopicRow("A", {region: region for region in range(1, 101)})]
    svg = topic_charts.needs(rows, n_in_region=dict.fromkeys(range(1, 101), 100))
    fills = re.findall(r'<rect [^>]*height="24" fill="(#\w+)"', svg)
    inks = re.findall(r'<text [^>]*fill="(#\w+)"', svg)
    assert (len(fills), len(inks)) == (100, 100)
    pairs = [sorted((luminance(a), luminance(b))) for a, b in zip(fills, inks, strict=True)]
    assert [pair for pair in pairs if (pair[1] + 0.05) / (pair[0] + 0.05) < 4.5] == []


def test_the_marks_of_months_stand_on_their_first_days():
    assert list(calendar_charts.first_days(date(2016, 11, 1), date(2017, 1, 31))) == [
        date(2016, 11, 1), date(2016, 12, 1), date(2017, 1, 1),
    ]  # fmt: skip
    assert list(calendar_charts.first_days(date(2016, 11, 2), date(2016, 11, 30))) == []


def test_months_are_named_and_the_year_with_the_first_and_with_january():
    span = Span(1, "Preparation", date(2016, 11, 1), date(2017, 2, 3), None, None)
    words = words_in(calendar_charts.timeline([span], [], until=date(2017, 2, 3)))
    months = words[words.index("Nov") :][:6]
    assert months == ["Nov", "2016", "Dec", "Jan", "2017", "Feb"]


def test_of_many_months_every_third_is_named():
    span = Span(1, "Preparation", date(2016, 1, 1), date(2017, 6, 3), None, None)
    words = words_in(calendar_charts.timeline([span], [], until=date(2017, 6, 3)))
    assert [word for word in words if word in ("Jan", "Feb", "Apr", "Jul", "Aug", "Oct")] == [
        "Jan", "Apr", "Jul", "Oct", "Jan", "Apr",
    ]  # fmt: skip


def span(number, *, opened=0, closed=1):
    """A step whose opening and closing lie some days after its first and its last day."""
    first, last = date(2016, 9, 5), date(2016, 9, 16)
    return Span(
        number, "Step", first, last,
        None if opened is None else first + timedelta(days=opened),
        None if closed is None else last + timedelta(days=closed),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([], "No step has opened."),
        ([span(1, opened=None, closed=None)], "No step has opened."),
        ([span(1, closed=None)], "Step 1 opened on the first day planned."),
        ([span(1)], "Step 1 opened on the first day planned and closed when the last had ended."),
        (
            [span(1), span(2), span(3, closed=None), span(4, opened=None, closed=None)],
            "Steps 1 to 3 opened on the first day planned; "
            "steps 1 to 2 closed when the last had ended.",
        ),
        (
            [span(1, closed=3), span(3, opened=-1, closed=-2)],
            "Step 1 closed 3 days later than planned; Step 3 opened 1 day earlier than planned; "
            "Step 3 closed 2 days earlier than planned.",
        ),
    ],
)
def test_whether_the_steps_kept_to_their_days(spans, sentence):
    assert findings.of_timeline(spans, []) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([{"initial": 0, "final": 0}], "No plan was begun."),
        ([{"initial": 56, "final": 0}], "None of the 56 plans is final; 56 are initial."),
        ([{"initial": 1, "final": 0}], "The 1 plan is not final; it is initial."),
        ([{"initial": 0, "final": 1}], "1 of 1 plan became final, the last on Nov 21, 2016."),
        (
            [{"initial": 2, "final": 0}, {"initial": 1, "final": 1}, {"initial": 1, "final": 1}],
            "1 of 2 plans became final, the last on Nov 22, 2016.",
        ),
    ],
)
def test_how_many_plans_became_final_and_by_when(counts, sentence):
    days = list(zip(DAYS, counts, strict=False))
    assert findings.of_statuses(days, "final") == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "No question was answered."),
        (
            [WaitRow("OCC", "OHS", None, None, 1)],
            "No question was answered. 1 question still waits.",
        ),
        (
            [WaitRow("OCC", "OHS", 1.0, 2.0, 0), WaitRow("center lead", "OCC", 0.5, 3.0, 0)],
            "The longest wait for an answer was 3.0 days, by OCC for a center lead; half of such "
            "answers took 0.5 days or less.",
        ),
    ],
)
def test_who_waited_longest(rows, sentence):
    assert findings.of_waits(rows) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([MailRow("OCC", 3, None)], "No role has a limit on mails."),
        (
            [MailRow("COR", 6, 6), MailRow("Center lead", 14, 15)],
            "Nobody got more mails than the limit; closest: COR, 6 of 6.",
        ),
        (
            [MailRow("COR", 7, 6), MailRow("Center lead", 16, 15), MailRow("FPO", 6, 6)],
            "More mails than the limit went to: COR (7 of 6), Center lead (16 of 15).",
        ),
    ],
)
def test_whether_the_limits_on_mails_held(rows, sentence):
    assert findings.of_mails(rows) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "No need is on record."),
        (
            [TopicRow("Licensing", {1: 1, 2: 1}), TopicRow("Coaching", {3: 2})],
            "2 topics are asked for most, each by 2 of 56 states and territories: "
            "Licensing; Coaching.",
        ),
    ],
)
def test_what_is_asked_for_most(rows, sentence):
    assert findings.of_needs(rows, 56) == sentence


def test_the_fills_of_the_statuses_differ_in_lightness_and_by_hatch():
    light = [lightness(fill) for fill, _hatch in calendar_charts.STATUS_FILLS]
    assert light == sorted(light, reverse=True)
    assert min(a - b for a, b in pairwise(light)) > 0.08
    assert len({hatch for _fill, hatch in calendar_charts.STATUS_FILLS}) == 3


@pytest.mark.parametrize("color", [drawing.INK, drawing.QUIET, drawing.ALERT])
def test_words_stand_out_from_the_page(color):
    assert 1.05 / (lightness(color) + 0.05) >= 4.5


def lightness(color):
    """Relative luminance, 0 black to 1 white, as WCAG defines it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


NAMES = {"CO": "Colorado", "UT": "Utah", "MT": "Montana", "ND": "North Dakota", "WY": "Wyoming"}


@pytest.mark.parametrize(
    ("counts", "silent", "sentence"),
    [
        ({"CO": 0}, [], "No need is on record."),
        ({"CO": 4, "UT": 1}, [], "Colorado named the most needs, 4."),
        (
            {"CO": 4, "UT": 4},
            ["Montana"],
            "The most needs, 4 each, were named by 2 states and territories: Colorado; Utah. "
            "1 of 3 has not answered.",
        ),
        (
            {"CO": 1, "UT": 1, "ND": 1, "WY": 1},
            ["Montana", "Idaho"],
            "The most needs, 1 each, were named by 4 states and territories: Colorado; Utah; North "
            "Dakota; and 1 more. 2 of 6 have not answered.",
        ),
    ],
)
def test_what_the_map_of_needs_says(counts, silent, sentence):
    tiles = [StateTile(code, n, False) for code, n in counts.items()]
    place = Place(len(counts) + len(silent), silent)
    assert told.of_needs_map(tiles, NAMES, place) == sentence


@pytest.mark.parametrize(
    ("n_equal", "regions", "place", "sentence"),
    [
        (1, (2, 10), Place(9, ["Montana"]),
         "Licensing, asked for most: by 3 of the 8 that answered, in 2 of 10 regions."),
        (2, None, Place(6, []),
         "Licensing, one of 2 topics asked for most: by 3 of the 6 that answered."),
        (1, (1, 1), Place(2, ["Montana"]),
         "Licensing, asked for most: by the one that answered, in 1 of 1 region."),
    ],
)  # fmt: skip
def test_what_the_map_of_a_topic_says(n_equal, regions, place, sentence):
    said = told.of_topic_map("Licensing", place, n_states=3, n_equal=n_equal, regions=regions)
    assert said == sentence


def test_the_first_topic_of_the_nation_is_first_where_none_is_asked_for_by_more():
    of = Panels(
        ["Licensing"],  # Coaching is counted in the regions, but has no room in the panels
        [
            Panel(1, 6, {"Licensing": 4, "Coaching": 1}),
            Panel(2, 4, {"Licensing": 2, "Coaching": 2}),
            Panel(3, 6, {"Licensing": 1, "Coaching": 2}),
            Panel(4, 8, {"Licensing": 0, "Coaching": 0}),
            Panel(5, 0, {"Licensing": 0}),
        ],
    )
    assert (of.first_in, len(of.asking)) == ([1, 2], 4)


@pytest.mark.parametrize(
    ("first_in", "sentence"),
    [
        ([], "Licensing, asked for most in the nation, comes first, alone or with others, in 0 of "
         "10 regions."),
        ([3, 8], "Licensing, asked for most in the nation, comes first, alone or with others, in 2 "
         "of 10 regions: 3, 8."),
    ],
)  # fmt: skip
def test_what_the_small_charts_of_the_regions_say(first_in, sentence):
    said = told.of_regions("Licensing", n_equal=1, first_in=first_in, n_regions=10)
    assert said == sentence


@pytest.mark.parametrize(
    ("totals", "n_without", "most_left", "sentence"),
    [
        ({"ECQA": 4}, 0, None, "ECQA takes up the most needs, 4 of 9; every need has a center."),
        ({"ECQA": 4, "HW": 1}, 1, ("Coaching", 1),
         "ECQA takes up the most needs, 4 of 9; 1 has no center yet: Coaching."),
        ({"ECQA": 2, "HW": 2, "TCC": 1}, 5, ("Coaching", 3),
         "2 centers take up the most needs, 2 of 9 each; 5 have no center yet, the most of them on "
         "Coaching (3)."),
    ],
)  # fmt: skip
def test_what_the_grid_of_needs_and_centers_says(totals, n_without, most_left, sentence):
    said = told.of_taken(totals, n_needs=9, n_without=n_without, most_left=most_left)
    assert said == sentence


def test_states_that_are_on_no_map_are_left_out():
    svg = tile_charts.needs_map([*TILES, StateTile("CO.2", 9, True)], key="m", title="")
    assert "CO.2" not in words_in(svg)
