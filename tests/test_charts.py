"""Charts: they say what they show, they can be told apart in grey, and come out the same."""

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from templates import charts
from templates.reports import calendar_charts, drawing, findings
from templates.reports.findings import MailRow, Span, TopicRow, WaitRow

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

DRAWN = {
    "timeline": lambda: calendar_charts.timeline(SPANS, WAITING, until=UNTIL),
    "statuses": lambda: calendar_charts.statuses(STATUSES),
    "waits": lambda: charts.waits(WAITS),
    "mails": lambda: charts.mails(MAILS),
    "needs": lambda: charts.needs(TOPICS, n_in_region={1: 6, 10: 4}),
}
EMPTY = {
    "timeline": lambda: calendar_charts.timeline([], [], until=UNTIL),
    "statuses": lambda: calendar_charts.statuses([]),
    "waits": lambda: charts.waits([]),
    "mails": lambda: charts.mails([]),
    "needs": lambda: charts.needs([], n_in_region={}),
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


@pytest.mark.parametrize("name", EMPTY)
def test_a_chart_without_rows_is_drawn(name):
    assert f'<title id="{name}-title">' in EMPTY[name]()


def test_charts_show_the_numbers_of_their_rows():
    waits, mails, needs = (words_in(DRAWN[name]()) for name in ("waits", "mails", "needs"))
    assert [text for text in waits if "/" in text or "answered" in text] == [
        "3.5 / 12.0; 1 not answered",
        "2 not answered",
        "days from asked to answered: bar to the median, line to the longest",
    ] or [text for text in waits if " / " in text or "not answered" in text] == [
        "3.5 / 12.0; 1 not answered",
        "2 not answered",
    ]
    assert [text for text in mails if re.fullmatch(r"\d+ of \d+|3", text)] == [
        "9 of 8",
        "4 of 15",
        "3",
    ]
    assert needs == []


def test_the_fills_of_the_statuses_differ_in_lightness_and_by_hatch():
    light = [lightness(fill) for fill, _hatch in calendar_charts.STATUS_FILLS]
    assert light == sorted(light, reverse=True)
    assert min(a - b for a, b in zip(light, light[1:], strict=False)) > 0.08
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
