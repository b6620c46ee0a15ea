"""`tacycle inbox`: read the mailbox to which answers come; sort what nobody could tell."""

from collections.abc import Iterable

import sqlalchemy as sa
from cyclopts import App

from cli.acting import DatabaseUrl, person_of, record
from cli.inbox_folder import take_files
from config.settings import load_settings
from tasks.incoming.inbox import inbox_of
from tasks.incoming.reading import read_mailbox
from tasks.incoming.yes import reads_as_yes
from tat import received, received_orders
from tat.database import read, write
from tat.refusals import Refused
from tat.schema import Prompt, Received

app = App(name="inbox", help="Answers that come by mail: read the mailbox, sort what is unclear.")


@app.default
def take_in(*, database: DatabaseUrl = None) -> int:
    """Read the mailbox now, and list what somebody must sort; the sweep reads it each morning.

    The files in the folder `inbox` of the data folder are taken too: a workbook is put before
    whoever was asked, who confirms what was read.

    Exit code 1: it could not be read to its end.
    """
    inbox = inbox_of(load_settings())
    fault = None
    with record(database) as surroundings:
        if inbox is None:
            print("No mailbox is named (TACYCLE_IMAP_HOST): none was read.")
        else:
            done = read_mailbox(surroundings, inbox)
            fault = done.fault
            print(f"{done.n_taken} mails were taken in.")
        take_files(surroundings)
        with read(surroundings.tracker) as tat:
            _print(received.unsorted(tat))
    if fault:
        print(
            f"The mailbox could not be read to its end, and the rest stays there: {fault}. Correct "
            "the TACYCLE_IMAP settings, or ask who runs the server."
        )
    return 1 if fault else 0


@app.command(name="list")
def show_all(*, database: DatabaseUrl = None) -> int:
    """List the mails that came in and that somebody must sort."""
    with record(database) as surroundings, read(surroundings.tracker) as tat:
        _print(received.unsorted(tat))
    return 0


@app.command
def show(number: int, *, database: DatabaseUrl = None) -> int:
    """Show one mail that came in, as plain text.

    Parameters
    ----------
    number
        Its number in the list.
    """
    with record(database) as surroundings, read(surroundings.tracker) as tat:
        row = tat.get(Received, number)
        if row is None:
            raise Refused(f"There is no mail {number}: see tacycle inbox list.")
        print(f"From: {row.name} <{row.address}>\nSubject: {row.subject}")
        print(f"State: {row.state}. {row.why}")
        for one in row.files:
            print(f"With it came: {one['name']}, {one['n_bytes']} bytes")
        print(f"\n{row.text}")
    return 0


@app.command
def belongs(number: int, *, prompt: int, by: str, database: DatabaseUrl = None) -> int:
    """Say which question a mail is about: it becomes a note there, and answers nothing.

    Parameters
    ----------
    number
        Number of the mail in the list.
    prompt
        Number of the question.
    by
        Mail address of who says so, of OCC.
    """
    with record(database) as surroundings, write(surroundings.tracker) as tat:
        row = tat.get(Received, number)
        cycle = tat.scalar(sa.select(Prompt.cycle).where(Prompt.id == prompt))
        if row is None or cycle is None:
            raise Refused(f"Nothing was sorted: there is no mail {number} or question {prompt}.")
        received_orders.belongs(
            tat, number, prompt, surroundings.declared_for(cycle).rules,
            is_yes=reads_as_yes(row.own_words), by_person_id=person_of(tat, by),
            now=surroundings.now(),
        )  # fmt: skip
        print(f"Mail {number} is {row.state}. {row.why}")
    return 0


@app.command
def nothing(number: int, *, by: str, database: DatabaseUrl = None) -> int:
    """Say that a mail is about nothing here; it is kept all the same.

    Parameters
    ----------
    number
        Number of the mail in the list.
    by
        Mail address of who says so, of OCC.
    """
    with record(database) as surroundings, write(surroundings.tracker) as tat:
        by_id = person_of(tat, by)
        received_orders.set_aside(tat, number, by_person_id=by_id, now=surroundings.now())
    print(f"Mail {number} is set aside.")
    return 0


def _print(rows: Iterable[Received]) -> None:
    rows = list(rows)
    for one in rows:
        print(f"{one.id:>6}  {one.taken_at:%Y-%m-%d %H:%M} UTC  {one.address}  {one.subject}")
        print(f"        {one.why}")
    print(f"{len(rows)} mails wait to be sorted: see tacycle inbox show, belongs, nothing.")
