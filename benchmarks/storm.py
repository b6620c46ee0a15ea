"""The last day: 32 clients answer at once, some twice, some against themselves.

    python -m benchmarks.storm

Floor, in the same run: a bare FastAPI app that takes the same forms. It finds the link by the hash
of its token, checks that the form came from its page, and writes one row of answer, as durably as
ours (IMMEDIATE, synchronous FULL); then it redirects to a receipt. It keeps its connections open,
has its writers wait in line as ours do, and knows no more: no roles, plans, ledger or mail.
Both are warm when the clock starts, and take turns. The goal is half its rate, and nothing lost.
"""

import gc
import hashlib
import hmac
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, local
from typing import Annotated, Literal

import httpx
import psutil  # type: ignore[import-untyped]  # its stubs are not in the lock
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI, Form, HTTPException
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from config.settings import Settings
from config.vocabulary import PromptKind
from portal.app import make_app
from portal.visitors import form_key
from tasks.surroundings import Surroundings
from tat import links
from tat.database import open_tracker, read, write
from tat.schema import Answer, Link, Person, Prompt
from tat.statuses import PromptState

N_CLIENTS = 32
ONE_IN_TWICE, ONE_IN_AGAINST = 10, 20
N_ROUNDS = 5
N_WARM = 4
"""How many forms are sent one by one before the clock starts: all statements have run by then."""
GOAL = 0.5
SECRET = "a secret of this benchmark alone, long"  # noqa: S105 - opens a record that is thrown away
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
NAME = re.compile(r'<p class="who">([^<(]*)')

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """One form that was sent, and what came back."""

    path: str
    form: Fields
    status: int
    receipt: str
    """Where the answer's receipt is."""

    @property
    def says(self) -> str:
        """Yes or no."""
        return self.form["confirms"]


@dataclass(frozen=True)
class Storm:
    """What came of one storm."""

    rate: float
    """Answers a second."""
    cpu_ms: float
    """What an answer cost the server."""
    sent: Sequence[Sent]


@dataclass(frozen=True)
class Server:
    """A process that serves one of the two apps."""

    address: str
    process: psutil.Process


def main() -> int:
    """Storm a record of 56 states in step 4; returns 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "cli.main", "rehearse", "--until", "2016-11-21"]
        subprocess.run([*command, "--out", name], check=True, stdout=subprocess.DEVNULL)
        rounds = [_round(folder, number) for number in range(N_ROUNDS)]
    ratio = statistics.median(ours.rate / floor.rate for ours, floor, _lost in rounds)
    lost = "; ".join(filter(None, (words for _ours, _floor, words in rounds)))
    print(f"ratio {ratio:.2f}; {lost or 'nothing lost, nothing twice, no 5xx'}")
    return int(ratio < GOAL or bool(lost))


def _round(folder: Path, number: int) -> tuple["Storm", "Storm", str]:
    """One storm on a copy of the record, and the same on the floor; with what was lost."""
    copy = shutil.copy(folder / "tracker.db", folder / f"tracker-{number}.db")
    ours = storm(f"sqlite:///{copy}", "2016-11-21T20:00:00-05:00", PromptKind.CONFIRMATION)
    floor = storm_bare(folder / f"bare-{number}.db", ours.sent)
    for name, one in (("pages", ours), ("bare", floor)):
        print(f"{name}: {one.rate:.0f} answers/s, {one.cpu_ms:.1f} ms CPU each")
    return ours, floor, check(f"sqlite:///{copy}", ours.sent)


def storm(url: str, moment: str, kind: PromptKind) -> "Storm":
    """Answer every open prompt of a kind at once."""
    paths = links_of(url, kind)
    with serving("pages", url, moment) as server:
        return _send(server, filled_in(server, paths))


def filled_in(server: "Server", paths: Sequence[str]) -> list[tuple[str, Fields]]:
    """Open each question and fill in its form; what is sent, and where to."""
    with httpx.Client(base_url=server.address) as client:
        pages = [(path, client.get(path).text) for path in paths]
    return [(path, form) for n, (path, page) in enumerate(pages) for form in _forms(page, n)]


def storm_bare(path: Path, sent: Sequence[Sent]) -> "Storm":
    """Send the same forms to the floor."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("CREATE TABLE link (id INTEGER PRIMARY KEY, token_sha256 TEXT UNIQUE)")
        base.execute(
            "CREATE TABLE answer (id INTEGER PRIMARY KEY, link_id INTEGER, at TEXT, says TEXT)"
        )
        tokens = {(_sha256(one.path.rsplit("/", 1)[1]),) for one in sent}
        base.executemany("INSERT INTO link (token_sha256) VALUES (?)", tokens)
        base.commit()
    with serving("bare", str(path), "") as server:
        found = _send(server, [(one.path, one.form) for one in sent])
    assert {one.status for one in found.sent} == {303}
    return found


