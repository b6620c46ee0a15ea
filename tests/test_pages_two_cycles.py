"""The pages while two cycles overlap: one is delivered, the next one is planned."""

import re

import pytest

from tests.pages import Pages
from tests.small_cycle import CYCLE
from tests.two_cycles import NEXT

ADMINISTRATOR = "hal.dogwood@co.example"
CURRENT = re.compile(r'href="([^"]+)" aria-current="\w+">Cycle ([\d-]+)<')
OTHER = re.compile(r'href="([^"]+)">Cycle ([\d-]+)<')


@pytest.fixture
def pages(both_cycles) -> Pages:
    """On 20 December 2018 Colorado's Administrator is asked about both cycles."""
    first, second = both_cycles
    first.at("2018-12-20 07:30").run(6).run(7)
    second.reach("asked")
    first.at("2018-12-20 09:00")
    return Pages(first)


def test_where_things_stand_shows_the_newest_cycle_and_leads_to_the_other(pages):
    link = pages.link(ADMINISTRATOR)
    html = pages.get(f"{link}/status").text
    assert "1 initial plan" in html
    assert CURRENT.findall(html) == [(f"{link}/cycle/{NEXT}/status", NEXT)]
    assert OTHER.findall(html) == [(f"{link}/cycle/{CYCLE}/status", CYCLE)]
    before = pages.get(f"{link}/cycle/{CYCLE}/status").text
    assert "1 final plan" in before
    assert CURRENT.findall(before) == [(f"{link}/cycle/{CYCLE}/status", CYCLE)]


def test_whoever_has_chosen_a_cycle_stays_in_it(pages):
    base = f"{pages.link(ADMINISTRATOR)}/cycle/{CYCLE}"
    for page in ("plan/CO", "plan/CO/versions", "plan/CO/ledger", "messages", "step/6"):
        answered = pages.get(f"{base}/{page}")
        assert answered.status_code == 200, page
        led_to = re.findall(r'(?:href|action)="(/l/[^"#]+)"', answered.text)
        away = [one for one in led_to if not one.startswith(base)]
        assert {one.partition("/cycle/")[2] for one in away} <= {f"{NEXT}/status",
                                                                 f"{NEXT}/messages"}  # fmt: skip
        assert f"{base}/status" in led_to


def test_the_plan_and_its_story_are_those_of_the_chosen_cycle(pages):
    link = pages.link(ADMINISTRATOR)
    shown = {
        cycle: re.search(r's-([a-z-]+)">', pages.get(f"{link}/cycle/{cycle}/plan/CO").text)[1]
        for cycle in (CYCLE, NEXT)
    }
    assert shown == {CYCLE: "final", NEXT: "initial"}
    dates = re.findall(r'<time datetime="(\d{4})', pages.get(
        f"{link}/cycle/{NEXT}/plan/CO/ledger").text)  # fmt: skip
    assert set(dates) == {"2018"}


def test_my_prompts_show_those_of_every_cycle_with_its_name(pages):
    link = pages.link(ADMINISTRATOR)
    for base in (link, f"{link}/cycle/{CYCLE}"):
        html = pages.get(f"{base}/mine").text.partition("<details>")[0]
        rows = re.findall(r"Please ([^<]+)</a>.*?<td>(20\d\d-20\d\d)</td>", html, re.DOTALL)
        assert sorted(rows) == [("confirm the plan", NEXT), ("review the plan", CYCLE)]


def test_a_question_is_answered_from_within_the_other_cycle(pages):
    base = f"{pages.link(ADMINISTRATOR)}/cycle/{CYCLE}"
    prompt = next(one for one in pages.cycle.prompts("review") if one.address == ADMINISTRATOR)
    path = f"{base}/prompt/{prompt.id}"
    answered = pages.send(path, needs_change="no", name=pages.name(pages.get(path).text))
    assert answered.status_code == 303
    assert answered.headers["location"].startswith(f"{base}/receipt/")
    assert pages.get(answered.headers["location"]).status_code == 200


@pytest.mark.parametrize("cycle", ["2014-2016", "%00", "%2E%2E", "2016-2018%20"])
def test_a_cycle_that_is_not_on_record_is_not_there(cycle_at, cycle):
    pages = Pages(cycle_at("asked"))
    link = pages.link(ADMINISTRATOR)
    found = [pages.get(f"{link}/cycle/{cycle}/{page}").status_code for page in ("status", "mine")]
    assert found == [404, 404]


def test_with_one_cycle_on_record_there_is_nothing_to_choose(cycle_at):
    pages = Pages(cycle_at("asked"))
    assert "/cycle/" not in pages.get(f"{pages.link(ADMINISTRATOR)}/status").text
