"""`tacycle mail`: what became of every mail; release what is held, try again, mend an address."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from cyclopts import App, Parameter

from cli.acting import CycleName, DatabaseUrl, cycle_record, person_of, record
from cli.trial_mail import send_test
from tasks.stalling import described, lacks
from tat import mail_orders, stalled
from tat.database import read, write
from tat.links import MASK
from tat.mail_on_record import Listed, faulty_addresses, listed
from tat.messages import text_of
from tat.refusals import Refused
from tat.schema import Message, Person
from tat.statuses import MessageState

LINK_LEFT_OUT = "(a link for its reader alone)"
LINK = re.compile(r"\S*" + MASK.pattern + r"(?:/\S*)?")

app = App(name="mail", help="Mail: the fate of each, what is held, addresses that take none.")
app.command(send_test, name="test")


@app.command(name="list")
def show_all(
    *,
    to: str | None = None,
    state: str | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """List the mails of a cycle with the fate of each, what waits, and addresses that take none.

    Parameters
    ----------
    to
        Only those to this mail address.
    state
        Only those that are queued, held, claimed, sent or failed.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        read(surroundings.tracker) as tat,
    ):
        if to is not None:
            person_of(tat, to)
        found = listed(tat, name, to=to, state=_state(state))
        waiting = stalled.listed(tat, name, to=to) if state is None else ()
        faulty = faulty_addresses(tat, name) if to is None and state is None else ()
    _print(found)
    for stuck in waiting:
        print(f"Waits since {_day(stuck.since)} {described(stuck)}. It lacks {lacks(stuck)}.")
    for one in faulty:
        print(
            f"No mail reaches {one.name}, {one.address}, since {_day(one.since)}: {one.fault}. "
            f"{one.n_waiting} wait."
        )
    return 0


@app.command
def held(*, cycle: CycleName = None, database: DatabaseUrl = None) -> int:
    """List the mails that are held: number, to whom, since when, subject."""
    with (
        cycle_record(cycle, database) as (surroundings, name),
        read(surroundings.tracker) as tat,
    ):
        _print(listed(tat, name, state=MessageState.HELD))
    return 0


@app.command
def show(number: int, *, database: DatabaseUrl = None) -> int:
    """Show one mail whole; its links are left out.

    Parameters
    ----------
    number
        Its number in the lists.
    """
    with record(database) as surroundings, read(surroundings.tracker) as tat:
        row = tat.get(Message, number)
        if row is None:
            raise Refused(f"There is no mail {number}: see tacycle mail list.")
        person = tat.get_one(Person, row.person_id)
        print(f"To: {person.name} <{person.address}>")
        print(f"Subject: {row.subject}")
        print(f"State: {row.state}{'. ' + row.fault if row.fault else ''}\n")
        print(LINK.sub(LINK_LEFT_OUT, text_of(tat, number)))
    return 0


@app.command
def release(
    *numbers: int,
    by: str,
    everything: Annotated[bool, Parameter(name="--all", negative="")] = False,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Let mails leave that are held: those of the numbers, or --all.

    Parameters
    ----------
    numbers
        Their numbers in the lists.
    by
        Mail address of who decides, of OCC.
    everything
        All that are held.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        n = mail_orders.release(
            tat, name, _chosen(numbers, everything), by_person_id=person_of(tat, by),
            now=surroundings.now(),
        )  # fmt: skip
    print(f"{n} mails are released and leave with the next turn of the postman.")
    return 0


@app.command
def retry(
    *numbers: int,
    by: str,
    everything: Annotated[bool, Parameter(name="--all", negative="")] = False,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Have mails tried again that could not leave: those of the numbers, or --all.

    Parameters
    ----------
    numbers
        Their numbers in the lists.
    by
        Mail address of who decides, of OCC.
    everything
        All that failed.
    """
    with (
        cycle_record(cycle, database) as (surroundings, name),
        write(surroundings.tracker) as tat,
    ):
        n = mail_orders.retry(
            tat, name, _chosen(numbers, everything), by_person_id=person_of(tat, by),
            now=surroundings.now(),
        )  # fmt: skip
    print(f"{n} mails are tried again with the next turn of the postman.")
    return 0


@app.command
def mended(address: str, *, by: str, to: str | None = None, database: DatabaseUrl = None) -> int:
    """Have mail leave again to an address that took none, or to another one of the same person.

    Parameters
    ----------
    address
        The one that took no mail.
    by
        Mail address of who says so: of OCC, or the Specialist of the person's state.
    to
        The person's right address, where that was the fault.
    """
    with record(database) as surroundings, write(surroundings.tracker) as tat:
        by_id = person_of(tat, by)
        now_at, n = mail_orders.mend(
            tat, address, to=to, by_person_id=by_id, now=surroundings.now()
        )
    print(f"Mail leaves to {now_at} again: {n} mails, and what gathered meanwhile.")
    return 0


def _chosen(numbers: Sequence[int], everything: bool) -> Sequence[int] | None:
    if everything == bool(numbers):
        raise Refused("Nothing was done: name the numbers of mails, or say --all.")
    return None if everything else numbers


def _state(word: str | None) -> MessageState | None:
    if word is None:
        return None
    try:
        return MessageState(word)
    except ValueError:
        known = ", ".join(MessageState)
        raise Refused(f"No mail is {word!r}: say one of {known}.") from None


def _print(found: Sequence[Listed]) -> None:
    for one in found:
        print(f"{one.id:>6}  {_fate(one)}  {one.address}  {one.subject}")
    print(f"{len(found)} mails.")


def _fate(one: Listed) -> str:
    at = _day(one.sent_at or one.made_at)
    if one.state is MessageState.QUEUED and one.is_address_at_fault:
        return f"waits for an address that takes mail, since {at}"
    if one.state is MessageState.QUEUED and one.try_at:
        return f"put off to {_day(one.try_at)} ({one.fault})"
    if one.state is MessageState.FAILED:
        return f"failed ({one.fault}), made {at}"
    return f"{one.state} {at}"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "some day"
