"""How fast filled workbooks are read and applied, beside openpyxl merely reading them.

    python -m benchmarks.workbooks [TRACKER]

Rehearses a record of 56 states until step 4 (or takes a copy of TRACKER, a file of SQLite), fills
in 560 workbooks of its open confirmations, and brings each to its page as a browser does: kept, put
on record, checked, opened in the child, read, answered. Eight people send at once. Floor: a child
with the same limits of memory and time, through the same pipes, that has openpyxl load each file
and looks at every cell. Both take turns in one run. The goal is 0.7 of its rate.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Timer

import sqlalchemy as sa
from openpyxl import load_workbook

from config.settings import Settings
from config.vocabulary import PromptKind
from portal.app import make_app
from portal.asking.may_open import Destination
from portal.asking.questions import Asked, open_page
from portal.context import Form, Portal, Upload
from portal.visitors import Visitor, by_person
from portal.workbooks.child import MOST_MEMORY, read_block, write_block
from portal.workbooks.making import workbook_of
from portal.workbooks.opening import MOST_SECONDS
from portal.workbooks.taking import take
from tasks.surroundings import Surroundings
from tat.database import open_tracker, read, upgrade
from tat.schema import Prompt
from tat.statuses import PromptState

N_WORKBOOKS, N_ROUNDS, N_SENDERS, N_WARM = 560, 4, 8, 8
GOAL = 0.7
SECRET = "a secret of this benchmark alone, long"  # noqa: S105 - opens a record that is thrown away
YES_OR_NO, WISHES = "confirms", "wishes.new1"
SUGGESTS = "I suggest modifications"


@dataclass(frozen=True)
class Filled:
    """A workbook that somebody filled in."""

    there: Destination
    content: bytes

    @property
    def place(self) -> str:
        """What it answers."""
        return f"prompt {self.there.prompt_id}"


@dataclass(frozen=True)
class Rates:
    """Workbooks a second: the median of the rounds."""

    ours: float
    bare: float
    ratio: float
    """The median of the ratios within each round."""


def main() -> int:
    """Measure; returns 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if len(sys.argv) > 1:
            shutil.copy(sys.argv[1], folder / "tracker.db")
        else:
            command = [sys.executable, "-m", "cli.main", "rehearse", "--until", "2016-11-21"]
            subprocess.run([*command, "--out", name], check=True, stdout=subprocess.DEVNULL)
        with _pages(folder) as portal:
            found = measure(portal, N_WORKBOOKS, n_rounds=N_ROUNDS)
    print(f"ours {found.ours:.0f}/s, openpyxl {found.bare:.0f}/s: ratio {found.ratio:.2f}")
    return int(found.ratio < GOAL)


@contextmanager
def _pages(folder: Path) -> Iterator[Portal]:
    tracker = open_tracker(f"sqlite:///{folder / 'tracker.db'}")
    upgrade(tracker)
    moment = datetime.fromisoformat("2016-11-21T20:00:00-05:00")
    settings = Settings(secret=SECRET, data_folder=folder / "data")
    portal: Portal = make_app(Surroundings(tracker, now=lambda: moment), settings).state.portal
    yield portal
    portal.opener.close()


def measure(portal: Portal, n_workbooks: int, *, n_rounds: int) -> Rates:
    """Have workbooks of open confirmations applied and merely read, by turns.

    Raises: AssertionError, where one is not taken.
    """
    filled = fill_in(portal, n_workbooks + N_WARM)
    n_each = n_workbooks // n_rounds
    ours, bare = [], []
    with _bare_child() as read_bare:
        apply_all(portal, filled[:N_WARM])
        _read_all(read_bare, filled[:N_WARM])
        for number in range(n_rounds):
            some = filled[N_WARM + number * n_each : N_WARM + (number + 1) * n_each]
            bare.append(n_each / _seconds(partial(_read_all, read_bare, some)))
            ours.append(n_each / _seconds(partial(apply_all, portal, some)))
    ratios = [one / floor for one, floor in zip(ours, bare, strict=True)]
    return Rates(median(ours), median(bare), median(ratios))


def _read_all(read_bare: Callable[[bytes], object], some: Sequence[Filled]) -> None:
    for one in some:
        read_bare(one.content)


def fill_in(portal: Portal, n_workbooks: int) -> list[Filled]:
    """Fill in workbooks of all open confirmations in turn; each says something of its own."""
    with read(portal.surroundings.tracker) as tat:
        waiting = (Prompt.kind == PromptKind.CONFIRMATION, Prompt.state == PromptState.OPEN)
        rows = tat.scalars(sa.select(Prompt).where(*waiting).order_by(Prompt.id)).all()
        theirs = [Destination(by_person(tat, one.person_id), one.id) for one in rows]
        opened = [(there, open_page(tat, portal, there)[1]) for there in theirs]
    blank = [(there, _blank(portal, there.visitor, asked)) for there, asked in opened]
    turns = islice(cycle(blank), n_workbooks)
    return [Filled(there, _filled(book, number)) for number, (there, book) in enumerate(turns)]


def _blank(portal: Portal, visitor: Visitor, asked: Asked) -> bytes:
    place = f"prompt {asked.questions[0].prompt_id}"
    return workbook_of(asked, reader=visitor.name, place=place, omb="", now=portal.now())


def _filled(blank: bytes, number: int) -> bytes:
    book = load_workbook(BytesIO(blank))
    says = {YES_OR_NO: SUGGESTS, WISHES: f"Two visits, please, and {number} calls"}
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                if (
                    cell.value in says
                ):  # its key stands in the last column, the answer in the second
                    sheet.cell(
                        cell.row, 2 if cell.value == YES_OR_NO else cell.column - 1
                    ).value = says[str(cell.value)]
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def apply_all(portal: Portal, filled: Sequence[Filled]) -> None:
    """Bring each workbook to its page. Raises: AssertionError, where one is not taken."""

    def send(one: Filled) -> None:
        form = Form([("name", one.there.visitor.name)])
        taken = take(portal, one.there, Upload("Plan.xlsx", one.content, form), place=one.place)
        assert taken.given.is_accepted, taken

    with ThreadPoolExecutor(N_SENDERS) as senders:
        list(senders.map(send, filled))


@contextmanager
def _bare_child() -> Iterator[Callable[[bytes], None]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.workbooks", "--bare"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent,
    )  # fmt: skip

    def read_one(content: bytes) -> None:
        watch = Timer(MOST_SECONDS, process.kill)
        watch.start()
        assert process.stdin is not None
        assert process.stdout is not None
        write_block(process.stdin, content)
        assert read_block(process.stdout) is not None
        watch.cancel()

    yield read_one
    process.communicate()


def _read_bare() -> None:
    """The floor's child: load one file after the other, and look at every cell."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    while (content := read_block(sys.stdin.buffer)) is not None:
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
        n_cells = sum(len(row) for sheet in book.worksheets for row in sheet.values)
        write_block(sys.stdout.buffer, str(n_cells).encode())


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    if sys.argv[1:] == ["--bare"]:
        _read_bare()
    else:
        sys.exit(main())
