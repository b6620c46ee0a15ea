"""A process of `tacycle up`: started, looked at, stopped; never left behind."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 10.0
LOG_BYTES = 20_000_000
"""A log that is longer when its process starts is put aside as .1."""


@dataclass
class Child:
    """One of the processes. Its standard input is a pipe that it watches: it dies with us."""

    name: str
    """As in a sentence: "The flow runner"."""
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    is_ready: Callable[[], bool]
    """Whether it does its work; asked after its start."""
    is_stuck: Callable[[], bool] = lambda: False
    """Whether it runs and has long done nothing."""
    process: subprocess.Popen[bytes] | None = None
    _is_asked: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start it. In a session of its own: Ctrl-C is for us, who end it in order."""
        _put_aside(self.log)
        self._is_asked = False
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )

    @property
    def ended_with(self) -> int | None:
        """The exit code, or minus the signal, of a process that has ended; None while it runs."""
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        """Tell it, once, to finish what it has in hand and end: told twice it would leave that."""
        if self.process is not None and self.process.poll() is None and not self._is_asked:
            self._is_asked = True
            self.process.send_signal(signal.SIGINT)

    def stop(self) -> None:
        """End it, and wait until it is gone. Safe to repeat."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
