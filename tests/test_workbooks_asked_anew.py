"""A workbook of a question that was withdrawn and asked anew: carried over, shown, confirmed.

Colorado's Administrator wishes that activity 7 changes. Before its Specialist has answered,
she changes need 1 by a revision of her own: so the request is withdrawn and asked anew.
"""

import re

import pytest

from tat.schema import ActivityRevision, IncomingFile
from tests.example_plan import COACHING
from tests.pages import Pages
from tests.test_conflicts import SECOND, asked_of_two
from tests.test_inbox_folder import HAL, YES, mailed, put, taken
from tests.test_leaving import OFFICER, left
from tests.test_older_workbooks import shown_on, words_of
from tests.test_own_revisions import CHANGES_NEED_1, SPECIALIST, begin_own
from tests.test_workbooks import confirmation, faults, issued, officers_sheet, recorded, send
from tests.workbooks import Filling

WISHES_7 = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}
VOLUNTEERS = "Help with background checks for volunteers"
MADE_FOR_ANOTHER = (
    "You filled this in for the question of Tuesday, November 22, 2016, which was asked anew on "
    "Wednesday, November 23, 2016. This is what we read for the new one."
)


@pytest.fixture
def anew(cycle_at):
    """Pages, the request that was withdrawn, the one asked instead, the first one's workbook."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WISHES_7, state="CO")
    cycle.run(4)
    pages = Pages(cycle)
    first = cycle.prompt("revision")
    path, book = issued(pages, first)
    book.put("note", "Your answer", "As you wished")
    cycle.at("2016-11-23 10:00").answer_prompt(begin_own(cycle), CHANGES_NEED_1)
    cycle.run(4)
    second = cycle.prompt("revision")
    assert (second.subject, second.id > first.id) == (first.subject, True)
    assert cycle.prompts("revision", stands="withdrawn")[0].id == first.id
    return pages, first, second, path, book


def taken_by_mail(pages, book):
    """Take the workbook as if the Specialist had mailed it; gives the address of its page."""
    outcome = mailed(pages, book.saved(), by=SPECIALIST)
    assert (outcome.state, outcome.sentences) == ("to confirm", ())
    return outcome, f"{pages.link(SPECIALIST)}/file/{outcome.file_id}"


@pytest.mark.process("4.2", "8.2")
def test_what_was_filled_in_is_carried_over_and_what_was_left_is_not(anew):
    pages, first, second, _path, book = anew
    book.put("activities.7", "What is done", "Six sessions and two visits.")
    outcome, file = taken_by_mail(pages, book)
    assert (outcome.place, recorded(pages, second)) == (f"prompt {second.id}", [])
    page = shown_on(pages, file)
    assert MADE_FOR_ANOTHER in page
    assert "Changed since, and left as it was in your workbook Need 1" in page
    assert "Six sessions and two visits." in page
    assert pages.send(file, act="answer", name="Greta Cypress").status_code == 303
    [answer] = recorded(pages, second)
    assert (answer["is_outdated"], answer["content"]["needs"]) == (False, [])
    assert answer["content"]["activities"] == [
        {"line_id": 7, "activity": answer["content"]["activities"][0]["activity"]}
    ]
    changed = answer["content"]["activities"][0]["activity"]
    assert (changed["title"], changed["description"]) == (
        COACHING["title"], "Six sessions and two visits.",
    )  # fmt: skip
    assert [text for text, _priority in words_of(pages, 1)] == [
        "Help with background checks", VOLUNTEERS,
    ]  # fmt: skip
    assert len(pages.cycle.rows(ActivityRevision, ActivityRevision.line_id == 7)) == 2
    assert recorded(pages, first) == []


@pytest.mark.process("4.2", "8.2")
def test_a_line_that_both_changed_is_shown_with_both_and_keeps_the_newer_words(anew):
    pages, _first, second, _path, book = anew
    book.put("needs.1", "Priority", 4)
    _outcome, file = taken_by_mail(pages, book)
    page = shown_on(pages, file)
    assert "Changed since your workbook was made Need 1: Help with background checks" in page
    assert f"It now reads: {VOLUNTEERS}. Your file says, Priority: 4" in page
    assert "it counts for the plan as it reads now" in page
    assert pages.send(file, act="answer", name="Greta Cypress").status_code == 303
    assert [one["is_outdated"] for one in recorded(pages, second)] == [False]
    assert words_of(pages, 1)[1:] == [(VOLUNTEERS, 1), (VOLUNTEERS, 4)]


@pytest.mark.process("4.2")
def test_a_line_that_both_changed_can_be_left(anew):
    pages, _first, second, _path, book = anew
    book.put("needs.1", "Priority", 4)
    _outcome, file = taken_by_mail(pages, book)
    assert pages.send(file, act="answer", leaves="1", name="Greta Cypress").status_code == 303
    assert recorded(pages, second)[0]["content"]["needs"] == []
    assert words_of(pages, 1)[1:] == [(VOLUNTEERS, 1)]


@pytest.mark.process("4.2", "8.2")
def test_a_link_to_the_old_question_does_not_open_the_new_one_and_a_mail_leads_there(anew):
    pages, first, second, path, book = anew
    pages.cycle.mails()
    sent = send(pages, path, book.saved())
    assert (sent.status_code, recorded(pages, first), recorded(pages, second)) == (409, [], [])
    assert "This was asked anew since. What your workbook says is kept" in sent.text
    [row] = pages.cycle.rows(IncomingFile)
    assert (row["state"], row["prompt_id"]) == ("to confirm", second.id)
    [mail] = pages.cycle.mails_to(SPECIALIST)
    text = mail.get_body(("plain",)).get_content()
    [link] = set(re.findall(r"https://tacycle.example(/l/\S+/file/1)", text))
    assert MADE_FOR_ANOTHER in shown_on(pages, link)


@pytest.mark.process("4.2")
def test_on_the_page_of_the_new_question_the_old_workbook_is_shown_first(anew):
    pages, _first, second, _path, book = anew
    link = pages.link_of(second)
    sent = send(pages, f"{link}/workbook/prompt/{second.id}", book.saved())
    assert (sent.status_code, faults(sent)) == (303, [])
    assert sent.headers["location"] == f"{link}/file/1"
    assert recorded(pages, second) == []
    assert MADE_FOR_ANOTHER in shown_on(pages, f"{link}/file/1")


@pytest.mark.process("4.1", "8.2")
def test_a_successor_confirms_what_was_filled_in_before_them(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    pages = Pages(cycle)
    _prompt, _path, book, _keys = confirmation(pages)
    book.put("confirms", "Your answer", YES)
    left(cycle, HAL, "rex.willow@co.example")
    put(pages, book.saved())
    [one] = taken(pages)
    new = cycle.prompt("confirmation", state="CO")
    assert (one.outcome.state, one.outcome.place) == ("to confirm", f"prompt {new.id}")
    file = f"{pages.link('rex.willow@co.example')}/file/1"
    assert "This was filled in for the question of Monday, November 21" in shown_on(pages, file)
    assert recorded(pages, new) == []
    assert pages.send(file, act="answer", name="Rex Willow").status_code == 303
    [answer] = recorded(pages, new)
    assert (answer["person_id"], answer["content"]["confirms"], answer["is_outdated"]) == (
        cycle.person_id("rex.willow@co.example"), True, False,
    )  # fmt: skip


@pytest.mark.process("3.5")
def test_the_sheet_of_who_left_is_read_for_the_sheet_of_their_successor(cycle_at):
    pages, on_sheet, _path, book = officers_sheet(cycle_at)
    book.put("all_the_rest", "Your answer", "x")
    left(pages.cycle, OFFICER, "rex.willow@ecqa.example")
    put(pages, book.saved())
    [one] = taken(pages)
    anew = [row for row in pages.cycle.prompts("officer-confirmation")
            if row.address == "rex.willow@ecqa.example"]  # fmt: skip
    assert len(anew) == len(on_sheet)
    assert (one.outcome.state, one.outcome.place) == ("to confirm", f"sheet {anew[0].sheet_id}")
    file = f"{pages.link('rex.willow@ecqa.example')}/file/1"
    assert pages.send(file, act="answer", name="Rex Willow").status_code == 303
    said = [recorded(pages, row)[-1]["content"]["lines"][0]["accepts"] for row in anew]
    assert said == [True] * len(on_sheet)


@pytest.mark.process("8.2")
def test_where_nothing_is_asked_any_more_one_sentence_says_what_is_on_record(cycle_at):
    cycle = asked_of_two(cycle_at)
    pages = Pages(cycle)
    first, second = cycle.prompts("confirmation", state="CO")
    content = Filling(
        pages.get(f"{pages.link_of(second)}/workbook/prompt/{second.id}").content
    )  # fmt: skip
    content.put("confirms", "Your answer", YES)
    cycle.answer_prompt(first.id, WISHES_7)
    outcome = mailed(pages, content.saved(), by=SECOND)
    assert (outcome.state, recorded(pages, second)) == ("refused", [])
    assert outcome.sentences == (
        "It answers the question of Monday, November 21, which was withdrawn on Tuesday, November "
        "22 (somebody else has answered); nothing was recorded. Hal Dogwood suggested "
        "modifications on Tuesday, November 22; that stands.",
    )
