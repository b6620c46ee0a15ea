"""Files from the folder and from mail: read, put before whoever was asked, confirmed there."""

import os
import re
from hashlib import sha256
from io import BytesIO
from threading import Event

import pytest
from openpyxl import load_workbook

from cli.inbox import take_in as take_in_now
from config.vocabulary import Entrance, Purpose
from portal.door.arriving import Sent
from portal.door.folder import take_folder, take_until
from portal.door.intake import take_in
from portal.door.mailed import take_mailed
from tasks.surroundings import use
from tat.database import write
from tat.schema import Answer, IncomingFile, LedgerEntry, Notice
from tests.answers_by_mail import reply, take
from tests.pages import Pages
from tests.small_cycle import documents_with
from tests.test_workbooks import confirmation, officers_sheet

HAL = "hal.dogwood@co.example"  # Colorado's Administrator
SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
YES = "I confirm the plan as it is shown here"


@pytest.fixture
def asked(cycle_at):
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


def suggests(pages, words="Say which checks"):
    """Colorado's confirmation, and its workbook with one suggestion."""
    prompt, _path, book, keys = confirmation(pages)
    book.put("confirms", "Your answer", "I suggest modifications")
    book.put(keys[0], "What should change", words)
    return prompt, book.saved()


def put(pages, content, name="Plan.xlsx"):
    folder = pages.cycle.folder / "inbox"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


def taken(pages):
    return list(take_folder(pages.app.state.portal, still_seconds=0))


def mailed(pages, content, *, by=HAL, name="Plan.xlsx"):
    person_id = pages.cycle.person_id(by) if by else None
    sent = Sent(content, name, Entrance.MAIL, person_id, by or "somebody@elsewhere.example")
    return take_in(pages.app.state.portal, sent)


def answers(pages, prompt):
    return pages.cycle.rows(Answer, Answer.prompt_id == prompt.id)


def file_page(pages, file_id, by=HAL):
    return f"{pages.link(by)}/file/{file_id}"


def rows_read(html):
    """The cells of the table of what was read."""
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)[1]
    return [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]


@pytest.mark.process("4.1")
def test_a_file_in_the_folder_is_read_and_answers_nothing_until_it_is_confirmed(asked):
    prompt, content = suggests(asked)
    put(asked, content)
    [one] = taken(asked)
    assert (one.name, one.outcome.state, one.outcome.place) == (
        "Plan.xlsx", "to confirm", f"prompt {prompt.id}",
    )  # fmt: skip
    assert answers(asked, prompt) == []
    assert [path.name for path in (asked.cycle.folder / "inbox").iterdir()] == ["taken"]
    assert (asked.cycle.folder / "inbox" / "taken" / "1 Plan.xlsx").read_bytes() == content
    page = asked.get(file_page(asked, 1)).text
    assert "This is what we read" in page
    assert "<dd>Please confirm the plan for Colorado</dd>" in page
    assert [row[1:3] for row in rows_read(page)] == [
        ["Your answer", "I suggest modifications"], ["What should change", "Say which checks"],
    ]  # fmt: skip
    confirmed = asked.send(file_page(asked, 1), act="answer", name="Hal Dogwood")
    assert confirmed.status_code == 303
    [answer] = answers(asked, prompt)
    assert (answer["channel"], answer["person_id"]) == ("file", asked.cycle.person_id(HAL))
    assert answer["content"]["wishes"][0]["text"] == "Say which checks"
    [row] = asked.cycle.rows(IncomingFile)
    assert (row["state"], row["answer_ids"]) == ("answered", [answer["id"]])
    assert [entry["act"] for entry in asked.cycle.rows(LedgerEntry)[-3:]] == [
        "sent a file", "answered: changes asked", "decided about a file",
    ]  # fmt: skip


@pytest.mark.process("8.2")
def test_the_mail_leads_to_the_page_of_what_was_read(asked):
    asked.cycle.mails()
    _prompt, content = suggests(asked)
    mailed(asked, content)
    [mail] = asked.cycle.mails_to(HAL)
    assert mail["Subject"] == "Please confirm what we read in your file: Colorado"
    assert documents_with(mail) == []
    link = re.search(
        r"https://tacycle.example(/l/\S+/file/1)", mail.get_body(("plain",)).get_content()
    )
    assert link is not None


