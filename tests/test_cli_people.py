"""The commands about people: who answers for whom, who leaves, memos."""

import json
from datetime import date, datetime

import pytest

from cli import delegate
from cli.leave import leave
from cli.meeting import call_off, move_call
from cli.memo import memo
from tasks.surroundings import use
from tat.refusals import Refused
from tat.schema import Answer, IncomingFile

HAL = "hal.dogwood@co.example"
VERA = "vera.wren@co.example"
OCC = "ada.alder@occ.example"


def ran(cycle, capsys, command, *args, **options) -> list[str]:
    """Run a command on a cycle; gives the lines that it printed."""
    with use(cycle.surroundings):
        assert command(*args, database=cycle.tracker.url, **options) == 0
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def asked(cycle_at):
    cycle = cycle_at("asked").at("2016-11-21 10:00")
    cycle.join(VERA, "licensing-director", "CO")
    return cycle


def test_who_answers_for_whom_is_arranged_listed_and_ended(asked, capsys):
    days = {"starts": date(2016, 11, 21), "ends": date(2016, 12, 2)}
    how = {"reason": "On leave", "by": HAL}
    assert ran(asked, capsys, delegate.begin, from_=HAL, to=VERA, **days, **how) == [
        "New Person answers for Hal Dogwood from 2016-11-21 to 2016-12-02.",
        "They are asked now what waits: 1 question.",
    ]
    line = "2016-11-21 to 2016-12-02: New Person for Hal Dogwood, arranged by Hal Dogwood: On leave"
    assert ran(asked, capsys, delegate.list_) == [line]
    assert ran(asked, capsys, delegate.end, from_=HAL, to=VERA, by=HAL) == [
        "New Person does not answer for Hal Dogwood any more."
    ]
    assert ran(asked, capsys, delegate.list_) == [f"{line} (ended on 2016-11-21)"]


def test_an_address_that_nobody_has_is_named(asked, capsys):
    with pytest.raises(Refused) as refused:
        ran(asked, capsys, delegate.end, from_=HAL, to="no.body@co.example", by=HAL)
    assert str(refused.value) == (
        "Nobody on record has the address no.body@co.example: see the roster."
    )


def test_somebody_leaves_and_a_new_person_comes_after_them(asked, capsys):
    how = {"by": OCC, "reason": "Retired"}
    new = {"successor": "Rex.Willow@co.example", "name": "Rex Willow"}
    assert ran(asked, capsys, leave, HAL, **new, **how) == [
        "hal.dogwood@co.example has left: 1 role ended, 1 open question handed on."
    ]
    assert asked.holders("administrator", "CO") == ["rex.willow@co.example"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            {"successor": "rex@co.example"},
            "Nobody on record has the address rex@co.example: give their name with --name.",
        ),
        (
            {"successor": "rex", "name": "Rex Willow"},
            "Rex Willow, rex: one of both is no name or no mail address.",
        ),
    ],
)
def test_a_successor_must_be_somebody(asked, capsys, new, said):
    with pytest.raises(Refused) as refused:
        ran(asked, capsys, leave, HAL, by=OCC, reason="Retired", **new)
    assert str(refused.value) == said


@pytest.fixture
def submitted(cycle_at, tmp_path, monkeypatch):
    """A cycle in which ECQA's package waits for its officer, and a memo in a file."""
    file = tmp_path / "memo.pdf"
    file.write_bytes(b"%PDF-1.7\nsigned\n")
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", str(tmp_path / "data"))
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    return cycle, file, cycle.prompt("approval", state="CO", center="ECQA").id


@pytest.mark.process("5.3")
def test_a_memo_that_agrees_with_all_is_filed(submitted, capsys):
    cycle, file, prompt_id = submitted
    assert ran(cycle, capsys, memo, file, prompt=prompt_id, by=OCC) == [
        f"The memo is filed as the answer to prompt {prompt_id}."
    ]
    newest = cycle.rows(Answer)[-1]
    assert (newest["channel"], newest["content"]["lines"][0]["accepts"]) == ("memo", True)
    [came] = cycle.rows(IncomingFile)
    assert (came["name"], came["entrance"], came["state"], came["answer_ids"]) == (
        "memo.pdf", "command", "answered", [newest["id"]],
    )  # fmt: skip
    assert (came["prompt_id"], came["person_id"]) == (prompt_id, cycle.person_id(OCC))
    kept = file.parent / "data" / "files" / came["sha256"][:2] / came["sha256"]
    assert kept.read_bytes() == file.read_bytes()


