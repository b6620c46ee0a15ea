"""The pages as people with few means meet them: axe's rules, keyboard alone, 320 px, paper."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tasks.mailbox import Mailbox
from tests.answers_by_mail import reply, take
from tests.browsing import NARROW, Site, follow, new_page, served
from tests.pages import Pages
from tests.small_cycle import SmallCycle
from tests.test_inbox_folder import YES, mailed, suggests
from tests.test_leaving import left
from tests.test_workbooks import confirmation, issued

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                          "section508"]},
}  # fmt: skip
"""Every rule of these, none left out."""

ADMINISTRATOR = "hal.dogwood@co.example"
SPECIALIST = "greta.cypress@region8.scbc.example"


def question(cycle: SmallCycle, kind: str, **where) -> str:
    """Where the link of the first mail of a kind leads."""
    prompt = cycle.prompts(kind, **where)[0]
    end = {"sheet_id": prompt.sheet_id} if prompt.sheet_id else {"prompt_id": prompt.id}
    return Pages(cycle).link(prompt.address, **end)


def own(cycle: SmallCycle, address: str, page: str) -> str:
    """A page below somebody's own link."""
    return f"{Pages(cycle).link(address)}/{page}"


def occ(cycle: SmallCycle, page: str) -> str:
    return own(cycle, cycle.holders("occ", "nation")[0], page)


ASKED: dict[str, Callable[[SmallCycle], str]] = {
    "front": lambda _: "/",
    "no such page": lambda _: "/nothing",
    "confirmation": lambda cycle: question(cycle, "confirmation", state="CO"),
    "mine": lambda cycle: own(cycle, ADMINISTRATOR, "mine"),
    "mine of a Specialist": lambda cycle: own(cycle, SPECIALIST, "mine"),
    "status": lambda cycle: occ(cycle, "status"),
    "step": lambda cycle: occ(cycle, "step/4"),
    "plan": lambda cycle: occ(cycle, "plan/CO"),
    "versions": lambda cycle: occ(cycle, "plan/CO/versions"),
    "ledger": lambda cycle: occ(cycle, "plan/CO/ledger"),
    "messages": lambda cycle: own(cycle, SPECIALIST, "messages"),
    "mail": lambda cycle: occ(cycle, "mail"),
    "mail that came in": lambda cycle: occ(cycle, "inbox"),
    "trends": lambda cycle: occ(cycle, "trends"),
    "trends of a choice": lambda cycle: occ(cycle, "trends?region=8&priority=1&type=intensive"),
    "trends of no choice": lambda cycle: occ(cycle, "trends?region=99"),
    "replies by mail": lambda cycle: own(cycle, SPECIALIST, "replies"),
}
KINDS = {  # a question of each of the more intricate kinds, at the stage where it is open
    "worksheet": ("announced", "2016-08-10 10:00"),
    "call-agreement": ("calls", "2016-09-08 10:00"),
    "approaches": ("accurate", "2016-10-26 10:00"),
    "affirmation": ("entered", "2016-11-01 10:00"),
    "approval": ("submitted", "2016-12-07 10:00"),
}
SENDS = "main form button[value=answer], main form button:not([name])"


@pytest.fixture
def site(cycle_at, serve) -> Site:
    return serve(cycle_at("asked").at("2016-11-22 10:00"))