def test_until_a_file_is_confirmed_its_question_and_my_prompts_say_that_it_came(asked):
    prompt, content = suggests(asked)
    own = asked.link(HAL)
    pages = [asked.link_of(prompt), f"{own}/prompt/{prompt.id}", f"{own}/mine"]
    mailed(asked, content)
    leads = "/file/1"
    found = [asked.get(path).text for path in pages]
    assert [leads in html for html in found] == [True, True, True]
    said = " ".join(re.sub("<[^>]*>", " ", found[0]).split())
    assert (
        "A file of yours waits for you Plan.xlsx came by mail, Tuesday, November 22, 2016, "
        "8:00 AM MST. It counts once you have confirmed what was read in it. See what we read in it"
    ) in said
    of_montana = asked.link(asked.cycle.prompt("confirmation", state="MT").address)
    assert leads not in asked.get(f"{of_montana}/mine").text
    asked.send(file_page(asked, 1), act="drop", name="Hal Dogwood")
    assert [leads in asked.get(path).text for path in pages] == [False, False, False]


def test_without_the_typed_name_nothing_counts_and_nothing_is_dropped(asked):
    prompt, content = suggests(asked)
    put(asked, content)
    taken(asked)
    path = file_page(asked, 1)
    for act in ("answer", "drop"):
        assert asked.send(path, act=act, name="").status_code == 422
    assert (answers(asked, prompt), asked.cycle.rows(IncomingFile)[0]["state"]) == (
        [], "to confirm",
    )  # fmt: skip


def test_a_file_that_its_person_drops_does_not_count_any_more(asked):
    prompt, content = suggests(asked)
    put(asked, content)
    taken(asked)
    path = file_page(asked, 1)
    assert asked.send(path, act="drop", name="Hal Dogwood").headers["location"] == path
    assert asked.cycle.rows(IncomingFile)[0]["state"] == "dropped"
    assert "It does not count." in asked.get(path).text
    key = dict(asked.fields(asked.link(HAL) + f"/prompt/{prompt.id}"))["form_key"]
    late = {"form_key": key, "act": "answer", "name": "Hal Dogwood"}
    assert (asked.client.post(path, data=late).status_code, answers(asked, prompt)) == (409, [])


def test_a_newer_file_takes_the_place_of_one_that_waits(asked):
    prompt, content = suggests(asked)
    mailed(asked, content)
    _prompt, newer = suggests(asked, "Shorter")
    mailed(asked, newer)
    assert [row["state"] for row in asked.cycle.rows(IncomingFile)] == ["dropped", "to confirm"]
    asked.send(file_page(asked, 2), act="answer", name="Hal Dogwood")
    assert answers(asked, prompt)[0]["content"]["wishes"][0]["text"] == "Shorter"


def test_faults_come_back_by_mail_with_the_cells_marked_and_nothing_changes(asked):
    asked.cycle.mails()
    prompt, _path, book, _keys = confirmation(asked)
    book.put("confirms", "Your answer", "Perhaps")
    outcome = mailed(asked, book.saved())
    assert (outcome.state, outcome.sentences) == (
        "at fault",
        ('Answers, row 4, Your answer (cell B4): "Perhaps" cannot stand there. '
         "Choose one of the answers.",),
    )  # fmt: skip
    assert answers(asked, prompt) == []
    [mail] = asked.cycle.mails_to(HAL)
    assert mail["Subject"] == "Your file could not be used yet: Colorado"
    [attached] = documents_with(mail)
    assert attached.get_filename() == "Please correct - Plan.xlsx"
    copy = load_workbook(BytesIO(attached.get_content()))
    assert copy["Answers"]["B4"].comment is not None
    page = asked.get(file_page(asked, 1)).text
    assert "cannot stand there. Choose one of the answers." in page


def test_a_faulty_file_of_the_folder_lies_beside_what_is_wrong_with_it(asked):
    put(asked, b"%PDF-1.7", "scan.pdf")
    [one] = taken(asked)
    assert (one.outcome.state, one.outcome.reader_ids) == ("refused", ())
    below = asked.cycle.folder / "inbox" / "to correct"
    assert sorted(path.name for path in below.iterdir()) == ["1 scan.pdf", "1 scan.pdf.txt"]
    assert (below / "1 scan.pdf.txt").read_text() == (
        "The file is a PDF. Send the workbook itself, as .xlsx.\n"
    )


def test_what_is_answered_already_is_known_by_its_hash(asked):
    asked.cycle.mails()
    prompt, content = suggests(asked)
    mailed(asked, content)
    asked.send(file_page(asked, 1), act="answer", name="Hal Dogwood")
    [answer] = answers(asked, prompt)
    asked.cycle.at("2016-11-23 09:00")
    again = mailed(asked, content, name="other name.xlsx")
    assert (again.state, again.sentences) == (
        "answered",
        ("We had this file already, on Tuesday, November 22, 2016: what it says is on record as "
         f"answer {answer['id']}.",),
    )  # fmt: skip
    assert len(answers(asked, prompt)) == 1
    row = asked.cycle.rows(IncomingFile)[1]
    assert (row["same_as_id"], row["answer_ids"]) == (1, [answer["id"]])
    assert (
        asked.cycle.mails_to(HAL)[-1]["Subject"]
        == "We had your file already: Colorado; 1 other matter"
    )
    told = asked.cycle.rows(Notice, Notice.purpose == Purpose.FILE_RECEIVED)
    assert [one["state"] for one in told] == ["cancelled", "enclosed"]  # the other is the receipt


