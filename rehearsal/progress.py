"""Show how far a rehearsal is: step, simulated day, plans by status."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from rich.console import Console
from rich.status import Status as Spinner

from config.declared import Declared
from tasks.surroundings import Surroundings
from tat.database import read
from tat.schema import Plan, Step
from tat.statuses import Status, StepState


@contextmanager
def shown(
    console: Console, declared: Declared, folder: Path
) -> Iterator[Callable[[Surroundings, datetime], None]]:
    """Give the function that shows progress; it prints a line when a step opens or closes."""
    n_plans = len(declared.jurisdictions)
    _print_broken(
        console,
        f"Rehearsing the cycle {declared.calendar.name} with {n_plans} states and territories.",
    )
    _print_broken(
        console, f"Results go to {folder}.", "Broken off, it carries on with --resume.", indent=0
    )
    told: set[str] = set()
    zone = ZoneInfo(declared.calendar.time_zone)
    with console.status("Prefect's server starts ...") as spinner:

        def tell(surroundings: Surroundings, moment: datetime) -> None:
            _tell(console, spinner, surroundings, moment.astimezone(zone), told)

        yield tell


def _tell(
    console: Console,
    spinner: Spinner,
    surroundings: Surroundings,
    moment: datetime,
    told: set[str],
) -> None:
    with read(surroundings.tracker) as tat:
        of_steps = sa.select(Step.number, Step.name, Step.state).order_by(Step.number)
        steps = tat.execute(of_steps).all()
        of_plans = sa.select(Plan.status, sa.func.count()).group_by(Plan.status)
        counts = {row[0]: row[1] for row in tat.execute(of_plans)}
    plans = ", ".join(f"{counts[status]} {status}" for status in Status if status in counts)
    for step in steps:
        event = f"step {step.number} {step.state}"
        if step.state != StepState.AHEAD and event not in told:
            told.add(event)
            _print_broken(
                console, f"{moment:%Y-%m-%d}  {event:<16} {step.name}.", f"Plans: {plans}."
            )
    now_open = [str(step.number) for step in steps if step.state == StepState.OPEN]
    spinner.update(f"{moment:%A, %Y-%m-%d %H:%M}  step {' and '.join(now_open)}  {plans}")


def _print_broken(console: Console, *sentences: str, indent: int = 12) -> None:
    """Print on one line; where a terminal is too narrow for it, each sentence on its own."""
    line = " ".join(sentences)
    if console.is_terminal and len(line) > console.width:
        line = ("\n" + " " * indent).join(sentences)
    console.print(line, soft_wrap=not console.is_terminal)
