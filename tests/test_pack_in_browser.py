"""The pack of the trends as people with few means meet it: axe's rules, 320 px, paper."""

import pytest

from tests.browsing import NARROW, new_page
from tests.test_browser_pages import is_wider_than_its_window, violations
from tests.test_trends_pack import page, proposing

HEADS = "[...document.querySelectorAll('table')].map(one => [one.tHead, one.tFoot].map("
DISPLAYS = f"{HEADS}part => part && getComputedStyle(part).display))"
BREAKS = (
    "[...document.querySelectorAll('figure, tr')].map(one => getComputedStyle(one).breakInside)"
)


@pytest.mark.process("3.9")
def test_the_pack_breaks_no_rule_at_any_width_and_no_row_or_chart_on_paper(
    cycle_at, browser, tmp_path
):
    file = tmp_path / "pack.html"  # a region's edition has every section
    file.write_text(page(proposing(cycle_at, 1, 3), 8), encoding="utf-8")
    with new_page(browser, width=1280) as opened:
        for width in (1280, NARROW):
            opened.set_viewport_size({"width": width, "height": 800})
            opened.goto(file.as_uri())
            assert (violations(opened), is_wider_than_its_window(opened)) == ([], False)
        opened.emulate_media(media="print")
        assert set(opened.evaluate(BREAKS)) == {"avoid"}
        parts = [tuple(one) for one in opened.evaluate(DISPLAYS)]
    assert {head for head, _foot in parts} == {"table-header-group"}  # on every page
    assert {foot for _head, foot in parts} == {None, "table-row-group"}  # stands once
