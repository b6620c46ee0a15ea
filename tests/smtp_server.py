"""A real SMTP server on loopback, in a process of its own, that does what it is told.

What it does to a mail is asked of its recipient's address or of the number of the mail: so a test
says beforehand what happens, and reads afterwards what the server has kept.
"""

import asyncio
import json
import ssl
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.own_server import OwnServer

TEMPORARY, PERMANENT = "451 4.3.0 Try again later", "554 5.6.0 Not like this"
NO_SUCH_USER, BOX_FULL = "550 5.1.1 No such user here", "452 4.2.2 Mailbox is full"

USER, PASSWORD, TOKEN = "tacycle", "a password for tests", "a token for tests"


@dataclass
class Orders:
    """What the server does; each by the address of a recipient, or for everybody under "*"."""

    refuse_rcpt: dict[str, str] = field(default_factory=dict)
    """The answer to RCPT TO."""
    refuse_data: dict[str, str] = field(default_factory=dict)
    """The answer after DATA; the mail is not kept."""
    n_refusals: int = 1_000_000
    """How often each address is refused before its mail is taken."""
    close_before_keeping: list[str] = field(default_factory=list)
    """Hang up after DATA without an answer; the mail is not kept. Once for each address."""
    close_after_keeping: list[str] = field(default_factory=list)
    """Hang up after DATA without an answer, though the mail is kept. Once for each address."""
    delay_seconds: float = 0.0
    """How long the answer to each DATA takes."""
    tls: str = "none"
    """"none", "starttls" or "tls"."""
    needs_login: bool = False
    is_pipelining: bool = False
    """Whether it takes commands before it has answered those before them (RFC 2920)."""
    reads_for_nobody: bool = False
    """Whether it reads a mail whose only recipient it has refused."""
    takes_utf8: bool = False
    """Whether it takes addresses in every script (SMTPUTF8)."""
    most_bytes: int = 50_000_000
    port: int = 0


class Behaviour:
    """The server's side of a conversation: keeps each mail as one .eml, numbered as accepted."""

    def __init__(self, orders: Orders, folder: Path) -> None:
        self.orders = orders
        self.folder = folder
        self.n_kept = 0
        self.refused: dict[str, int] = {}
        self.closed: set[str] = set()

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802 (aiosmtpd's name)
        session.host_name = hostname
        more = ["250-PIPELINING"] if self.orders.is_pipelining else []
        return [*responses[:-1], *more, responses[-1]]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        answer = self._refusal(self.orders.refuse_rcpt, address)
        if not answer or self.orders.reads_for_nobody:
            envelope.rcpt_tos.append(address)
        if answer:
            return answer
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        await asyncio.sleep(self.orders.delay_seconds)
        address = envelope.rcpt_tos[0]
        if self._closes(self.orders.close_before_keeping, address):
            return self._hang_up(server)
        if not envelope.content:
            return "554 5.5.1 No valid recipients"
        answer = self._refusal(self.orders.refuse_data, address)
        if answer:
            return answer
        self.n_kept += 1
        half = self.folder / f"{self.n_kept:06}.half"
        head = f"X-Kept-For: {address}\r\nX-Kept-From: {envelope.mail_from}\r\n"
        half.write_bytes(head.encode() + envelope.content)
        half.rename(half.with_suffix(".eml"))
        if self._closes(self.orders.close_after_keeping, address):
            return self._hang_up(server)
        return "250 OK"

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 (aiosmtpd's name)
        """A way to sign on that aiosmtpd does not know: a token in place of a password."""
        given = b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        is_right = given == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode()
        return AuthResult(success=is_right, handled=False)

    def _refusal(self, answers, address):
        answer = answers.get(address) or answers.get("*")
        n_before = self.refused.get(address, 0)
        if not answer or n_before >= self.orders.n_refusals:
            return None
        self.refused[address] = n_before + 1
        return answer

    def _closes(self, addresses, address):
        if address in self.closed or not ({address, "*"} & set(addresses)):
            return False
        self.closed.add(address)
        return True

    def _hang_up(self, server):
        server.transport.abort()
        return "421 closed"


class SmtpServer(OwnServer):
    """The server as tests see it."""

    def __init__(self, folder: Path, authority: trustme.CA) -> None:
        super().__init__(folder, authority)
        self.folder = folder
        self.port = 0
        self.kept_folder = folder / "kept"
        self.kept_folder.mkdir()

    def start(self, **orders) -> "SmtpServer":
        """Start, or start again on the same port with other orders."""
        self.stop()
        told = Orders(port=self.port, **orders)
        self.port = int(
            self._run(
                "tests.smtp_server", json.dumps(told.__dict__), str(self.kept_folder),
                str(self._certificate),
            )
        )  # fmt: skip
        return self

    def kept(self) -> list[tuple[str, str]]:
        """Recipient and Message-ID of every mail that was kept, in the order of keeping."""
        return [(mail["X-Kept-For"], mail["Message-ID"]) for mail in self.mails()]

    def mails(self) -> list:
        """Every mail that was kept, as it came."""
        return [message_from_bytes(path.read_bytes()) for path in self._paths()]

    def raw(self) -> list[bytes]:
        """The bytes of every mail as they came over the line, without what the server noted."""
        return [path.read_bytes().split(b"\r\n", 2)[2] for path in self._paths()]

    def _paths(self) -> list[Path]:
        return sorted(self.kept_folder.glob("*.eml"))


@contextmanager
def smtp_server(folder: Path) -> Iterator[SmtpServer]:
    """A server that is not started yet; it ends with the test."""
    server = SmtpServer(folder, trustme.CA())
    try:
        yield server
    finally:
        server.stop()


async def _serve(orders: Orders, folder: Path, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    behaviour = Behaviour(orders, folder)
    behaviour.n_kept = len(list(folder.glob("*.eml")))
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(
            behaviour, hostname="localhost", authenticator=_knows,
            tls_context=context if orders.tls == "starttls" else None,
            require_starttls=orders.tls == "starttls", auth_required=orders.needs_login,
            auth_require_tls=False, data_size_limit=orders.most_bytes,
            enable_SMTPUTF8=orders.takes_utf8,
        ),
        "127.0.0.1", orders.port, ssl=context if orders.tls == "tls" else None,
    )  # fmt: skip
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _knows(_server, _session, _envelope, _mechanism, given):
    is_right = given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


if __name__ == "__main__":
    told, to, pem = sys.argv[1:]
    asyncio.run(_serve(Orders(**json.loads(told)), Path(to), Path(pem)))
