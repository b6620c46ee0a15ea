"""What becomes of a mail that comes in: a note, an answer to be taken, or somebody's to sort."""

import pytest

from tasks.delegating import delegate
from tasks.incoming.imap_mailbox import Fetched
from tasks.incoming.taking import MOST_AN_HOUR, take_in
from tat.file_store import FileStore
from tat.schema import Answer, LedgerEntry, Message, Notice, Person, Received
from tests.answers_by_mail import (
    HOME,
    bounce,
    forward,
    message_to,
    question_mail,
    reply,
    state,
    take,
)  # fmt: skip
from tests.test_delegation import VERA, wanted

ADMINISTRATOR = "hal.dogwood@co.example"
OTHER = "kira.gannet@mt.example"
SPECIALIST = "greta.cypress@region8.scbc.example"


@pytest.fixture
def asked(cycle_at):
    """The Administrators have been asked by mail to confirm their plans."""
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    cycle.mail = {str(one["To"].addresses[0].addr_spec): one for one in cycle.mails()}
    return cycle.at("2016-11-22 10:00")


def question(cycle) -> int:
    return cycle.prompts("confirmation", state="CO")[0].id


# --- found


@pytest.mark.process("8.2")
@pytest.mark.parametrize("how", [{"coded": False}, {"threads": False}, {}])
def test_a_reply_is_a_note_on_the_question_of_the_mail_it_answers(asked, how):
    row = take(asked, reply(asked.mail[ADMINISTRATOR], "Who leads activity 1?", **how))
    assert state(row) == ("letter", "noted")
    assert (row["prompt_id"], row["person_id"]) == (question(asked), asked.person_id(ADMINISTRATOR))
    assert row["own_words"] == "Who leads activity 1?"
    assert asked.told("reply-received") == [(f"received {row['id']}", SPECIALIST)]
    entry = asked.rows(LedgerEntry)[-1]
    assert (entry["act"], entry["actor"], entry["channel"]) == ("noted a mail", "tacycle", "email")


def test_the_specialist_reads_it_in_the_mail_of_the_next_day(asked):
    take(asked, reply(asked.mail[ADMINISTRATOR], "Who leads activity 1?"))
    assert asked.mails_to(SPECIALIST) == []
    [mail] = asked.at("2016-11-23 08:00").mails_to(SPECIALIST)
    text = mail.get_body(("plain",)).get_content()
    assert "Hal Dogwood replied by mail to the request to confirm the plan." in text
    assert "> Who leads activity 1?" in text
    assert "/replies" in text


