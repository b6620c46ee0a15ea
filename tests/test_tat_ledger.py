"""The ledger: what is written stays, and whatever is changed behind its back is named."""

import hashlib
import multiprocessing
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cli.ledger import app
from cli.ledger import verify as verify_command
from config.vocabulary import Channel
from tat.database import open_tracker, read, upgrade, write
from tat.ledger import Entry, LedgerCheck, record, verify
from tat.schema import Cycle, Jurisdiction, LedgerEntry, Plan
from tat.statuses import Status

ZEROS = "0" * 64
N_PROCESSES, N_EACH = 4, 200


@pytest.fixture
def twenty(tracker):
    """A tracker whose ledger has 20 entries, one an hour from 07:00 UTC of 12 September 2016."""
    with write(tracker) as tat:
        record(tat, [entry(f"state {n}", hour=6 + n % 12) for n in range(1, 21)])
    return tracker


def entry(subject="plan 1", hour=12, **more):
    at = datetime(2016, 9, 12, hour, tzinfo=UTC)
    return Entry(at=at, actor="A. Specialist", act="invited", subject=subject, **more)


def check(tracker):
    with read(tracker) as tat:
        return verify(tat)


def stored(tracker, *columns):
    with read(tracker) as tat:
        return [tuple(row) for row in tat.execute(sa.select(*columns).order_by(LedgerEntry.seq))]


def tamper(tracker, *statements):
    """Change the ledger as somebody would who may do everything with the database."""
    is_sqlite = tracker.engine.dialect.name == "sqlite"
    with tracker.engine.begin() as connection:
        for name in ("update", "delete") if is_sqlite else ("change",):
            of_table = "" if is_sqlite else " ON ledger"
            connection.exec_driver_sql(f"DROP TRIGGER ledger_refuses_{name}{of_table}")
        for statement in statements:
            connection.exec_driver_sql(statement)


# --- writing


@pytest.mark.process("8.4")
def test_who_for_whom_when_by_which_channel_and_on_which_version_is_on_record(tracker):
    with write(tracker) as tat:
        tat.add(
            Cycle(
                name="2016",
                title="",
                time_zone="America/New_York",
                starts_on=date(2016, 9, 6),
                ends_on=date(2018, 9, 30),
            )
        )
        tat.add(Jurisdiction(code="OR", name="Oregon", region=10, time_zone="America/Los_Angeles"))
        tat.flush()
        tat.add(Plan(id=12, cycle="2016", jurisdiction="OR", status=Status.INITIAL, version=3))
        record(
            tat,
            [
                Entry(
                    at=datetime(2016, 11, 21, 9, 30, tzinfo=ZoneInfo("America/New_York")),
                    actor="A. Specialist",
                    act="confirmed",
                    subject="plan 12",
                    on_behalf_of="Ms. Núñez",
                    plan_id=12,
                    plan_version=3,
                    channel=Channel.PHONE,
                    details={"lines": (4, 7), "share": 0.5, "said": None, 2: "two"},
                )
            ],
        )
    with read(tracker) as tat:
        said = tat.scalars(sa.select(LedgerEntry)).one()
        assert (said.seq, said.at, said.actor, said.on_behalf_of, said.act, said.subject) == (
            1,
            datetime(2016, 11, 21, 14, 30, tzinfo=UTC),
            "A. Specialist",
            "Ms. Núñez",
            "confirmed",
            "plan 12",
        )
        assert (said.plan_id, said.plan_version, said.channel) == (12, 3, Channel.PHONE)
        assert said.details == {"lines": [4, 7], "share": 0.5, "said": None, "2": "two"}
        # The hash can be computed without our code: sorted keys, no blanks, UTC, ASCII.
        canonical = (
            r'{"act":"confirmed","actor":"A. Specialist","at":"2016-11-21T14:30:00.000000+00:00",'
            r'"channel":"phone",'
            r'"details":{"2":"two","lines":[4,7],"said":null,"share":0.5},'
            r'"on_behalf_of":"Ms. N\u00fa\u00f1ez","plan_id":12,"plan_version":3,'
            r'"prev_hash":"0000000000000000000000000000000000000000000000000000000000000000",'
            r'"seq":1,"subject":"plan 12"}'
        )
        expected = hashlib.sha256(canonical.encode()).hexdigest()
        assert (said.prev_hash, said.hash) == (ZEROS, expected)
    assert check(tracker) == LedgerCheck(1, True, None, "", expected)


