"""A real IMAP server (pymap) on loopback, in a process of its own, that keeps mails in memory."""

import asyncio
import json
import ssl
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from imap_tools import MailBoxUnencrypted

from tests.own_server import OwnServer

USER, PASSWORD = "ta-planning", "a password for tests"


class ImapServer(OwnServer):
    """The server as tests see it: two doors to the same mailbox."""

    def __init__(self, folder: Path, *, tls_port: int = 0) -> None:
        super().__init__(folder, trustme.CA())
        self.port = self.starttls_port = 0
        self.tls_port = tls_port

    def start(self) -> "ImapServer":
        said = json.loads(
            self._run("tests.imap_server", str(self._certificate), str(self.tls_port))
        )
        self.port, self.tls_port, self.starttls_port = said
        return self

    def put(self, *mails: bytes) -> None:
        """Lay mails into the mailbox, as if they had come."""
        with self._box() as box:
            for mail in mails:
                box.append(mail, "INBOX")

    def n_in(self, folder: str) -> int:
        """How many mails lie in a folder; -1 where there is none."""
        with self._box() as box:
            if not box.folder.exists(folder):
                return -1
            return box.folder.status(folder)["MESSAGES"]

    def empty(self) -> None:
        """Take everything away."""
        with self._box() as box:
            for name in ("Taken in", "INBOX"):
                if box.folder.exists(name):
                    box.folder.set(name)
                    box.delete(box.uids("ALL", charset=None))

    def _box(self):
        return MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(USER, PASSWORD)


@contextmanager
def imap_server(folder: Path) -> Iterator[ImapServer]:
    """A server that runs until the block ends."""
    server = ImapServer(folder).start()
    try:
        yield server
    finally:
        server.stop()


async def _serve(pem: str, tls_port: int) -> None:
    from proxyprotocol.reader import ProxyProtocolReader
    from pymap.backend.dict import DictBackend
    from pymap.imap import IMAPServer

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    args = Namespace(
        host="127.0.0.1", port=0, debug=False, cert=pem, key=None, tls=True, passlib_cfg=None,
        proxy_protocol=None, demo_data=False, demo_user=USER, demo_password=PASSWORD,
    )  # fmt: skip
    backend, config = await DictBackend.init(args, ssl_context=context)
    plain_args = Namespace(**{**vars(args), "tls": False})
    plain = type(config).from_args(plain_args, ssl_context=context)
    config.apply_context()
    ports = []
    for settings, tls, port in ((plain, None, 0), (plain, context, tls_port), (config, None, 0)):
        serving = ProxyProtocolReader(settings.proxy_protocol).get_callback(
            IMAPServer(backend.login, settings)
        )
        server = await asyncio.start_server(serving, "127.0.0.1", port, ssl=tls)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], int(sys.argv[2])))