def test_a_file_whose_answer_was_corrected_since_may_count_again(asked):
    prompt, content = suggests(asked)
    mailed(asked, content)
    asked.send(file_page(asked, 1), act="answer", name="Hal Dogwood")
    asked.send(asked.link_of(prompt), confirms="yes", name="Hal Dogwood")
    assert mailed(asked, content).state == "to confirm"


def test_a_file_from_an_address_that_nobody_has_is_kept_and_not_read(asked):
    prompt, content = suggests(asked)
    outcome = mailed(asked, content, by=None)
    assert (outcome.state, outcome.reader_ids) == ("refused", ())
    assert "an address that nobody on the roster has" in outcome.sentences[0]
    [row] = asked.cycle.rows(IncomingFile)
    assert (row["sender"], row["sha256"]) == (
        "somebody@elsewhere.example", sha256(content).hexdigest(),
    )  # fmt: skip
    assert answers(asked, prompt) == []


def test_a_file_for_somebody_elses_question_is_refused(asked):
    _prompt, content = suggests(asked)
    montana = asked.cycle.prompt("confirmation", state="MT").address
    outcome = mailed(asked, content, by=montana)
    assert (outcome.state, outcome.sentences[0].partition(";")[0]) == (
        "refused", "It answers a question that was put to somebody else",
    )  # fmt: skip
    assert asked.get(file_page(asked, 1)).status_code == 404


def test_a_specialist_may_forward_a_file_and_its_person_confirms_it(asked):
    prompt, content = suggests(asked)
    outcome = mailed(asked, content, by=SPECIALIST)
    assert (outcome.state, outcome.reader_ids) == (
        "to confirm", (asked.cycle.person_id(HAL), asked.cycle.person_id(SPECIALIST)),
    )  # fmt: skip
    assert asked.send(file_page(asked, 1), act="answer", name="Hal Dogwood").status_code == 303
    assert answers(asked, prompt)[0]["said_by_id"] == asked.cycle.person_id(HAL)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (HAL, {HAL: "at once"}),
        (SPECIALIST, {SPECIALIST: "at once", HAL: "weekly"}),
        (None, {HAL: "weekly"}),  # staff put it into the folder
    ],
)
def test_who_sent_a_file_hears_at_once_and_who_did_not_with_their_next_mail(asked, by, told):
    asked.cycle.mails()
    _prompt, content = suggests(asked)
    put(asked, content) if by is None else mailed(asked, content, by=by)
    taken(asked)
    owed = asked.cycle.rows(Notice, Notice.purpose == Purpose.FILE_RECEIVED)
    assert {one["person_id"]: one["urgency"] for one in owed} == {
        asked.cycle.person_id(who): urgency for who, urgency in told.items()
    }
    mailed_now = [mail["To"].addresses[0].addr_spec for mail in asked.cycle.mails()]
    assert mailed_now == ([by] if by else [])


@pytest.mark.process("3.5")
def test_an_officers_sheet_comes_by_mail_and_is_confirmed_as_a_whole(cycle_at):
    pages, on_sheet, _path, book = officers_sheet(cycle_at)
    book.put("all_the_rest", "Your answer", "x")
    officer = on_sheet[0].address
    outcome = mailed(pages, book.saved(), by=officer)
    assert outcome.place == f"sheet {on_sheet[0].sheet_id}"
    assert (
        pages.send(
            file_page(pages, 1, officer),
            act="answer",
            name=pages.name(pages.get(file_page(pages, 1, officer)).text),
        ).status_code
        == 303
    )
    assert [len(answers(pages, one)) for one in on_sheet] == [1, 1, 1]


def test_a_get_or_head_of_the_page_changes_nothing(asked):
    _prompt, content = suggests(asked)
    mailed(asked, content)
    before = (asked.cycle.rows(IncomingFile), asked.cycle.rows(LedgerEntry))
    asked.get(file_page(asked, 1))
    asked.client.head(file_page(asked, 1))
    assert (asked.cycle.rows(IncomingFile), asked.cycle.rows(LedgerEntry)) == before


