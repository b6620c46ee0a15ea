"""Kill the postman at every boundary, again and again, and count what was lost or repeated.

Each time a child process owes notices, makes their letters and delivers them to a real mail server,
through the code that the portal runs, and dies by SIGKILL at a boundary or at a random moment. The
next one takes over. A program of its own, as it forks: python -m tests.killed_postman FOLDER N.
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from config.vocabulary import Purpose, Urgency
from portal import books, delivery, postman
from portal.office import PostOffice
from tasks.mail_connection import Connection
from tasks.mail_server import Account, MailServer, Security
from tasks.surroundings import Surroundings
from tat import notices
from tat.database import Tracker, open_tracker, read, write
from tat.notices import Owed
from tat.schema import Message, Notice, Person
from tests.small_cycle import CYCLE, NEW_YORK, SmallCycle
from tests.smtp_server import smtp_server

NOW = datetime(2016, 8, 8, 10, tzinfo=NEW_YORK)
A_ROUND = 4
"""How many notices are owed in a round, each to somebody else."""

BOUNDARIES = (
    "notice written", "message made", "claim committed", "connection opened", "DATA accepted",
    "row marked", "random moment",
)  # fmt: skip


def main(folder: Path, n_kills: int, seed: int = 1) -> dict[str, int]:
    """Kill so often; gives what became of all that was owed."""
    chance = random.Random(seed)
    made = SmallCycle(f"sqlite:///{folder / 'tat.db'}", folder)
    made.tracker.engine.dispose()
    in_window: set[str] = set()
    with smtp_server(folder) as server:
        server.start()
        for number in range(n_kills):
            boundary = BOUNDARIES[number % len(BOUNDARIES)]
            nth = chance.randint(1, A_ROUND) if boundary == "DATA accepted" else 1
            wait_seconds = chance.uniform(0.01, 0.12)
            pid = _fork(partial(_work, made, server.port, number, boundary, nth))
            if boundary == "random moment":
                time.sleep(wait_seconds)
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            in_window |= {key for _to, key in server.kept()} - _in_state(made.tracker.url, "sent")
        pid = _fork(partial(_work, made, server.port, n_kills, "", 0))
        _pid, status = os.waitpid(pid, 0)
        assert status == 0, status
        kept = Counter(key for _to, key in server.kept())
    return _account(open_tracker(made.tracker.url), kept, in_window)


def _account(tracker: Tracker, kept: Counter[str], in_window: set[str]) -> dict[str, int]:
    with read(tracker) as tat:
        states = dict(tat.execute(sa.select(Message.message_id, Message.state)).all())
        owed = tat.scalar(sa.select(sa.func.count()).select_from(Notice))
        enclosed = tat.execute(
            sa.select(Message.message_id)
            .join(Notice, Notice.message_id == Message.id)
            .where(Message.state == "sent")
        ).all()
    repeated = {key for key, n in kept.items() if n > 1}
    return {
        "notices": owed or 0,
        "lost": (owed or 0) - sum(kept[key] > 0 for (key,) in enclosed),
        "unknown": len(set(kept) - set(states)),
        "repeated": sum(n - 1 for n in kept.values()),
        "repeated_outside_the_window": len(repeated - in_window),
    }


def _in_state(url: str, state: str) -> set[str]:
    tracker = open_tracker(url)
    with read(tracker) as tat:
        found = set(tat.scalars(sa.select(Message.message_id).where(Message.state == state)))
    tracker.engine.dispose()
    return found


def _fork(work: Callable[[], None]) -> int:
    if pid := os.fork():
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _work(made: SmallCycle, port: int, number: int, boundary: str, nth: int) -> None:
    """What the portal's postman does, with a death at a boundary."""
    tracker = open_tracker(made.tracker.url)
    surroundings = Surroundings(tracker=tracker, now=lambda: NOW, declared=made.declared)
    account = Account("localhost", port, Security.NONE, "ta-planning@tacycle.example")
    way = MailServer(account)
    office = PostOffice(
        way, "TA planning <ta-planning@tacycle.example>", "https://tacycle.example", b"a secret",
    )  # fmt: skip
    _dies_after(postman, "make_messages", boundary == "message made", 1)
    _dies_after(delivery, "_claim", boundary == "claim committed", 1)
    _dies_after(Connection, "login", boundary == "connection opened", 1)
    _dies_after(MailServer, "deliver", boundary == "DATA accepted", nth)
    _dies_after(books, "_record", boundary == "row marked", 1, and_commit=True)
    _owe(tracker, number)
    if boundary == "notice written":
        _die()
    postman.take_over(surroundings, own="")
    postman.post(surroundings, CYCLE, office)


def _owe(tracker: Tracker, number: int) -> None:
    with write(tracker) as tat:
        people = list(tat.scalars(sa.select(Person.id).order_by(Person.id)))
        owed = [
            Owed(
                Purpose.SWEEP_MISSED, 0, f"round {number} {n}",
                people[(number * A_ROUND + n) % len(people)], Urgency.AT_ONCE,
                details={"last_on": "2016-08-05"},
            )
            for n in range(A_ROUND)
        ]  # fmt: skip
        notices.owe(tat, CYCLE, owed, now=NOW)


def _dies_after(place, name: str, is_wanted: bool, nth: int, *, and_commit: bool = False) -> None:
    """Have this process die once a function has returned for the nth time."""
    if not is_wanted:
        return
    whole, calls = getattr(place, name), Counter()

    def then_die(*given, **named):
        result = whole(*given, **named)
        calls[name] += 1
        if calls[name] == nth:
            if and_commit:
                given[0].commit()
            _die()
        return result

    setattr(place, name, then_die)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]))
    print(
        f"Killed {sys.argv[2]} times: {found['notices']} notices were owed, {found['lost']} lost, "
        f"{found['repeated']} mails repeated, "
        f"{found['repeated_outside_the_window']} of them not between acceptance and record."
    )
    print(found)
    sys.exit(1 if found["lost"] or found["repeated_outside_the_window"] else 0)
