"""The pages as a browser shows them."""

from tests.pages import Pages


def test_the_link_of_a_mail_opens_its_question_in_a_browser(cycle_at, serve, browser_page):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    link = Pages(cycle).link_of(cycle.prompt("confirmation", state="CO"))
    browser_page.goto(serve(cycle).here(link))
    assert browser_page.get_by_role("group", name="Your answer").count() == 1
    assert browser_page.locator("html").get_attribute("lang") == "en"
