"""Every mail in a real browser, light and dark: readable, and no wider than a small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import NARROW
from tests.mails import kept_html
from tests.test_templates_examples import ALL

WIDTHS = (600, NARROW)
RULES = {"runOnly": ["color-contrast", "link-name", "html-has-lang", "list", "listitem"]}
"""Those of a mail: a mail program puts it below headings and landmarks of its own."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mail_is_readable_and_fits_a_small_screen(browser, scheme):
    wider, unreadable = [], []
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        for of in ALL:
            page.set_content(kept_html(of))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 700})
                wide = page.evaluate("document.documentElement.scrollWidth")
                wider += [(of, width, wide)] if wide > width else []
            found = Axe().run(page, options=RULES).response["violations"]
            unreadable += [(of, one["id"], one["nodes"][0]["html"]) for one in found]
    assert (wider, unreadable) == ([], [])


@pytest.mark.parametrize(
    ("scheme", "paper", "ink"),
    [
        ("light", "rgb(255, 255, 255)", "rgb(27, 27, 27)"),
        ("dark", "rgb(27, 27, 27)", "rgb(240, 240, 240)"),
    ],
)
def test_a_mail_is_dark_where_its_reader_wants_it_dark(browser, scheme, paper, ink):
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.set_content(kept_html("confirmation"))
        colors = [
            page.eval_on_selector("body", "one => getComputedStyle(one).backgroundColor"),
            page.eval_on_selector("td.words", "one => getComputedStyle(one).color"),
        ]
    assert colors == [paper, ink]
