"""`tacycle preview`: the mails of a step as their readers get them, without sending any."""

import os
import re
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from config.declared import Declared, load
from config.errors import BadInput, Problem
from config.settings import Settings, load_settings
from templates.filters import plural

RESULTS = Path("out/preview")
STEP = re.compile(r"(?:step-?)?([1-7])")


def preview(
    step: str | None = None,
    *,
    state: str | None = None,
    calendar: Annotated[
        bool, Parameter(negative=(), help="Count the mails of each day of a rehearsal instead.")
    ] = False,
    cycle: str = "2016-2018",
    out: Path = RESULTS,
    rehearsal: Path | None = None,
) -> int:
    """Write every mail of a step for a state as files, with one page that shows them side by side.

    The cycle is played on a simulated clock with example people, who answer in time and agree, in a
    record of its own: nothing is sent, and the real record is not touched.

    Parameters
    ----------
    step
        The step, such as step-4.
    state
        Code of the state or territory, such as CO.
    cycle
        Name of the cycle.
    out
        Folder for the results.
    rehearsal
        With --calendar: folder of the rehearsal to count; without it out/rehearsal and the name of
        the cycle.
    """
    settings = load_settings()
    declared = load(cycle, settings.config_folder)
    if calendar:
        _write_calendar(declared, rehearsal or Path("out/rehearsal") / cycle, out)
        return 0
    found = STEP.fullmatch(step or "")
    if found is None or state is None:
        cause = "takes a step and a state, or --calendar"
        if step is not None and found is None:
            cause = f'there is no step "{step}"; the steps are step-1 to step-7'
        raise BadInput([Problem("tacycle preview", "", cause, "tacycle preview step-4 --state CO")])
    _write_step(declared, int(found[1]), state.upper(), out, settings)
    return 0


def _write_step(declared: Declared, step: int, code: str, out: Path, settings: Settings) -> None:
    # Before Prefect is imported: what the steps log does not matter here.
    os.environ |= {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_TO_API_ENABLED": "false"}
    from rehearsal.cast import everybody_agrees, load_cast
    from rehearsal.preview import contact_sheet
    from rehearsal.preview.played import for_one_state, played

    cast = everybody_agrees(load_cast(declared, folder=settings.config_folder))
    narrow = for_one_state(declared, code)
    with played(out / "played", narrow, cast, step=step, settings=settings) as mails:
        page = contact_sheet.write(out / f"step-{step}-{code}", narrow, step, mails)
    print(f"{plural(len(mails), 'mail')} of step {step} for {code}; nothing was sent.\n{page}")


def _write_calendar(declared: Declared, folder: Path, out: Path) -> None:
    from rehearsal.preview import mail_calendar

    days = mail_calendar.count(declared, folder)
    print(mail_calendar.screen(days, folder))
    print(mail_calendar.write(out, declared, days, folder))
