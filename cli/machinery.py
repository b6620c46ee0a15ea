"""What would stop the next step of a cycle, by the machinery: database, Prefect, mail, secret."""

import os
from collections.abc import Iterator

from cli.reaching import prefect_of_record
from cli.readiness import Finding
from cli.up.place import who_is_up
from config.data_folder import DataFolder
from config.settings import Settings
from tasks.surroundings import Surroundings, use

START_UP = "start tacycle up"


def of_machinery(surroundings: Surroundings, settings: Settings, cycle: str) -> Iterator[Finding]:
    """What does not answer, or does not match the record."""
    data = DataFolder(settings.data_folder)
    yield from _mail(data)
    if settings.secret is None and not data.secret.exists():
        cause = "There is no secret from which links are made"
        yield Finding(True, cause, f"{START_UP}, which makes one, or set TACYCLE_SECRET")
    if who_is_up(data) is None and not os.environ.get("PREFECT_API_URL"):
        yield Finding(True, "Nothing runs: no step opens and no mail leaves", START_UP)
        return
    with use(surroundings):
        yield from _prefect(surroundings, cycle)


def _mail(data: DataFolder) -> Iterator[Finding]:
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