def test_each_entry_carries_the_hash_of_the_one_before_also_over_several_calls(tracker):
    with write(tracker) as tat:
        record(tat, [entry("state 1"), entry("state 2")])
        record(tat, [])
        record(tat, [entry("state 3")])
    with write(tracker) as tat:
        record(tat, [entry("state 4")])
    rows = stored(
        tracker, LedgerEntry.seq, LedgerEntry.subject, LedgerEntry.prev_hash, LedgerEntry.hash
    )
    assert [row[:2] for row in rows] == [
        (1, "state 1"),
        (2, "state 2"),
        (3, "state 3"),
        (4, "state 4"),
    ]
    assert [row[2] for row in rows] == [ZEROS, rows[0][3], rows[1][3], rows[2][3]]
    assert check(tracker) == LedgerCheck(4, True, None, "", rows[3][3])


def test_an_empty_ledger_is_intact(tracker):
    assert check(tracker) == LedgerCheck(0, True, None, "", ZEROS)


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        Entry(at=datetime(2016, 9, 12, 12), actor="a", act="b", subject="c")  # noqa: DTZ001 - the fault


def test_details_that_json_cannot_carry_are_refused_and_nothing_is_written(tracker):
    with pytest.raises(ValueError, match="not JSON compliant"), write(tracker) as tat:
        record(tat, [entry(), entry(details={"share": float("nan")})])
    with pytest.raises(TypeError, match="not JSON serializable"), write(tracker) as tat:
        record(tat, [entry(), entry(details={"when": datetime(2016, 9, 12, tzinfo=UTC)})])
    assert check(tracker) == LedgerCheck(0, True, None, "", ZEROS)