def check(url: str, sent: Sequence[Sent]) -> str:
    """Say what was lost or done twice; nothing where all is well."""
    told = {int(one.receipt.rsplit("/", 1)[1]) for one in sent if one.status == 303}
    rows = sa.select(Answer.prompt_id, Answer.content).where(Answer.id.in_(told))
    with read(open_tracker(url)) as tat:
        said = [(prompt_id, str(content)) for prompt_id, content in tat.execute(rows)]
    wrong = {
        f"{sum(one.status != 303 for one in sent)} not taken": any(s.status != 303 for s in sent),
        "an answer that was receipted is not on record": len(told) != len(said),
        "the same answer is on record twice": len(said) != len(set(said)),
        "a form that was sent has no answer": len({(one.path, one.says) for one in sent})
        != len(said),
    }
    return "; ".join(words for words, is_wrong in wrong.items() if is_wrong)


def links_of(url: str, kind: PromptKind) -> list[str]:
    """The link of each open prompt of a kind."""
    with write(open_tracker(url)) as tat:
        rows = tat.scalars(
            sa.select(Prompt)
            .join(Person, Person.id == Prompt.person_id)
            .where(Prompt.kind == kind, Prompt.state == PromptState.OPEN)
            .order_by(Prompt.id)
        ).all()
        made: list[Link] = [links.link_for(tat, row.person_id, prompt_id=row.id) for row in rows]
        return [
            "/l/" + links.unmask(tat, links.mask(one), SECRET.encode(), person_id=one.person_id)
            for one in made
        ]


def _forms(page: str, number: int) -> list[Fields]:
    """What one person sends: yes, of ten one twice, of twenty one also a no."""
    found = NAME.search(page)
    base = dict(HIDDEN.findall(page)) | {"name": found[1].strip() if found else ""}
    yes = base | {"confirms": "yes"}
    no = base | {"confirms": "no", "wishes.n": "1", "wishes.new0.text": "Two visits, please"}
    twice = [yes] if number % ONE_IN_TWICE == 0 else []
    against = [no] if number % ONE_IN_AGAINST == 1 else []
    return [yes, *twice, *against]


def _send(server: Server, forms: Sequence[tuple[str, Fields]]) -> Storm:
    """Send forms at once, but for the first few: they are sent before the clock starts."""
    with httpx.Client(base_url=server.address, timeout=60) as client:

        def send(job: tuple[str, Fields]) -> Sent:
            path, form = job
            got = client.post(path, data=form)
            return Sent(path, form, got.status_code, got.headers.get("location", ""))

        first = [send(job) for job in forms[:N_WARM]]
        cpu, begun = _cpu_seconds(server), time.perf_counter()
        with ThreadPoolExecutor(N_CLIENTS) as clients:
            sent = list(clients.map(send, forms[N_WARM:]))
        took = time.perf_counter() - begun
        cpu_ms = 1_000 * (_cpu_seconds(server) - cpu) / len(sent)
        return Storm(len(sent) / took, cpu_ms, [*first, *sent])


def _cpu_seconds(server: Server) -> float:
    used = server.process.cpu_times()
    return float(used.user + used.system)


@contextmanager
def serving(what: str, where: str, moment: str) -> Iterator[Server]:
    """A uvicorn process of its own on a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        command = [sys.executable, "-m", "benchmarks.storm", what, where, moment]
        process = subprocess.Popen([*command, str(door.fileno())], pass_fds=[door.fileno()])
    # The door is the process's alone now: with it go those who wait there.
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=60)  # waits until it is up
        yield Server(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


def _serve(what: str, where: str, moment: str, door: str) -> None:
    app = _bare(where) if what == "bare" else _pages(where, datetime.fromisoformat(moment))
    gc.collect()
    gc.freeze()  # as the process of the pages does; the floor too
    uvicorn.run(app, fd=int(door), log_level="warning", access_log=False)


def _pages(url: str, now: datetime) -> FastAPI:
    surroundings = Surroundings(tracker=open_tracker(url), now=lambda: now)
    return make_app(surroundings, Settings(secret=SECRET))


def _bare(path: str) -> FastAPI:
    app, kept, pen = FastAPI(), local(), Lock()

    @app.post("/l/{token}")
    def answer(token: str, said: Annotated[BareForm, Form()]) -> RedirectResponse:
        base = kept.__dict__.get("base") or kept.__dict__.setdefault("base", _connect(path))
        link = base.execute(
            "SELECT id FROM link WHERE token_sha256 = ?", [_sha256(token)]
        ).fetchone()
        if link is None:
            raise HTTPException(404)
        if not hmac.compare_digest(said.form_key, form_key(SECRET.encode(), token)):
            raise HTTPException(403)
        row = (link[0], datetime.now(UTC).isoformat(), said.model_dump_json())
        with pen:
            base.execute("BEGIN IMMEDIATE")
            insert = "INSERT INTO answer (link_id, at, says) VALUES (?, ?, ?)"
            number = base.execute(insert, row).lastrowid
            base.execute("COMMIT")
        return RedirectResponse(f"/l/{token}/receipt/{number}", 303)

    return app


class BareForm(BaseModel):
    """What a form says, as far as the floor knows."""

    form_key: str
    name: str
    confirms: Literal["yes", "no"]
    wish: Annotated[str, Field(alias="wishes.new0.text")] = ""


def _connect(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=60, isolation_level=None)
    base.execute("PRAGMA synchronous = FULL")
    return base


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _serve(*sys.argv[1:])
    else:
        sys.exit(main())
