"""What is read in a mail: its writer's own words, whether they say yes, what a machine wrote."""

import time
from email.message import EmailMessage

import pytest

from tasks.incoming import kinds
from tasks.incoming.parsing import parse
from tasks.incoming.texts import forwarded_words, own_words
from tasks.incoming.yes import reads_as_yes

OURS = "Please confirm the plan.\nDear Hal, ..."
HEAD = "From: TA planning\nSent: Monday\nTo: Hal Dogwood\nSubject: Please confirm\n\n"

QUOTED = {
    "none": "We confirm it.",
    "with marks": "We confirm it.\n\nOn Mon, Nov 21, 2016 TA planning wrote:\n> Please\n> confirm",
    "an intro over two lines": "We confirm it.\nOn Mon, Nov 21, 2016 at 8:00 AM TA planning\n"
    "<ta@tacycle.example> wrote:\n> Please confirm\n",
    "above the answer": "> Please confirm the plan.\nWe confirm it.",
    "Outlook's head": f"We confirm it.\n\n{HEAD}{OURS}",
    "Outlook's line": f"We confirm it.\n\n-----Original Message-----\n{HEAD}{OURS}",
    "no marks at all": f"We confirm it.\nOn Mon, Nov 21, 2016 TA planning wrote:\n{OURS}",
    "a signature": "We confirm it.\n-- \nHal Dogwood\nI never agree by phone",
    "a telephone": "We confirm it.\n\nSent from my iPhone",
}


@pytest.mark.parametrize("case", QUOTED)
def test_of_a_reply_its_writers_own_words_are_read(case):
    assert own_words(QUOTED[case]) == "We confirm it."


def test_answers_between_the_lines_stay_and_the_lines_go():
    text = "On Mon, Nov 21, 2016 TA planning wrote:\n> Need 1\nFine.\n> Need 2\nDrop it."
    assert own_words(text) == "Fine.\nDrop it."


def test_what_was_forwarded_in_the_text_is_what_stands_below_its_head():
    text = f"FYI\n\n{HEAD}We confirm it.\n\n> Please confirm"
    assert own_words(forwarded_words(text)) == "We confirm it."


@pytest.mark.parametrize(
    "words",
    ["Confirmed.", "I approve.", "We agree", "Yes", "ok, thanks", "Looks good to me!",
     "Confirmed, no changes needed. Thank you, Hal"],
)  # fmt: skip
def test_a_plain_yes_reads_as_one(words):
    assert reads_as_yes(words) is True


@pytest.mark.parametrize(
    "words",
    ["I do not confirm", "We can't agree", "Approved, but drop need 2", "Confirmed?",
     "We agree once need 1 is changed", "Thank you", "I will confirm next week",
     "Yes if the date moves", "I confirm. " + "And more. " * 100, ""],
)  # fmt: skip
def test_a_condition_a_no_or_nothing_does_not(words):
    assert reads_as_yes(words) is False


def test_a_yes_in_what_is_quoted_is_nobodys():
    said = "Call me.\n\nOn Mon, Nov 21, 2016 TA planning wrote:\n> Confirmed."
    assert reads_as_yes(own_words(said)) is False


def mail(**headers) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Hal Dogwood <Hal.Dogwood@CO.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Confirmed.")
    return made


