"""Headers and parts of a mail: what programs sort by, every script, and nothing smuggled in."""

# ruff: noqa: RUF001 - letters of many scripts look like others

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from tasks.compose import UnsafeHeader, compose
from tasks.mail_headers import head_of
from tat.messages import Document, Outgoing

NOON = datetime(2016, 11, 21, 12, tzinfo=UTC)
REPLIES = "ta-planning+12-abcdefghijklmnop@agency.example"
QUESTION = Outgoing(
    id=1, message_id="<1@tacycle.example>", person_id=1, name="Hal Dogwood",
    address="hal.dogwood@co.example", subject="Please confirm Colorado's TA plan", text="", html="",
    documents=(), thread="2016-2018 step 4 plan CO", reply_link_id=12, is_required=True,
)  # fmt: skip
NEWS = replace(QUESTION, reply_link_id=None, is_required=False)


def raw(message=QUESTION, *, text="Hello", html="<p>Hello</p>", reply_to=REPLIES, **changes):
    mail_from = "TA planning <ta-planning@agency.example>"
    return compose(
        replace(message, **changes), text=text, html=html, mail_from=mail_from, reply_to=reply_to,
        now=NOON,
    ).content  # fmt: skip


def mail(*args, **kwargs):
    return message_from_bytes(raw(*args, **kwargs), policy=policy.default)


def parts(found):
    return [(part.get_content_type(), part.get_content()) for part in found.iter_parts()]


def test_the_headers_of_a_question():
    head, _body = raw().split(b"\r\n\r\n", 1)
    assert head.decode().split("\r\n") == [
        "From: TA planning <ta-planning@agency.example>",
        "To: Hal Dogwood <hal.dogwood@co.example>",
        "Subject: Please confirm Colorado's TA plan",
        "Date: Mon, 21 Nov 2016 12:00:00 +0000",
        "Message-ID: <1@tacycle.example>",
        "References: <31a742bbbca2777d1462e63726f80701@tacycle.example>",
        "In-Reply-To: <31a742bbbca2777d1462e63726f80701@tacycle.example>",
        "Reply-To: ta-planning+12-abcdefghijklmnop@agency.example",
        "Content-Type: multipart/alternative;",
        ' boundary="=_alternative_8f022fc6f6bf43b4"',
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ]


def test_who_need_not_answer_can_ask_for_fewer_mails_and_who_must_cannot():
    assert mail(NEWS, reply_to="ta-planning@agency.example")["List-Unsubscribe"] == (
        "<mailto:ta-planning@agency.example?subject=Please%20send%20me%20fewer%20mails>"
    )
    assert (mail(NEWS)["List-Unsubscribe-Post"], mail()["List-Unsubscribe"]) == (None, None)


def test_mails_of_one_plan_and_step_are_one_thread_from_the_first_on():
    def root(**changes):
        found = mail(**changes)
        assert found["References"] == found["In-Reply-To"]
        return found["References"]

    first = root()
    assert root(message_id="<2@tacycle.example>", subject="Reminder: please confirm") == first
    others = {
        root(thread="2016-2018 step 4 plan OR"),
        root(thread="2016-2018 step 5 plan CO"),
        root(thread="2018-2020 step 4 plan CO"),
    }
    assert (len(others), first in others, root(thread=None)) == (3, False, None)


SUBJECTS = {
    "long": "Please confirm Colorado's TA plan by Friday, December 2, 2016, and 12 more that wait",
    "one long word": "x" * 200,
    "German": "Bitte bestätigen Sie den Plan für Köln bis Freitag, dem 2. Dezember 2016, und mehr",
    "Japanese": "計画を確認してください" * 12,
    "Arabic": "يرجى تأكيد الخطة",
    "emoji": "🧩" * 60,
}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_subject_begins_on_the_line_of_its_name_and_arrives_whole(subject):
    content = raw(subject=subject)
    [line] = [line for line in content.split(b"\r\n") if line.startswith(b"Subject:")]
    assert len(line) > len("Subject: ") + 4
    assert mail(subject=subject)["Subject"] == subject
    assert max(map(len, content.split(b"\r\n"))) <= 78