def test_hidden_files_links_and_what_is_being_written_stay_where_they_are(asked, tmp_path):
    put(asked, b"x", ".hidden.xlsx")
    put(asked, b"x", "~$Plan.xlsx")
    (asked.cycle.folder / "inbox" / "link.xlsx").symlink_to("/etc/hostname")
    assert taken(asked) == []
    put(asked, b"%PDF", "now.pdf")
    assert list(take_folder(asked.app.state.portal)) == []


def test_what_cannot_be_taken_stops_nothing_else_and_the_doorkeeper_takes_no_turn(asked):
    _prompt, content = suggests(asked)
    put(asked, b"%PDF-1.7", "a.pdf")
    put(asked, content, "b.xlsx")
    folder = asked.cycle.folder / "inbox"
    for path in folder.iterdir():
        os.utime(path, (0, 0))  # nobody writes to it any more
    (folder / "to correct" / "1 a.pdf").mkdir(parents=True)  # so that it cannot be moved there
    turns, once = [], Event()
    once.set()
    for _ in range(2):
        take_until(once, asked.app.state.portal, took_turn=lambda: turns.append(
            [row["name"] for row in asked.cycle.rows(IncomingFile)]
        ))  # fmt: skip
    assert turns == [["a.pdf", "b.xlsx", "a.pdf"]]
    assert [path.name for path in (folder / "taken").iterdir()] == ["2 b.xlsx"]


def test_the_command_says_what_became_of_each_file(asked, monkeypatch, capsys):
    _prompt, content = suggests(asked)
    put(asked, content)
    put(asked, b"%PDF-1.7", "scan.pdf")
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", str(asked.cycle.folder))
    with use(asked.cycle.surroundings):
        assert take_in_now(database=asked.cycle.tracker.url) == 0
    assert capsys.readouterr().out == (
        "No mailbox is named (TACYCLE_IMAP_HOST): none was read.\n"
        "Plan.xlsx: read; whoever was asked gets a mail, and it counts once they confirm it\n"
        "scan.pdf: not read\n"
        "  The file is a PDF. Send the workbook itself, as .xlsx.\n"
        "0 mails wait to be sorted: see tacycle inbox show, belongs, nothing.\n"
    )


def with_workbook(mail, content, *names):
    for name in names:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_a_workbook_in_a_reply_goes_through_the_door_once(asked):
    prompt, content = suggests(asked)
    asked_mail = asked.cycle.mails_to(HAL)[-1]
    answer = with_workbook(reply(asked_mail, "Attached."), content, "foot.png", "Plan.xlsx")
    mail = take(asked.cycle, answer)
    portal = asked.app.state.portal
    [outcome] = take_mailed(portal)
    assert (outcome.state, outcome.place) == ("to confirm", f"prompt {prompt.id}")
    assert take_mailed(portal) == []
    [row] = asked.cycle.rows(IncomingFile)
    assert (row["name"], row["entrance"], row["sender"], row["received_id"]) == (
        "Plan.xlsx", "mail", HAL, mail["id"],
    )  # fmt: skip
    assert (row["person_id"], answers(asked, prompt)) == (asked.cycle.person_id(HAL), [])


def test_of_two_workbooks_in_one_mail_a_crash_between_them_leaves_the_second_to_be_taken(asked):
    _prompt, content = suggests(asked)
    asked_mail = asked.cycle.mails_to(HAL)[-1]
    take(asked.cycle, with_workbook(reply(asked_mail, "Two."), content, "a.xlsx", "b.xls"))
    portal = asked.app.state.portal
    assert [one.state for one in take_mailed(portal)] == ["to confirm", "refused"]
    with write(asked.cycle.tracker) as tat:
        tat.delete(tat.get_one(IncomingFile, 2))
    assert [one.state for one in take_mailed(portal)] == ["refused"]
    assert [row["name"] for row in asked.cycle.rows(IncomingFile)] == ["a.xlsx", "b.xls"]


def test_a_name_that_is_too_long_or_no_text_is_taken_once(asked):
    _prompt, content = suggests(asked)
    no_text = os.fsdecode(b"Pe\xf1a.xlsx")
    put(asked, content, name="x" * 250 + ".xlsx")
    put(asked, content + b" ", name=no_text)
    assert [one.outcome.state for one in taken(asked)] == ["to confirm", "to confirm"]
    assert taken(asked) == []
    kept = asked.cycle.folder / "inbox" / "taken"
    assert sorted(path.name for path in kept.iterdir()) == [f"1 {no_text}", f"2 {'x' * 45}.xlsx"]
    names = [row["name"] for row in asked.cycle.rows(IncomingFile)]
    assert names == ["Pea.xlsx", "x" * 200]