def test_a_memo_that_is_refused_is_on_record_with_the_reason(submitted, capsys):
    cycle, file, prompt_id = submitted
    file.write_bytes(b"PK a text document")
    with pytest.raises(Refused):
        ran(cycle, capsys, memo, file, prompt=prompt_id, by=OCC)
    [came] = cycle.rows(IncomingFile)
    assert (came["state"], came["answer_ids"], came["sentences"]) == (
        "refused", [],
        [{"sentence": "The memo was not filed: it is no PDF; save or scan it as one."}],
    )  # fmt: skip


def test_a_number_that_does_not_exist_lists_the_questions_that_wait(submitted, capsys):
    cycle, file, prompt_id = submitted
    with pytest.raises(Refused) as refusal:
        ran(cycle, capsys, memo, file, prompt=99999, by=OCC)
    head, *waiting = str(refusal.value).splitlines()
    assert head == "The memo was not filed: there is no prompt 99999; these wait:"
    assert f"{prompt_id}  Uma Madrone: approve the package, CO" in waiting
    assert sorted(line.partition("  ")[2] for line in waiting) == [
        f"{officer}: approve the package, {state}"
        for officer in ("Asa Birch", "Uma Madrone")
        for state in ("CO", "MT", "VT")
    ]


@pytest.mark.process("5.3")
def test_a_memo_may_say_something_else(submitted, capsys):
    cycle, file, prompt_id = submitted
    said = {"lines": [{"line_id": 7, "accepts": False, "reason": "Outside of the workplan"}]}
    ran(cycle, capsys, memo, file, prompt=prompt_id, by=OCC, answer=json.dumps(said))
    assert cycle.rows(Answer)[-1]["verdict"] == "sent back"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            "yes",
            "The memo was not filed: --answer is no JSON (Expecting value: line 1 column 1 "
            "(char 0)).",
        ),
        ("7", 'The memo was not filed: --answer should look like {"approves": true}.'),
    ],
)
def test_what_is_no_answer_is_refused(submitted, capsys, answer, said):
    cycle, file, prompt_id = submitted
    with pytest.raises(Refused) as refused:
        ran(cycle, capsys, memo, file, prompt=prompt_id, by=OCC, answer=answer)
    assert str(refused.value) == said


def test_a_file_that_is_not_there_is_named(submitted, capsys):
    cycle, file, prompt_id = submitted
    with pytest.raises(Refused) as refused:
        ran(cycle, capsys, memo, file.with_name("no.pdf"), prompt=prompt_id, by=OCC)
    assert str(refused.value) == (
        f"{file.with_name('no.pdf')} cannot be read (No such file or directory); name another file."
    )


SPECIALIST = "greta.cypress@region8.scbc.example"


@pytest.mark.process("2.1", "2.3")
def test_an_agreed_call_is_moved_by_the_clocks_of_its_state_and_called_off(cycle_at, capsys):
    cycle = cycle_at("calls")
    moved = ran(
        cycle, capsys, move_call, "co", to=datetime.fromisoformat("2016-09-27T14:00"),
        reason="A storm", by=SPECIALIST,
    )  # fmt: skip
    off = ran(cycle, capsys, call_off, "CO", reason="The storm again", by=SPECIALIST)
    assert (moved, off) == (
        ["The call of CO is moved to 2016-09-27 14:00:00-06:00; 7 people are told."],
        ["The call of CO is called off; 7 people are told."],
    )


def test_the_call_of_no_state_stays_as_it_is(cycle_at, capsys):
    with pytest.raises(Refused) as refused:
        ran(
            cycle_at("calls"), capsys, move_call, "zz",
            to=datetime.fromisoformat("2016-09-27T14:00"), reason="A storm", by=SPECIALIST,
        )  # fmt: skip
    assert str(refused.value) == (
        'The call stays as it is: no state or territory has the code "ZZ".'
    )
