"""What tests ask for by name: a fresh database of each kind that the tracker runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tat.database import Tracker, open_tracker, upgrade
from tests.postgresql import SERVER_ACCOUNT, empty_database, has_account, throwaway_server
from tests.system_needs import find_postgresql

pytest_plugins = [
    "pytester",
    "tests.process_coverage",
    "tests.skips",
    "tests.prefect_fixtures",
    "tests.cycle_fixtures",
    "tests.two_cycles",
    "tests.rosters",
    "tests.browsing",
    "tests.corpus",
]


LONGEST = "test_rehearsal.py"
"""The file whose tests take minutes: it begins first, and the others run beside it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """A running PostgreSQL server; gives the folder of its socket."""
    programs = find_postgresql()
    if programs is None:
        pytest.skip("the PostgreSQL server is not installed: see what `make test` says first")
    if not has_account():
        pytest.skip(f"we are root and there is no account {SERVER_ACCOUNT!r} to run PostgreSQL as")
    with throwaway_server(programs) as socket_folder:
        yield socket_folder


@pytest.fixture
def postgresql_url(postgresql: Path) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that is dropped after the test."""
    with empty_database(postgresql) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tat.db'}"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def tracker(database_url: str) -> Iterator[Tracker]:
    """A tracker without any rows, on a database of each kind in turn."""
    tracker = open_tracker(database_url)
    upgrade(tracker)
    yield tracker
    tracker.engine.dispose()
