"""What pages say in other words than mails, and what they leave out."""

import re

from tests.pages import Pages

GRETA = "greta.cypress@region8.scbc.example"  # Specialist of Colorado and Montana


def words_of(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_a_page_says_once_by_when_and_does_not_call_itself_a_mail(cycle_at):
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    page = pages.get(pages.link_of(pages.cycle.prompt("confirmation", state="CO"))).text
    words = words_of(page.partition("<h1>")[2])
    assert words.count("Wednesday, November 30, 2016") == 1
    assert words.count("about 15 minutes") == 1
    assert "You can also answer by replying to the mail or by phone" in words
    [mail] = [
        one.get_body(("plain",)).get_content()
        for one in pages.cycle.mails_to("hal.dogwood@co.example")
    ]
    assert "You can also answer by replying to this mail or by phone" in " ".join(mail.split())


def test_a_package_of_one_item_has_no_tick_for_the_others(cycle_at):
    pages = Pages(cycle_at("submitted").at("2016-12-07 10:00"))
    first = pages.cycle.prompts("approval", center="ECQA")[0]
    words = words_of(pages.get(pages.link(first.address, sheet_id=first.sheet_id)).text)
    assert "I accept every item that I have not answered above" not in words
    assert words.count("I approve every item that I have left open above") == 1


def test_my_prompts_name_the_meeting_that_is_asked_about(cycle_at):
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    words = words_of(pages.get(pages.link(GRETA) + "/mine").text)
    assert "Please record the meeting all-hands meeting" in words
