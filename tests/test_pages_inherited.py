"""What somebody answered who has left: the successor finds it and corrects it as their own."""

import re

from config.vocabulary import Channel
from tat.schema import Answer
from tests.pages import Pages
from tests.test_leaving import ELSA, GRETA, HAL, REX, VERA, confirmed_and_left, drafting, left

LISTED = re.compile(r'href="([^"]+)">Please ([^<]+)</a></td>\s*<td>([^<]+)</td>\s*<td>([^<]+)</td>')


def inherited(html: str) -> list[tuple[str, ...]]:
    """The lines of what was answered before: address, what, for which state, asked of whom."""
    return LISTED.findall(html.partition("Answered by who had your role before you")[2])


def test_the_successor_finds_what_was_answered_before_and_corrects_it(cycle_at):
    cycle, prompt_id = confirmed_and_left(cycle_at)
    pages = Pages(cycle)
    base = pages.link(VERA)
    lines = inherited(pages.get(f"{base}/mine").text)
    assert (f"{base}/prompt/{prompt_id}", "confirm the plan", "Colorado", "Hal Dogwood") in lines
    assert {what for _address, what, *_rest in lines} == {
        "agree on the stakeholder call", "check the initial plan", "confirm the plan",
    }  # fmt: skip
    path = f"{base}/prompt/{prompt_id}"
    page = pages.get(path).text
    assert "<dd>Administrator, after Hal Dogwood, who has left</dd>" in page
    assert "Hal Dogwood confirmed the plan" in page
    answered = pages.send(path, confirms="no", wishes__7__text="Two visits", name="Rex Willow")
    assert answered.status_code == 303
    old, new = cycle.rows(Answer, Answer.prompt_id == prompt_id)
    assert (new["said_by_id"], old["corrected_by_id"]) == (cycle.person_id(VERA), new["id"])


def test_nobody_else_finds_or_opens_it(cycle_at):
    cycle, prompt_id = confirmed_and_left(cycle_at)
    pages = Pages(cycle)
    for address in ("kira.gannet@mt.example", ELSA, GRETA):
        base = pages.link(address)
        assert inherited(pages.get(f"{base}/mine").text) == [], address
    for address in ("kira.gannet@mt.example", ELSA):
        assert pages.get(f"{pages.link(address)}/prompt/{prompt_id}").status_code == 404


def test_while_nobody_has_left_nothing_is_listed(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 09:00")
    cycle.join(VERA, "administrator", "CO")
    assert "before you" not in Pages(cycle).get(f"{Pages(cycle).link(VERA)}/mine").text


def test_a_specialists_successor_answers_for_themselves_not_as_told_by_phone(cycle_at):
    cycle = drafting(cycle_at)
    worksheet = cycle.prompt("worksheet", state="VT")
    cycle.reach("drafted")
    assert worksheet.address == ELSA
    left(cycle.at("2016-09-02 10:00"), ELSA, REX)
    page = Pages(cycle).get(f"{Pages(cycle).link(REX)}/prompt/{worksheet.id}").text
    assert ("after Elsa Catalpa, who has left" in page, "told you" in page) == (True, False)
    assert {row["channel"] for row in cycle.rows(Answer)} == {Channel.PAGE}
    assert HAL not in page


def test_what_was_answered_in_time_is_not_called_overdue_later(cycle_at):
    cycle, _prompt_id = confirmed_and_left(cycle_at)
    pages = Pages(cycle.at("2016-12-15 10:00"))
    answered = pages.get(f"{pages.link(VERA)}/mine").text.partition("before you (")[2]
    assert ("Please confirm the plan" in answered, "overdue" in answered) == (True, False)
