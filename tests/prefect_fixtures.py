"""A real Prefect server for the tests that need one, started once, on loopback."""

from collections.abc import Iterator
from pathlib import Path

import prefect
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.executor import quick
from flows.server import Server, connected


@pytest.fixture(scope="session")
def prefect_server(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Server]:
    """A server without what a rehearsal does not need; this process talks to it."""
    migrated = migrated_database(pytestconfig)
    server = Server(
        tmp_path_factory.mktemp("prefect"),
        has_services=False,
        database=migrated if migrated.exists() else None,
    )
    with server:
        if not migrated.exists():
            server.keep_database(migrated)
        with connected(server):
            yield server


@pytest.fixture
def quick_executions(prefect_server: Server) -> Iterator[None]:
    """Executions in this process share one connection and send no heartbeats or logs."""
    with quick():
        yield


def migrated_database(pytestconfig: pytest.Config) -> Path:
    """Where an empty database of this Prefect is kept from one run of the tests to the next."""
    cache = getattr(pytestconfig, "cache", None)
    assert cache is not None
    return Path(cache.mkdir(f"prefect-{prefect.__version__}")) / "empty.db"


@pytest.fixture
def without_prefect(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No address of a server is known, also where another test of this process uses one."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        yield
