"""The name under which a postman claims messages: its own, and one that says when it is gone."""

import os
import socket
from functools import cache
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its stubs are not in the lock

PROCESSES = Path("/proc/self/ns/pid")
"""Where Linux says which processes one sees: containers may share the name of their host."""

SAME_START_SECONDS = 60.0
"""A process does not change its start; the machine's clock, from which it is reckoned, may."""


def own_name() -> str:
    """Host, process and its start: no other postman has the same name, now or later."""
    return f"{_host()} {os.getpid()} {psutil.Process().create_time():.0f}"


def is_gone(name: str) -> bool:
    """Whether the postman of a name is known to have ended.

    Of one on another host nobody knows: its claims are left until they are stale.
    """
    try:
        host, pid, started_at = name.rsplit(" ", 2)
        now_there = _started_at(int(pid))
        is_another = now_there is None or abs(now_there - float(started_at)) > SAME_START_SECONDS
    except ValueError:  # a name that somebody gave
        return False
    return host == _host() and is_another


@cache
def _host() -> str:
    seen = PROCESSES.readlink() if PROCESSES.is_symlink() else ""
    return f"{socket.gethostname()} {seen}".strip()


def _started_at(pid: int) -> float | None:
    """When a process began; None where there is none, or only what is left of one."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.NoSuchProcess:
        return None
