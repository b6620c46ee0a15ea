"""`tacycle up` with real processes: what dies is started again, nothing is stuck or left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import httpx
import psutil
import pytest
import sqlalchemy as sa

from config.vocabulary import Channel, PromptKind
from tat import answers
from tat.answers import Reply
from tat.database import open_tracker, read, write
from tat.schema import Answer, Prompt, Step
from tests.example_plan import LOOKED_AT
from tests.prefect_fixtures import migrated_database
from tests.test_cli_cycle import copy_of_declarations

PROJECT = Path(__file__).parent.parent
PATIENCE_SECONDS = 60
PARTS = ("flows.server", "flows.runner_process", "portal.process")


class Installation:
    """A data folder with a cycle whose first step has just begun, and its `tacycle up`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.pages, self.prefect = free_port(), free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT")},
            "PYTHONPATH": str(PROJECT),
            "TACYCLE_DATA_FOLDER": str(self.data),
            "TACYCLE_CONFIG_FOLDER": str(
                copy_of_declarations(folder / "config", "CO", "MT", "VT", "WY")
            ),
            "TACYCLE_PAGES_PORT": str(self.pages),
            "TACYCLE_PREFECT_PORT": str(self.prefect),
            "TACYCLE_WAKE_GATHER_SECONDS": "1",
        }
        self.process = None
        self.out = folder / "up.out"

    def call(self, *arguments: str) -> subprocess.CompletedProcess:
        """Call a command and wait for its end."""
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip

    def enter_cycle(self) -> None:
        starts = date.today() - timedelta(days=3)  # noqa: DTZ011 - the machine's own day
        for arguments in (
            ("cycle", "new", "now", "--starts", str(starts)),
            ("roster", "example", "--cycle", "now", "--out", "roster.csv"),
            ("schedule", "now", "--roster", "roster.csv", "--from-step", "1"),
        ):
            done = self.call(*arguments)
            assert (done.returncode, done.stderr) == (0, "")

    def start(self) -> None:
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli.main", "up"],
                cwd=self.folder, env=self.environment, stdout=out, stderr=out,
            )  # fmt: skip

    def stop(self, number=signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def pid_of(self, part: str) -> int | None:
        for one in psutil.Process(self.process.pid).children():
            if one.status() != psutil.STATUS_ZOMBIE and part in one.cmdline():
                return one.pid
        return None

    def health(self) -> dict | None:
        try:
            found = httpx.get(f"http://127.0.0.1:{self.pages}/healthz", timeout=5, trust_env=False)
        except httpx.TransportError:
            return None
        return {"status": found.status_code, **found.json()}

    def is_well(self) -> bool:
        found = self.health()
        return found is not None and found["status"] == 200

    def scheduled(self) -> set[str]:
        """The deployments of the cycle of which Prefect has runs to come."""
        api = f"http://127.0.0.1:{self.prefect}/api"
        asked = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}
        with httpx.Client(timeout=5, trust_env=False) as client:
            runs = client.post(f"{api}/flow_runs/filter", json=asked).json()
            names = {
                one["id"]: one["name"]
                for one in client.post(f"{api}/deployments/filter", json={}).json()
            }
        return {names[one["deployment_id"]] for one in runs if one["auto_scheduled"]}

    def tracker(self):
        return open_tracker(f"sqlite:///{self.data / 'tacycle.db'}")

    def step_state(self) -> str:
        with read(self.tracker()) as tat:
            return str(tat.scalar(sa.select(Step.state).where(Step.number == 1)))

    def answer_a_worksheet(self) -> int:
        """One Specialist answers the worksheet of one state; gives the answer's id."""
        open_ones = sa.select(Prompt).where(
            Prompt.kind == PromptKind.WORKSHEET, Prompt.state == "open"
        )
        with write(self.tracker()) as tat:
            prompt = tat.scalars(open_ones.order_by(Prompt.id)).first()
            content = {
                "check_in_held_on": str(prompt.asked_at.date() - timedelta(days=1)),
                "documents": LOOKED_AT,
                "factors": [{"text": "New data system", "document": "State plan"}],
                "high_priority_needs": ["Help with background checks"],
                "needs": [],
                "carried": [],
            }
            reply = Reply(prompt.id, content, prompt.person_id, Channel.PAGE)
            return answers.give(tat, reply, now=prompt.asked_at).answer_id

    def is_seen(self, answer_id: int) -> bool:
        with read(self.tracker()) as tat:
            return tat.get_one(Answer, answer_id).is_seen

    def said(self) -> str:
        return self.out.read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, seconds=PATIENCE_SECONDS):
    """Wait for a condition; its value when it holds."""
    give_up_at = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.1)
    return value


