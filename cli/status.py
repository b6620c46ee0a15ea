"""`tacycle status`: where a cycle stands, on one screen."""

import json
from collections import Counter
from datetime import UTC
from typing import Annotated, Any

import sqlalchemy as sa
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cli.acting import CycleName, cycle_of, record
from tasks.next_sweep import next_sweep
from tasks.opening import moments_of
from tasks.surroundings import Surroundings
from tat.database import Tat, read
from tat.mail_on_record import counts, faulty_addresses
from tat.schema import Notice, Plan, Prompt, Step
from tat.statuses import MessageState, NoticeState, PromptState, Status, StepState
from templates.filters import plural
from templates.words import ROLE_NAMES, STATUS_NAMES

WIDTH = 80
NEXT_DATES = 4


def status(
    cycle: CycleName = None, *, as_json: Annotated[bool, Parameter(name="--json")] = False
) -> int:
    """Show the step under way, plans by status, what waits for whom, the next dates, the mails.

    Parameters
    ----------
    as_json
        Print the same as JSON, for another program.
    """
    with record() as surroundings:
        found = collect(surroundings, cycle_of(surroundings, cycle))
    if as_json:
        print(json.dumps(found, indent=2))
    else:
        _show(found)
    return 0


def collect(surroundings: Surroundings, cycle: str) -> dict[str, Any]:
    """Count where a cycle stands; plain values, as `--json` prints them."""
    now = surroundings.now()
    with read(surroundings.tracker) as tat:
        steps = tat.scalars(sa.select(Step).where(Step.cycle == cycle).order_by(Step.number)).all()
        plans = Counter(tat.scalars(sa.select(Plan.status).where(Plan.cycle == cycle)))
        return {
            "cycle": cycle,
            "at": now.isoformat(timespec="seconds"),
            "steps_under_way": [
                {"step": one.number, "name": one.name, "ends_on": one.ends_on.isoformat()}
                for one in steps
                if one.state is StepState.OPEN
            ],
            "plans": {str(one): plans[one] for one in Status},
            "waits_for": _waits_for(tat, cycle, today=now.date().isoformat()),
            "next_dates": _next_dates(surroundings, cycle),
            "next_sweep": _next_sweep(surroundings, cycle),
            "mails": _mails(tat, cycle),
        }


def _waits_for(tat: Tat, cycle: str, *, today: str) -> list[dict[str, Any]]:
    """Open questions by role: how many, of how many people, how many of them are overdue."""
    rows = sa.select(Prompt.role, Prompt.person_id, Prompt.due_on).where(
        Prompt.cycle == cycle, Prompt.state == PromptState.OPEN
    )
    asked: dict[str, list[Any]] = {}
    for row in tat.execute(rows):
        asked.setdefault(row.role, []).append(row)
    found = [
        {
            "role": str(role),
            "questions": len(rows),
            "people": len({row.person_id for row in rows}),
            "overdue": sum(row.due_on.isoformat() < today for row in rows),
        }
        for role, rows in asked.items()
    ]
    return sorted(found, key=lambda one: (-int(one["questions"]), one["role"]))


def _next_dates(surroundings: Surroundings, cycle: str) -> list[dict[str, str]]:
    now = surroundings.now()
    moments = [
        (at, f"step {one.number} {verb}")
        for one in moments_of(surroundings, cycle)
        for at, verb in ((one.opens_at, "opens"), (one.closes_at, "closes"))
        if at > now
    ]
    return [
        {"at": at.isoformat(timespec="minutes"), "what": what}
        for at, what in sorted(moments)[:NEXT_DATES]
    ]


def _next_sweep(surroundings: Surroundings, cycle: str) -> dict[str, Any]:
    """What leaves with the mail of that day, as things stand now."""
    found = next_sweep(surroundings, cycle)
    return {
        "at": found.at.astimezone(UTC).isoformat(timespec="minutes"),
        "reminders": found.n_reminders,
        "people_reminded": found.n_reminded,
        "escalations": found.n_escalations,
        "people_told": found.n_told,
    }


def _mails(tat: Tat, cycle: str) -> dict[str, int]:
    states = counts(tat, cycle)
    waiting = sa.select(sa.func.count()).where(
        Notice.cycle == cycle, Notice.state == NoticeState.WAITING
    )
    return {
        "notices_waiting": tat.scalar(waiting) or 0,
        "queued": states[MessageState.QUEUED] + states[MessageState.CLAIMED],
        "held": states[MessageState.HELD],
        "sent": states[MessageState.SENT],
        "failed": states[MessageState.FAILED],
        "addresses_refused": len(faulty_addresses(tat, cycle)),
    }


def _show(found: dict[str, Any]) -> None:
    console = Console(width=min(Console().width, WIDTH))
    under_way = "; ".join(
        f"step {one['step']}, {one['name']}, to {one['ends_on']}"
        for one in found["steps_under_way"]
    )
    console.print(f"{found['cycle']}: {under_way or 'no step is under way'}.", highlight=False)
    plans = _table("Plans", "status", "plans")
    for name, n in found["plans"].items():
        plans.add_row(STATUS_NAMES[name], str(n))
    waits = _table("Waits for", "role", "questions", "people", "overdue")
    for one in found["waits_for"]:
        name = next(title for role, title in ROLE_NAMES.items() if role == one["role"])
        waits.add_row(name, *(str(one[key]) for key in ("questions", "people", "overdue")))
    dates = _table("Next (UTC)", "at", "what")
    for one in found["next_dates"]:
        dates.add_row(one["at"].replace("T", " ").removesuffix("+00:00"), one["what"])
    for table in (plans, waits, dates):
        console.print(table)
    console.print(_said_of_sweep(found["next_sweep"]), highlight=False)
    mails = found["mails"]
    console.print(
        f"Mails: {mails['sent']} sent, {mails['queued']} queued, {mails['failed']} failed; "
        f"{mails['notices_waiting']} notices wait for theirs.",
        highlight=False,
    )
    if mails["held"] or mails["addresses_refused"]:
        console.print(
            f"{mails['held']} mails are held, {mails['addresses_refused']} addresses take no mail: "
            "see tacycle mail list.",
            highlight=False,
        )


def _said_of_sweep(sweep: dict[str, Any]) -> str:
    """Next sweep 2016-11-28 12:30 (UTC): 3 reminders to 2 people, 1 escalation to 1 person."""
    reminders = plural(sweep["reminders"], "reminder")
    reminded = plural(sweep["people_reminded"], "person", "people")
    escalations = plural(sweep["escalations"], "escalation")
    told = plural(sweep["people_told"], "person", "people")
    at = sweep["at"].replace("T", " ").removesuffix("+00:00")
    return f"Next sweep {at} (UTC): {reminders} to {reminded}, {escalations} to {told}."


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", width=WIDTH)
    for number, column in enumerate(columns):
        is_text = number == 0 or column == "what"
        table.add_column(column, justify="left" if is_text else "right", ratio=4 if is_text else 1)
    return table
