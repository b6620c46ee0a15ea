"""The data folder of `tacycle up`: made, looked at, and held for one at a time."""

import fcntl
import json
import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from config.data_folder import DataFolder
from config.settings import Settings
from tat.refusals import Refused

LEAST_BYTES = 200_000_000
"""Less room than this, and the databases could not grow."""

SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Addresses:
    """Where what is up can be reached, and under which process."""

    pid: int
    pages: str
    prefect: str


def prepare(data: DataFolder) -> None:
    """Make the folder and see that it can be written to. Raises: Refused."""
    try:
        for folder in (data.root, data.logs, data.mailbox):
            folder.mkdir(parents=True, exist_ok=True)
        probe = data.root / ".probe"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
        n_free = shutil.disk_usage(data.root).free
    except OSError as error:
        raise Refused(
            f"Nothing was started: the data folder {data.root} cannot be written to "
            f"({error.strerror}); make room or give rights, or name another one in "
            "TACYCLE_DATA_FOLDER."
        ) from None
    if n_free < LEAST_BYTES:
        raise Refused(
            f"Nothing was started: the disk of {data.root} has {n_free // 1_000_000} MB left, and "
            f"{LEAST_BYTES // 1_000_000} MB are needed; make room."
        )


@contextmanager
def held(data: DataFolder, addresses: Addresses) -> Iterator[None]:
    """Hold the folder; the lock falls when this process ends, however it ends.

    Raises: Refused, while another `tacycle up` holds it.
    """
    with os.fdopen(os.open(data.lock, os.O_RDWR | os.O_CREAT, 0o600), "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = who_is_up(data)
            at = f" (process {other.pid}, pages at {other.pages})" if other else ""
            raise Refused(
                f"Nothing was started: another tacycle up uses {data.root}{at}; stop that one, or "
                "name another folder in TACYCLE_DATA_FOLDER."
            ) from None
        lock.truncate()
        json.dump(asdict(addresses), lock)
        lock.flush()
        try:
            yield
        finally:
            lock.seek(0)
            lock.truncate()


def who_is_up(data: DataFolder) -> Addresses | None:
    """Where the `tacycle up` of a folder can be reached; None where none is running."""
    try:
        with data.lock.open() as lock:
            if _is_free(lock.fileno()):
                return None
            return Addresses(**json.load(lock))
    except (OSError, ValueError, TypeError):
        return None


def secret_of(settings: Settings, data: DataFolder) -> str:
    """The secret from which links are made: the one that is set, else the folder's own.

    Without either one is made. Raises: Refused, when that of the folder cannot be used.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    if not data.secret.exists():
        _write_secret(data.secret)
    try:
        secret = data.secret.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _no_secret(data, f"cannot be read ({type(error).__name__})") from None
    if len(secret) < SHORTEST_SECRET:
        raise _no_secret(data, f"has {len(secret)} characters, at least {SHORTEST_SECRET} needed")
    if data.secret.stat().st_mode & 0o077:
        raise _no_secret(data, "can be read by others than its owner (chmod 600 mends that)")
    return secret


def check_ports(settings: Settings) -> None:
    """See that nobody else listens where we want to. Raises: Refused."""
    wanted = {
        "TACYCLE_PAGES_PORT": (settings.pages_port, "the pages"),
        "TACYCLE_PREFECT_PORT": (settings.prefect_port, "Prefect's server"),
    }
    for variable, (port, what) in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise Refused(
                    f"Nothing was started: port {port} of {what} cannot be used "
                    f"({error.strerror}); end who uses it, or set another in {variable}."
                ) from None


def _write_secret(path: Path) -> None:
    # Its rights from its first moment on; never over one that is there.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


def _no_secret(data: DataFolder, cause: str) -> Refused:
    return Refused(
        f"Nothing was started: the secret in {data.secret} {cause}; put the right one back. If it "
        "is lost, remove the file: a new one is made, and links in later mails come from it."
    )


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return True
