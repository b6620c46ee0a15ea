"""A question answered with the workbook that was issued for it."""

import html
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.workbook import write_workbooks
from portal.asking.questions import read_questions
from portal.forms.shapes import Field, Shape
from portal.workbooks.cells import sent_by
from tasks.surroundings import use
from tat.answer_models.parts import NeedDraft
from tat.database import read, write
from tat.lines import Author, revise_need
from tat.refusals import Refused
from tat.schema import Answer, Person, Prompt
from tests.example_plan import BACKGROUND_CHECKS
from tests.pages import Pages, filled_in
from tests.playing import STAGES
from tests.sayings import sayings
from tests.test_pages_answering import given_content, open_prompts, plain
from tests.workbooks import Filling, type_in


@pytest.fixture
def asked(cycle_at):
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


def issued(pages, prompt):
    """The link of a prompt, and the workbook that its page offers."""
    link = pages.link_of(prompt)
    page = pages.get(link).text
    path = f"{link}/workbook/prompt/{prompt.id}"
    assert f'href="{path}"' in page
    found = pages.get(path)
    assert (found.status_code, found.headers["content-type"]) == (
        200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )  # fmt: skip
    return path, Filling(found.content)


def send(pages, path, content, *, file_name="answer.xlsx", name=None):
    page = pages.get(path.rpartition("/workbook/")[0])
    fields = dict(pages.fields(path.rpartition("/workbook/")[0]))
    sent = {"form_key": fields["form_key"], "name": pages.name(page.text) if name is None else name}
    return pages.client.post(path, data=sent, files={"file": (file_name, content)})


@pytest.mark.process("4.1")
def test_an_administrator_confirms_with_the_workbook(asked):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    path, book = issued(asked, prompt)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    answered = send(asked, path, book.saved())
    assert (answered.status_code, answered.headers["location"].rpartition("/")[0]) == (
        303, f"{asked.link_of(prompt)}/receipt",
    )  # fmt: skip
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (answer["content"], answer["channel"]) == ({"confirms": True, "wishes": []}, "page")


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_is_said_to_a_question_can_be_said_in_its_workbook(cycle_at, stage):
    """Each saying of every kind that waits at a stage, filled in and sent back."""
    first = cycle_at(stage)
    for kind, row in {row.kind: row for row in open_prompts(first)}.items():
        for content in sayings(first, row):
            cycle = cycle_at(stage)
            pages = Pages(cycle)
            prompt = next(one for one in open_prompts(cycle) if one.id == row.id)
            with read(cycle.tracker) as tat:
                zone = ZoneInfo(tat.get_one(Person, prompt.person_id).time_zone)
                asked = [tat.get_one(Prompt, prompt.id)]
                [question] = read_questions(tat, pages.app.state.portal, asked).questions
            path, book = issued(pages, prompt)
            type_in(book, question, filled_in(question.parts, content, zone) | submits(question))
            answered = send(pages, path, book.saved())
            expected = given_content(kind, content, cycle.shown(row.id))
            assert answered.status_code == 303, (kind, content, faults(answered))
            recorded = cycle.rows(Answer, Answer.prompt_id == prompt.id)[-1]["content"]
            assert plain(recorded) == plain(expected), (kind, content)


def submits(question):
    """The tick by which an answer is given that may say nothing more."""
    return {part.name: "yes" for part in question.parts if part.name == "submits"}


def faults(page):
    return re.findall(r'class="fault"[^>]*>([^<]*)', page.text)


def recorded(pages, prompt):
    return pages.cycle.rows(Answer, Answer.prompt_id == prompt.id)


def confirmation(pages):
    """Colorado's confirmation: its link, the workbook, and the keys of need 1 and activity 1."""
    prompt = pages.cycle.prompt("confirmation", state="CO")
    path, book = issued(pages, prompt)
    shown = sorted(pages.cycle.shown(prompt.id))
    return prompt, path, book, [f"wishes.{line}" for line in shown]


def test_a_wish_for_one_line_and_one_for_the_plan_come_from_their_rows(asked):
    prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "I suggest modifications")
    book.put(keys[0], "What should change", "Say which checks")
    book.put("wishes.new3", "What should change", "Shorter, please")
    assert send(asked, path, book.saved()).status_code == 303
    [answer] = recorded(asked, prompt)
    assert answer["content"]["wishes"] == [
        {"text": "Say which checks", "line_id": int(keys[0].rpartition(".")[2])},
        {"text": "Shorter, please", "line_id": None},
    ]


