"""Which mails went to how many people on which day, counted from the record of a rehearsal."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import shorten
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import Declared
from config.errors import BadInput, Problem
from rehearsal import stage
from tat.database import Tat, open_tracker, read
from tat.schema import Message, Notice, Prompt
from templates.filters import plural
from templates.reports.page import render_report
from templates.words import ASKED_TO, TOLD_OF

FILE = "calendar.html"
WIDTH, BAR_WIDTH = 100, 20
"""How many signs a line on the screen and its longest bar have at most."""

BRINGS = "To how many people, and what they bring"


@dataclass(frozen=True)
class Day:
    """The mails of one day, by the clocks of the cycle."""

    on: date
    n_mails: int
    n_people: int
    brings: Sequence[tuple[str, int]]
    """What they bring and to how many people, the most first."""


def count(declared: Declared, folder: Path) -> list[Day]:
    """Count the mails of a rehearsal, day by day.

    Raises: BadInput, when the folder holds no record of a rehearsal.
    """
    if not (folder / stage.MARK).exists() or not (folder / "tracker.db").exists():
        cause = "holds no rehearsal to count"
        raise BadInput([Problem(str(folder), "", cause, "run tacycle rehearse first")])
    tracker = open_tracker(stage.tracker_url(folder))
    try:
        with read(tracker) as tat:
            return list(_days(tat, declared))
    finally:
        tracker.engine.dispose()


def _days(tat: Tat, declared: Declared) -> Iterator[Day]:
    zone = ZoneInfo(declared.calendar.time_zone)
    rows = (
        sa.select(Message.id, Message.person_id, Message.sent_at, Notice.purpose, Prompt.kind)
        .join(Notice, Notice.message_id == Message.id)
        .outerjoin(Prompt, Prompt.id == Notice.prompt_id)
        .where(Message.cycle == declared.calendar.name)
    )
    mails: dict[date, set[int]] = defaultdict(set)
    people: dict[date, set[int]] = defaultdict(set)
    brought: dict[date, set[tuple[str, int]]] = defaultdict(set)
    for message_id, person_id, sent_at, purpose, kind in tat.execute(rows):
        if sent_at is None:
            continue
        on = sent_at.astimezone(zone).date()
        what = f"{TOLD_OF[purpose]}: {ASKED_TO[kind]}" if kind else TOLD_OF[purpose]
        mails[on].add(message_id)
        people[on].add(person_id)
        brought[on].add((what, person_id))
    for on in sorted(mails):
        readers = Counter(what for what, _person_id in brought[on])
        brings = sorted(readers.items(), key=lambda one: (-one[1], one[0]))
        yield Day(on, len(mails[on]), len(people[on]), brings)


def screen(days: Sequence[Day], folder: Path) -> str:
    """The table for a terminal: day, mails, people, a bar, and what most of them bring."""
    most = max((day.n_mails for day in days), default=1)
    heads = f"{'Day':14}  {'Mails':>5}  {'People':>6}  {'':{BAR_WIDTH}}  {BRINGS}"
    lines = [_how(days, folder), "", heads]
    for day in days:
        bar = "#" * max(1, round(BAR_WIDTH * day.n_mails / most))
        begins = f"{day.on:%a} {day.on}  {day.n_mails:5}  {day.n_people:6}  {bar:{BAR_WIDTH}}  "
        lines.append(begins + _brings(day, WIDTH - len(begins)))
    return "\n".join(lines)


def _brings(day: Day, room: int) -> str:
    """What most mails of a day bring, as much as there is room for; the page has all."""
    parts = [f"{n} x {what}" for what, n in day.brings]
    for n_left in range(len(parts)):
        n_shown = len(parts) - n_left
        said = "; ".join([*parts[:n_shown], *([f"{n_left} more"] if n_left else [])])
        if len(said) <= room:
            return said
    return shorten(parts[0], room, placeholder=" ...") if parts else ""


def write(out: Path, declared: Declared, days: Sequence[Day], folder: Path) -> Path:
    """Write the same as a page, with everything that each day brings; returns the file."""
    out.mkdir(parents=True, exist_ok=True)
    most = max((day.n_mails for day in days), default=1)
    page = render_report(
        "mail_calendar",
        cycle=declared.calendar.name,
        how=_how(days, folder),
        days=[(day, round(100 * day.n_mails / most, 1)) for day in days],
        begins=_begins(declared, days),
    )
    (out / FILE).write_text(page, "utf-8")
    return out / FILE


def _begins(declared: Declared, days: Sequence[Day]) -> dict[date, list[str]]:
    """The steps that begin by a day, by the first day with mails since then."""
    found: dict[date, list[str]] = defaultdict(list)
    for step in declared.calendar.steps:
        first = next((day.on for day in days if day.on >= step.starts_on), None)
        if first is not None:
            found[first].append(f"Step {step.number}, {step.name}")
    return found


def _how(days: Sequence[Day], folder: Path) -> str:
    n_mails = sum(day.n_mails for day in days)
    return (
        f"{plural(n_mails, 'mail')} on {plural(len(days), 'day')}, counted from the rehearsal in "
        f"{folder}: simulated people, whose answers, silences and changes cause some of them. Days "
        "are in the time zone of the cycle."
    )
