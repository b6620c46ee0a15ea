"""`tacycle rehearse`: a whole cycle on a simulated clock, with simulated people."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from config.calendar import warnings
from config.declared import load
from config.settings import load_settings
from rehearsal.cast import load_cast

RESULTS = Path("out/rehearsal")


def rehearse(
    cycle: str = "2016-2018",
    *,
    seed: int | None = None,
    out: Path | None = None,
    copies: Annotated[int, Parameter(help="Play each state so many times.")] = 1,
    until: date | None = None,
    resume: bool = False,
) -> int:
    """Rehearse a cycle from its announcement to its final plans, and show what came out.

    Nothing leaves this machine: mail goes into a folder, people are simulated.

    Parameters
    ----------
    cycle
        Name of the cycle.
    seed
        What chance is made from; the same seed gives the same counts.
    out
        Folder for the results; what an earlier rehearsal left in it is replaced. Without it
        out/rehearsal and the name of the cycle; with --seed, --copies or --until a folder of its
        own beside it, such as 2016-2018-seed-7.
    until
        Last day to rehearse, such as 2016-10-21; without it the whole cycle.
    resume
        Carry on with a rehearsal that was broken off, instead of starting clean: give the same
        --seed, --copies and --until, or its folder with --out.
    """
    # Before Prefect is imported: a rehearsal's log is its report.
    os.environ |= {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_TO_API_ENABLED": "false"}
    from rehearsal import progress, stage
    from rehearsal.outcome import report, story, summary
    from tat.database import open_tracker, read

    settings = load_settings()
    declared = load(cycle, settings.config_folder)
    cast = load_cast(declared, seed=seed, folder=settings.config_folder)
    folder = out or results_folder(cycle, seed=seed, copies=copies, until=until)
    console = Console()
    for warning in warnings(declared.calendar):
        console.print(f"Note: {warning}.", soft_wrap=not console.is_terminal)
    booking = stage.Booking(cycle, cast.seed, copies)
    with stage.sole_user(folder):
        stage.prepare_folder(folder, booking, resume=resume)
        wider, roster = stage.fictional_cast(cast.declared_with(declared), copies)
        with progress.shown(console, wider, folder) as tell:
            seconds = stage.perform(
                folder, wider, roster, cast, settings=settings, until=until, tell=tell
            )
        with read(open_tracker(stage.tracker_url(folder))) as tat:
            figures = summary.collect(tat, wider, seconds)
            told = story.tell(tat, wider)
        summary.write_summary(figures, folder)
        report.write_report(figures, told, folder)
    console.print(report.screen(figures, folder))
    return 0


def results_folder(cycle: str, *, seed: int | None, copies: int, until: date | None) -> Path:
    """Where a rehearsal keeps its results: each kind apart, so that none replaces the plain one."""
    named = {
        "seed": seed,
        "copies": copies if copies != 1 else None,
        "until": until,
    }
    kind = "".join(f"-{name}-{value}" for name, value in named.items() if value is not None)
    return RESULTS / f"{cycle}{kind}"