MACHINES = [
    {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated (vacation)"},
    {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"},
    {"Subject": "Automatic reply: Please confirm"}, {"Subject": "Out of office"},
]  # fmt: skip


@pytest.mark.parametrize("given", MACHINES)
def test_what_a_machine_wrote_is_seen(given):
    assert kinds.is_from_machine(parse(mail(**given).as_bytes())) is True


@pytest.mark.parametrize(
    "given",
    [{}, {"Auto_Submitted": "no"}, {"Return_Path": "<hal.dogwood@co.example>"},
     {"Subject": "Re: automatic reply machines"}],
)  # fmt: skip
def test_what_a_person_wrote_is_no_machines(given):
    assert kinds.is_from_machine(parse(mail(**given).as_bytes())) is False


def test_the_head_is_read_in_plain_words():
    read = parse(
        mail(
            Subject="Re: plán", To="ta+1-abcdefghijklmnop@tacycle.example", Message_ID="<a@b.c>",
            In_Reply_To="<ours@x>", References="<root@x> <ours@x>",
        ).as_bytes()
    )  # fmt: skip
    assert (read.name, read.address) == ("Hal Dogwood", "hal.dogwood@co.example")
    assert (read.subject, read.own_id, read.text) == ("Re: plán", "<a@b.c>", "Confirmed.")
    assert (read.ids_answered, read.sent_to) == (
        ["<ours@x>", "<root@x>"],
        ["ta+1-abcdefghijklmnop@tacycle.example"],
    )


# --- hostile: each is a mail with a sentence, never an error


def raw(*lines: bytes) -> bytes:
    return b"\r\n".join((b"From: hal.dogwood@co.example", *lines))


def html(body: bytes) -> bytes:
    return raw(b"Content-Type: text/html; charset=utf-8", b"", body)


def nested(n: int) -> bytes:
    begins = [
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d" % (i, i) for i in range(n)
    ]
    return raw(*begins, b"x")


HOSTILE = {
    "10 MB of HTML": (html(b"<p>We confirm it.</p>" + b"<div><b>x</b>" * 750_000), ""),
    "HTML that is none": (html(b"We confirm it.<![if foo <!-- " * 5_000), ""),
    "angles alone": (html(b"We confirm it." + b"<" * 200_000), ""),
    "no text part": (
        raw(b"Content-Type: application/octet-stream", b"", b"\x00\x01"), "It has no text."),
    "nothing at all": (b"", "It has no text."),
    "no head": (b"\r\n\r\n\x00\xff" * 1000, ""),
    "letters that nobody knows": (
        raw(b"Content-Type: text/plain; charset=klingon", b"", b"We confirm it."), ""),
    "letters that are no letters": (
        raw(b"Content-Type: text/plain; charset=zlib", b"", b"We confirm it."), ""),
    "a subject in no encoding": (
        raw(b"Subject: =?klingon?B?////?= =?utf-8?B?x?=", b"", b"We confirm it."), ""),
    "bytes in the head": (raw(b"Subject: \xff\xfe\x00", b"", b"We confirm it."), ""),
    "a date that is none": (raw(b"Date: 99 Foo 99999 99:99:99", b"", b"We confirm it."), ""),
    "parts in parts": (
        nested(3_000),
        "It has too many parts inside of parts: only its head was read."),
    "many lines in parts in parts": (
        nested(50) + b"\r\n" * 1_000_000,
        "It has too many parts inside of parts: only its head was read."),
    "mails in mails": (
        raw(*[b"Content-Type: message/rfc822\r\n"] * 5_000, b"x"),
        "It has too many parts inside of parts: only its head was read."),
    "a thousand parts": (
        raw(b"Content-Type: multipart/mixed; boundary=b", b"", *[b"--b\r\n\r\nx"] * 1_000),
        "It has too many parts: the first ones were read."),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_mail_is_read_as_far_as_it_goes_and_in_time(case):
    content, fault = HOSTILE[case]
    began = time.monotonic()
    read = parse(content)
    seconds = time.monotonic() - began
    assert read.fault == fault
    assert seconds < 5.0
    if b"We confirm it." in content:
        assert read.text.startswith("We confirm it.")


@pytest.mark.parametrize(
    ("charset", "content"),
    [(b"us-ascii", "Confirmé".encode()), (b"utf-8", "Confirmé".encode("cp1252")),
     (b"iso-8859-1", "Confirmé".encode("cp1252"))],
)  # fmt: skip
def test_text_in_other_letters_than_it_says_is_read_right(charset, content):
    read = parse(raw(b"Content-Type: text/plain; charset=" + charset, b"", content))
    assert read.text == "Confirmé"


@pytest.mark.parametrize(
    ("called", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\Windows\\plan.xlsx", "plan.xlsx"), ("..", "unnamed"),
     ("plan\x00.xlsx\r\n", "plan.xlsx"), ("", "unnamed"), ("a" * 500, "a" * 117 + "...")],
)  # fmt: skip
def test_a_file_that_is_called_like_a_path_keeps_the_end_of_its_name(called, kept):
    sent = mail()
    sent.add_attachment(b"PK", maintype="application", subtype="octet-stream", filename="x")
    part = next(sent.iter_attachments())
    part.replace_header("Content-Disposition", "attachment")
    part.set_param("filename", called.replace("\r\n", ""), header="Content-Disposition")
    assert [one.name for one in parse(sent.as_bytes()).enclosed] == [kept]


def test_a_mail_that_was_forwarded_is_read_inside_the_one_that_brings_it():
    outer = mail(Subject="Fwd: Please confirm")
    inner = EmailMessage()
    inner["From"], inner["In-Reply-To"] = "zed@co.example", "<ours@x>"
    inner.set_content("I approve.")
    outer.add_attachment(inner)
    read = parse(outer.as_bytes())
    assert (read.inner.address, read.inner.ids_answered) == ("zed@co.example", ["<ours@x>"])
    assert read.inner.text == "I approve."
