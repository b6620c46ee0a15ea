"""The same questions as csv files: filled in by any program, looked at before they count."""

import csv
import io
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.workbooks.checking import UnsafeFile, check_workbook
from portal.workbooks.csv_reading import rows_of, text_of
from tat.schema import Answer, IncomingFile
from tests.pages import Pages
from tests.test_inbox_folder import mailed, rows_read
from tests.test_workbooks import send

HAL = "hal.dogwood@co.example"


@pytest.fixture
def asked(cycle_at):
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


def issued(pages):
    """Colorado's confirmation, where it is sent back, and the rows of its csv file."""
    prompt = pages.cycle.prompt("confirmation", state="CO")
    path = f"{pages.link_of(prompt)}/workbook/prompt/{prompt.id}"
    assert f'href="{path}/csv"' in pages.get(pages.link_of(prompt)).text
    found = pages.get(f"{path}/csv")
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"), newline="")))
    return prompt, path, rows


def filled(rows, words="Décrivez les contrôles"):
    """The rows with a suggestion about the first line of the plan."""
    heads = rows[1]
    for row in rows[2:]:
        if row[0] == "confirms":
            row[heads.index("Your answer")] = "I suggest modifications"
    line = next(row for row in rows if row[0].startswith("wishes."))
    line[heads.index("What should change")] = words
    return rows


def written(rows, encoding="utf-8-sig", separator=","):
    into = io.StringIO(newline="")
    csv.writer(into, delimiter=separator).writerows(rows)
    return into.getvalue().encode(encoding)


def answers(pages, prompt):
    return pages.cycle.rows(Answer, Answer.prompt_id == prompt.id)


def test_a_csv_file_says_what_it_answers_and_what_may_stand_where(asked):
    prompt, _path, rows = issued(asked)
    assert rows[0] == ["This workbook answers", f"prompt {prompt.id}; question {prompt.id}"]
    assert rows[1] == [
        "Line", "State", "About", "Your answer", "What should change", "What may stand there",
    ]  # fmt: skip
    assert rows[2][0] == "confirms"
    assert rows[2][5] == (
        'Your answer: "I confirm the plan as it is shown here" or "I suggest modifications".'
    )


@pytest.mark.process("4.1")
@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("cp1252", ";"), ("utf-16", "\t")],
)
def test_a_csv_file_of_any_program_is_shown_first_and_counts_once_it_is_confirmed(
    asked, encoding, separator
):
    prompt, path, rows = issued(asked)
    content = written(filled(rows), encoding, separator)
    sent = send(asked, path, content, file_name="Plan.csv")
    base = asked.link_of(prompt)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{base}/file/1")
    assert answers(asked, prompt) == []
    page = asked.get(f"{base}/file/1").text
    assert [row[2] for row in rows_read(page)] == [
        "I suggest modifications", "Décrivez les contrôles",
    ]  # fmt: skip
    confirmed = asked.send(f"{base}/file/1", act="answer", name="Hal Dogwood")
    assert confirmed.status_code == 303
    assert answers(asked, prompt)[0]["content"]["wishes"][0]["text"] == "Décrivez les contrôles"


def test_a_csv_file_at_fault_comes_back_as_a_workbook_with_its_cells_marked(asked):
    prompt, path, rows = issued(asked)
    filled(rows)[2][3] = "Perhaps"
    answered = send(asked, path, written(rows), file_name="Plan.csv")
    assert answered.status_code == 422
    marked = re.search(r'href="([^"]*/file/1/marked)"', answered.text)[1]
    copy = load_workbook(BytesIO(asked.get(marked).content))
    assert copy.sheetnames == ["Please correct", "csv"]
    assert copy["csv"]["D3"].comment.text == (
        'csv, row 3, Your answer (cell D3): "Perhaps" cannot stand there. '
        "Choose one of the answers."
    )
    copy["csv"]["D3"].value = "I suggest modifications"
    into = BytesIO()
    copy.save(into)
    assert send(asked, path, into.getvalue(), file_name="Plan.xlsx").status_code == 303
    assert answers(asked, prompt)[0]["content"]["wishes"][0]["text"] == "Décrivez les contrôles"


def test_words_like_formulas_go_out_with_an_apostrophe_and_come_back_without(asked):
    prompt, _path, rows = issued(asked)
    mailed(asked, written(filled(rows, "'=1+1")), name="Plan.csv")
    asked.send(f"{asked.link(HAL)}/file/1", act="answer", name="Hal Dogwood")
    assert answers(asked, prompt)[0]["content"]["wishes"][0]["text"] == "=1+1"


def test_a_csv_file_from_elsewhere_is_refused_with_a_sentence(asked):
    _prompt, path, _rows = issued(asked)
    answered = send(asked, path, b"a,b\n1,2\n", file_name="list.csv")
    assert answered.status_code == 422
    assert "This is no workbook that was issued here" in answered.text
    assert asked.cycle.rows(IncomingFile)[0]["state"] == "refused"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "its name ends in .csv. Name it .xlsx."),
        (b"Line,\x00\x01", "no csv file: it holds more than text"),
        (b"%PDF-1.7", "The file is a PDF."),
        (b"", "The file is empty."),
    ],
)
def test_what_only_calls_itself_csv_is_refused(content, sentence):
    with pytest.raises(UnsafeFile) as refused:
        check_workbook(content, "Plan.CSV")
    assert sentence in str(refused.value)


def test_text_is_read_by_its_mark_else_as_utf_8_else_as_windows_writes_it():
    assert text_of("é".encode("utf-8-sig")) == "é"
    assert text_of("é".encode("utf-16")) == "é"
    assert text_of("é".encode()) == "é"
    assert text_of("é “a”".encode("cp1252")) == "é “a”"
    assert rows_of(b'Line;About\nx;"two\r\nlines"\n') == [["Line", "About"], ["x", "two\r\nlines"]]
