"""A workbook to correct comes back with its cells marked: fill, border, note and list."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tat.schema import Answer
from tests.pages import Pages
from tests.test_workbooks import confirmation, send
from tests.workbooks import Filling


@pytest.fixture
def asked(cycle_at):
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


def marked(pages, answered):
    """The copy to which the page of the faults leads."""
    path = re.search(r'href="([^"]*/file/\d+/marked)"', answered.text)[1]
    found = pages.get(path)
    assert found.status_code == 200
    return found, load_workbook(BytesIO(found.content))


def test_each_faulty_cell_has_a_note_a_fill_and_a_border_and_stands_in_the_list(asked):
    _prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "Perhaps")
    book.put(keys[0], "What should change", "x" * 10_001)
    answered = send(asked, path, book.saved(), file_name="Mein Plan ü.xlsx")
    found, copy = marked(asked, answered)
    assert found.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Please%20correct%20-%20Mein%20Plan%20%C3%BC.xlsx"
    )
    assert copy.sheetnames == [
        "Please correct", "Start here", "Answers", "The plan, line by line", "Lists",
    ]  # fmt: skip
    cell = copy["Answers"]["B4"]
    assert cell.value == "Perhaps"
    assert cell.comment.text == (
        'Answers, row 4, Your answer (cell B4): "Perhaps" cannot stand there. '
        "Choose one of the answers."
    )
    assert (cell.fill.fgColor.rgb, cell.border.left.style) == ("00FFF1D2", "thick")
    assert copy["Answers"]["A4"].comment is None
    listed = [[one.value for one in row] for row in copy["Please correct"].iter_rows(min_row=5)]
    assert [row[:2] for row in listed] == [[1, "Answers, B4"], [2, "The plan, line by line, B4"]]
    assert listed[1][2].endswith("Shorten this to at most 10,000 characters.")
    links = [copy["Please correct"][f"B{row}"].hyperlink.location for row in (5, 6)]
    assert links == ["'Answers'!B4", "'The plan, line by line'!B4"]
    assert copy["Please correct"]["A1"].value == "Please correct 2 things"


def test_the_marked_copy_corrected_and_sent_back_is_the_answer(asked):
    prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "Perhaps")
    found, _copy = marked(asked, send(asked, path, book.saved()))
    again = Filling(found.content)
    again.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    assert send(asked, path, again.saved()).status_code == 303
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert answer["content"] == {"confirms": True, "wishes": []}


def test_what_was_corrected_is_marked_no_more_in_the_next_copy(asked):
    _prompt, path, book, keys = confirmation(asked)
    book.put("confirms", "Your answer", "Perhaps")
    found, _copy = marked(asked, send(asked, path, book.saved()))
    again = Filling(found.content)
    again.put("confirms", "Your answer", "I suggest modifications")
    again.put(keys[0], "What should change", "x" * 10_001)
    _found, copy = marked(asked, send(asked, path, again.saved()))
    assert (copy["Answers"]["B4"].comment, copy["Answers"]["B4"].border.left.style) == (
        None, "thin",
    )  # fmt: skip
    assert copy["The plan, line by line"]["B4"].comment is not None
    assert copy.sheetnames.count("Please correct") == 1


def test_words_in_the_name_of_a_sheet_become_no_formula_in_the_list(asked):
    _prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "Perhaps")
    book.book["Answers"].title = "=1+1 'x'"
    _found, copy = marked(asked, send(asked, path, book.saved()))
    first = copy["Please correct"]
    assert (first["B5"].value, first["B5"].data_type) == ("=1+1 'x', B4", "s")
    assert (first["C5"].data_type, first["B5"].hyperlink.location) == ("s", "'=1+1 ''x'''!B4")


def test_the_marked_copy_is_for_who_may_answer_the_question(asked):
    _prompt, path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "Perhaps")
    marked(asked, send(asked, path, book.saved()))
    of_montana = asked.link_of(asked.cycle.prompt("confirmation", state="MT"))
    own = asked.link("hal.dogwood@co.example")
    assert asked.get(f"{of_montana}/file/1/marked").status_code == 404
    assert asked.get(f"{own}/file/1/marked").status_code == 200
    assert asked.get(f"{own}/file/2/marked").status_code == 404


def test_a_file_without_a_faulty_cell_has_no_marked_copy(asked):
    _prompt, path, _book, _keys = confirmation(asked)
    answered = send(asked, path, b"%PDF-1.7")
    assert "/marked" not in answered.text
    assert asked.get(f"{path.rpartition('/workbook/')[0]}/file/1/marked").status_code == 404
