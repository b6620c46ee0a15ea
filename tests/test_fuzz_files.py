"""Good workbooks damaged by chance: read as they were meant or refused with a sentence, each time.

`make fuzz N=10000` tries more of them. The number of a mutation makes it again.
"""

import os
import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from config.vocabulary import Entrance
from portal.door.arriving import Sent
from portal.door.intake import take_in
from tat.schema import Answer, Plan
from tests.corpus import FILES, of_page
from tests.corpus_making import ANSWERS, LINES, NO, edited, suggests

N = int(os.environ.get("TACYCLE_FUZZ", "300"))
GOOD = edited((FILES / "confirmation.xlsx").read_bytes(), suggests)
MEANT = [["Your answer", NO], ["What should change", "Two visits, please"]]

NASTY = (
    "", " ", "\u200b", "=1+1", "=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\u202egnp.exe", "\t",
    "a" * 40_000, "Two\nlines", "<script>alert(1)</script>", "'; DROP TABLE plan; --",
    "\U0001f600",
    "None", "nan", 0, -1, 1e308, 10**30, True, 0.1, "wishes.7", "confirms", "prompt 1; question 1",
)  # fmt: skip


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bits of the archive turned over."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    """A piece of the archive gone, or twice there."""
    first, last = sorted(chance.randrange(len(content)) for _ in range(2))
    middle = b"" if chance.random() < 0.7 else content[first:last] * 2
    return content[:first] + middle + content[last:]


def part_damaged(content: bytes, chance: random.Random) -> bytes:
    """One part of a whole archive damaged: what a program with a fault would write."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice((flipped, cut))(parts[name] or b"0", chance)
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, part in parts.items():
            archive.writestr(one, part)
    return into.getvalue()


def cell_changed(content: bytes, chance: random.Random) -> bytes:
    """Something nasty in some cells, wherever."""
    book = load_workbook(BytesIO(content))
    for _ in range(chance.randint(1, 4)):
        sheet = book[chance.choice((ANSWERS, LINES))]
        cell = sheet.cell(chance.randint(1, 20), chance.randint(1, 5))
        nasty = chance.choice(NASTY)
        cell.value = nasty[:32_000] if isinstance(nasty, str) else nasty
    into = BytesIO()
    book.save(into)
    return into.getvalue()


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped, cut, part_damaged, cell_changed,
)  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_a_damaged_workbook_is_read_as_meant_or_refused_and_changes_nothing(pages_of, mutation):
    pages = pages_of("confirmation")
    portal = pages.app.state.portal
    before = pages.cycle.rows(Answer), pages.cycle.rows(Plan)
    n_read, wrong = 0, {}
    for number in range(N // len(MUTATIONS)):
        content = mutation(GOOD, random.Random(f"{mutation.__name__} {number}"))
        outcome = take_in(portal, Sent(content, f"{number}.xlsx", Entrance.FOLDER))
        if outcome.state == "to confirm":
            n_read += 1
            said = of_page(portal, pages.cycle.tracker, outcome.file_id)
            # A damaged archive has its own sum for each part: what is read is what was written.
            if mutation in (flipped, cut) and said != MEANT:
                wrong[number] = said
        elif not outcome.sentences or any(not one.strip() for one in outcome.sentences):
            wrong[number] = outcome
    assert wrong == {}
    assert (pages.cycle.rows(Answer), pages.cycle.rows(Plan)) == before
    print(f"{mutation.__name__}: {n_read} of {N // len(MUTATIONS)} could be read")