def test_rows_columns_and_sheets_that_were_moved_are_read_by_what_they_are(asked):
    prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "i suggest modifications ")  # typed, not chosen
    book.put(keys[1], "What should change", "Twice a year")
    sheet, _row, heads = book.sheet_of(keys[1])
    sheet.title = "My suggestions"
    sheet.protection.sheet = False
    for table in list(sheet.tables):
        del sheet.tables[table]
    sheet.move_range(f"A3:C{sheet.max_row}", rows=4, cols=2)
    sheet.row_dimensions[9].hidden = True
    first, second = book.book.worksheets[1:3]
    book.book.move_sheet(first, offset=1)
    assert second.title == "My suggestions"
    assert list(heads) == ["About", "What should change", "Line"]
    assert send(asked, path, book.saved()).status_code == 303
    [answer] = recorded(asked, prompt)
    assert [(wish["text"], wish["line_id"]) for wish in answer["content"]["wishes"]] == [
        ("Twice a year", int(keys[1].rpartition(".")[2]))
    ]


def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_recorded(asked):
    prompt, path, book, _keys = confirmation(asked)
    cell = book.put("confirms", "Your answer", "Perhaps")
    answered = send(asked, path, book.saved())
    assert answered.status_code == 422
    assert f"Answers, row 4, Your answer (cell {cell}): &#34;Perhaps&#34; cannot stand there. " in (
        answered.text
    )
    assert recorded(asked, prompt) == []


def test_what_was_filled_in_stands_on_the_page_when_a_cell_is_at_fault(asked):
    _prompt, path, book, keys = confirmation(asked)
    book.put(keys[0], "What should change", "Say which checks")
    answered = send(asked, path, book.saved())
    assert answered.status_code == 422
    assert "Say which checks</textarea>" in answered.text


def test_a_row_that_was_never_issued_is_said_by_its_place(asked):
    prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "I suggest modifications")
    sheet, row, heads = book.sheet_of(keys[0])
    sheet.cell(row, heads["Line"]).value = "wishes.999"
    sheet.cell(row, heads["What should change"]).value = "Lost?"
    answered = send(asked, path, book.saved())
    assert answered.status_code == 422
    assert "has the line &#34;wishes.999&#34;, which this workbook did not have." in answered.text
    assert recorded(asked, prompt) == []


def test_a_line_that_stands_twice_is_asked_about(asked):
    prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "I suggest modifications")
    sheet, row, heads = book.sheet_of(keys[1])
    sheet.cell(row, heads["Line"]).value = keys[0]
    sheet.cell(row, heads["What should change"]).value = "Second"
    book.put(keys[0], "What should change", "First")
    answered = send(asked, path, book.saved())
    assert answered.status_code == 422
    assert "the same line stands at B4 of" in answered.text
    assert recorded(asked, prompt) == []


def test_without_the_typed_name_a_workbook_changes_nothing(asked):
    prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    answered = send(asked, path, book.saved(), name="")
    assert answered.status_code == 422
    assert recorded(asked, prompt) == []


def test_the_workbook_of_another_question_is_refused(asked):
    prompt, _path, book, _keys = confirmation(asked)
    other = asked.cycle.prompt("confirmation", state="MT")
    path, _book = issued(asked, other)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    answered = send(asked, path, book.saved())
    assert answered.status_code == 422
    assert "This workbook answers something else." in answered.text
    assert recorded(asked, prompt) + recorded(asked, other) == []


def test_sending_the_same_workbook_twice_records_one_answer(asked):
    prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    content = book.saved()
    first = send(asked, path, content)
    second = send(asked, path, content)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert len(recorded(asked, prompt)) == 1


def test_words_that_look_like_formulas_stay_words(asked):
    prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "I suggest modifications")
    sheet, row, heads = book.sheet_of(keys[0])
    cell = sheet.cell(row, heads["What should change"])
    cell.value = '=HYPERLINK("http://evil.example","Click")'
    cell.data_type = "s"
    assert send(asked, path, book.saved()).status_code == 303
    [answer] = recorded(asked, prompt)
    assert answer["content"]["wishes"][0]["text"] == '=HYPERLINK("http://evil.example","Click")'