NAMES = {
    "plain": "Hal Dogwood",
    "comma and quotes": 'Dogwood, Hal "the Tree" \\',
    "angle brackets": "Hal <eve@evil.example>",
    "two mailboxes": "Hal, eve@evil.example",
    "umlauts": "Jürgen Müller-Lüdenscheidt, geborener Großmann, aus Köln am Rhein, Straße",
    "Polish": "Zażółć Gęślą Jaźń",
    "Greek": "Αλέξανδρος Παπαδόπουλος",
    "Cyrillic": "Ганна Шевченко",
    "Arabic": "محمد بن سلمان",
    "Persian, with a joiner": "می\u200cخواهم",
    "Hindi, with a joiner": "क्\u200dष देव",
    "Hebrew": "דוד לוי",
    "Thai": "สมชาย ใจดี",
    "Chinese": "李小龍",
    "Cherokee": "ᏣᎳᎩ ᎠᏂᏴᏫᏯᎢ",
    "Samoan": "Faʻafetai Leʻaupepe",
    "very long": "Hal " * 60 + "Dogwood",
    "one letter repeated": "x" * 300,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_any_script_arrives_as_it_is_before_one_address(name):
    content = raw(name=name)
    # Not by the newer policy: it puts a space between two encoded words (RFC 2047, 6.2).
    shown, address = parseaddr(message_from_bytes(content)["To"].replace("\r\n", ""))
    assert (str(make_header(decode_header(shown))), address) == (name, "hal.dogwood@co.example")
    head, _body = content.split(b"\r\n\r\n", 1)
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78


NOT_ONE_ADDRESS = ["hal@co.example, eve@evil.example", "hal", "hal@co.example>", "a b@co.example",
                   "hal@@co.example", "<hal@co.example>", "Hal <hal@co.example>", ""]  # fmt: skip


@pytest.mark.parametrize("address", NOT_ONE_ADDRESS)
def test_an_address_is_one_address(address):
    with pytest.raises(UnsafeHeader):
        raw(address=address)


def test_a_name_that_turns_the_reading_direction_is_refused():
    with pytest.raises(UnsafeHeader):
        raw(name="Hal \u202egro.live@eve")


BODIES = {
    "path": "/etc/passwd",
    "dots": ".\n..\n.hidden\n.",
    "from": "From here on\nFrom there",
    "header": "Bcc: eve@evil.example\n\nContent-Type: text/html",
    "long line": "x" * 5000,
    "trailing spaces": "two  \nspaces\t\n",
    "line ends": "one\r\ntwo\rthree\nfour",
    "scripts": "Zażółć ελλάδα 漢字 🧩 " * 30,
    "boundary": "--=_alternative_8f022fc6f6bf43b4\nContent-Type: text/html\n\nevil",
    "empty": "",
    "nul": "a\x00b\x0cc",
}


@pytest.mark.parametrize("words", BODIES.values(), ids=BODIES)
def test_words_arrive_as_they_are_in_lines_that_every_server_takes(words):
    found = mail(text=words, html=f"<p>{words}</p>")
    expected = "\r\n".join(re.split("\r\n|\r|\n", words))  # as lines end on the way
    assert parts(found) == [("text/plain", expected), ("text/html", f"<p>{expected}</p>")]
    lines = raw(text=words).split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", raw(text=words)) is None
    assert b"." not in lines


def test_documents_come_after_the_words():
    documents = [
        Document("plan of São Tomé.csv", "a,b\n1,é\n".encode()),
        Document("memo.pdf", b"%PDF\x00\xff"),
    ]
    found = mail(documents=documents)
    words, *files = found.iter_parts()
    assert [part.get_content_type() for part in (found, words)] == [
        "multipart/mixed", "multipart/alternative",
    ]  # fmt: skip
    assert parts(words) == [("text/plain", "Hello"), ("text/html", "<p>Hello</p>")]
    assert [
        (one.get_content_type(), one.get_filename(), one.get_content_disposition(),
         one.get_payload(decode=True)) for one in files
    ] == [
        ("text/csv", "plan of São Tomé.csv", "attachment", "a,b\n1,é\n".encode()),
        ("application/pdf", "memo.pdf", "attachment", b"%PDF\x00\xff"),
    ]  # fmt: skip


def test_a_documents_head_says_what_it_is_in_lines_that_every_server_takes():
    documents = [
        Document("call.ics", b"METHOD:REQUEST\r\n"),
        Document('Plan of "Ōsaka" and all that goes with it.xlsx', b"PK"),
        Document("plain " * 30 + ".txt", b""),
    ]
    heads = [
        part.split(b"\r\n\r\n")[0] for part in raw(documents=documents).split(b"\r\n--=_mixed")
    ]
    [calendar, workbook, plain] = [head.decode().split("\r\n")[1:] for head in heads[2:5]]
    assert calendar == [
        'Content-Type: text/calendar; charset="utf-8"; method=REQUEST',
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment;",
        ' filename="call.ics"',
    ]
    assert workbook == [
        "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment;",
        " filename*0*=utf-8''Plan%20of%20_%C5%8Csaka_%20and;",
        " filename*1*=%20all%20that%20goes%20with%20;",
        " filename*2*=it.xlsx",
    ]
    assert plain[-1] == f' filename="{"plain " * 30}.txt"'


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("a\r\nBcc: eve@evil.example.pdf", "a__Bcc_ eve@evil.example.pdf"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ('"; filename="evil.exe', "_; filename=_evil.exe"),
        ("=?utf-8?q?=0D=0ABcc:_eve?=", "=_utf-8_q_=0D=0ABcc__eve_="),
        ("São Tomé\u2028.csv", "São Tomé_.csv"),
    ],
)
def test_a_name_of_a_document_becomes_no_header_and_no_path(name, arrives):
    found = mail(documents=[Document(name, b"")])
    assert [part.get_filename() for part in found.iter_attachments()] == [arrives]
    assert found["Bcc"] is None


def test_the_second_guard_reads_the_headers_as_a_reader_will():
    with pytest.raises(UnsafeHeader, match=r"would have had the headers Subject, Bcc\."):
        head_of({"Subject": "Please confirm\r\nBcc: eve@evil.example"}, ())
    with pytest.raises(UnsafeHeader, match=r"would have had the headers Subject, Bcc, To\."):
        head_of({"Subject": "Please confirm\nBcc: eve@evil.example", "To": "a@b.example"}, ())
    with pytest.raises(UnsafeHeader, match=r"would have had the headers Subject, Bcc, To\."):
        head_of({"Subject": "Please confirm\rBcc: eve@evil.example", "To": "a@b.example"}, ())
    with pytest.raises(UnsafeHeader, match=r"would have had the headers Subject\."):
        head_of({"Subject": "Please confirm\r\n\r\nBcc: eve@evil.example", "To": "a@b.example"}, ())
