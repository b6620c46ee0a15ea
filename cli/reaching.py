"""Reach the Prefect server that runs the record's cycles, where one is up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.up.place import who_is_up
from config.data_folder import DataFolder
from config.settings import load_settings


@contextmanager
def prefect_of_record(url: str) -> Iterator[bool]:
    """Talk to the server that PREFECT_API_URL names, else to that of the `tacycle up` of a record.

    Gives whether there is one.

    Args:
        url: of the tracker's database: another one than that of the settings has no `tacycle up`.
    """
    from prefect.settings import PREFECT_API_URL

    from flows.server import Server, connected

    settings = load_settings()
    data = DataFolder(settings.data_folder)
    running = who_is_up(data) if url == settings.database_url else None
    if PREFECT_API_URL.value() or running is None:
        yield bool(PREFECT_API_URL.value())
        return
    port = int(running.prefect.rpartition(":")[2].partition("/")[0])
    with connected(Server(data.prefect, port=port)):
        yield True


def have_prefect_do(url: str, act: Callable[[], str], *, later: str) -> str:
    """Do something that needs Prefect, and say what came of it.

    Args:
        act: does it; gives the sentence for when it is done.
        later: the sentence for when Prefect cannot be reached: what will do it then.
    """
    from flows.waking import NotDeployed, PrefectUnreachable

    with prefect_of_record(url) as is_there:
        if not is_there:
            return later  # nothing runs yet, which is no fault
        try:
            return act()
        except (PrefectUnreachable, NotDeployed) as error:
            return f"{error} {later}"
