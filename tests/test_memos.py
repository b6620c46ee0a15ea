"""Signed memos: how a federal decision gets on record that was not made on the page.

ECQA's officer is asked about activity 7 of Colorado's plan.
"""

from hashlib import sha256

import pytest

from config.vocabulary import Channel
from tat.answers import Reply, give
from tat.database import read, write
from tat.memos import agreeing
from tat.refusals import Refused
from tat.schema import Answer, File, LedgerEntry, Prompt

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
OFFICER = "uma.madrone@cor.ecqa.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
OCC = "ada.alder@occ.example"
OHS = "anna.avocet@ohs.example"

MEMO = b"%PDF-1.7\nsigned\n%%EOF\n"
ACCEPTS = {"lines": [{"line_id": 7, "accepts": True}]}


def submitted(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    return cycle, cycle.prompt("approval", state="CO", center="ECQA")


def file_memo(cycle, prompt_id: int, by: str, *, memo: bytes | None = MEMO, channel=Channel.MEMO):
    with write(cycle.tracker) as tat:
        reply = Reply(prompt_id, ACCEPTS, cycle.person_id(by), channel, memo=memo)
        return give(tat, reply, now=cycle.now)


def refusal(cycle, prompt_id: int, by: str, **how) -> str:
    kept = (cycle.rows(Answer), cycle.rows(File))
    with pytest.raises(Refused) as refused:
        file_memo(cycle, prompt_id, by, **how)
    assert (cycle.rows(Answer), cycle.rows(File)) == kept
    return str(refused.value)


@pytest.mark.process("rule federal")
@pytest.mark.process("5.3", "8.4")
@pytest.mark.parametrize("by", [OCC, OHS, OFFICER])
def test_staff_of_occ_or_ohs_or_the_officer_file_the_memo(cycle_at, by):
    cycle, prompt = submitted(cycle_at)
    receipt = file_memo(cycle, prompt.id, by)
    kept = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (kept["person_id"], kept["said_by_id"], kept["channel"], kept["verdict"]) == (
        cycle.person_id(by), cycle.person_id(OFFICER), "memo", "accepted",
    )  # fmt: skip
    assert kept["memo_sha256"] == sha256(MEMO).hexdigest()


@pytest.mark.process("8.4")
def test_the_memo_is_kept_byte_for_byte_and_the_ledger_names_it(cycle_at):
    cycle, prompt = submitted(cycle_at)
    file_memo(cycle, prompt.id, OCC)
    digest = sha256(MEMO).hexdigest()
    (kept,) = cycle.rows(File, File.sha256 == digest)
    entry = cycle.rows(LedgerEntry)[-1]
    assert (kept["content"], kept["n_bytes"]) == (MEMO, len(MEMO))
    assert (entry["channel"], entry["details"]["memo"]) == ("memo", digest)


@pytest.mark.process("5.3")
def test_what_a_memo_approves_is_approved(cycle_at):
    cycle, _prompt = submitted(cycle_at)
    for row in cycle.prompts("approval", state="CO"):
        with write(cycle.tracker) as tat:
            lines = {"lines": [{"line_id": line, "accepts": True} for line in cycle.shown(row.id)]}
            reply = Reply(row.id, lines, cycle.person_id(OCC), Channel.MEMO, memo=MEMO)
            give(tat, reply, now=cycle.now)
    cycle.run(5)
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO"]


@pytest.mark.process("rule federal")
@pytest.mark.process("5.3")
@pytest.mark.parametrize("by", [SPECIALIST, LEAD_OF_ECQA])
def test_no_contractor_files_a_memo(cycle_at, by):
    cycle, prompt = submitted(cycle_at)
    assert refusal(cycle, prompt.id, by) == (
        "The memo was not filed: Uma Madrone files it, or staff of OCC or OHS; a contractor never."
    )


def test_who_is_of_occ_and_a_contractor_files_none(cycle_at):
    cycle, prompt = submitted(cycle_at)
    cycle.join(OCC, "regional-partner", "region 8")
    assert refusal(cycle, prompt.id, OCC) == (
        "The memo was not filed: Uma Madrone files it, or staff of OCC or OHS; a contractor never."
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>%PDF-1.7", b"%pdf-1.7"])
def test_what_does_not_begin_like_a_pdf_is_refused(cycle_at, content):
    cycle, prompt = submitted(cycle_at)
    assert refusal(cycle, prompt.id, OCC, memo=content) == (
        "The memo was not filed: it is no PDF; save or scan it as one."
    )


def test_ten_megabytes_are_the_most(cycle_at):
    cycle, prompt = submitted(cycle_at)
    most = MEMO + b" " * (10 * 1024 * 1024 - len(MEMO))
    assert refusal(cycle, prompt.id, OCC, memo=most + b" " * 524_288) == (
        "The memo was not filed: it has 10.5 MB, and 10 MB is the most; scan it again with fewer "
        "dots per inch."
    )
    assert file_memo(cycle, prompt.id, OCC, memo=most).is_new


def test_an_answer_by_memo_needs_the_memo(cycle_at):
    cycle, prompt = submitted(cycle_at)
    assert refusal(cycle, prompt.id, OFFICER, memo=None) == (
        "An answer by memo needs the memo: tacycle memo FILE.pdf --prompt NUMBER."
    )


def test_no_memo_is_smuggled_into_an_answer_on_the_page(cycle_at):
    cycle, prompt = submitted(cycle_at)
    assert refusal(cycle, prompt.id, OFFICER, channel=Channel.PAGE) == (
        "An answer by memo needs the memo: tacycle memo FILE.pdf --prompt NUMBER."
    )


@pytest.mark.process("4.1")
def test_a_memo_is_no_answer_of_a_state(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    prompt = cycle.prompt("confirmation", state="CO")
    assert refusal(cycle, prompt.id, OCC) == (
        "The memo was not filed: this is no federal decision; Hal Dogwood answers from the link in "
        "their mail, by phone or by email."
    )


@pytest.mark.parametrize(
    ("kind", "stage", "agrees"),
    [
        ("affirmation", "entered", {"confirms": True}),
        ("approval", "submitted", ACCEPTS),
        ("script-approval", "drafted", {"approves": True}),
    ],
)
def test_a_memo_that_agrees_with_all_needs_no_other_words(cycle_at, kind, stage, agrees):
    cycle = cycle_at(stage)
    if stage == "drafted":
        cycle.at("2016-09-06 07:00").run(2)
    row = cycle.prompts(kind)[0]
    with read(cycle.tracker) as tat:
        assert agreeing(tat.get_one(Prompt, row.id), cycle.shown(row.id)) == agrees


def test_what_is_no_yes_or_no_needs_words(cycle_at):
    cycle = cycle_at("announced")
    row = cycle.prompts("worksheet")[0]
    with read(cycle.tracker) as tat, pytest.raises(Refused) as refused:
        agreeing(tat.get_one(Prompt, row.id), ())
    assert str(refused.value) == (
        f"Prompt {row.id} is not answered by a yes or no: give what the memo says with --answer."
    )
