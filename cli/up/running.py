"""Look at what is there, start everything, keep it running."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event

import sqlalchemy as sa

from cli.acting import made_record
from cli.up.crew import crew
from cli.up.news import StepNews, teller
from cli.up.place import Addresses, check_ports, held, prepare, secret_of
from cli.up.supervisor import Supervisor
from config.data_folder import DataFolder
from config.settings import Settings
from flows.server import Server
from tasks.cycles import cycles_on_record
from tasks.surroundings import Surroundings
from tat.database import Tracker, read
from tat.refusals import Refused
from tat.schema import Cycle


def run(
    settings: Settings,
    cycles: tuple[str, ...],
    *,
    prepare_record: Callable[[Tracker, Server, str], None] = lambda *_: None,
) -> int:
    """Run everything until a signal ends it.

    Args:
        prepare_record: called with the tracker, Prefect's server and the secret, before anything
            is started.
    Raises: Refused, before anything is started.
    """
    data = DataFolder(settings.data_folder.resolve())
    prepare(data)
    server = Server(data.prefect, port=settings.prefect_port)
    pages = f"http://127.0.0.1:{settings.pages_port}"
    with held(data, Addresses(os.getpid(), pages, server.url)):
        secret = secret_of(settings, data)
        check_ports(settings)
        tracker = made_record(settings.database_url)
        prepare_record(tracker, server, secret)
        _check_known(tracker, cycles)
        _keep_running(settings, data, server, tracker, secret, cycles)
    return 0


def _check_known(tracker: Tracker, cycles: tuple[str, ...]) -> None:
    with read(tracker) as tat:
        known = list(tat.scalars(sa.select(Cycle.name).order_by(Cycle.starts_on)))
    for name in cycles:
        if name not in known:
            there = f"there is {', '.join(known) or 'none'}"
            raise Refused(
                f"Nothing was started: the record has no cycle {name} ({there}); enter it with "
                f"tacycle schedule {name} --roster FILE."
            )


def _keep_running(
    settings: Settings,
    data: DataFolder,
    server: Server,
    tracker: Tracker,
    secret: str,
    cycles: tuple[str, ...],
) -> None:
    say = teller(data.logs / "up.log")
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    live = cycles or tuple(cycles_on_record(Surroundings(tracker)))
    say(f"Starting, for {', '.join(live) or 'no cycle yet'}. This takes up to half a minute.")
    supervisor = Supervisor(crew(settings, data, server, secret=secret, only=cycles), say)
    news = StepNews(tracker, say)
    supervisor.run(
        stop, when_ready=lambda: _say_where(settings, data, say_live=live), meanwhile=news.look
    )
    say("Stopped. Nothing is running any more.")


def _say_where(settings: Settings, data: DataFolder, *, say_live: tuple[str, ...]) -> None:
    lines = [
        "",
        f"  pages     {settings.public_address}",
        f"  Prefect   http://127.0.0.1:{settings.prefect_port}   for staff of this machine only",
        f"  mailbox   {settings.public_address}/mailbox   kept in {_short(data.mailbox)}",
        f"  logs      {_short(data.logs)}",
    ]
    if not say_live:
        lines.append("  No cycle is on record yet: tacycle schedule NAME --roster FILE")
    print("\n".join([*lines, "  Ctrl-C stops everything.", ""]), flush=True)


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
