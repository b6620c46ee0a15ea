"""What `tacycle up` looks at before it starts anything, and how it keeps processes running."""

import sys
from threading import Event

import pytest

from cli.up import place
from cli.up.child import Child
from cli.up.place import Addresses, held, prepare, secret_of, who_is_up
from cli.up.supervisor import Supervisor
from config.data_folder import DataFolder
from config.settings import Settings
from tasks.logs import mask_tokens
from tat.refusals import Refused

LONG = "a secret of forty characters and some more"
ADDRESSES = Addresses(4711, "http://127.0.0.1:4280", "http://127.0.0.1:4200/api")


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    prepare(folder)
    return folder


def settings(**given):
    return Settings(**{"secret": None, **given})


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as refusal:
        prepare(DataFolder(tmp_path / "file" / "data"))
    assert str(refusal.value) == (
        f"Nothing was started: the data folder {tmp_path}/file/data cannot be written to (Not a "
        "directory); make room or give rights, or name another one in TACYCLE_DATA_FOLDER."
    )


def test_a_disk_that_is_nearly_full_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "LEAST_BYTES", 10**18)
    with pytest.raises(Refused, match="MB left, and 1000000000000 MB are needed; make room"):
        prepare(DataFolder(tmp_path / "data"))


def test_a_secret_is_made_once_and_is_for_its_owner_alone(data):
    first = secret_of(settings(), data)
    assert (len(first), secret_of(settings(), data)) == (64, first)
    assert data.secret.stat().st_mode & 0o777 == 0o600


def test_the_secret_of_the_environment_goes_first_and_none_is_made(data):
    assert secret_of(settings(secret=LONG), data) == LONG
    assert not data.secret.exists()


@pytest.mark.parametrize(
    ("content", "mode", "cause"),
    [
        (b"short", 0o600, "has 5 characters, at least 32 needed"),
        (b"\xff" * 40, 0o600, "cannot be read (UnicodeDecodeError)"),
        (LONG.encode(), 0o644, "can be read by others than its owner (chmod 600 mends that)"),
    ],
)
def test_a_secret_that_cannot_be_used_is_named_and_kept(data, content, mode, cause):
    data.secret.write_bytes(content)
    data.secret.chmod(mode)
    with pytest.raises(Refused) as refusal:
        secret_of(settings(), data)
    assert str(refusal.value) == (
        f"Nothing was started: the secret in {data.secret} {cause}; put the right one back. If it "
        "is lost, remove the file: a new one is made, and links in later mails come from it."
    )
    assert data.secret.read_bytes() == content


def test_who_holds_the_folder_is_known_while_it_is_held(data):
    assert who_is_up(data) is None
    with held(data, ADDRESSES):
        assert who_is_up(data) == ADDRESSES
        with pytest.raises(Refused, match=r"another tacycle up uses .* \(process 4711, pages at"):
            held(data, ADDRESSES).__enter__()
    assert who_is_up(data) is None


def test_a_lock_that_a_killed_process_left_is_no_lock(data):
    data.lock.write_text('{"pid": 4711, "pages": "", "prefect": ""}')
    assert who_is_up(data) is None
    with held(data, ADDRESSES):
        assert who_is_up(data) == ADDRESSES


STOPPING = "Stopping: what is in hand is finished first."
TOKEN = "AbC-_" + "x" * 38


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (f'"GET /l/{TOKEN} HTTP/1.1" 200', '"GET /l/[token] HTTP/1.1" 200'),
        (f"http://a.example/l/{TOKEN}/mine", "http://a.example/l/[token]/mine"),
        (f"/l/{TOKEN} /l/{TOKEN}", "/l/[token] /l/[token]"),
        ("/l/short", "/l/short"),
    ],
)
def test_tokens_are_masked_in_whatever_is_logged(line, masked):
    assert mask_tokens(line) == masked


# --- keeping processes running


def child(name, code, log, *, is_ready=lambda: True, is_stuck=lambda: False):
    return Child(name, [sys.executable, "-c", code], {}, log, is_ready, is_stuck)


def kept_running(children, *, until):
    """Keep them running until a sentence with some words was said; gives all sentences."""
    stop, said = Event(), []

    def say(sentence):
        said.append(sentence)
        if until in sentence:
            stop.set()

    Supervisor(children, say).run(stop, when_ready=lambda: say("ready"), meanwhile=lambda: None)
    return said


def test_what_dies_is_started_again_after_growing_pauses(tmp_path):
    said = kept_running([child("The one", "raise SystemExit(3)", tmp_path / "log")], until="4 s")
    died = [sentence for sentence in said if "died" in sentence]
    log = tmp_path / "log"
    assert died == [
        f"The one died (exit code 3); it is started again in {n} s. See {log}." for n in (1, 2, 4)
    ]


FIRST = (
    "import time; from pathlib import Path; time.sleep(0.7); Path({!r}).touch(); time.sleep(600)"
)
SECOND = "import time; from pathlib import Path; Path({!r}).write_text(str(Path({!r}).exists()))"


def test_each_waits_for_the_one_before_and_all_are_stopped(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    children = [
        child("first", FIRST.format(str(first)), tmp_path / "log", is_ready=first.exists),
        child(
            "second", SECOND.format(str(second), str(first)) + "; time.sleep(600)",
            tmp_path / "log", is_ready=second.exists,
        ),
    ]  # fmt: skip
    assert kept_running(children, until="ready") == ["ready", STOPPING]
    assert second.read_text() == "True"
    assert [one.process for one in children] == [None, None]


def test_one_that_hangs_is_ended_and_started_again(tmp_path):
    stuck = [True, False, False]
    one = child(
        "The one", "import time; time.sleep(600)", tmp_path / "log", is_stuck=lambda: stuck.pop()
    )
    said = kept_running([one], until="long done nothing")
    assert said[-2:] == [
        "The one has long done nothing: it is ended and started again.",
        STOPPING,
    ]


AT_THE_SAME_TIME = """
import signal, sys, time
from pathlib import Path
ours, other = map(Path, {!r})
def finish(*_):
    ours.write_text("asked")
    give_up_at = time.monotonic() + 8
    while not other.exists() and time.monotonic() < give_up_at:
        time.sleep(0.05)
    ours.write_text("both were asked" if other.exists() else "alone")
    sys.exit()
signal.signal(signal.SIGINT, finish)
ours.with_suffix(".ready").touch()
time.sleep(600)
"""


def test_what_all_have_in_hand_is_finished_at_the_same_time(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    pairs = ((one, other), (other, one))
    children = [child("first", "import time; time.sleep(600)", tmp_path / "log")] + [
        child(
            ours.name, AT_THE_SAME_TIME.format([str(ours), str(theirs)]), tmp_path / "log",
            is_ready=ours.with_suffix(".ready").exists,
        )
        for ours, theirs in pairs
    ]  # fmt: skip
    kept_running(children, until="ready")
    assert [one.read_text(), other.read_text()] == ["both were asked"] * 2


def test_an_own_log_that_grew_long_is_put_aside(tmp_path):
    log = tmp_path / "one.log"
    with log.open("wb") as file:
        file.truncate(20_000_001)
    one = child("The one", "print('new')", log)
    one.start()
    one.process.wait()
    one.stop()
    assert log.read_text() == "new\n"
    assert (tmp_path / "one.log.1").stat().st_size == 20_000_001
