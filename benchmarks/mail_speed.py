"""How fast mail leaves, beside the bare session of the same library with the same bytes.

    python -m benchmarks.mail_speed [TRACKER]

Rehearses a record of 56 states until step 4 (or takes a copy of TRACKER, a file of SQLite), and has
1,000 of its messages leave anew through the whole postman (claim, compose, hand over, record), in
the clear and by STARTTLS, to a server that takes joined commands, as most do, and to one that does
not. Floor: the session that yagmail makes, `sendmail` with ready-made bytes on one connection. The
goal is 0.8 of its rate.

The server has a core of its own, as a real one has a machine of its own: what is done while it
reads costs no time there. In the clear both are measured on one core as well, where each of them
waits for the other; left to the system, the figure says which of the two it chose.
"""

import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from statistics import median

import sqlalchemy as sa
import trustme
import yagmail

from benchmarks.cores import ANY, Cores, apart_and_together, kept_to
from benchmarks.mail_sink import HOST, mail_sink
from config.declared import load
from portal.office import PostOffice
from portal.postman import post
from tasks.compose import Mail
from tasks.letters import make_messages
from tasks.mail_server import Account, MailServer, Security
from tasks.surroundings import Surroundings
from tat.database import open_tracker, read, upgrade, write
from tat.schema import Cycle, Message
from tat.statuses import MessageState

N_MESSAGES, N_ROUNDS = 1000, 3
GOAL = 0.8
SENDER = "ta-planning@tacycle.example"
MAIL_FROM = f"TA planning <{SENDER}>"
PAGES = "https://tacycle.example"
SECRET = b"a secret of this benchmark alone"


@dataclass(frozen=True)
class Rates:
    """Mails a second."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """How much of the floor's rate is ours."""
        return self.ours / self.bare

    def __str__(self) -> str:
        return f"{self.ours:.0f} mails/s, bare {self.bare:.0f}/s, ratio {self.ratio:.2f}"


def main() -> int:
    """Measure all cases; returns 1 when the goal is missed or a mail is."""
    apart, together = apart_and_together()
    is_met = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{_record(folder).as_posix()}"
        for security, is_pipelining in product((Security.NONE, Security.STARTTLS), (False, True)):
            words = f"{security}, commands {'joined' if is_pipelining else 'one by one'}"
            rates = measure(url, folder, security, is_pipelining=is_pipelining, cores=apart)
            print(f"{words}: {rates} (goal at least {GOAL})", flush=True)
            is_met = is_met and rates.ratio >= GOAL
            if security is Security.NONE:
                rates = measure(url, folder, security, is_pipelining=is_pipelining, cores=together)
                print(f"{words}, both on one core: {rates}", flush=True)
    return int(not is_met)


def measure(
    url: str,
    folder: Path,
    security: Security,
    n_messages: int = N_MESSAGES,
    *,
    is_pipelining: bool = False,
    cores: Cores = ANY,
) -> Rates:
    """Have messages leave by turns through the postman and the floor; the median of each.

    Raises: AssertionError, when a mail did not arrive, or more than once.
    """
    notes = folder / f"{security} {is_pipelining} {cores.ours} {cores.theirs}.notes"
    authority = trustme.CA()
    context = ssl.create_default_context()
    authority.configure_trust(context)
    is_tls = security is Security.STARTTLS
    authorities = authority if is_tls else None
    with (
        kept_to(cores.theirs),
        mail_sink(notes, authorities, is_pipelining=is_pipelining) as port,
        kept_to(cores.ours),
    ):
        record = _Record(url, MailServer(Account(HOST, port, security, SENDER), context))
        mails = record.mails(n_messages)
        ours, bare = [], []
        for _round in range(N_ROUNDS):
            record.queue_again(n_messages)
            ours.append(_seconds(record.post))
            bare.append(_seconds(lambda: _send_bare(mails, port, context if is_tls else None)))
        arrived = Counter(notes.read_text().split())
    assert arrived == {mail.message_id: 2 * N_ROUNDS for mail in mails}, (
        "mails were lost or doubled"
    )
    return Rates(ours=n_messages / median(ours), bare=n_messages / median(bare))


class _Record:
    """The record whose messages leave, with a clock that goes on from its last moment."""

    def __init__(self, url: str, way: MailServer) -> None:
        self._tracker = open_tracker(url)
        with read(self._tracker) as tat:
            self._cycle = tat.scalars(sa.select(Cycle.name)).one()
            last: datetime = tat.scalars(sa.select(sa.func.max(Message.made_at))).one()
        began = time.monotonic()
        self._surroundings = Surroundings(
            tracker=self._tracker, declared=load(self._cycle),
            now=lambda: last + timedelta(seconds=time.monotonic() - began),
        )  # fmt: skip
        self._office = PostOffice(way, MAIL_FROM, public_address=PAGES, secret=SECRET)
        make_messages(
            self._surroundings, self._cycle, public_address=PAGES, mail_from=MAIL_FROM,
            daily_at=self._office.daily_at,
        )  # fmt: skip

    def queue_again(self, n_messages: int) -> None:
        """Have the first so many messages leave once more, and no others."""
        first = sa.select(Message.id).order_by(Message.id).limit(n_messages)
        with write(self._tracker) as tat:
            tat.execute(sa.update(Message).values(state=MessageState.SENT))
            tat.execute(
                sa.update(Message)
                .where(Message.id.in_(first))
                .values(state=MessageState.QUEUED, sent_at=None)
            )

    def post(self) -> None:
        """Let the postman work once."""
        post(self._surroundings, self._cycle, self._office)

    def mails(self, n_messages: int) -> Sequence[Mail]:
        """The same mails, ready-made."""
        taken: list[Mail] = []

        class Kept:
            """A way that keeps them."""

            def deliver(self, mail: Mail, _meanwhile: object = None) -> None:
                taken.append(mail)

            def close(self) -> None:
                """Nothing is open."""

        self.queue_again(n_messages)
        office = PostOffice(Kept(), MAIL_FROM, public_address=PAGES, secret=SECRET)
        post(self._surroundings, self._cycle, office)
        assert len(taken) == n_messages, f"the record has {len(taken)} messages"
        return taken


def _send_bare(mails: Sequence[Mail], port: int, context: ssl.SSLContext | None) -> None:
    session = yagmail.SMTP(
        SENDER, "", host=HOST, port=port, smtp_ssl=False, smtp_skip_login=True, timeout=30,
        smtp_starttls={"context": context} if context else False,
    )  # fmt: skip
    session.login()
    for mail in mails:
        session.smtp.sendmail(SENDER, [mail.to], mail.content)
    session.close()


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _record(folder: Path) -> Path:
    path = folder / "tracker.db"
    if len(sys.argv) > 1:
        shutil.copy(sys.argv[1], path)
        upgrade(open_tracker(f"sqlite:///{path.as_posix()}"))
    else:
        command = [sys.executable, "-m", "cli.main", "rehearse", "--until", "2016-11-21"]
        subprocess.run([*command, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return path


if __name__ == "__main__":
    sys.exit(main())
