"""What yagmail does that we rely on, and what it does that we keep away from, each against a real
server: when a newer yagmail behaves otherwise, one of these says so."""

import ssl
from email import message_from_bytes
from email.policy import default

import pytest
import yagmail

from tests.smtp_server import NO_SUCH_USER, PASSWORD, USER, smtp_server

SENDER = "ta-planning@tacycle.example"
TO = "hal@co.example"


@pytest.fixture
def server(tmp_path):
    with smtp_server(tmp_path) as found:
        yield found


def connection(server, **more):
    settings = {"smtp_ssl": False, "smtp_starttls": False, "smtp_skip_login": True, "timeout": 5}
    return yagmail.SMTP(SENDER, "", host="localhost", port=server.port, **{**settings, **more})


def parsed(server):
    return [message_from_bytes(one, policy=default) for one in server.raw()]


# --- what we rely on


def test_login_opens_one_connection_that_close_ends(server):
    server.start()
    one = connection(server)
    assert one.smtp is None
    one.login()
    assert one.smtp.noop()[0] == 250
    one.close()
    with pytest.raises(OSError, match="connect"):
        one.smtp.noop()


def test_what_smtp_sends_arrives_as_it_is(server):
    server.start()
    content = b"Message-ID: <1@tacycle.example>\r\n\r\nHello\r\n"
    with connection(server) as one:
        one.login()
        one.smtp.sendmail(SENDER, [TO], content)
    assert server.raw() == [content]


def test_what_it_is_given_reaches_the_connection_timeout_and_context(server):
    server.start(tls="tls")
    with connection(server, smtp_ssl=True, context=server.context()) as one:
        one.login()
        assert one.smtp.timeout == 5
        assert one.smtp.sock.context.verify_mode == ssl.CERT_REQUIRED


def test_starttls_takes_a_context_and_then_checks_the_certificate(server):
    server.start(tls="starttls")
    strict = connection(server, smtp_starttls={"context": ssl.create_default_context()})
    with pytest.raises(ssl.SSLCertVerificationError):
        strict.login()
    with connection(server, smtp_starttls={"context": server.context()}) as one:
        one.login()
        assert one.smtp.sock.context.verify_mode == ssl.CERT_REQUIRED


def test_errors_are_oserrors_that_carry_the_answer(server):
    server.start(refuse_rcpt={"*": NO_SUCH_USER})
    with connection(server) as one:
        one.login()
        with pytest.raises(OSError, match=r"No such user") as error:
            one.smtp.sendmail(SENDER, [TO], b"\r\n")
    assert error.value.recipients == {TO: (550, b"5.1.1 No such user here")}


def test_its_password_login_is_the_servers(server):
    server.start(tls="starttls", needs_login=True)
    wrong = connection(server, smtp_starttls={"context": server.context()}, smtp_skip_login=False)
    wrong.user, wrong.credentials = USER, "wrong"
    with pytest.raises(OSError, match="535"):
        wrong.login()
    wrong.credentials = PASSWORD
    wrong.login()
    assert wrong.smtp.noop()[0] == 250
    wrong.close()


# --- what we keep away from


def test_without_a_context_any_certificate_will_do(server):
    server.start(tls="starttls")
    with connection(server, smtp_starttls=True) as one:
        one.login()  # nobody on this machine trusts the certificate
        assert one.smtp.sock.context.verify_mode == ssl.CERT_NONE


def test_its_send_attaches_the_file_whose_path_the_body_is(server, tmp_path):
    server.start()
    secret = tmp_path / "secret.txt"
    secret.write_text("not for anybody")
    with connection(server) as one:
        one.send(TO, "Subject", str(secret))
    [mail] = parsed(server)
    assert "secret.txt" in [part.get_filename() for part in mail.walk()]


def test_its_send_turns_the_newlines_of_html_into_breaks(server):
    server.start()
    with connection(server) as one:
        one.send(TO, "Subject", "<p>One\nTwo</p>")
    [mail] = parsed(server)
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    assert "One<br>Two" in html.get_content()


def test_its_send_gives_two_mails_of_one_subject_one_message_id(server):
    server.start()
    with connection(server) as one:
        one.send(TO, "Please confirm", "Colorado")
        one.send(TO, "Please confirm", "Montana")
    first, second = parsed(server)
    assert first["Message-ID"] == second["Message-ID"]


def test_its_send_connects_anew_for_each_mail(server):
    server.start()
    with connection(server) as one:
        one.send(TO, "One", "One")
        before = one.smtp
        one.send(TO, "Two", "Two")
        assert one.smtp is not before


def test_its_send_without_a_reader_writes_to_the_sender(server):
    server.start()
    with connection(server) as one:
        one.send(None, "Subject", "Words")
    assert [to for to, _key in server.kept()] == [SENDER]


def test_a_name_without_an_at_gets_one_of_google():
    assert yagmail.SMTP("tacycle", "", smtp_skip_login=True, soft_email_validation=False).user == (
        "tacycle@gmail.com"
    )


def test_its_tokens_are_googles_alone_and_a_refused_one_is_not_told():
    """So our connection signs on with a token itself: see tests/test_mail_server.py."""
    assert "google_client_id" in yagmail.SMTP._login_oauth2.__code__.co_consts
    assert "docmd" in yagmail.SMTP._login_oauth2.__code__.co_names
