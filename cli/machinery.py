"""What would stop the next step of a cycle, by the machinery: database, Prefect, mail, secret."""

import os
from collections.abc import Iterator

from cli.reaching import prefect_of_record
from cli.readiness import Finding
from cli.up.place import who_is_up
from config.data_folder import DataFolder
from config.settings import Settings
from portal.way import mail_server
from tasks.incoming.inbox import inbox_of
from tasks.letters import n_leaving_today
from tasks.mail_server import MailServer
from tasks.surroundings import Surroundings, use
from tasks.ways import Unreached
from tat.database import read
from tat.people import directory

START_UP = "start tacycle up"


def of_machinery(surroundings: Surroundings, settings: Settings, cycle: str) -> Iterator[Finding]:
    """What does not answer, or does not match the record."""
    data = DataFolder(settings.data_folder)
    server = mail_server(settings)
    if server:
        yield from _server(server, settings)
        yield from _readers(surroundings, settings, cycle)
    else:
        yield from _mailbox(data)
    if settings.mail_mode == "hold":
        yield Finding(False, "Mail is held until somebody releases it", "see tacycle mail held")
    yield from _answers(settings)
    if settings.secret is None and not data.secret.exists():
        cause = "There is no secret from which links are made"
        yield Finding(True, cause, f"{START_UP}, which makes one, or set TACYCLE_SECRET")
    if who_is_up(data) is None and not os.environ.get("PREFECT_API_URL"):
        yield Finding(True, "Nothing runs: no step opens and no mail leaves", START_UP)
        return
    with use(surroundings):
        yield from _prefect(surroundings, cycle)


def _server(server: MailServer, settings: Settings) -> Iterator[Finding]:
    """Whether the mail server lets us sign on: nothing is sent."""
    try:
        server.try_sign_on()
    except Unreached as error:
        cause = f"No mail can leave: {error}"
        yield Finding(True, cause, "correct the TACYCLE_SMTP settings, or ask who runs the server")
    else:
        cause = f"Mail leaves by {settings.smtp_host} to the people of the roster"
        yield Finding(False, cause, "set TACYCLE_MAIL_MODE to hold to look at it first")


def _answers(settings: Settings) -> Iterator[Finding]:
    """Whether the mailbox to which answers go can be opened: nothing is read."""
    inbox = inbox_of(settings)
    if inbox is None:
        return
    try:
        with inbox.open():
            pass
    except Unreached as error:
        cause = f"No answer by mail is read: {error}"
        yield Finding(False, cause, "correct the TACYCLE_IMAP settings, or ask who runs the server")


def _readers(surroundings: Surroundings, settings: Settings, cycle: str) -> Iterator[Finding]:
    """How many mails leave today, and whether the roster is the one of people who do not exist."""
    n = n_leaving_today(surroundings, cycle, daily_at=settings.daily_mail_at)
    yield Finding(False, f"{n} mails leave today", "see to whom with tacycle preview --calendar")
    with read(surroundings.tracker) as tat:
        people = directory(tat).people.values()
    invented = [one.address for one in people if one.address.endswith(".example")]
    if invented:
        cause = f"{len(invented)} addresses of the roster are examples, such as {invented[0]}"
        yield Finding(True, cause, "apply the real roster with tacycle roster apply")


def _mailbox(data: DataFolder) -> Iterator[Finding]:
    folder = data.mailbox if data.mailbox.exists() else data.root
    if folder.exists() and not os.access(folder, os.W_OK):
        yield Finding(True, f"The mailbox {data.mailbox} cannot be written to", "give the rights")
    else:
        cause = "Mail stays on this machine, in the local mailbox"
        yield Finding(False, cause, "play every role from its page; nobody outside gets a mail")


def _prefect(surroundings: Surroundings, cycle: str) -> Iterator[Finding]:
    from flows.schedules import mismatches
    from flows.waking import PrefectUnreachable

    with prefect_of_record(surroundings.tracker.url):
        try:
            wrong = mismatches(cycle)
        except PrefectUnreachable as error:
            yield Finding(True, str(error).rstrip("."), f"{START_UP}, or wait until it is back")
            return
    if wrong:
        steps = ", ".join(str(number) for number in wrong)
        cause = f"The schedules of steps {steps} in Prefect are not those of the record"
        yield Finding(True, cause, f"call tacycle schedule {cycle}, or wait half a minute")
