"""`tacycle up --demo`: a cycle of three states, to be played by hand from its step 4 on."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.up.place import who_is_up
from cli.up.running import run
from config import moments
from config.calendar import CycleCalendar, StepDates
from config.calendar_text import calendar_text
from config.data_folder import DataFolder
from config.declared import EMBEDDED, Declared, load
from config.settings import Settings
from flows.cycle import STEP_FLOWS
from flows.deployments import register
from flows.executor import quick
from flows.server import Server, connected
from portal.mail_documents import all_makers
from portal.office import PostOffice
from portal.workbooks.making import omb_of
from rehearsal.cast import everybody_agrees, load_cast
from rehearsal.clock import Clock
from rehearsal.drive import Rehearsal, drive
from rehearsal.inbox import Inbox
from rehearsal.people import People
from rehearsal.stage import fictional_cast
from tasks.cycles import start_cycle
from tasks.surroundings import Surroundings, real_clock, use
from tasks.sweeps import begin_sweep, note_sweep
from tat.database import Tracker

NAME = "demo"
PATTERN = "2016-2018"
STATES = ("CO", "MT", "VT")
PLAYED = "played"
"""A file in the demo's folder: its first three steps have been played to their end."""

OPENING_STEP = 4
JUST_OPENED = timedelta(minutes=10)
"""Longer than a step is left to its schedule: it opens as soon as everything runs."""


def run_demo(settings: Settings, *, anew: bool) -> int:
    """Play the first three steps if they are not played yet, then run everything."""
    folder = settings.data_folder / NAME
    is_up = who_is_up(DataFolder(folder)) is not None  # its folder is its own: `run` refuses
    if not is_up and (anew or not (folder / PLAYED).exists()):
        shutil.rmtree(folder, ignore_errors=True)
    demo = settings.model_copy(
        update={
            "data_folder": folder,
            "database_url": f"sqlite:///{(folder / 'tacycle.db').as_posix()}",
            "config_folder": folder / "config",
            "public_address": f"http://127.0.0.1:{settings.pages_port}",
            "imap_host": "",  # nobody in it exists: no mailbox is theirs
            "secret": None,  # the demo's folder has its own
        }
    )

    def prepare(tracker: Tracker, server: Server, secret: str) -> None:
        is_new = not (folder / PLAYED).exists()
        if is_new:
            print("Playing steps 1 to 3 with simulated people; about a minute the first time.")
            play(demo, tracker, server, secret)
        print(greeting(demo.public_address, is_new=is_new))

    return run(demo, (NAME,), prepare_record=prepare)


def greeting(address: str, *, is_new: bool) -> str:
    """What is said before everything starts: of a demo just played, or one that was stopped."""
    begins = f"step {OPENING_STEP} opens now" if is_new else "it carries on where it was stopped"
    return (
        f"The demo: {', '.join(STATES)}; nobody in it exists; {begins}.\n"
        f"Every mail lies in {address}/mailbox: open one, follow its link, answer."
    )


def play(settings: Settings, tracker: Tracker, server: Server, secret: str) -> None:
    """Bring the record to the end of step 3 as a rehearsal does, through the same flows."""
    folder = settings.config_folder
    if folder is None:
        raise ValueError("The demo declares a cycle in a folder of its own")
    declared = _declare(folder)
    server = Server(server.home, port=server.port, has_services=False, database=server.database)
    with server, connected(server):
        clock = Clock(moments.opens_at(declared.calendar.starts_on, declared.calendar.time_zone))
        surroundings = Surroundings(tracker, now=clock.now, declared=declared)
        with use(surroundings), quick():
            _, roster = fictional_cast(declared, copies=1)
            start_cycle(surroundings, declared, roster)
            register(NAME, STEP_FLOWS)
            _drive(settings, surroundings, clock, secret=secret)
            clock.advance(real_clock())
            # Its mornings went by without a sweep that had nothing to do: none was missed.
            note_sweep(begin_sweep(NAME), n_reminders=0, n_escalations=0)
    _hurry(folder)
    (settings.data_folder / PLAYED).touch()


def _drive(settings: Settings, surroundings: Surroundings, clock: Clock, *, secret: str) -> None:
    declared: Declared = surroundings.declared
    step = declared.calendar.step(OPENING_STEP)
    inbox = Inbox(DataFolder(settings.data_folder).mailbox)
    cast = everybody_agrees(load_cast(load(PATTERN)))
    office = PostOffice(
        way=inbox, mail_from=settings.mail_from, public_address=settings.public_address,
        secret=secret.encode(), daily_at=settings.daily_mail_at,
        makers=all_makers(omb_of(settings)),
    )  # fmt: skip
    rehearsal = Rehearsal(
        cycle=NAME, surroundings=surroundings, clock=clock, cast=cast,
        people=People(surroundings.tracker, declared, cast), inbox=inbox, office=office,
        until=moments.opens_at(step.starts_on, declared.calendar.time_zone) - timedelta(minutes=1),
    )  # fmt: skip
    drive(rehearsal, lambda _moment: None)


def _declare(folder: Path) -> Declared:
    """Declare what comes with the software, for three states and a calendar around today."""
    shutil.copytree(EMBEDDED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    places = folder / "jurisdictions.csv"
    head, *lines = places.read_text(encoding="utf-8").splitlines()
    chosen = [line for line in lines if line.startswith(tuple(f"{code}," for code in STATES))]
    places.write_text("\n".join([head, *chosen, ""]), encoding="utf-8")
    calendar = calendar_around(load(PATTERN).calendar, real_clock())
    file = folder / "cycles" / f"{NAME}.toml"
    file.write_text(calendar_text(calendar, heading="The calendar of the demo."), encoding="utf-8")
    return load(NAME, folder)


def calendar_around(pattern: CycleCalendar, now: datetime) -> CycleCalendar:
    """The pattern's days, all shifted alike, so that step 4 has just opened."""
    local = (now - JUST_OPENED).astimezone(ZoneInfo(pattern.time_zone))
    opens_on = local.date() - timedelta(days=local.time() < moments.OPENING)
    shift = opens_on - pattern.step(OPENING_STEP).starts_on
    return pattern.model_copy(
        update={
            "name": NAME,
            "title": "A demonstration",
            "starts_on": pattern.starts_on + shift,
            "ends_on": pattern.ends_on + shift,
            "steps": tuple(_shifted(step, shift) for step in pattern.steps),
            "done_earlier": (),
        }
    )


def _shifted(step: StepDates, shift: timedelta) -> StepDates:
    windows = tuple(
        one.model_copy(update=_days(one.starts_on, one.ends_on, shift)) for one in step.windows
    )
    return step.model_copy(
        update=_days(step.starts_on, step.ends_on, shift) | {"windows": windows, "source": ""}
    )


def _days(first: date, last: date, shift: timedelta) -> dict[str, object]:
    return {"starts_on": first + shift, "ends_on": last + shift}


def _hurry(folder: Path) -> None:
    """From here on people play: what would leave with the day's mail leaves at once."""
    rules = folder / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace('urgency = "daily"', 'urgency = "at once"'), encoding="utf-8")
