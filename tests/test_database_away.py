"""The database goes away under the pages: they say so, lose nothing, and go on once it is back."""

import time
from datetime import UTC, date, datetime
from threading import Event

import psycopg
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from config.settings import Settings
from portal.app import make_app
from portal.loops import LiveCycles, Turns, loops, start
from portal.postman_name import own_name
from tasks.surroundings import Surroundings
from tat.database import open_tracker, upgrade, write
from tat.schema import Cycle, Message, Person
from tat.statuses import MessageState
from tests.pages import SECRET
from tests.postgresql import url

PATIENCE_SECONDS = 30


class Server:
    """The server of one database, which can refuse everybody."""

    def __init__(self, socket_folder, database) -> None:
        self.admin = psycopg.connect(url(socket_folder, "postgres").replace("+psycopg", ""),
                                     autocommit=True)  # fmt: skip
        self.database = database

    def go_away(self) -> None:
        self._allow("false")
        self.admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [self.database],
        )

    def come_back(self) -> None:
        self._allow("true")

    def _allow(self, is_allowed) -> None:
        self.admin.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS {is_allowed}")


def wait_until(is_so) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


@pytest.fixture
def installation(postgresql, postgresql_url):
    """The pages and their loops over an empty record; gives its server, a browser and the turns."""
    tracker = open_tracker(postgresql_url)
    upgrade(tracker)
    surroundings, turns, stop, broke = Surroundings(tracker), Turns(), Event(), Event()
    settings = Settings(secret=SECRET, wake_gather_seconds=0.1)
    app = make_app(surroundings, settings)
    app.state.turns = turns
    server = Server(postgresql, sa.make_url(postgresql_url).database)
    named = loops(surroundings, settings, LiveCycles(surroundings, ["another"]), turns)
    threads = start(named, stop, broke.set)
    yield server, TestClient(app, raise_server_exceptions=False), turns, surroundings, broke
    stop.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    server.admin.close()
    tracker.engine.dispose()


def test_while_the_database_is_away_the_pages_say_so_and_all_goes_on_once_it_is_back(installation):
    """What the postman had in hand when it went away is queued again at once."""
    server, browser, turns, surroundings, broke = installation
    wait_until(lambda: turns.waker_at and turns.postman_at)
    with write(surroundings.tracker) as tat:
        claim_one(tat)

    server.go_away()
    told = [browser.get("/healthz"), browser.get("/l/any")]
    time.sleep(3)  # long enough for each loop to find nobody there
    server.come_back()

    assert [one.status_code for one in told] == [503, 503]
    assert told[0].json()["database"] == {
        "is_well": False, "at": None,
        "says": "The record cannot be read (OperationalError). Start the database or mend the way "
        "to it: the pages go on by themselves.",
    }  # fmt: skip
    assert "The record does not answer just now" in told[1].text
    back_at = datetime.now(UTC)
    wait_until(lambda: min(turns.waker_at, turns.postman_at) > back_at)
    assert browser.get("/healthz").json()["database"]["is_well"] is True
    assert browser.get("/l/any").status_code == 404
    assert broke.is_set() is False
    with write(surroundings.tracker) as tat:
        assert tat.scalar(sa.select(Message.state)) == MessageState.QUEUED


def claim_one(tat) -> None:
    """A message in the hand of this very postman, of a cycle that is not to be posted here."""
    day, noon = date(2016, 9, 12), datetime(2016, 9, 12, 12, tzinfo=UTC)
    person = Person(name="Ada", address="ada@state.example", time_zone="America/Chicago")
    cycle = Cycle(name="2016-2018", title="", time_zone="America/New_York", starts_on=day,
                  ends_on=day)  # fmt: skip
    tat.add_all([person, cycle])
    tat.flush()
    tat.add(
        Message(
            cycle="2016-2018", person_id=person.id, message_id="<1@mail.example>", subject="",
            made_at=noon, state=MessageState.CLAIMED, n_tries=1,
            claimed_by=own_name(), claimed_at=noon, is_urgent=False, is_required=False,
        )
    )  # fmt: skip
