"""Prefect's server as a child process: on loopback, with a home of its own, never an orphan."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_HOME,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    temporary_settings,
)

from tasks.parent import die_with_parent

PROJECT = Path(__file__).parent.parent
START_SECONDS = 90
DATABASE = "prefect.db"

ALWAYS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
WITHOUT_SERVICES = {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in (
        "CANCELLATION_CLEANUP",
        "CLEANUP_RECONCILER",
        "EVENT_PERSISTER",
        "FOREMAN",
        "LATE_RUNS",
        "PAUSE_EXPIRATIONS",
        "REPOSSESSOR",
        "SCHEDULER",
        "TASK_RUN_RECORDER",
        "TRIGGERS",
    )
} | {"PREFECT_UI_ENABLED": "false", "PREFECT_API_BLOCKS_REGISTER_ON_START": "false"}
"""For a rehearsal: nobody looks at its page, and its clock is not the schedules' clock."""


class ServerDidNotStart(Exception):
    """Prefect's server gave no answer in time."""


class Server:
    """A Prefect server of our own. It dies with this process, however this process dies."""

    def __init__(
        self, home: Path, *, port: int | None = None, has_services: bool = True,
        database: Path | None = None,
    ) -> None:  # fmt: skip
        """Say where it lives.

        Args:
            home: its folder, made when missing; keeps its database.
            port: on loopback; None for a free one, which it keeps over restarts.
            has_services: False switches off what a rehearsal does not need.
            database: a ready-made database to begin with in a new home; saves its migrations.
        """
        self.home = home
        self.port = port or _free_port()
        self.has_services = has_services
        self.database = database
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def command(self) -> list[str]:
        """The command of its process."""
        return [sys.executable, "-m", "flows.server", str(self.port)]

    def start(self) -> None:
        """Start it and wait until it answers. Raises: ServerDidNotStart."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.database is not None and not (self.home / DATABASE).exists():
            copyfile(self.database, self.home / DATABASE)
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self.environment(),
            )
        try:
            self._wait_until_it_answers()
        except ServerDidNotStart:
            self.stop()
            raise

    def stop(self) -> None:
        """End it and wait for its end, so that its CPU seconds are counted. Safe to repeat."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None

    def keep_database(self, at: Path) -> None:
        """Copy the database as it is now, for a later server to begin with."""
        at.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(self.home / DATABASE)) as ours,
            closing(sqlite3.connect(at)) as copy,
        ):
            ours.backup(copy)

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """The environment of its process, and of all that talk to it."""
        path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
        return {
            **os.environ,
            **ALWAYS,
            **({} if self.has_services else WITHOUT_SERVICES),
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.url,
            "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{self.home / DATABASE}",
            "PYTHONPATH": path,
        }

    def _wait_until_it_answers(self) -> None:
        give_up_at = time.monotonic() + START_SECONDS
        while not self.answers():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > give_up_at:
                raise ServerDidNotStart(
                    f"Prefect's server {'ended' if ended else 'gave no answer'} within "
                    f"{START_SECONDS} seconds; see {self.home / 'server.log'}."
                )
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it answers now."""
        # A bare socket first: a client that is made anew for every look costs more than the start.
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                return False
        try:
            return httpx.get(f"{self.url}/health", timeout=5, trust_env=False).is_success
        except httpx.TransportError:
            return False


@contextmanager
def connected(server: Server) -> Iterator[Server]:
    """Have this process, and the processes that it starts, talk to a server of ours."""
    changed = {
        "PREFECT_API_URL": server.url,
        "PREFECT_HOME": str(server.home),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    }
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        with temporary_settings(
            {
                PREFECT_API_URL: server.url,
                PREFECT_HOME: server.home,
                PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False,
            }
        ):
            yield server
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _let_runs_be_scheduled() -> None:
    """Have Prefect's scheduler write down the runs to come: without this it writes none.

    With the values of a run it passes the run's state, which is no column. SQLAlchemy 2.1 asks what
    is to be done with it, and Prefect before 3.9 does not say: nothing, it writes the state itself.
    """
    from prefect.server.database.orm_models import FlowRun

    def leave_state_out(cls: Any, mapping: MutableMapping[str, Any], value: Any) -> None:  # noqa: ARG001 - as SQLAlchemy calls it
        del mapping["state"]

    state: Any = FlowRun.__mapper__.all_orm_descriptors["state"]  # a hybrid property
    state.inplace.bulk_dml(leave_state_out)


def _serve(port: int) -> None:
    """The child: serve until standard input ends, which it does when the parent is gone."""
    die_with_parent()
    import uvicorn
    from prefect.server.api.server import create_app

    _let_runs_be_scheduled()
    with suppress(KeyboardInterrupt):
        uvicorn.run(
            create_app(final=True),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=1,  # its clients keep their connections open for ever
        )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
