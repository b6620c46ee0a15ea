"""The databases that tests are given: real, empty and gone afterwards."""

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.postgresql import empty_database

N_RUNS = 2


def make_table(url):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE plan (state TEXT)"))
        connection.execute(text("INSERT INTO plan VALUES ('OR')"))
        rows = connection.execute(text("SELECT state FROM plan")).scalars().all()
    return engine, rows


@pytest.mark.parametrize("_run", range(N_RUNS))
def test_each_test_gets_an_empty_database_that_can_be_written(database_url, _run):
    assert inspect(create_engine(database_url)).get_table_names() == []
    assert make_table(database_url)[1] == ["OR"]


def test_a_database_is_dropped_though_somebody_is_still_connected(postgresql):
    with empty_database(postgresql) as url:
        engine, _ = make_table(url)
        still_open = engine.connect()
        name = engine.url.database
    with empty_database(postgresql) as other, create_engine(other).connect() as connection:
        names = connection.execute(text("SELECT datname FROM pg_database")).scalars().all()
    still_open.invalidate()
    assert name not in names
