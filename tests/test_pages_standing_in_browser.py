"""The pages of where things stand in a real browser: barriers, and screens of 320 pixels."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import NARROW, follow, new_page
from tests.pages import Pages

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "section508"]}
PAGES = (
    "status", "step/4", "plan/CO", "plan/CO/versions", "plan/CO/ledger", "messages", "messages/5",
    "trends", "trends?region=8&priority=1",
)  # fmt: skip


@pytest.fixture
def own(cycle_at, serve):
    """Where the pages of OCC begin, while an answer is overdue in step 4."""
    cycle = cycle_at("asked").at("2016-12-02 12:00")
    link = Pages(cycle).link(cycle.holders("occ", "nation")[0])
    return serve(cycle).here(link)


def barriers(opened) -> list[str]:
    found = Axe().run(opened, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def test_no_page_has_a_barrier_or_is_wider_than_a_small_screen(own, browser):
    found = {}
    with new_page(browser, width=NARROW) as opened:
        for page in PAGES:
            assert opened.goto(f"{own}/{page}").status == 200
            wide = opened.evaluate("document.documentElement.scrollWidth")
            found[page] = (barriers(opened), wide)
    assert found == dict.fromkeys(PAGES, ([], 320))


def test_what_is_missing_in_a_decision_is_said_without_a_barrier(own, browser):
    with new_page(browser) as opened:
        opened.goto(f"{own}/step/4")
        follow(opened.get_by_role("button", name="Decide"))
        faults = opened.locator(".box.wrong a").all_inner_texts()
        assert faults == [
            "Choose whether to give the step another last day or to close it now.",
            "Say why: it stands in the mails.",
            "Type your name, Ada Alder.",
        ]
        assert barriers(opened) == []
