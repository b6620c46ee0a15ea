"""The door for files: each is kept as it came and on record, whatever becomes of it."""

from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from portal.standing.story import tell
from tat.database import read
from tat.file_store import FileStore
from tat.schema import Answer, IncomingFile, LedgerEntry, Plan, Prompt
from tests.pages import Pages
from tests.test_pages_answering import open_prompts
from tests.test_workbooks import confirmation, issued, send

HAL = "hal.dogwood@co.example"  # Colorado's Administrator
YES = "I confirm the plan as it is shown here"


@pytest.fixture
def asked(cycle_at):
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


def came(pages):
    return pages.cycle.rows(IncomingFile)


def kept(pages, content):
    digest = sha256(content).hexdigest()
    return (pages.cycle.folder / "files" / digest[:2] / digest).read_bytes()


def confirmed(pages):
    """Colorado's confirmation, and its workbook with a yes."""
    prompt, path, book, _keys = confirmation(pages)
    book.put("confirms", "Your answer", YES)
    return prompt, path, book.saved()


@pytest.mark.process("8.4")
def test_a_workbook_that_answers_is_kept_and_its_row_names_the_answer(asked):
    prompt, path, content = confirmed(asked)
    assert send(asked, path, content, file_name="C:\\plans\\Plan (final).xlsx").status_code == 303
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    [row] = came(asked)
    assert (row["name"], row["n_bytes"], row["sha256"]) == (
        "Plan (final).xlsx", len(content), sha256(content).hexdigest(),
    )  # fmt: skip
    assert (row["entrance"], row["person_id"], row["sender"]) == (
        "page", asked.cycle.person_id(HAL), "",
    )  # fmt: skip
    assert (row["state"], row["prompt_id"], row["sheet_id"]) == ("answered", prompt.id, None)
    assert (row["answer_ids"], row["sentences"], row["same_as_id"]) == ([answer["id"]], [], None)
    assert row["received_at"].astimezone(ZoneInfo("America/New_York")).isoformat() == (
        "2016-11-22T10:00:00-05:00"
    )
    assert kept(asked, content) == content


@pytest.mark.process("8.4")
def test_the_ledger_and_the_story_of_the_plan_tell_of_the_file(asked):
    prompt, path, content = confirmed(asked)
    send(asked, path, content)
    entry = asked.cycle.rows(LedgerEntry)[-1]
    person = f"person {asked.cycle.person_id(HAL)}"
    assert (entry["actor"], entry["act"], entry["subject"], entry["channel"]) == (
        person, "sent a file", "file 1", "file",
    )  # fmt: skip
    assert (entry["plan_id"], entry["details"]["state"]) == (prompt.plan_id, "answered")
    with read(asked.cycle.tracker) as tat:
        last = tell(tat, tat.get_one(Plan, prompt.plan_id))[-1]
    assert last.says == (
        'Hal Dogwood, Administrator, sent the file "answer.xlsx": what it says is on record.'
    )


def test_a_workbook_at_fault_is_kept_with_every_sentence_and_cell(asked):
    prompt, path, book, _keys = confirmation(asked)
    cell = book.put("confirms", "Your answer", "Perhaps")
    content = book.saved()
    assert send(asked, path, content).status_code == 422
    [row] = came(asked)
    assert (row["state"], row["prompt_id"], row["answer_ids"]) == ("at fault", prompt.id, [])
    assert row["sentences"] == [
        {
            "sentence": f'Answers, row 4, Your answer (cell {cell}): "Perhaps" cannot stand there. '
            "Choose one of the answers.",
            "sheet": "Answers",
            "cell": "B4",
        }
    ]
    assert kept(asked, content) == content
    assert asked.cycle.rows(Answer, Answer.prompt_id == prompt.id) == []


def test_a_file_that_is_no_workbook_is_kept_and_refused(asked):
    prompt, path, _book, _keys = confirmation(asked)
    assert send(asked, path, b"%PDF-1.7 a scan").status_code == 422
    [row] = came(asked)
    assert (row["state"], row["prompt_id"]) == ("refused", prompt.id)
    assert row["sentences"] == [
        {"sentence": "The file is a PDF. Send the workbook itself, as .xlsx."}
    ]
    assert kept(asked, b"%PDF-1.7 a scan") == b"%PDF-1.7 a scan"


