"""The connection to a mail server: what it sends, what it makes of answers, whom it trusts."""

import pytest

from config.settings import Settings
from portal.way import token_of
from tasks.compose import Mail
from tasks.mail_server import Account, MailServer, Security, SignOnRefused
from tasks.ways import NeverTaken, NotNow, Unreached
from tests.smtp_server import (
    BOX_FULL,
    NO_SUCH_USER,
    PASSWORD,
    PERMANENT,
    TEMPORARY,
    TOKEN,
    USER,
    smtp_server,
)

SENDER = "ta-planning@tacycle.example"


@pytest.fixture
def server(tmp_path):
    with smtp_server(tmp_path) as found:
        yield found


@pytest.fixture
def way(server):
    """Gives a way to the server, by how the connection is kept; all are closed in the end."""
    made = []

    def make(security=Security.NONE, *, trusts=True, **more):
        account = Account(
            "localhost", server.port, security, SENDER, timeout_seconds=5, **more
        )  # fmt: skip
        made.append(MailServer(account, server.context() if trusts else None))
        return made[-1]

    yield make
    for one in made:
        one.close()


def mail(number=1, to="hal@co.example", body=b"Hello"):
    content = f"Message-ID: <{number}@tacycle.example>\r\nTo: {to}\r\n\r\n".encode() + body
    return Mail(to, f"<{number}@tacycle.example>", content)


@pytest.mark.parametrize("is_pipelining", [False, True])
def test_a_mail_arrives_byte_for_byte_with_its_envelope(server, way, is_pipelining):
    server.start(is_pipelining=is_pipelining)
    sent = mail(body="Zażółć\r\n.\r\n..two dots\r\n.\r\n.\r\nfrom here\r\n".encode())
    dotted = Mail("hal@co.example", "<2@tacycle.example>", b".: a dot first\r\n\r\n.\r\n")
    one = way()
    one.deliver(sent)
    one.deliver(dotted)
    assert server.raw() == [sent.content, dotted.content]
    assert [(one["X-Kept-For"], one["X-Kept-From"]) for one in server.mails()] == [
        ("hal@co.example", SENDER)
    ] * 2


