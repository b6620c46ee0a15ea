"""What the servers of the tests have in common: a process of their own, and a certificate."""

import ssl
import subprocess
import sys
from pathlib import Path

import trustme


class OwnServer:
    """A server on loopback in a process of its own, with a certificate that nobody else trusts."""

    def __init__(self, folder: Path, authority: trustme.CA) -> None:
        self.authority = authority
        self._certificate = folder / "server.pem"
        chain = authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem
        chain.write_to_path(self._certificate)
        self._process: subprocess.Popen | None = None

    def _run(self, module: str, *arguments: str) -> str:
        """Start a module of the tests; gives the first line that it says."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        return self._process.stdout.readline()

    def stop(self) -> None:
        """Go away: connections break, and nobody listens."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def context(self) -> ssl.SSLContext:
        """What trusts this server's certificate, and no other."""
        context = ssl.create_default_context()
        context.load_verify_locations(cadata=self.authority.cert_pem.bytes().decode())
        return context
