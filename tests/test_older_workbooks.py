"""A workbook that comes back after the plan has changed: only real conflicts are asked about.

Colorado's record of its stakeholder call shows the needs 1 and 2 of its draft plan.
"""

import html
import re
from datetime import date

import pytest

from tat.answer_models.parts import NeedDraft
from tat.database import write
from tat.lines import Author, revise_need
from tat.schema import IncomingFile, NeedRevision
from tests.example_plan import BACKGROUND_CHECKS
from tests.pages import Pages
from tests.test_inbox_folder import put, taken
from tests.test_workbooks import faults, issued, recorded, send

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
FINGERPRINTS = BACKGROUND_CHECKS | {"text": "Help with fingerprints"}
SINCE = "Since you were asked the text was changed. It now reads: Help with fingerprints."


@pytest.fixture
def call(cycle_at):
    """The record of the call is open for a draft of two needs; its workbook has the day."""
    cycle = cycle_at("calls").at("2016-09-21 07:30")
    pages = Pages(cycle)
    pages.cycle.run(2)
    prompt = pages.cycle.prompt("call-record", state="CO")
    assert pages.cycle.shown(prompt.id) == {1: 1, 2: 1}
    path, book = issued(pages, prompt)
    book.put("held_on", "Your answer", date(2016, 9, 20))
    return pages, prompt, path, book


def revise(pages, line_id, need):
    with write(pages.cycle.tracker) as tat:
        by = Author(pages.cycle.person_id(SPECIALIST), pages.cycle.now)
        revise_need(tat, line_id, NeedDraft(**need), by)


def words_of(pages, line_id):
    """What a need says in each of its revisions: its words and priority."""
    rows = pages.cycle.rows(NeedRevision, NeedRevision.line_id == line_id)
    return [(row["text"], row["priority"]) for row in rows]


def shown_on(pages, path):
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(pages.get(path).text)).split())


@pytest.mark.process("2.6", "8.2")
def test_a_row_left_as_issued_changes_nothing_and_one_whose_line_stands_is_taken(call):
    pages, prompt, path, book = call
    book.put("changed.2", "Priority", 2)
    revise(pages, 1, FINGERPRINTS)
    sent = send(pages, path, book.saved())
    file = f"{pages.link_of(prompt)}/file/1"
    assert (sent.status_code, faults(sent), sent.headers["location"]) == (303, [], file)
    [answer] = recorded(pages, prompt)
    assert (answer["is_outdated"], len(answer["content"]["changed"])) == (False, 1)
    assert words_of(pages, 1) == [("Help with background checks", 1), ("Help with fingerprints", 1)]
    assert words_of(pages, 2) == [("More school-age care", 3), ("More school-age care", 2)]
    assert (
        f"Good to know Need 1: Help with background checks. {SINCE} Your workbook had left this "
        "line as it was, so the line stays as it reads now. See the receipt"
    ) in shown_on(pages, file)


@pytest.mark.process("2.6")
def test_what_cells_say_of_the_issue_is_not_trusted(call):
    """Somebody wrote the newer words into the row: it was edited, whatever it says."""
    pages, prompt, path, book = call
    book.put("changed.1", "What is needed", "Help with fingerprints")
    revise(pages, 1, FINGERPRINTS)
    sent = send(pages, path, book.saved())
    assert (sent.status_code, recorded(pages, prompt)) == (303, [])


@pytest.mark.process("2.6", "8.2")
def test_a_row_edited_where_the_line_changed_is_asked_about_and_can_be_left(call):
    pages, prompt, path, book = call
    book.put("changed.1", "Priority", 2)
    book.put("changed.2", "Priority", 1)
    revise(pages, 1, FINGERPRINTS)
    send(pages, path, book.saved())
    file = f"{pages.link_of(prompt)}/file/1"
    assert recorded(pages, prompt) == []
    page = shown_on(pages, file)
    assert (
        f"Changed since your workbook was made Need 1: Help with background checks {SINCE} Your "
        "file says, Priority: 2 Leave Need 1 as it reads now: what my file says of it does not "
        "count"
    ) in page
    assert "left as it was in your workbook" not in page
    sent = pages.send(file, act="answer", leaves="1", name="Greta Cypress")
    assert sent.status_code == 303
    [answer] = recorded(pages, prompt)
    assert (answer["is_outdated"], [one["line_id"] for one in answer["content"]["changed"]]) == (
        False, [2],
    )  # fmt: skip
    assert words_of(pages, 1)[1:] == [("Help with fingerprints", 1)]
    assert words_of(pages, 2)[1:] == [("More school-age care", 1)]


@pytest.mark.process("2.6", "8.4")
def test_a_row_that_is_kept_against_newer_words_has_no_effect(call):
    pages, prompt, path, book = call
    book.put("changed.1", "Priority", 2)
    revise(pages, 1, FINGERPRINTS)
    send(pages, path, book.saved())
    file = f"{pages.link_of(prompt)}/file/1"
    assert pages.send(file, act="answer", name="Greta Cypress").status_code == 303
    assert [one["is_outdated"] for one in recorded(pages, prompt)] == [True]
    assert words_of(pages, 1)[1:] == [("Help with fingerprints", 1)]


@pytest.mark.process("2.6", "8.2")
def test_through_the_folder_its_person_sees_what_was_left_before_they_confirm(call):
    pages, prompt, _path, book = call
    book.put("changed.2", "Priority", 2)
    revise(pages, 1, FINGERPRINTS)
    put(pages, book.saved())
    [one] = taken(pages)
    assert (one.outcome.state, recorded(pages, prompt)) == ("to confirm", [])
    file = f"{pages.link(SPECIALIST)}/file/1"
    assert (
        f"Changed since, and left as it was in your workbook Need 1: Help with background checks "
        f"{SINCE} Your file says nothing of this line: it stays as it reads now."
    ) in shown_on(pages, file)
    assert pages.send(file, act="answer", name="Greta Cypress").status_code == 303
    assert [one["is_outdated"] for one in recorded(pages, prompt)] == [False]
    [row] = pages.cycle.rows(IncomingFile)
    assert [note["sentence"].partition(".")[0] for note in row["sentences"]] == [
        "Need 1: Help with background checks"
    ]
