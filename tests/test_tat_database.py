"""The tracker's database: all or nothing, one writer at a time, one state for a reader."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from tat import database
from tat.database import alembic_config, open_tracker, read, upgrade, write
from tat.schema import Cycle, Person, Sweep

NOON = datetime(2016, 9, 12, 12, tzinfo=UTC)


def person(name):
    return Person(name=name, address=f"{name}@state.example", time_zone="America/Chicago")


def names(tat):
    return tat.scalars(sa.select(Person.name).order_by(Person.name)).all()


def test_what_was_written_is_read_by_the_next_transaction(tracker):
    with write(tracker) as tat:
        tat.add(person("ada"))
    with read(tracker) as tat:
        assert names(tat) == ["ada"]


def test_a_transaction_that_raises_writes_nothing(tracker):
    with pytest.raises(ZeroDivisionError):
        write_and_raise(tracker)
    with read(tracker) as tat:
        assert names(tat) == []
    with write(tracker) as tat:  # and it has given the pen back
        tat.add(person("bo"))
    with read(tracker) as tat:
        assert names(tat) == ["bo"]


def write_and_raise(tracker):
    with write(tracker) as tat:
        tat.add(person("ada"))
        tat.flush()
        assert names(tat) == ["ada"]
        raise ZeroDivisionError


def test_a_reader_sees_one_state_from_its_first_query_on(tracker):
    with write(tracker) as tat:
        tat.add(person("ada"))
    with read(tracker) as reading:
        assert names(reading) == ["ada"]
        with write(tracker) as tat:
            tat.add(person("bo"))
        assert names(reading) == ["ada"]
    with read(tracker) as reading:
        assert names(reading) == ["ada", "bo"]


def test_a_reader_cannot_write(tracker):
    ada = {"name": "ada", "address": "ada@state.example", "time_zone": "America/Chicago"}
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"), read(tracker) as tat:
        tat.execute(sa.insert(Person).values(ada))
    with write(tracker) as tat:  # on the same connection, which may write again
        tat.add(person("bo"))
    with read(tracker) as tat:
        assert names(tat) == ["bo"]


def test_a_writer_holds_the_pen_from_its_first_line(tracker):
    """The second writer does not even read before the first one has committed."""
    seen = []
    first_is_in, second_goes = threading.Event(), threading.Event()

    def second_writer():
        first_is_in.wait(10)
        second_goes.set()
        with write(tracker) as tat:
            seen.extend(names(tat))

    second = threading.Thread(target=second_writer)
    second.start()
    with write(tracker) as tat:
        first_is_in.set()
        second_goes.wait(10)
        second.join(0.3)
        assert (seen, second.is_alive()) == ([], True)
        tat.add(person("ada"))
    second.join(10)
    assert seen == ["ada"]


def test_a_reader_does_not_wait_for_a_writer(tracker):
    with write(tracker) as tat:
        tat.add(person("ada"))
        tat.flush()
        with read(tracker) as reading:
            assert names(reading) == []


def test_a_writer_inside_a_writer_fails_and_does_not_hang(database_url, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    tracker = open_tracker(database_url)
    upgrade(tracker)
    with write(tracker):
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError, match=r"locked|lock timeout"), write(tracker):
            pass
        assert 0.1 < time.monotonic() - began < 2


def test_writers_of_one_process_queue_before_they_take_a_connection(tmp_path):
    """In SQLite's own queue each looks again after up to 100 ms, and the pen lies idle."""
    tracker = open_tracker(f"sqlite:///{tmp_path / 'tat.db'}")
    upgrade(tracker)

    def add(name):
        with write(tracker) as tat:
            tat.add(person(name))

    with ThreadPoolExecutor(4) as others:
        with write(tracker):
            waiting = [others.submit(add, name) for name in ("ada", "ben", "cyd", "dov")]
            time.sleep(0.3)
            n_connected = tracker.engine.pool.checkedout()
        for one in waiting:
            one.result()
    with read(tracker) as tat:
        assert (n_connected, sorted(names(tat))) == (1, ["ada", "ben", "cyd", "dov"])


MOMENTS = [
    (datetime(2016, 11, 21, 9, 30, tzinfo=ZoneInfo("America/New_York")), (2016, 11, 21, 14, 30)),
    (datetime(2016, 7, 1, 20, 0, tzinfo=ZoneInfo("Pacific/Guam")), (2016, 7, 1, 10, 0)),
    (datetime(2016, 9, 12, 1, 2, 3, 456789, tzinfo=UTC), (2016, 9, 12, 1, 2, 3, 456789)),
]


@pytest.mark.parametrize(("moment", "in_utc"), MOMENTS)
def test_moments_come_back_in_utc_and_know_it(tracker, moment, in_utc):
    add_sweep(tracker, moment)
    with read(tracker) as tat:
        back = tat.scalars(sa.select(Sweep.at)).one()
    assert back == datetime(*in_utc, tzinfo=UTC)
    assert back.utcoffset() == timedelta(0)


def test_a_moment_without_time_zone_is_refused_and_nothing_is_written(tracker):
    with pytest.raises(sa.exc.StatementError, match="has no time zone"):
        add_sweep(tracker, datetime(2016, 9, 12, 12))  # noqa: DTZ001 - the fault
    with read(tracker) as tat:
        assert tat.scalars(sa.select(Cycle.name)).all() == []


def add_sweep(tracker, at):
    with write(tracker) as tat:
        start, end = date(2016, 9, 6), date(2018, 9, 30)
        zone = "America/New_York"
        tat.add(Cycle(name="2016", title="", time_zone=zone, starts_on=start, ends_on=end))
        tat.flush()
        tat.add(Sweep(cycle="2016", at=at, n_reminders=0, n_escalations=0))


def test_what_points_nowhere_is_refused(tracker):
    with pytest.raises(sa.exc.IntegrityError, match=r"(?i)foreign key"), write(tracker) as tat:
        tat.add(Sweep(cycle="2099", at=NOON, n_reminders=0, n_escalations=0))


def test_opening_makes_the_folder_of_the_file_and_no_tables(tmp_path):
    tracker = open_tracker(f"sqlite:///{tmp_path / 'data' / 'tat.db'}")
    assert sa.inspect(tracker.engine).get_table_names() == []
    assert (tmp_path / "data").is_dir()


def test_the_settings_of_sqlite_hold_on_every_connection(tmp_path):
    tracker = open_tracker(f"sqlite:///{tmp_path / 'tat.db'}")
    said = []
    for _ in range(2):
        with tracker.engine.connect() as connection:
            said.append([pragma_of(connection, name) for name in ("foreign_keys", "journal_mode")])
            connection.invalidate()
    assert said == [[1, "wal"], [1, "wal"]]


def pragma_of(connection, name):
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_a_url_with_a_percent_sign_reaches_the_migrations_unchanged():
    url = "postgresql+psycopg://staff:p%40ss@db.example/tat"
    assert alembic_config(url).get_main_option("sqlalchemy.url") == url


def test_the_migrations_are_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    upgrade(open_tracker("sqlite:///tat.db"))
    assert Path("tat.db").exists()