def test_a_body_that_is_a_path_stays_a_body(server, way, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not for anybody")
    server.start()
    way().deliver(mail(body=str(secret).encode()))
    [kept] = server.raw()
    assert kept.endswith(b"\r\n\r\n" + str(secret).encode() + b"\r\n")


def test_one_connection_serves_a_batch_and_a_hundred_mails_at_most(server, way):
    server.start()
    one = way()
    seen = []
    for number in range(102):
        one.deliver(mail(number))
        seen.append(id(one._connection))
    assert [len({*seen[:100]}), len({*seen[100:]})] == [1, 1]
    assert seen[99] != seen[100] or one._connection.n_mails == 2
    assert server.kept() == [("hal@co.example", f"<{n}@tacycle.example>") for n in range(102)]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_of_somebody_unknown_ends_it_before_anything_is_said(server, way, security):
    server.start(tls=security)
    with pytest.raises(Unreached, match="CERTIFICATE_VERIFY_FAILED"):
        way(security, trusts=False).deliver(mail())
    way(security).deliver(mail(2))
    assert server.kept() == [("hal@co.example", "<2@tacycle.example>")]


def test_a_server_without_starttls_gets_nothing_in_the_clear(server, way):
    server.start()
    with pytest.raises(Unreached, match="STARTTLS extension not supported"):
        way(Security.STARTTLS, user=USER, password=PASSWORD).deliver(mail())
    assert server.kept() == []


@pytest.mark.parametrize("signs", [{"password": PASSWORD}, {"token": lambda: TOKEN}])
def test_who_signs_on_with_password_or_token_may_send(server, way, signs):
    server.start(tls="starttls", needs_login=True)
    way(Security.STARTTLS, user=USER, **signs).deliver(mail())
    assert server.kept() == [("hal@co.example", "<1@tacycle.example>")]


@pytest.mark.parametrize(
    "signs", [{"password": "wrong"}, {"token": lambda: "wrong"}, {"password": None}]
)
def test_a_refused_sign_on_is_the_way_not_the_mail(server, way, signs):
    server.start(tls="starttls", needs_login=True)
    with pytest.raises(SignOnRefused, match="localhost does not let tacycle sign on"):
        way(Security.STARTTLS, user=USER, **signs).deliver(mail())
    assert server.kept() == []


def test_who_must_sign_on_and_has_no_account_is_no_fault_of_the_mail(server, way):
    server.start(needs_login=True)
    with pytest.raises(SignOnRefused, match="takes no mail from ta-planning@tacycle"):
        way().deliver(mail())


def test_signing_on_is_tried_without_a_mail(server, way):
    server.start(tls="tls", needs_login=True)
    way(Security.TLS, user=USER, password=PASSWORD).try_sign_on()
    with pytest.raises(SignOnRefused):
        way(Security.TLS, user=USER, password="wrong").try_sign_on()
    assert server.kept() == []


ANSWERS = {
    "no such reader": ({"refuse_rcpt": {"*": NO_SUCH_USER}}, NeverTaken, 550, True),
    "not let, at the address": (
        {"refuse_rcpt": {"*": "550 5.7.1 Blocked by its owner"}}, NeverTaken, 550, False,
    ),
    "no closer code": ({"refuse_rcpt": {"*": "550 Unknown"}}, NeverTaken, 550, True),
    "mailbox full": ({"refuse_rcpt": {"*": BOX_FULL}}, NotNow, 452, None),
    "not now": ({"refuse_data": {"*": TEMPORARY}}, NotNow, 451, None),
    "never like this": ({"refuse_data": {"*": PERMANENT}}, NeverTaken, 554, False),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS)
@pytest.mark.parametrize("is_pipelining", [False, True])
def test_what_the_server_answers_to_one_mail_is_told_apart(server, way, case, is_pipelining):
    orders, kind, code, is_address = ANSWERS[case]
    server.start(is_pipelining=is_pipelining, **orders)
    one = way()
    with pytest.raises(kind) as answer:
        one.deliver(mail())
    assert (answer.value.code, getattr(answer.value, "is_address", None)) == (code, is_address)
    assert server.kept() == []


SET_UP = [
    {"refuse_rcpt": {"*": "550 5.7.1 Relay access denied"}},
    {"refuse_rcpt": {"*": "554 5.7.1 <hal@co.example>: Relaying denied"}},
    {"refuse_rcpt": {"*": "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"}},
    {"refuse_rcpt": {"*": "530 5.7.1 Client was not authenticated"}},
    {"refuse_data": {"*": "554 5.2.252 SendAsDenied; not allowed to send as ta-planning"}},
]


@pytest.mark.parametrize("orders", SET_UP)
def test_what_our_own_set_up_is_to_blame_for_stops_the_way(server, way, orders):
    server.start(**orders)
    with pytest.raises(SignOnRefused, match=r"takes no mail from ta-planning@tacycle.example \(5"):
        way().deliver(mail())


@pytest.mark.parametrize(
    "answer", ["550 5.1.1 No relay-desk here", "550 <relay@co.example>: no such reader"]
)
def test_an_address_that_speaks_of_relays_is_not_our_set_up(server, way, answer):
    server.start(refuse_rcpt={"*": answer})
    with pytest.raises(NeverTaken) as refusal:
        way().deliver(mail(to="relay@co.example"))
    assert refusal.value.is_address is True


@pytest.mark.parametrize(
    ("is_pipelining", "expected"),
    [(True, ["MAIL RCPT DATA", "the mail"]), (False, ["MAIL", "RCPT", "DATA", "the mail"])],
)
def test_all_is_said_at_once_to_a_server_that_can_take_it(server, way, is_pipelining, expected):
    server.start(is_pipelining=is_pipelining)
    one = way()
    one.deliver(mail(1))
    said, send = [], one._connection.smtp.send
    one._connection.smtp.send = lambda words: said.append(words) or send(words)
    one.deliver(mail(2))
    verbs = [
        " ".join(line[:4] for line in words.splitlines()) if isinstance(words, str) else "the mail"
        for words in said
    ]
    assert verbs == expected


def test_what_is_done_meanwhile_is_done_before_the_answer_is_read(server, way):
    server.start(refuse_data={"*": PERMANENT})
    done = []
    with pytest.raises(NeverTaken):
        way().deliver(mail(), lambda: done.append("composed the next"))
    assert done == ["composed the next"]


def test_a_fault_in_what_is_done_meanwhile_ends_the_connection(server, way):
    """Else the answer that nobody read would be taken for that to the next mail."""
    server.start()
    one = way()
    with pytest.raises(ZeroDivisionError):
        one.deliver(mail(1), lambda: 1 / 0)
    assert one._connection is None
    one.deliver(mail(2))
    assert server.kept()[-1] == ("hal@co.example", "<2@tacycle.example>")


def test_two_addresses_in_one_are_none(server, way):
    server.start(is_pipelining=True)
    with pytest.raises(NeverTaken, match=r"5\.1\.3 This is not one mail address"):
        way().deliver(mail(to="hal@co.example>\r\nRCPT TO:<eve@evil.example"))
    assert server.kept() == []


@pytest.mark.parametrize("more", [{}, {"is_pipelining": True, "reads_for_nobody": True}])
def test_after_a_refusal_the_same_connection_takes_the_next(server, way, more):
    server.start(refuse_rcpt={"gone@co.example": NO_SUCH_USER}, **more)
    one = way()
    one.deliver(mail(1))
    before = one._connection
    with pytest.raises(NeverTaken):
        one.deliver(mail(2, to="gone@co.example"))
    one.deliver(mail(3))
    assert one._connection is before
    assert [key for _to, key in server.kept()] == ["<1@tacycle.example>", "<3@tacycle.example>"]


@pytest.mark.parametrize(
    ("orders", "n_kept"),
    [({"close_before_keeping": ["*"]}, 1), ({"close_after_keeping": ["*"]}, 2)],
)
def test_a_line_that_breaks_after_the_mail_is_the_way(server, way, orders, n_kept):
    """Nobody knows whether it was taken: it goes again, and is known by its Message-ID."""
    server.start(**orders)
    one = way()
    with pytest.raises(OSError, match=r"closed|reset|Connection"):
        one.deliver(mail())
    one.deliver(mail())
    assert server.kept() == [("hal@co.example", "<1@tacycle.example>")] * n_kept


def test_a_server_that_went_away_and_came_back_gets_the_next(server, way):
    server.start()
    one = way()
    one.deliver(mail(1))
    server.stop()
    with pytest.raises(OSError, match=r"closed|refused|reset|Connection"):
        one.deliver(mail(2))
    with pytest.raises(Unreached, match="refused"):
        one.deliver(mail(2))
    server.start()
    one.deliver(mail(2))
    assert [key for _to, key in server.kept()] == ["<1@tacycle.example>", "<2@tacycle.example>"]


def test_a_server_that_says_nothing_is_given_up_after_the_timeout(server, way):
    server.start(delay_seconds=30)
    account = Account("localhost", server.port, Security.NONE, SENDER, timeout_seconds=0.3)
    slow = MailServer(account)
    with pytest.raises(OSError, match="timed out"):
        slow.deliver(mail())
    slow.close()


def test_a_mail_that_is_too_big_is_at_fault_alone(server, way):
    server.start(most_bytes=2000)
    one = way()
    with pytest.raises(NeverTaken) as answer:
        one.deliver(mail(1, body=b"x" * 3000))
    one.deliver(mail(2))
    assert (answer.value.code, answer.value.is_address) == (552, False)
    assert server.kept() == [("hal@co.example", "<2@tacycle.example>")]


INTERNATIONAL = "g\u00fcnther@co.example"


def test_an_address_in_another_script_is_refused_where_the_server_takes_none(server, way):
    server.start()
    one = way()
    with pytest.raises(NeverTaken, match="no address with letters other than a to z") as answer:
        one.deliver(mail(1, to=INTERNATIONAL))
    one.deliver(mail(2))
    assert (answer.value.code, answer.value.is_address) == (553, True)
    assert server.kept() == [("hal@co.example", "<2@tacycle.example>")]


def test_an_address_in_another_script_leaves_where_the_server_takes_it(server, way):
    server.start(takes_utf8=True)
    sent = mail(1, to=INTERNATIONAL, body=b"Hello\r\n")
    way().deliver(sent)
    [kept] = server.raw()
    assert kept == sent.content


def test_a_token_is_read_anew_at_each_sign_on(server, way, tmp_path):
    file = tmp_path / "token"
    file.write_text("one that has ended\n")
    server.start(tls="starttls", needs_login=True)
    settings = Settings(
        mail_mode="smtp", roster_is_real=True, smtp_host="localhost", smtp_port=server.port,
        smtp_user=USER, smtp_token_file=file,
    )  # fmt: skip
    one = way(Security.STARTTLS, user=USER, token=token_of(settings))
    with pytest.raises(SignOnRefused):
        one.deliver(mail())
    file.write_text(f"{TOKEN}\n")
    one.deliver(mail())
    assert server.kept() == [("hal@co.example", "<1@tacycle.example>")]
