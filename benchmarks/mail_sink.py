"""A mail server in a process of its own that takes everything and notes each Message-ID.

    python -m benchmarks.mail_sink NOTES [CERTIFICATE] [--pipelining]

Prints its port. With a certificate it insists on STARTTLS; with --pipelining it takes commands that
are joined (RFC 2920). It ends when its standard input does.
"""

import asyncio
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)\r$", re.MULTILINE)
HOST = "127.0.0.1"
PIPELINING = "--pipelining"


@contextmanager
def mail_sink(
    notes: Path, authority: trustme.CA | None = None, *, is_pipelining: bool = False
) -> Iterator[int]:
    """A sink while it runs; gives its port.

    Args:
        authority: signs the certificate of its STARTTLS; without one all is in the clear.
    """
    more = []
    if authority is not None:
        certificate = notes.with_suffix(".pem")
        authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(certificate)
        more = [str(certificate)]
    if is_pipelining:
        more.append(PIPELINING)
    command = [sys.executable, "-m", "benchmarks.mail_sink", str(notes), *more]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sink:
        assert sink.stdin
        assert sink.stdout
        try:
            yield int(sink.stdout.readline())
        finally:
            sink.stdin.close()
            sink.wait()


class Sink:
    """What is done with a mail."""

    def __init__(self, notes: Path, *, is_pipelining: bool) -> None:
        self._is_pipelining = is_pipelining
        self._notes = notes.open("ab", buffering=0)

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what can be done here; as most mail servers do, also that commands may be joined."""
        session.host_name = hostname
        more = ["250-PIPELINING"] if self._is_pipelining else []
        return [*responses[:-1], *more, responses[-1]]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        """Note which mail it is."""
        found = MESSAGE_ID.search(envelope.content)
        self._notes.write((found[1] if found else b"none") + b"\n")
        return "250 OK"


async def _serve(notes: Path, certificate: Path | None, *, is_pipelining: bool) -> None:
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    sink = Sink(notes, is_pipelining=is_pipelining)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            sink, hostname=HOST, tls_context=context, require_starttls=context is not None,
            data_size_limit=None,
        ),
        HOST, 0,
    )  # fmt: skip
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    notes, *more = sys.argv[1:]
    pem = next((Path(one) for one in more if one != PIPELINING), None)
    asyncio.run(_serve(Path(notes), pem, is_pipelining=PIPELINING in more))
