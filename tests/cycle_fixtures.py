"""Small cycles that tests ask for by name: fresh ones, and copies of one played until a stage."""

import sqlite3
from contextlib import closing
from copy import copy
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from rehearsal.inbox import Inbox
from tasks.repeatable import RepeatableTask
from tasks.surroundings import Surroundings
from tat.database import open_tracker
from tests.playing import STAGES
from tests.small_cycle import STATES, SmallCycle


class Stages:
    """One cycle that is played on from stage to stage, and a copy of its record at each."""

    def __init__(self, folder: Path, states: tuple[str, ...] = STATES) -> None:
        self._folder = folder
        self._played = SmallCycle(f"sqlite:///{folder / 'played.db'}", folder, states)
        self._moments: dict[str, datetime] = {}

    def copy(self, stage: str, folder: Path) -> SmallCycle:
        """Give a cycle of its own at a stage. The mails that were ripe until then have left."""
        for name in STAGES[: STAGES.index(stage) + 1]:
            if name not in self._moments:
                self._played.reach(name)
                self._played.mails()
                self._moments[name] = self._played.now
                _copy_sqlite(self._folder / "played.db", self._folder / f"{name}.db")
        cycle = copy(self._played)
        cycle.now = self._moments[stage]
        cycle.folder = folder
        cycle._stages = list(STAGES[: STAGES.index(stage) + 1])
        cycle.inbox = Inbox(folder / "mailbox")
        cycle.office = replace(cycle.office, way=cycle.inbox)
        return _on_copy(cycle, self._folder / f"{stage}.db", folder / "tat.db")


def twin(cycle: SmallCycle, path: Path) -> SmallCycle:
    """The same cycle on a copy of its record, which goes its own way from here."""
    return _on_copy(copy(cycle), Path(str(cycle.tracker.engine.url.database)), path)


def _on_copy(cycle: SmallCycle, path: Path, to: Path) -> SmallCycle:
    _copy_sqlite(path, to)
    cycle.tracker = open_tracker(f"sqlite:///{to}")
    sa.event.listen(cycle.tracker.engine, "connect", _do_not_wait_for_the_disk)
    cycle.surroundings = Surroundings(
        tracker=cycle.tracker, now=lambda: cycle.now, declared=cycle.declared
    )
    return cycle


def _do_not_wait_for_the_disk(connection, _record) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _copy_sqlite(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as here, closing(sqlite3.connect(to)) as there:
        here.backup(there)


@pytest.fixture(scope="session")
def stages(tmp_path_factory) -> Stages:
    """The stages that the tests of a run have asked for, each played once."""
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def cycle_at(stages, tmp_path, monkeypatch):
    """A cycle of three states that begins at a stage: cycle_at("asked"). Costs a copy."""
    monkeypatch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
    return lambda stage: stages.copy(stage, tmp_path)


@pytest.fixture
def small_cycle(tmp_path, monkeypatch) -> SmallCycle:
    """A cycle of three states on SQLite; tasks run as plain functions."""
    monkeypatch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
    return SmallCycle(f"sqlite:///{tmp_path / 'tat.db'}", tmp_path)


@pytest.fixture
def small_cycle_of(tmp_path, monkeypatch):
    """The same for other states: small_cycle_of("GU", "PR")."""
    monkeypatch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
    return lambda *states: SmallCycle(f"sqlite:///{tmp_path / 'tat.db'}", tmp_path, states)


@pytest.fixture
def small_cycle_on_both(database_url, tmp_path, monkeypatch) -> SmallCycle:
    """The same on each kind of database in turn."""
    monkeypatch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
    return SmallCycle(database_url, tmp_path)
