"""The mailbox over IMAP, on a real server: read, put away, and what is said where it cannot be."""

import socket
import threading
from base64 import b64decode

import pytest

from config.settings import Settings
from tasks.incoming import imap_mailbox
from tasks.incoming.imap_mailbox import ImapMailbox, MailboxAccount
from tasks.incoming.inbox import inbox_of
from tasks.mail_server import Security
from tasks.ways import Unreached
from tests.imap_server import PASSWORD, USER, imap_server

MAIL = b"From: hal.dogwood@co.example\r\nSubject: Re: your plan\r\n\r\nWe confirm it.\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with imap_server(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def server(running):
    running.empty()
    return running


def mailbox(server, security=Security.TLS, *, context=True, **account) -> ImapMailbox:
    port = {
        Security.TLS: server.tls_port,
        Security.STARTTLS: server.starttls_port,
        Security.NONE: server.port,
    }[security]
    told = {"user": USER, "password": PASSWORD, "port": port} | account
    trusts = server.context() if context else None
    return ImapMailbox(MailboxAccount("127.0.0.1", security=security, **told), trusts)


@pytest.mark.parametrize("security", Security)
def test_a_mail_is_read_as_the_bytes_it_has_and_put_away(server, security):
    server.put(MAIL, MAIL + b"again\r\n")
    with mailbox(server, security) as box:
        first, second = box.waiting()
        assert box.fetch(first).content == MAIL
        box.put_away(first)
        assert box.waiting() == [second]
        assert box.fetch(first) is None
    assert (server.n_in("INBOX"), server.n_in("Taken in")) == (1, 1)


def test_of_a_mail_that_is_too_large_only_the_head_is_fetched(server, monkeypatch):
    monkeypatch.setattr(imap_mailbox, "MOST_BYTES", 40)
    server.put(MAIL)
    with mailbox(server) as box:
        fetched = box.fetch(box.waiting()[0])
    assert (fetched.content, fetched.n_bytes, fetched.is_whole) == (MAIL[:-16], 72, False)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_server_whose_certificate_nobody_vouches_for_is_not_talked_to(server, security):
    with pytest.raises(Unreached, match=r"^127\.0\.0\.1 cannot be reached .*CERTIFICATE_VERIFY"):
        mailbox(server, security, context=False).__enter__()


FAULTS = {
    "the password": (
        {"password": "wrong"},
        "127.0.0.1 does not let ta-planning sign on ([AUTHENTICATIONFAILED] Invalid auth",
    ),
    "a token that it does not take": (
        {"token": lambda: "old"},
        "127.0.0.1 does not let ta-planning sign on (",
    ),
    "the folder": ({"folder": "Answers"}, "127.0.0.1 has no folder Answers ("),
    "the port": ({"port": 1}, "127.0.0.1 cannot be reached ("),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_goes_wrong_is_one_sentence_with_no_secret(server, case):
    account, said = FAULTS[case]
    with pytest.raises(Unreached) as fault:
        mailbox(server, **account).__enter__()
    assert str(fault.value).startswith(said)
    assert "wrong" not in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1


def test_a_server_that_goes_away_in_the_middle_is_one_sentence(tmp_path):
    with imap_server(tmp_path) as server:
        server.put(MAIL)
        with mailbox(server) as box:
            [uid] = box.waiting()
            server.stop()
            with pytest.raises(Unreached, match=r"^127\.0\.0\.1 does not give a mail \("):
                box.fetch(uid)


def answer_xoauth2(door: socket.socket, given: list[bytes]) -> None:
    """A server that knows one way to sign on, by a token (pymap knows none); for one visitor."""
    visitor, _address = door.accept()
    with visitor, visitor.makefile("rwb", buffering=0) as line:
        line.write(b"* OK ready\r\n")
        while command := line.readline():
            tag, word = command.split()[:2]
            if word == b"AUTHENTICATE":
                line.write(b"+ \r\n")
                given.append(b64decode(line.readline()))
            said = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n",
                    b"SELECT": b"* 0 EXISTS\r\n", b"LOGOUT": b"* BYE\r\n"}  # fmt: skip
            line.write(said.get(word, b"") + tag + b" OK done\r\n")


def test_who_has_a_token_signs_on_with_it_and_not_with_a_password(tmp_path):
    file, given = tmp_path / "token", []
    file.write_text("a token for tests\n")
    with socket.create_server(("127.0.0.1", 0)) as door:
        serving = threading.Thread(target=answer_xoauth2, args=(door, given))
        serving.start()
        settings = Settings(
            imap_host="127.0.0.1", imap_port=door.getsockname()[1], imap_security="none",
            imap_user=USER, imap_password="never said", imap_token_file=file,
        )  # fmt: skip
        with inbox_of(settings).open():
            pass
        serving.join()
    assert given == [b"user=ta-planning\x01auth=Bearer a token for tests\x01\x01"]