def test_of_a_file_that_is_too_large_the_hash_alone_is_kept(asked):
    _prompt, path, _book, _keys = confirmation(asked)
    content = b"PK\x03\x04" + b"0" * 10_485_757
    assert send(asked, path, content).status_code == 422
    [row] = came(asked)
    assert (row["state"], row["sha256"]) == ("refused", sha256(content).hexdigest())
    assert not (asked.cycle.folder / "files").exists()


@pytest.mark.process("8.4")
def test_an_answer_is_on_record_with_the_same_commit_as_its_file_and_not_before(asked):
    _prompt, path, content = confirmed(asked)
    commits = []

    def look(connection):
        rows = connection.exec_driver_sql("SELECT state, answer_ids FROM incoming_file").all()
        n_answers = connection.exec_driver_sql("SELECT count(*) FROM answer").scalar()
        commits.append((rows, n_answers - n_before))

    n_before = len(asked.cycle.rows(Answer))
    sa.event.listen(asked.cycle.tracker.engine, "commit", look)
    send(asked, path, content)
    sa.event.remove(asked.cycle.tracker.engine, "commit", look)
    number = asked.cycle.rows(Answer)[-1]["id"]
    assert commits == [([("received", "[]")], 0), ([("answered", f"[{number}]")], 1)]


def test_an_answer_that_the_record_refuses_leaves_nothing_but_the_file_and_the_sentence(cycle_at):
    pages = Pages(cycle_at("announced").at("2016-08-10 10:00"))
    prompt = next(one for one in open_prompts(pages.cycle) if one.kind == "meeting-date")
    path, book = issued(pages, prompt)
    n_before = len(pages.cycle.rows(Answer))
    for key, says in (("starts_at", "2016-08-01 09:00"), ("minutes", 60), ("submits", "x")):
        book.put(key, "Your answer", says)
    answered = send(pages, path, book.saved())
    passed = "The date was not recorded: it has passed. Say on which day the meeting was held."
    assert (answered.status_code, passed in answered.text) == (409, True)
    [row] = came(pages)
    assert (row["state"], row["sentences"], row["answer_ids"]) == (
        "at fault", [{"sentence": passed}], [],
    )  # fmt: skip
    assert len(pages.cycle.rows(Answer)) == n_before
    assert pages.cycle.rows(LedgerEntry)[-1]["details"]["state"] == "at fault"
    with read(pages.cycle.tracker) as tat:
        assert tat.get_one(Prompt, prompt.id).state == "open"


def test_a_form_without_a_file_brings_nothing(asked):
    _prompt, path, _book, _keys = confirmation(asked)
    answered = send(asked, path, b"", file_name="")
    assert (answered.status_code, came(asked)) == (422, [])
    assert "Choose the workbook that you filled in." in answered.text


def test_the_same_file_again_is_known_by_its_hash(asked):
    _prompt, path, content = confirmed(asked)
    send(asked, path, content)
    send(asked, path, content, file_name="again.xlsx")
    first, again = came(asked)
    assert (first["id"], again["same_as_id"], again["answer_ids"]) == (
        1, 1, first["answer_ids"],
    )  # fmt: skip


def test_a_disk_that_keeps_nothing_is_one_sentence_and_nothing_is_recorded(asked):
    prompt, path, content = confirmed(asked)
    (asked.cycle.folder / "files").write_text("in the way")
    answered = send(asked, path, content)
    assert (answered.status_code, came(asked)) == (409, [])
    assert "it cannot be kept here just now (" in answered.text
    assert asked.cycle.rows(Answer, Answer.prompt_id == prompt.id) == []


def test_bytes_that_were_changed_on_the_disk_are_not_given_out(tmp_path):
    store = FileStore(tmp_path)
    digest = store.keep(b"as it came")
    assert (store.keep(b"as it came"), store.read(digest)) == (digest, b"as it came")
    (tmp_path / digest[:2] / digest).write_bytes(b"as it never came")
    assert store.read(digest) is None
    assert store.read("0" * 64) is None
    with pytest.raises(ValueError, match="is no hash"):
        store.read("../../etc/passwd")
