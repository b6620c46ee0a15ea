"""A PostgreSQL server for one run of the tests, reached through a socket that only we can open."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL

SERVER_ACCOUNT = "postgres"  # the server refuses to run as root
SUPERUSER = "postgres"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
unix_socket_permissions = 0700
# the data is thrown away: what protects it from a power cut only costs time
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@contextlib.contextmanager
def throwaway_server(programs: Path) -> Iterator[Path]:
    """Start a server in a temporary folder; give the folder that holds its socket.

    Args:
        programs: the folder of initdb and pg_ctl.
    """
    # Not in pytest's temporary folder: the server's account may not enter that, and the name of
    # a socket must stay under about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="tacycle-pg-"))
    data, log = folder / "data", folder / "log"
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_ACCOUNT)
    try:
        # --no-locale: text sorts by code point, as in SQLite and the same on every machine.
        text_sorts = ["--encoding=UTF8", "--no-locale"]
        user = ["--auth=trust", f"--username={SUPERUSER}"]
        initdb = [programs / "initdb", f"--pgdata={data}", "--no-sync"]
        run([*initdb, *text_sorts, *user], folder)
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(folder=folder))
        pg_ctl = [programs / "pg_ctl", f"--pgdata={data}", "--wait", "--silent"]
        run([*pg_ctl, f"--log={log}", "start"], folder)
        try:
            yield folder
        finally:
            run([*pg_ctl, "--mode=fast", "stop"], folder)
    finally:
        shutil.rmtree(folder)


def run(command: list[str | Path], folder: Path) -> None:
    """Run one of the server's programs in its folder, as its account where we are root."""
    as_server = ["runuser", "-u", SERVER_ACCOUNT, "--"] if os.geteuid() == 0 else []
    # The server inherits the output: a pipe would never end, a file does no harm.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [*as_server, *command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        said.seek(0)
        if done.returncode != 0:
            log = folder / "log"
            logged = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{said.read()}{logged}")


def has_account() -> bool:
    """Whether the server can be started by whoever we are."""
    if os.geteuid() != 0:
        return True
    return SERVER_ACCOUNT in {account.pw_name for account in pwd.getpwall()}


_numbers = count(1)


@contextlib.contextmanager
def empty_database(socket_folder: Path) -> Iterator[str]:
    """Create an empty database, give its URL, drop it, whoever is still connected."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(
        host=str(socket_folder), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield url(socket_folder, name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


def url(socket_folder: Path, database: str) -> str:
    return URL.create(
        "postgresql+psycopg",
        username=SUPERUSER,
        database=database,
        query={"host": str(socket_folder)},
    ).render_as_string(hide_password=False)