def violations(page: Page) -> list[str]:
    """What axe finds: the rule and the first place."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def is_wider_than_its_window(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def look_at(page: Page, name: str) -> dict[str, object]:
    """What is wrong with a page at both widths; nothing where all is well."""
    wrong: dict[str, object] = {}
    if found := violations(page):
        wrong[name] = found
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    if is_wider_than_its_window(page):
        wrong[f"{name} at 320 px"] = "scrolls sideways"
    page.set_viewport_size(wide)
    return wrong


def look_at_both(page: Page, name: str) -> dict[str, object]:
    """The page as it opens, and with the faults of a form sent as it is."""
    wrong = look_at(page, name)
    if page.locator(SENDS).locator("visible=true").count():
        page.eval_on_selector_all("[required]", "all => all.forEach(one => one.required = false)")
        follow(page.locator(SENDS).locator("visible=true").last)
        wrong |= look_at(page, f"{name}, sent as it is")
    return wrong


def test_no_page_breaks_a_rule_or_scrolls_sideways(site, browser):
    mail = next(one for one in site.cycle.mails() if ADMINISTRATOR in one["To"])
    take(site.cycle, reply(mail, "Confirmed."))
    take(site.cycle, reply(mail, "Confirmed.", sender="hal@home.example"))
    wrong: dict[str, object] = {}
    with new_page(browser) as page:
        for name, path in ASKED.items():
            page.goto(site.here(path(site.cycle)))
            assert page.locator("html").get_attribute("lang") == "en"
            wrong |= look_at_both(page, name)
        page.goto(site.here(own(site.cycle, SPECIALIST, "messages")))
        follow(page.locator("main table a").first)
        wrong |= look_at(page, "message")
    assert wrong == {}


def test_no_page_of_a_file_breaks_a_rule_or_scrolls_sideways(site, browser):
    """One that waits to be confirmed, also at its question; one to correct; one that counts."""
    pages, montana = Pages(site.cycle), site.cycle.prompt("confirmation", state="MT")
    _prompt, content = suggests(pages, "Say which checks, and how often " * 8)
    mailed(pages, content, name="Plan " + "x" * 80 + ".xlsx")
    book = confirmation(pages)[2]
    book.put("confirms", "Your answer", "Perhaps")
    mailed(pages, book.saved())
    book = issued(pages, montana)[1]
    book.put("confirms", "Your answer", YES)
    mailed(pages, book.saved(), by=montana.address)
    counts = f"{pages.link(montana.address)}/file/3"
    assert pages.send(counts, act="answer", name=pages.name(pages.get(counts).text)).is_redirect
    own = pages.link(ADMINISTRATOR)
    paths = {
        "file to confirm": f"{own}/file/1", "file to correct": f"{own}/file/2",
        "file that counts": counts,
        "its question": question(site.cycle, "confirmation", state="CO"),
        "its line in My prompts": f"{own}/mine",
    }  # fmt: skip
    wrong: dict[str, object] = {}
    with new_page(browser, width=1280) as page:
        for name, path in paths.items():
            page.goto(site.here(path))
            wrong |= look_at_both(page, name)
    assert wrong == {}


def test_no_page_of_the_local_mailbox_breaks_a_rule_or_scrolls_sideways(site, browser, tmp_path):
    """Everybody, the mails of one, and one mail with its live link."""
    cycle = site.cycle
    cycle.office = replace(
        cycle.office, way=Mailbox(tmp_path / "mailbox"), public_address="http://127.0.0.1:4280"
    )
    cycle.mails()
    wrong: dict[str, object] = {}
    with served(cycle, data_folder=tmp_path) as mailbox, new_page(browser) as page:
        page.goto(mailbox.here("/mailbox"))
        wrong |= look_at(page, "mailbox")
        follow(page.locator("tbody th a").first)
        wrong |= look_at(page, "mails of a person")
        follow(page.locator("main li a").first)
        assert page.locator(".mail a").count() > 0
        wrong |= look_at(page, "mail")
    assert wrong == {}


def test_no_page_of_two_cycles_breaks_a_rule_or_scrolls_sideways(both_cycles, serve, browser):
    """The choice of a cycle, My prompts of both, and what a successor finds."""
    first, second = both_cycles
    first.at("2018-12-20 07:30").run(6).run(7)
    second.reach("asked")
    first.at("2018-12-20 09:00")
    left(first, ADMINISTRATOR, "vera.wren@co.example")
    here, wrong = serve(first).here, {}
    with new_page(browser) as page:
        for name in ("status", "plan/CO", "mine"):
            page.goto(here(own(first, "vera.wren@co.example", name)))
            for folded in page.locator("details summary").all():
                folded.click()
            wrong |= look_at(page, name)
        assert page.get_by_text("Answered by who had your role before you").count() == 1
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_no_question_breaks_a_rule_or_scrolls_sideways(cycle_at, serve, browser, kind):
    stage, moment = KINDS[kind]
    cycle = cycle_at(stage).at(moment)
    if kind == "approaches":
        cycle.at("2016-10-24 07:00").run(3)
    stands = "answered" if kind == "call-agreement" else "open"
    with new_page(browser) as page:
        page.goto(serve(cycle).here(question(cycle, kind, stands=stands)))
        assert look_at_both(page, kind) == {}


def test_a_page_with_faults_says_so_first(site, browser_page):
    """In its title, and the summary of faults has the focus, without any JavaScript."""
    browser_page.goto(site.here(question(site.cycle, "confirmation", state="CO")))
    title = browser_page.title()
    follow(browser_page.get_by_role("button", name="Record my answer"))
    assert browser_page.title() == f"Error: {title}"
    assert focused(browser_page) == "faults"
    browser_page.get_by_role("link", name="Answer this").click()
    browser_page.keyboard.press("Tab")
    assert focused(browser_page, "name") == "confirms"


def focused(page: Page, attribute: str = "id") -> str | None:
    return page.locator(":focus").get_attribute(attribute)


@pytest.mark.process("4.1")
def test_an_administrator_confirms_with_the_keyboard_alone(site, browser_page):
    page, keyboard = browser_page, browser_page.keyboard
    page.goto(site.here(question(site.cycle, "confirmation", state="CO")))
    name = page.locator(".who").inner_text()
    keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    keyboard.press("Enter")
    while focused(page, "name") != "confirms":
        keyboard.press("Tab")
    keyboard.press("Space")
    while focused(page) != "name":
        keyboard.press("Tab")
    keyboard.type(name)
    keyboard.press("Enter")
    page.wait_for_url("**/receipt/*")
    assert page.locator("h1").inner_text() == "Your answer is on record"
    [row] = site.cycle.prompts("confirmation", state="CO", stands="answered")
    assert row.address == ADMINISTRATOR


BUTTONS = {
    "Record",
    "Record my answer",
    "Suggest a modification",
    "Suggest something for the plan as a whole",
}


def test_a_plan_on_paper_hides_nothing_that_it_says(site, browser):
    with new_page(browser) as page:
        page.goto(site.here(question(site.cycle, "confirmation", state="CO")))
        read = page.locator("main").inner_text()
        page.emulate_media(media="print")
        printed = page.locator("main").inner_text()
        assert page.locator("nav:visible, button:visible").count() == 0
    lost = {line for line in read.splitlines() if line not in printed}
    assert lost <= BUTTONS
