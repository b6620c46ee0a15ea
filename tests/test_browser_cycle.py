"""A whole cycle played through the pages, in a real browser without JavaScript.

Everybody opens the link of their mail, chooses, types and records; the flows' texts run between.
"""

import os
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page

from portal.asking.blanks import SUBMITS
from portal.asking.questions import read_questions
from tat import links
from tat.database import read
from tat.schema import ActivityRevision, Answer, Line, Person, Prompt
from tests.browsing import NARROW, WIDE, Site, follow
from tests.example_plan import COACHING
from tests.pages import filled_in
from tests.scanning import links_of
from tests.small_cycle import SmallCycle

PICTURES = os.environ.get("TACYCLE_PICTURES")
"""Folder into which to put pictures of the pages on the way; none where it is not set."""

IN_ONE_ACT = {"affirmation", "conversion", "finalization"}
"""The kinds that are answered here by the one tick at the foot of a sheet."""


class Player:
    """Answers in the browser whatever the cycle's people are asked."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page, self.cycle = site, page, site.cycle
        self.link_to: dict[tuple[int | None, int | None], str] = {}
        self.n_sent: Counter[str] = Counter()

    def read_mails(self) -> None:
        """Keep the links of the mails that have left: each to one prompt or one sheet."""
        now = self.cycle.now
        self.cycle.now = max(now, now.replace(hour=10))  # when the mail of the day has left
        found = links_of(self.cycle.mails())
        self.cycle.now = now
        with read(self.cycle.tracker) as tat:
            for path in found:
                link = links.find(tat, path.split("/")[2])
                self.link_to[link.prompt_id, link.sheet_id] = path

    def answer_all(self, kind: str, content) -> int:
        """Answer every open prompt of a kind, a sheet as a whole."""
        self.read_mails()
        n_answered = 0
        while found := self.cycle.prompts(kind):
            first = found[0]
            asked = [row for row in found if row.id == first.id or
                     (first.sheet_id and row.sheet_id == first.sheet_id)]  # fmt: skip
            end = (None, first.sheet_id) if first.sheet_id else (first.id, None)
            self.page.goto(self.site.here(self.link_to[end]))
            take_picture(self.page, kind)
            self._answer(kind, asked, content)
            n_answered += len(asked)
        return n_answered

    def _answer(self, kind: str, asked, content) -> None:
        tick = self.page.locator("[name=all_the_rest]")
        if kind in IN_ONE_ACT and tick.count():
            tick.check()
        else:
            for row in asked:
                self._fill(row, content(row) if callable(content) else content)
        self.page.locator("#name").fill(self.page.locator(".who").inner_text())
        follow(self.page.locator("button[value=answer]:visible").last)
        assert self.page.locator("h1").inner_text() == "Your answer is on record", shown(self.page)
        take_picture(self.page, f"{kind}-receipt")
        self.n_sent[kind] += 1

    def _fill(self, row, content: dict) -> None:
        with read(self.cycle.tracker) as tat:
            zone = ZoneInfo(tat.get_one(Person, row.person_id).time_zone)
            portal = self.site.portal
            prompt = tat.get_one(Prompt, row.id)
            [question] = read_questions(
                tat, portal, [prompt], has_prefix=row.sheet_id is not None
            ).questions
        typed = filled_in(question.parts, content, zone, question.prefix)
        for name, value in typed.items():
            if name.endswith(".n"):
                self._add_rows(name.removesuffix(".n"), int(value))
        for name, value in typed.items():
            if not name.endswith(".n"):
                for one in value if isinstance(value, list) else [value]:
                    choose(self.page.locator(f'[name="{name}"]'), one)
        submits = self.page.locator(f'[name="{question.prefix}{SUBMITS}"]')
        if submits.count():
            submits.check()

    def _add_rows(self, name: str, n: int) -> None:
        for _ in range(n):
            follow(self.page.locator(f'button[name=add][value="{name}"]'))


def choose(field: Locator, value: str) -> None:
    """Do what a person does with a field: choose, tick or type."""
    unfold(field.first)
    kind = field.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value.replace("\r\n", "\n"))


def unfold(field: Locator) -> None:
    if not field.is_visible():
        field.locator("xpath=ancestor::details[not(@open)]/summary").first.click()


def shown(page: Page) -> str:
    return page.locator("main").inner_text()[:1000]


def take_picture(page: Page, name: str) -> None:
    """Keep a page as it looks at both widths, where somebody wants pictures."""
    if not PICTURES:
        return
    for width in (NARROW, WIDE):
        path = Path(PICTURES) / f"{name}{'' if width == WIDE else '-narrow'}.png"
        page.set_viewport_size({"width": width, "height": 800})
        if not path.exists():
            page.screenshot(path=path, full_page=width == NARROW)


FORMS = {
    "worksheet": 3, "call-agreement": 3, "accuracy": 3, "confirmation": 3,  # one for each state
    "script-approval": 2,  # of OCC and of OHS
    "call-proposal": 2, "call-record": 2, "entry": 2, "conversion": 2, "finalization": 2,
    "affirmation": 2,  # as those above: a sheet for each of two regions
    "approaches": 2, "officer-confirmation": 2, "package": 2, "approval": 2, "final-agreement": 2,
}  # fmt: skip
"""How many forms are sent: one for each state, or for each sheet."""


@pytest.mark.process("1.7", "2.1", "2.7", "3.4", "3.5", "3.7", "4.1", "4.5", "5.1", "5.3", "5.4")
def test_a_cycle_is_played_through_the_pages(small_cycle, serve, browser_page, monkeypatch):
    player = Player(serve(small_cycle), browser_page)
    monkeypatch.setattr(
        SmallCycle, "answer_all", lambda _cycle, kind, content: player.answer_all(kind, content)
    )
    small_cycle.reach("delivery")
    assert small_cycle.statuses() == {"CO": "final", "MT": "final", "VT": "final"}
    assert {row["channel"] for row in small_cycle.rows(Answer)} == {"page"}
    assert player.n_sent == FORMS


@pytest.mark.process("2.8")
def test_centers_review_the_initial_plans_through_the_pages(cycle_at, serve, browser_page):
    """ECQA knows of an activity in each state; NCASE has nothing to add, and says so."""
    cycle = cycle_at("initial").at("2016-09-22 08:00")
    player = Player(serve(cycle), browser_page)

    def known(row) -> dict:
        [need] = cycle.shown(row.id)
        is_known = row.center == "ECQA"
        return {"known": [{"need_id": need, "activity": COACHING}]} if is_known else {}

    assert player.answer_all("center-review", known) == 6
    assert player.n_sent == {"center-review": 2}
    added = [(row["need_id"], row["center"]) for row in cycle.rows(Line, Line.kind == "activity")]
    assert added == [(1, "ECQA"), (3, "ECQA"), (5, "ECQA")]


@pytest.mark.process("4.1", "4.2", "4.3", "4.4")
def test_a_modification_goes_its_whole_way_through_the_pages(cycle_at, serve, browser_page):
    """Colorado asks for a second visit: the Specialist, the center and Colorado itself go along."""
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4)
    player = Player(serve(cycle), browser_page)
    suggests = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}
    player.answer_all(
        "confirmation", lambda row: suggests if row.jurisdiction == "CO" else {"confirms": True}
    )
    cycle.at("2016-11-22 10:00").run(4)
    two_visits = COACHING | {"description": "Six sessions and two visits."}
    revises = {"activities": [{"line_id": 7, "activity": two_visits}], "note": "A second visit"}
    player.answer_all("revision", revises)
    cycle.at("2016-11-23 10:00").run(4)
    player.answer_all("change-agreement", {"lines": [{"line_id": 7, "accepts": True}]})
    cycle.at("2016-11-25 10:00").run(4)
    player.answer_all("final-review", {"confirms": True})
    cycle.at("2016-11-28 10:00").run(4)
    assert player.n_sent == {
        "confirmation": 3, "revision": 1, "change-agreement": 1, "final-review": 1
    }  # fmt: skip
    words = cycle.rows(ActivityRevision, ActivityRevision.line_id == 7)
    assert [row["description"] for row in words] == [
        "Six sessions and one visit.", "Six sessions and two visits.",
    ]  # fmt: skip
    assert sorted(row.jurisdiction for row in cycle.prompts("conversion")) == ["CO", "MT", "VT"]
