"""End with the process that started this one, however that one ends."""

import os
import threading

STANDARD_INPUT = 0


def die_with_parent() -> None:
    """End this process as soon as its standard input ends: a pipe whose other end is gone.

    The parent holds that end open and never writes to it. What is cut off is as after a crash:
    the record and its leases are made for that.
    """
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    # Not through sys.stdin: a thread that waits in it makes a regular end fail.
    while os.read(STANDARD_INPUT, 1):
        pass
    os._exit(0)
