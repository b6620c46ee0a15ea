"""The process of the pages, as `tacycle up` starts it: python -m portal.process."""

import gc
import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Event

import uvicorn

from config.settings import Settings, load_settings
from portal.app import make_app
from portal.loops import LiveCycles, Turns, loops, start
from tasks.logs import log_to_stderr
from tasks.parent import die_with_parent
from tasks.surroundings import Surroundings, current

STOP_SECONDS = 5

log = logging.getLogger("tacycle.portal")


def main() -> None:
    """Serve the pages on loopback, wake and post, until a signal ends it."""
    die_with_parent()
    settings = load_settings()
    surroundings = current()
    log_to_stderr()
    sys.exit(serve(surroundings, settings, only=sys.argv[1:]))


def serve(surroundings: Surroundings, settings: Settings, *, only: Sequence[str]) -> int:
    """Serve until told to stop; the exit code is 1 where a loop broke.

    Args:
        only: names of the cycles whose steps are woken and whose mail leaves; without any, all.
    """
    turns, stop, broke = Turns(), Event(), Event()
    app = make_app(surroundings, settings)
    app.state.turns = turns
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",  # the world comes through a proxy with TLS
            port=settings.pages_port,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )

    def end() -> None:
        broke.set()
        server.should_exit = True

    cycles = LiveCycles(surroundings, only)
    threads = start(loops(surroundings, settings, cycles, turns), stop, end)
    gc.collect()
    gc.freeze()  # what was imported stays: looking through it doubled the cost of an answer
    with suppress(KeyboardInterrupt):  # uvicorn raises anew what it has ended for
        server.run()
    stop.set()
    for thread in threads:
        thread.join(STOP_SECONDS)
    return 1 if broke.is_set() else 0


if __name__ == "__main__":
    main()