UNKNOWN = {
    "a person whom nobody knows": (
        {"sender": "mallory@elsewhere.example"},
        "Hal Dogwood was asked, and nobody on the roster has the address that it came from.",
    ),
    "somebody else of the roster": (
        {"sender": f"Kira <{OTHER}>"},
        "Hal Dogwood was asked, and it came from the address of Kira Gannet.",
    ),
    "their Specialist, who passes nothing on": (
        {"sender": SPECIALIST},
        "Hal Dogwood was asked, and it came from the address of Greta Cypress.",
    ),
    "no mail of ours": (
        {"threads": False, "coded": False},
        "It answers no mail of ours that we know of.",
    ),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_not_from_who_was_asked_is_left_to_occ_and_answers_nothing(asked, case):
    how, why = UNKNOWN[case]
    row = take(asked, reply(asked.mail[ADMINISTRATOR], "I confirm.", **how))
    assert (*state(row), row["why"]) == ("letter", "unsorted", why)
    assert asked.told("reply-received") == []


def test_a_code_that_nobody_could_know_is_no_way_in(asked):
    mail = reply(asked.mail[ADMINISTRATOR], "I confirm.", threads=False)
    mail.replace_header("To", str(mail["To"]).replace("+", "+1"))
    assert take(asked, mail)["state"] == "unsorted"


# --- a yes


@pytest.mark.process("4.1")
def test_a_yes_of_an_administrator_is_put_before_the_specialist_and_is_no_answer_yet(asked):
    n_answers = len(asked.rows(Answer))
    row = take(asked, reply(asked.mail[ADMINISTRATOR], "Confirmed. Thank you!"))
    assert (*state(row), row["why"]) == (
        "letter",
        "offered",
        "It reads as a yes. Who sent it is not proved: the address can be forged.",
    )
    assert len(asked.rows(Answer)) == n_answers


def test_a_yes_in_the_quoted_part_alone_is_a_note(asked):
    mail = reply(asked.mail[ADMINISTRATOR], "Let us talk.")
    mail.set_content(mail.get_content() + "> I confirm.\n")
    assert state(take(asked, mail)) == ("letter", "noted")


def test_a_yes_to_a_question_that_is_answered_is_a_note(asked):
    asked.answer_prompt(question(asked), {"confirms": True})
    row = take(asked, reply(asked.mail[ADMINISTRATOR], "Confirmed."))
    assert (str(row["state"]), row["why"]) == (
        "noted",
        "It is a note: the question is answered already.",
    )


NOT_BY_MAIL = "It is a note: a federal decision is made on the page, never taken from a mail."


@pytest.mark.process("3.5")
def test_a_federal_decision_is_never_taken_from_a_mail(cycle_at):
    cycle = cycle_at("proposed").at("2016-10-27 10:00")
    cycle.mails()
    prompt = cycle.prompts("officer-confirmation", state="CO")[0]
    mail = question_mail(cycle, prompt.address, prompt_id=prompt.id)
    row = take(cycle, reply(mail, "I approve.", threads=False))
    assert (str(row["state"]), row["prompt_id"], row["why"]) == ("noted", prompt.id, NOT_BY_MAIL)
    assert cycle.told("answer-on-page") == [(f"prompt {prompt.id}", prompt.address)]
    [notice] = cycle.rows(Notice, Notice.purpose == "answer-on-page")
    assert str(notice["urgency"]) == "with the next"
    assert cycle.prompts("officer-confirmation", stands="answered") == []


def test_who_approves_a_whole_sheet_by_mail_is_told_where_to_decide(cycle_at):
    cycle = cycle_at("proposed").at("2016-10-27 10:00")
    cycle.mails()
    prompt = cycle.prompts("officer-confirmation", state="CO")[0]
    row = take(cycle, reply(question_mail(cycle, prompt.address), "Approved."))
    assert (str(row["state"]), row["why"]) == (
        "unsorted",
        "The mail that it answers asks 3 things: say which it is about.",
    )
    assert cycle.told("answer-on-page") == [(f"prompt {prompt.id}", prompt.address)]


@pytest.mark.process("2.5")
def test_a_reply_about_no_single_plan_is_occs_to_read(cycle_at):
    cycle = cycle_at("drafted").at("2016-09-06 07:00").run(2)
    cycle.mails()
    prompt = cycle.prompts("script-approval", role="ohs")[0]
    mail = question_mail(cycle, prompt.address, prompt_id=prompt.id)
    row = take(cycle, reply(mail, "Approved.", threads=False))
    assert (str(row["state"]), row["prompt_id"], row["why"]) == (
        "unsorted",
        prompt.id,
        "It is about a question of no single plan, which no Specialist reads: please read it.",
    )
    assert cycle.told("answer-on-page") == [(f"prompt {prompt.id}", prompt.address)]


@pytest.mark.process("8.2")
def test_a_delegate_answers_by_mail_like_the_one_who_was_asked(asked):
    asked.join(VERA, "licensing-director", "CO")
    delegate(asked.surroundings, wanted(asked, starts_on="2016-11-22"))
    row = take(asked, reply(asked.mail[ADMINISTRATOR], "Confirmed.", sender=VERA))
    assert (*state(row), row["person_id"]) == ("letter", "offered", asked.person_id(VERA))
    later = asked.at("2016-12-03 10:00")
    row = take(later, reply(asked.mail[ADMINISTRATOR], "Confirmed again.", sender=VERA))
    assert state(row) == ("letter", "unsorted")


# --- passed on


def test_what_a_specialist_passes_on_counts_as_the_words_of_who_was_asked(asked):
    inner = reply(asked.mail[ADMINISTRATOR], "We agree.", coded=False)
    inner.add_attachment(b"PK", maintype="application", subtype="zip", filename="plan.xlsx")
    row = take(asked, forward(inner, sender=f"Greta Cypress <{SPECIALIST}>"))
    assert state(row) == ("forward", "offered")
    assert row["files"] == [{"name": "plan.xlsx", "n_bytes": 2}]
    assert (row["person_id"], row["forwarded_by_id"], row["own_words"]) == (
        asked.person_id(ADMINISTRATOR),
        asked.person_id(SPECIALIST),
        "We agree.",
    )
    assert asked.told("reply-received") == []


def test_what_was_passed_on_in_the_text_is_found_by_its_code(asked):
    code = str(asked.mail[ADMINISTRATOR]["Reply-To"])
    words = f"FYI\n\nFrom: Hal\nSent: Monday\nTo: {code}\nSubject: Re: plan\n\nWe agree."
    mail = reply(asked.mail[ADMINISTRATOR], words, sender=SPECIALIST, threads=False, coded=False)
    mail.replace_header("Subject", "FW: Please confirm")
    row = take(asked, mail)
    assert (*state(row), row["own_words"]) == ("forward", "offered", "We agree.")


def test_nobody_but_the_specialist_of_the_state_passes_on(asked):
    inner = reply(asked.mail[ADMINISTRATOR], "We agree.")
    row = take(asked, forward(inner, sender=OTHER))
    assert state(row) == ("letter", "unsorted")


def test_what_somebody_else_wrote_is_not_passed_on_as_the_words_of_who_was_asked(asked):
    inner = reply(asked.mail[ADMINISTRATOR], "We agree.", sender=OTHER)
    row = take(asked, forward(inner, sender=SPECIALIST))
    assert state(row) == ("letter", "unsorted")


# --- machines


def test_an_address_to_which_nothing_can_be_delivered_is_marked_as_when_it_is_refused(asked):
    message = message_to(asked, ADMINISTRATOR)
    row = take(asked, bounce(message["message_id"], ADMINISTRATOR))
    assert (*state(row), row["why"]) == (
        "bounce",
        "filed",
        "The address of Hal Dogwood takes no mail: 550 5.1.1 No such user here",
    )
    [person] = asked.rows(Person, Person.address == ADMINISTRATOR)
    assert person["address_fault"] == "550 5.1.1 No such user here"
    assert asked.told("address-fault") == [(f"person {person['id']}", SPECIALIST)]
    assert message_to(asked, ADMINISTRATOR)["state"] == "queued"


def test_a_mail_that_its_server_never_took_for_its_content_has_failed(asked):
    message = message_to(asked, ADMINISTRATOR)
    take(asked, bounce(message["message_id"], ADMINISTRATOR, status="5.3.4"))
    assert message_to(asked, ADMINISTRATOR)["state"] == "failed"
    assert asked.told("mail-failed") == [(f"message {message['id']}", SPECIALIST)]


@pytest.mark.parametrize(
    ("message_id", "address", "action", "why"),
    [
        ("<invented@co.example>", ADMINISTRATOR, "failed",
         "It tells of a mail that nobody here has sent."),
        (None, OTHER, "failed",
         "It tells of another reader than Hal Dogwood, to whom that mail went."),
        (None, ADMINISTRATOR, "delayed", "The mail is delayed; its server still tries."),
    ],
)  # fmt: skip
def test_a_report_that_is_not_final_or_not_of_ours_marks_nobody(
    asked, message_id, address, action, why
):
    known = message_to(asked, ADMINISTRATOR)["message_id"]
    row = take(asked, bounce(message_id or known, address, action=action))
    assert (*state(row), row["why"]) == ("bounce", "filed", why)
    assert asked.rows(Person, Person.address_fault.is_not(None)) == []


def test_out_of_office_is_filed_and_nobody_is_told(asked):
    mail = reply(asked.mail[ADMINISTRATOR], "I am away. I confirm that I will read this.")
    mail["Auto-Submitted"] = "auto-replied"
    row = take(asked, mail)
    assert (*state(row), row["why"]) == (
        "automatic", "filed", "A program wrote it; nobody is answered.")  # fmt: skip
    assert asked.told("reply-received") == []


def test_our_own_mail_that_comes_back_is_a_loop(asked):
    ours = asked.mail[ADMINISTRATOR].as_bytes()
    assert state(take(asked, ours)) == ("loop", "filed")


def test_an_address_that_sends_without_end_is_a_loop_after_some(asked):
    rows = [
        take(asked, reply(asked.mail[ADMINISTRATOR], f"Answer {n}"))
        for n in range(MOST_AN_HOUR + 1)
    ]
    assert [str(row["state"]) for row in rows] == ["noted"] * MOST_AN_HOUR + ["filed"]
    assert state(rows[-1]) == ("loop", "filed")


# --- once, and whatever it is


def test_the_same_bytes_are_taken_in_once_and_kept_whole(asked):
    content = reply(asked.mail[ADMINISTRATOR], "We agree.").as_bytes()
    row, files = take(asked, content), FileStore(asked.folder / "files")
    assert take_in(asked.surroundings, Fetched(content, 1, True), HOME, files) is False
    assert len(asked.rows(Received)) == 1
    assert files.read(row["sha256"]) == content


def test_the_same_mail_by_another_way_is_filed(asked):
    mail = reply(asked.mail[ADMINISTRATOR], "We agree.")
    first = take(asked, mail)
    row = take(asked, b"Received: by mx.example\r\n" + mail.as_bytes())
    assert (str(row["state"]), row["why"]) == ("filed", f"It came before, as mail {first['id']}.")


def test_a_file_in_a_reply_is_named_with_its_note(asked):
    mail = reply(asked.mail[ADMINISTRATOR], "See the file.")
    mail.add_attachment(b"PK", maintype="application", subtype="zip", filename="../../plan.xlsx")
    assert take(asked, mail)["files"] == [{"name": "plan.xlsx", "n_bytes": 2}]


def test_a_mail_that_cannot_be_read_whole_is_noted_with_the_sentence(asked):
    head = reply(asked.mail[ADMINISTRATOR], "I confirm.").as_bytes().partition(b"\n\n")[0]
    row = take(asked, head + b"\n\n" + b"Content-Type: multipart/x\n" * 100)
    assert state(row) == ("letter", "noted")
    assert row["why"].startswith("It has too many parts inside of parts: only its head was read.")


def test_nothing_was_sent_to_anybody_for_all_this(asked):
    n_messages = len(asked.rows(Message))
    take(asked, reply(asked.mail[ADMINISTRATOR], "I confirm."))
    assert asked.mails() == []
    assert len(asked.rows(Message)) == n_messages
