"""The last day: 32 clients answer at once, some twice, some against themselves.

    python -m benchmarks.storm

Floor, in the same run: a bare FastAPI app that does one insert for each form, in the same kind of
SQLite transaction (IMMEDIATE, synchronous FULL). The goal is half its rate, and nothing lost.
"""

import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import httpx
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI, Form

from config.settings import Settings
from config.vocabulary import PromptKind
from portal.app import make_app
from tasks.surroundings import Surroundings
from tat import links
from tat.database import open_tracker, read, write
from tat.schema import Answer, Link, Person, Prompt
from tat.statuses import PromptState

N_CLIENTS = 32
ONE_IN_TWICE, ONE_IN_AGAINST = 10, 20
GOAL = 0.5
SECRET = "a secret of this benchmark alone, long"  # noqa: S105 - opens a record that is thrown away
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
NAME = re.compile(r'<p class="who">([^<(]*)')

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """One form that was sent, and what came back."""

    path: str
    says: str
    status: int
    receipt: str
    """Where the answer's receipt is."""


def main() -> int:
    """Storm a record of 56 states in step 4; returns 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "cli.main", "rehearse", "--until", "2016-11-21"]
        subprocess.run([*command, "--out", name], check=True, stdout=subprocess.DEVNULL)
        url = f"sqlite:///{folder / 'tracker.db'}"
        ours, sent = storm(url, "2016-11-21T20:00:00-05:00", PromptKind.CONFIRMATION)
        lost = check(url, sent)
        floor = storm_bare(folder / "bare.db", len(sent))
    print(f"{len(sent)} forms: {ours:.0f} answers/s, bare {floor:.0f}/s, ratio {ours / floor:.2f}")
    print(lost or "nothing lost, nothing twice, no 5xx")
    return int(ours < GOAL * floor or bool(lost))


def storm(url: str, moment: str, kind: PromptKind) -> tuple[float, list[Sent]]:
    """Answer every open prompt of a kind at once; gives the answers a second, and all forms."""
    paths = _paths(url, kind)
    with _serving("pages", url, moment) as address, httpx.Client(base_url=address) as client:
        forms: list[tuple[str, Fields]] = []
        for number, path in enumerate(paths):
            page = client.get(path).text
            forms += [(path, form) for form in _forms(page, number)]
        return _send(address, forms)


def storm_bare(path: Path, n_forms: int) -> float:
    """Send as many forms to the floor; gives how many a second."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, says TEXT)")
    with _serving("bare", str(path), "") as address:
        rate, sent = _send(address, [("/", {"confirms": "yes"})] * n_forms)
    assert {one.status for one in sent} == {200}
    return rate


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


def _paths(url: str, kind: PromptKind) -> list[str]:
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


def _send(address: str, forms: Sequence[tuple[str, Fields]]) -> tuple[float, list[Sent]]:
    with httpx.Client(base_url=address, timeout=60) as client:

        def send(job: tuple[str, Fields]) -> Sent:
            path, form = job
            got = client.post(path, data=form)
            receipt = got.headers.get("location", "")
            return Sent(path, form["confirms"], got.status_code, receipt)

        begun = time.perf_counter()
        with ThreadPoolExecutor(N_CLIENTS) as clients:
            sent = list(clients.map(send, forms))
        return len(sent) / (time.perf_counter() - begun), sent


@contextmanager
def _serving(what: str, where: str, moment: str) -> Iterator[str]:
    """A uvicorn process of its own on a free port of loopback; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "benchmarks.storm",
            what,
            where,
            moment,
            str(door.fileno()),
        ]
        process = subprocess.Popen(command, pass_fds=[door.fileno()])
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=60)  # waits until it is up
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _serve(what: str, where: str, moment: str, door: str) -> None:
    app = _bare(where) if what == "bare" else _pages(where, datetime.fromisoformat(moment))
    uvicorn.run(app, fd=int(door), log_level="warning", access_log=False)


def _pages(url: str, now: datetime) -> FastAPI:
    surroundings = Surroundings(tracker=open_tracker(url), now=lambda: now)
    return make_app(surroundings, Settings(secret=SECRET))


def _bare(path: str) -> FastAPI:
    app = FastAPI()

    @app.post("/")
    def answer(confirms: Annotated[str, Form()]) -> str:
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous = FULL")
            base.execute("BEGIN IMMEDIATE")
            base.execute("INSERT INTO answer (says) VALUES (?)", [confirms])
            base.execute("COMMIT")
        return "on record"

    return app


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _serve(*sys.argv[1:])
    else:
        sys.exit(main())