DAYS = {
    "a day": (date(2016, 8, 9), "2016-08-09"),
    "a moment": (datetime.fromisoformat("2016-08-09 14:30"), "2016-08-09"),
    "a serial number": (42591.0, "2016-08-09"),
    "American": ("08/09/2016", "2016-08-09"),
    "short American": ("8/9/2016", "2016-08-09"),
    "ISO": ("2016-08-09", "2016-08-09"),
}


@pytest.mark.parametrize("shape", DAYS)
def test_a_day_is_read_in_every_shape_that_has_one_meaning(shape):
    written, read_as = DAYS[shape]
    assert sent_by(Field("on", Shape.DAY, "On"), written) == [read_as]


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Dec 1", "Dec 1"), ("9.8.2016", "9.8.2016"), ("12", "12"), (12, "1900-01-12 00:00:00")],
)
def test_a_day_in_other_words_is_asked_about(cycle_at, written, shown):
    pages = Pages(cycle_at("announced"))
    prompt = pages.cycle.prompt("worksheet", state="CO")
    path, book = issued(pages, prompt)
    cell = book.put("check_in_held_on", "Your answer", written)
    answered = send(pages, path, book.saved())
    assert answered.status_code == 422
    told = html.unescape(answered.text)
    assert f'(cell {cell}): "{shown}" cannot stand there. Give a day' in told
    assert recorded(pages, prompt) == []


def officers_sheet(cycle_at):
    pages = Pages(cycle_at("proposed"))
    prompts = pages.cycle.prompts("officer-confirmation")
    first = prompts[0]
    on_sheet = [one for one in prompts if one.sheet_id == first.sheet_id]
    link = pages.link(first.address, sheet_id=first.sheet_id)
    path = f"{link}/workbook/sheet/{first.sheet_id}"
    return pages, on_sheet, path, Filling(pages.get(path).content)


@pytest.mark.process("3.5")
def test_an_officer_sends_one_item_back_and_confirms_the_rest_in_one_workbook(cycle_at):
    pages, on_sheet, path, book = officers_sheet(cycle_at)
    assert [one.jurisdiction for one in on_sheet] == ["CO", "MT", "VT"]
    [line] = pages.cycle.shown(on_sheet[1].id)
    key = f"p{on_sheet[1].id}-lines.{line}"
    book.put(key, "Your answer", book_label(pages, path, key, "no"))
    book.put(key, "Reason", "Which agency is coached?")
    book.put("all_the_rest", "Your answer", "x")
    assert send(pages, path, book.saved()).status_code == 303
    said = [recorded(pages, one)[-1]["content"]["lines"][0]["accepts"] for one in on_sheet]
    assert said == [True, False, True]


def test_of_a_sheet_one_cell_at_fault_keeps_all_of_it_back(cycle_at):
    pages, on_sheet, path, book = officers_sheet(cycle_at)
    for one in on_sheet:
        [line] = pages.cycle.shown(one.id)
        answer = "yes" if one is on_sheet[0] else "no"
        key = f"p{one.id}-lines.{line}"
        book.put(key, "Your answer", book_label(pages, path, key, answer))
    answered = send(pages, path, book.saved())  # two say no, and give no reason
    assert answered.status_code == 422
    assert [recorded(pages, one) for one in on_sheet] == [[], [], []]


def book_label(pages, path, key, value):
    """What the list of a cell offers for a value: the label on the page."""
    page = pages.get(path.rpartition("/workbook/")[0]).text
    return re.search(f'name="{re.escape(key)}.accepts" value="{value}"> <span>([^<]*)', page)[1]


def test_a_state_gets_its_open_questions_as_files(cycle_at, tmp_path, capsys):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    with use(cycle.surroundings):
        assert write_workbooks("co", out=tmp_path / "books", database=cycle.tracker.url) == 0
    beside, written = sorted((tmp_path / "books").iterdir())
    number = cycle.prompt("confirmation", state="CO").id
    assert written.name == f"Colorado, confirm the plan (question {number}).xlsx"
    assert beside.name == f"Colorado, confirm the plan (question {number}).csv"
    assert Filling(written.read_bytes()).read("confirms", "Your answer") is None
    assert capsys.readouterr().out.endswith("2 files written\n")


def test_a_code_of_no_state_is_one_sentence(cycle_at, tmp_path):
    cycle = cycle_at("asked")
    with use(cycle.surroundings), pytest.raises(Refused) as refused:
        write_workbooks("zz", out=tmp_path / "books", database=cycle.tracker.url)
    assert str(refused.value) == (
        "There is no state or territory ZZ; nothing was written. Give a code such as CO."
    )
    assert not (tmp_path / "books").exists()