@pytest.fixture(scope="module")
def up(tmp_path_factory, pytestconfig):
    """One `tacycle up` for the tests of this file."""
    installation = Installation(tmp_path_factory.mktemp("up"))
    installation.enter_cycle()
    migrated = migrated_database(pytestconfig)
    if migrated.exists():  # else its migrations take half a minute
        (installation.data / "prefect").mkdir()
        shutil.copyfile(migrated, installation.data / "prefect" / "prefect.db")
    installation.start()
    until(installation.is_well, seconds=2 * PATIENCE_SECONDS)  # three processes and a sweep
    yield installation
    if installation.process.poll() is None:
        installation.stop()


def test_it_says_where_everything_is(up):
    until(lambda: "Ctrl-C stops everything." in up.said())
    assert f"  pages     http://127.0.0.1:{up.pages}\n" in up.said()
    assert f"  Prefect   http://127.0.0.1:{up.prefect} " in up.said()
    assert "  logs      data/logs\n" in up.said()


def test_the_step_whose_day_has_come_is_open_and_that_is_told(up):
    until(lambda: up.step_state() == "open")
    until(lambda: "Step 1 of now is open: Preparation.\n" in up.said())


def test_all_parts_are_well(up):
    until(up.is_well)  # with a sweep or, on a holiday, without one
    found = up.health()
    parts = ("database", "prefect", "runner", "waker", "postman")
    assert {part: found[part]["is_well"] for part in parts} == dict.fromkeys(parts, True)


def test_prefect_has_scheduled_the_runs_to_come(up):
    """The mornings' sweeps, and the opening and closing of all steps of the next 100 days."""
    until(lambda: len(up.scheduled()) >= 4)
    assert up.scheduled() == {"now-sweep", "now-step-1", "now-step-2", "now-step-3"}


def test_an_answer_is_acted_on_within_seconds(up):
    until(lambda: up.step_state() == "open")
    answered_at = time.monotonic()
    answer_id = up.answer_a_worksheet()
    until(lambda: up.is_seen(answer_id), seconds=20)
    took = time.monotonic() - answered_at
    print(f"answer to action: {took:.1f} s")
    assert took < 15


@pytest.mark.parametrize("part", PARTS)
def test_what_is_killed_is_started_again_and_nothing_is_stuck(up, part):
    until(up.is_well)
    killed = until(lambda: up.pid_of(part))
    os.kill(killed, signal.SIGKILL)
    answer_id = up.answer_a_worksheet()
    again = until(lambda: (found := up.pid_of(part)) != killed and found)
    until(lambda: up.is_seen(answer_id))
    until(up.is_well)
    assert psutil.pid_exists(again)
    assert "died (signal SIGKILL); it is started again in" in up.said()


def test_the_secret_is_the_folders_own_and_for_nobody_else(up):
    secret = up.data / "secret"
    assert (oct(secret.stat().st_mode & 0o777), len(secret.read_text().strip())) == ("0o600", 64)


def test_a_second_one_on_the_same_folder_is_refused(up):
    second = up.call("up")
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        f"Nothing was started: another tacycle up uses {up.data} (process {up.process.pid}, pages "
        f"at http://127.0.0.1:{up.pages}); stop that one, or name another folder in "
        "TACYCLE_DATA_FOLDER.\n"
    )


def test_a_port_that_is_in_use_is_named(up, tmp_path):
    other = up.environment | {"TACYCLE_DATA_FOLDER": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "up"],
        cwd=tmp_path, env=other, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        2,
        f"Nothing was started: port {up.pages} of the pages cannot be used (Address already in "
        "use); end who uses it, or set another in TACYCLE_PAGES_PORT.\n",
    )


def test_no_log_holds_a_token(up):
    token = "t" * 43
    httpx.get(f"http://127.0.0.1:{up.pages}/l/{token}/mine", timeout=5, trust_env=False)
    log = up.data / "logs" / "pages.log"
    until(lambda: '"GET /l/[token]/mine HTTP/1.1"' in log.read_text())
    assert [one.name for one in (up.data / "logs").iterdir() if token in one.read_text()] == []


def test_commands_find_the_server_of_the_one_that_is_up(up):
    done = up.call("schedule", "now")
    assert done.stdout.splitlines()[-1] == "Prefect knows when each step opens and closes."


def test_while_it_is_up_nothing_stops_the_next_step(up):
    done = up.call("check", "now")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "now: nothing would stop the next step.",
    )


def test_stopped_it_leaves_nothing_behind(up):
    children = psutil.Process(up.process.pid).children(recursive=True)
    assert len(children) >= len(PARTS)
    assert up.stop() == 0
    assert [one.pid for one in children if one.is_running()] == []
    assert up.said().splitlines()[-2].endswith("Stopping: what is in hand is finished first.")
    assert up.said().splitlines()[-1].endswith("Stopped. Nothing is running any more.")


def test_killed_itself_its_processes_end_too(up):
    up.start()
    until(up.is_well)
    children = psutil.Process(up.process.pid).children(recursive=True)
    up.process.kill()
    up.process.wait()
    gone, alive = psutil.wait_procs(children, timeout=PATIENCE_SECONDS)
    assert (len(gone), alive) == (len(children), [])