@pytest.mark.process("8.4")
def test_four_processes_at_once_make_one_chain(tracker):
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(N_PROCESSES)
    writers = [
        spawn.Process(target=write_entries, args=(tracker.url, f"writer {number}", start))
        for number in range(N_PROCESSES)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    found = check(tracker)
    assert (found.n_entries, found.is_intact) == (800, True)
    rows = stored(tracker, LedgerEntry.seq, LedgerEntry.actor, LedgerEntry.details)
    assert [seq for seq, _, _ in rows] == list(range(1, 801))
    # What a writer has read before it writes still holds when it writes.
    assert [details["seen"] for _, _, details in rows] == list(range(800))
    for number in range(N_PROCESSES):
        own = [details["n"] for _, actor, details in rows if actor == f"writer {number}"]
        assert own == list(range(200))


def write_entries(url, actor, start):
    """What each of the processes does: one transaction for each entry."""
    tracker = open_tracker(url)
    start.wait()
    for n in range(N_EACH):
        with write(tracker) as tat:
            seen = tat.scalar(sa.select(sa.func.count()).select_from(LedgerEntry))
            at = datetime(2016, 9, 12, tzinfo=UTC)
            details = {"n": n, "seen": seen}
            record(tat, [Entry(at=at, actor=actor, act="wrote", subject="", details=details)])


# --- tampering


def test_a_sound_ledger_is_intact(twenty):
    found = check(twenty)
    last = stored(twenty, LedgerEntry.hash)[19][0]
    assert found == LedgerCheck(20, True, None, "", last)


CONTENT_CHANGES = [
    "subject = 'state 99'",
    "actor = 'Somebody Else'",
    "act = 'approved'",
    "on_behalf_of = 'OCC'",
    "at = '2016-09-13 23:00:00.000000'",
    "plan_version = 2",
    "channel = 'phone'",
    "details = '{\"a\": 1}'",
    "hash = '1111111111111111111111111111111111111111111111111111111111111111'",
]


@pytest.mark.process("8.4")
@pytest.mark.parametrize("change", CONTENT_CHANGES)
def test_a_changed_entry_is_named(twenty, change):
    tamper(twenty, f"UPDATE ledger SET {change} WHERE seq = 17")
    found = check(twenty)
    assert (found.n_entries, found.is_intact, found.first_broken, found.why) == (
        20,
        False,
        17,
        "its content was changed after it was written",
    )
    assert found.head == stored(twenty, LedgerEntry.hash)[15][0]


@pytest.mark.parametrize("change", ["details = 'no json'", "at = 'noon'", "channel = 'dream'"])
def test_what_is_no_longer_even_valid_on_sqlite_is_named(tmp_path, change):
    tracker = open_tracker(f"sqlite:///{tmp_path / 'tat.db'}")
    upgrade(tracker)
    with write(tracker) as tat:
        record(tat, [entry(), entry(), entry()])
    with tracker.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql("DROP TRIGGER ledger_refuses_update")
        connection.exec_driver_sql(f"UPDATE ledger SET {change} WHERE seq = 2")
        connection.commit()
    found = check(tracker)
    assert (found.first_broken, found.why) == (2, "its content was changed after it was written")


def test_a_changed_entry_with_a_new_hash_breaks_the_one_after_it(twenty):
    tamper(twenty, "UPDATE ledger SET subject = 'state 99' WHERE seq = 17")
    with read(twenty) as tat:
        row = tat.scalars(sa.select(LedgerEntry).where(LedgerEntry.seq == 17)).one()
        canonical = (
            '{"act":"invited","actor":"A. Specialist","at":"2016-09-12T11:00:00.000000+00:00",'
            '"channel":null,"details":{},"on_behalf_of":null,"plan_id":null,"plan_version":null,'
            f'"prev_hash":"{row.prev_hash}","seq":17,"subject":"state 99"}}'
        )
    forged = hashlib.sha256(canonical.encode()).hexdigest()
    with twenty.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE ledger SET hash = '{forged}' WHERE seq = 17")
    found = check(twenty)
    assert (found.first_broken, found.why, found.head) == (
        18,
        "it does not follow the entry before it",
        forged,
    )


def test_an_entry_taken_out_of_the_middle_is_named(twenty):
    tamper(twenty, "DELETE FROM ledger WHERE seq = 9")
    found = check(twenty)
    assert (found.n_entries, found.is_intact, found.first_broken, found.why, found.broken_at) == (
        19,
        False,
        9,
        "it is missing",
        None,
    )


def test_an_entry_taken_out_and_the_rest_renumbered_is_named(twenty):
    tamper(
        twenty,
        "DELETE FROM ledger WHERE seq = 9",
        *(f"UPDATE ledger SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(10, 21)),
    )
    found = check(twenty)
    assert (found.n_entries, found.first_broken, found.why) == (
        19,
        9,
        "it does not follow the entry before it",
    )


def test_two_entries_that_changed_places_are_named(twenty):
    tamper(
        twenty,
        "UPDATE ledger SET seq = 99 WHERE seq = 5",
        "UPDATE ledger SET seq = 5 WHERE seq = 11",
        "UPDATE ledger SET seq = 11 WHERE seq = 99",
    )
    found = check(twenty)
    assert (found.n_entries, found.first_broken, found.why) == (
        20,
        5,
        "it does not follow the entry before it",
    )


def test_an_entry_put_in_before_the_first_is_named(twenty):
    tamper(
        twenty,
        "INSERT INTO ledger (seq, at, actor, act, subject, details, prev_hash, hash)"
        " VALUES (0, '2016-09-01 00:00:00.000000', 'a', 'b', 'c', '{}', 'x', 'y')",
    )
    found = check(twenty)
    assert (found.n_entries, found.first_broken, found.why) == (
        21,
        0,
        "it is numbered below the first entry",
    )


def test_a_cut_off_end_shows_in_the_head_alone(twenty):
    eighteenth = stored(twenty, LedgerEntry.hash)[17][0]
    tamper(twenty, "DELETE FROM ledger WHERE seq > 18")
    assert check(twenty) == LedgerCheck(18, True, None, "", eighteenth)


# --- the command


def test_the_command_says_intact_with_the_number_of_entries_and_the_head(twenty, capsys):
    head = stored(twenty, LedgerEntry.hash)[19][0]
    assert verify_command(database=twenty.url) == 0
    assert capsys.readouterr().out == f"Ledger intact: 20 entries, head {head}\n"


def test_the_command_names_the_broken_entry_and_its_moment(twenty, capsys):
    tamper(twenty, "UPDATE ledger SET act = 'approved' WHERE seq = 17")
    assert verify_command(database=twenty.url) == 1
    assert capsys.readouterr().out == (
        "Ledger broken at entry 17 (2016-09-12 11:00 UTC):"
        " its content was changed after it was written.\n"
    )


def test_the_command_names_a_missing_entry_without_a_moment(twenty, capsys):
    tamper(twenty, "DELETE FROM ledger WHERE seq = 9")
    assert verify_command(database=twenty.url) == 1
    assert capsys.readouterr().out == "Ledger broken at entry 9: it is missing.\n"


def test_the_seal_of_a_weekly_mail_tells_what_was_cut_off(twenty, capsys):
    newest = stored(twenty, LedgerEntry.hash)[19][0]
    seal = f"{newest[:8]} {newest[8:]}"
    assert verify_command(entries=20, seal=seal, database=twenty.url) == 0
    assert capsys.readouterr().out.endswith(
        "Entry 20 is the one that the mail names: nothing was cut off.\n"
    )
    tamper(twenty, "DELETE FROM ledger WHERE seq > 18")
    assert verify_command(entries=20, seal=seal, database=twenty.url) == 1
    assert capsys.readouterr().out.endswith(
        "Ledger cut off: entry 20, which the mail names, is missing.\n"
    )


def test_a_ledger_that_was_written_anew_has_another_seal(twenty, capsys):
    assert verify_command(entries=20, seal="0" * 64, database=twenty.url) == 1
    assert capsys.readouterr().out.endswith(
        "Ledger rewritten: entry 20 has another seal than the mail names.\n"
    )


def test_the_command_is_called_verify_and_gives_its_exit_code(twenty, capsys):
    arguments = ["verify", "--database", twenty.url]
    with pytest.raises(SystemExit) as ended:
        app(arguments)
    assert ended.value.code == 0
    tamper(twenty, "DELETE FROM ledger WHERE seq = 1")
    with pytest.raises(SystemExit) as ended:
        app(arguments)
    assert ended.value.code == 1
    assert capsys.readouterr().out.endswith("Ledger broken at entry 1: it is missing.\n")


def test_the_command_takes_the_database_of_the_settings(twenty, capsys, monkeypatch):
    monkeypatch.setenv("TACYCLE_DATABASE_URL", twenty.url)
    assert verify_command() == 0
    assert capsys.readouterr().out.startswith("Ledger intact: 20 entries, head ")


def test_a_missing_file_is_said_in_one_sentence_and_not_made(tmp_path, capsys):
    path = tmp_path / "nowhere" / "tat.db"
    assert verify_command(database=f"sqlite:///{path}") == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"No tracker can be opened at sqlite:///{path}.\n")
    assert not path.parent.exists()


def test_a_database_without_a_ledger_is_said_in_one_sentence(database_url, capsys):
    open_tracker(database_url).engine.connect().close()
    assert verify_command(database=database_url) == 2
    assert capsys.readouterr().err.startswith("No tracker can be opened at ")


def test_a_server_that_does_not_answer_is_said_without_the_password(tmp_path, capsys):
    url = f"postgresql+psycopg://staff:hunter2@/tat?host={tmp_path}"
    assert verify_command(database=url) == 2
    said = capsys.readouterr().err
    assert "hunter2" not in said
    assert said.startswith("No tracker can be opened at postgresql+psycopg://staff:***@/tat?")


def test_a_url_that_cannot_be_read_is_said_in_one_sentence(capsys):
    assert verify_command(database="tracker.db") == 2
    assert capsys.readouterr().err == (
        "No tracker can be opened at a URL that cannot be read;"
        " it should look like sqlite:///data/tacycle.db.\n"
    )
