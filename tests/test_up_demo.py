"""The demo: played to the end of step 3 with simulated people, its step 4 opens now."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime

import pytest
import sqlalchemy as sa

from cli.up.demo import calendar_around, greeting, play, run_demo
from cli.up.place import Addresses, held, prepare
from config.data_folder import DataFolder
from config.declared import load
from config.settings import Settings
from flows.server import Server
from tasks.opening import due_steps
from tasks.surroundings import Surroundings
from tat.database import open_tracker, read, upgrade
from tat.ledger import verify
from tat.refusals import Refused
from tat.schema import Plan, Step
from tests.prefect_fixtures import migrated_database


@pytest.mark.parametrize(
    ("now", "opens_on"),
    [
        (datetime(2026, 11, 25, 12, 15, tzinfo=UTC), "2026-11-25"),  # 07:15 in Washington
        (datetime(2026, 11, 25, 12, 5, tzinfo=UTC), "2026-11-24"),  # its schedule fires just now
        (datetime(2026, 11, 25, 4, 0, tzinfo=UTC), "2026-11-24"),  # still the day before there
        (datetime(2026, 11, 28, 20, 0, tzinfo=UTC), "2026-11-28"),  # a Saturday
    ],
)
def test_step_4_has_just_opened_whenever_the_demo_begins(now, opens_on):
    calendar = calendar_around(load("2016-2018").calendar, now)
    assert calendar.step(4).starts_on.isoformat() == opens_on
    assert calendar.step(4).starts_on - calendar.step(3).ends_on == timedelta(days=3)
    window = calendar.step(3).window("all-hands")
    assert calendar.step(3).starts_on < window.starts_on < window.ends_on


def test_a_demo_that_was_stopped_does_not_say_that_its_step_opens_now():
    assert [greeting("http://127.0.0.1:4280", is_new=is_new) for is_new in (True, False)] == [
        "The demo: CO, MT, VT; nobody in it exists; step 4 opens now.\n"
        "Every mail lies in http://127.0.0.1:4280/mailbox: open one, follow its link, answer.",
        "The demo: CO, MT, VT; nobody in it exists; it carries on where it was stopped.\n"
        "Every mail lies in http://127.0.0.1:4280/mailbox: open one, follow its link, answer.",
    ]


def test_beginning_anew_takes_nothing_from_a_demo_that_is_up(tmp_path):
    data = DataFolder(tmp_path / "demo")
    prepare(data)
    data.secret.write_text("kept")
    up = Addresses(4711, "http://127.0.0.1:4280", "http://127.0.0.1:4200/api")
    with held(data, up), pytest.raises(Refused, match="another tacycle up uses"):
        run_demo(Settings(data_folder=tmp_path), anew=True)
    assert data.secret.read_text() == "kept"


def test_it_is_played_through_the_same_flows_until_step_4_is_due(tmp_path, prefect_server, request):
    settings = Settings(
        data_folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'tacycle.db'}",
        config_folder=tmp_path / "config",
        public_address="http://127.0.0.1:4280",
    )
    tracker = open_tracker(settings.database_url)
    upgrade(tracker)
    server = Server(tmp_path / "prefect", database=migrated_database(request.config))
    play(settings, tracker, server, "s" * 43)
    with read(tracker) as tat:
        plans = list(tat.execute(sa.select(Plan.jurisdiction, Plan.status)))
        states = list(tat.scalars(sa.select(Step.state).order_by(Step.number)))
        assert verify(tat).is_intact
    assert sorted((code, str(status)) for code, status in plans) == [
        ("CO", "initial"),
        ("MT", "initial"),
        ("VT", "initial"),
    ]
    assert [str(state) for state in states] == ["closed"] * 3 + ["ahead"] * 4
    surroundings = Surroundings(tracker, config_folder=settings.config_folder)
    assert due_steps(surroundings, "demo", grace=timedelta(minutes=5)) == [4]
    mails = [message_from_bytes(one.read_bytes()) for one in (tmp_path / "mailbox").glob("*.eml")]
    assert len(mails) > 100
    newest = max(parsedate_to_datetime(mail["Date"]) for mail in mails)
    assert newest < datetime.now(UTC)
    rules = surroundings.declared_for("demo").rules
    assert {str(one.urgency) for one in rules.notice.values()} <= {
        "at once",
        "weekly",
        "with the next",
    }