def test_an_answer_in_merged_cells_is_asked_about_and_a_filter_changes_nothing(asked):
    prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "I suggest modifications")
    book.put(keys[0], "What should change", "Hidden by a filter")
    sheet, row, heads = book.sheet_of(keys[1])
    sheet.row_dimensions[row - 1].hidden = True
    about, answer = (sheet.cell(row, heads[head]) for head in ("About", "What should change"))
    sheet.protection.sheet = False
    answer.value = "Two visits"
    sheet.merge_cells(f"{about.coordinate}:{answer.coordinate}")
    answered = send(asked, path, book.saved())
    assert answered.status_code == 422
    assert (
        f"(cell {answer.coordinate}): the cells {about.coordinate}:{answer.coordinate} were "
        in (answered.text)
    )
    assert recorded(asked, prompt) == []
    sheet.unmerge_cells(f"{about.coordinate}:{answer.coordinate}")
    assert send(asked, path, book.saved()).status_code == 303
    assert recorded(asked, prompt)[0]["content"]["wishes"][0]["text"] == "Hidden by a filter"


def test_a_cell_that_cannot_be_read_is_one_fault_not_two(asked):
    _prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "=A1")
    answered = send(asked, path, book.saved())
    assert [html.unescape(one) for one in faults(answered)] == [
        "Answers, row 4, Your answer (cell B4): it holds a formula without its result. "
        "Type what it comes to."
    ]


def revise(pages, prompt, words):
    """Change the first need that Colorado's confirmation shows."""
    [line, *_others] = sorted(pages.cycle.shown(prompt.id))
    with write(pages.cycle.tracker) as tat:
        by = Author(pages.cycle.person_id("greta.cypress@region8.scbc.example"), pages.cycle.now)
        revise_need(tat, line, NeedDraft(**BACKGROUND_CHECKS | {"text": words}), by)
    return line


@pytest.mark.process("4.1")
def test_a_workbook_made_before_a_line_changed_is_asked_about_first(asked):
    prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    revise(asked, prompt, "Help with fingerprints")
    sent = send(asked, path, book.saved())
    base = asked.link_of(prompt)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{base}/file/1")
    assert recorded(asked, prompt) == []
    page = html.unescape(asked.get(f"{base}/file/1").text)
    assert "Changed since your workbook was made" in page
    assert "Help with fingerprints" in page
    assert asked.send(f"{base}/file/1", act="answer", name="Hal Dogwood").status_code == 303
    [answer] = recorded(asked, prompt)
    assert (answer["is_outdated"], answer["channel"]) == (True, "file")


def record_of_call(cycle_at):
    """Colorado's record of the stakeholder call: its pages, and its workbook with the day."""
    pages = Pages(cycle_at("calls").at("2016-09-21 07:30"))
    pages.cycle.run(2)
    prompt = pages.cycle.prompt("call-record", state="CO")
    path, book = issued(pages, prompt)
    book.put("held_on", "Your answer", date(2016, 9, 20))
    return pages, prompt, path, book


def test_a_workbook_whose_tables_name_columns_alike_is_read(cycle_at):
    """Needs that the call changed and needs that it added have the same headings."""
    pages, prompt, path, book = record_of_call(cycle_at)
    book.put("changed.1", "Priority", 2)
    assert send(pages, path, book.saved()).status_code == 303
    [answer] = recorded(pages, prompt)
    assert answer["content"]["held_on"] == "2016-09-20"
    changed = answer["content"]["changed"]
    assert [(one["line_id"], one["need"]["priority"]) for one in changed] == [(1, 2)]


@pytest.mark.process("3.4")
def test_a_wide_table_prints_on_two_pages_each_with_what_its_rows_are_about(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    first = cycle.prompts("approaches", center="ECQA")[0]
    pages = Pages(cycle)
    link = pages.link(first.address, sheet_id=first.sheet_id)
    book = Filling(pages.get(f"{link}/workbook/sheet/{first.sheet_id}").content).book
    printed = {
        sheet.title: (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight,
                      sheet.print_title_cols)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    }  # fmt: skip
    assert printed == {
        "Start here": (None, 0, None), "Answers": (None, 0, None), "Need by need": (2, 0, "$A:$B"),
        "Needs that are not your center": (None, 0, None),
    }  # fmt: skip
    assert book["Needs that are not your center"].column_dimensions["D"].width > 14
