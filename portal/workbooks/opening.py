"""Open workbooks in a child process that is kept warm, within limits of time and memory."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from threading import Lock, Timer
from typing import IO, Any

from portal.workbooks.cells import CellValue, Grid, Unread
from portal.workbooks.checking import SAVE_AS, ZIP, UnsafeFile
from portal.workbooks.child import read_block, write_block
from portal.workbooks.marking import Marks

MOST_SECONDS = 20.0


class Opener:
    """Opens workbooks one at a time; a child that hangs or dies is replaced."""

    def __init__(self, *, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._lock = Lock()
        self._child: _Child | None = None

    def open(self, content: bytes, name: str) -> Mapping[str, Grid]:
        """The rows of each worksheet. Raises: UnsafeFile, saying why and what to do."""
        with self._lock:
            said = self._ask({"name": name}, content)
        if said is None:
            raise UnsafeFile(f"The file took too long or too much to open. {SAVE_AS}")
        found = json.loads(said)
        if "unsafe" in found:
            raise UnsafeFile(found["unsafe"])
        if "fault" in found:
            raise UnsafeFile(f"The file is damaged, and cannot be read. {SAVE_AS}")
        return {
            title: [
                [_unpacked(cell) if type(cell) is dict else cell for cell in row] for row in rows
            ]
            for title, rows in found["sheets"].items()
        }

    def mark(self, content: bytes, marks: Marks) -> bytes | None:
        """The same workbook with the faulty cells marked; None where it cannot be opened."""
        with self._lock:
            said = self._ask({"marks": list(marks)}, content)
        return said if said and said.startswith(ZIP) else None

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.process.kill()
            self._child.process.communicate()
            self._child = None

    def _ask(self, order: Mapping[str, Any], content: bytes) -> bytes | None:
        """What the child says of a file; None where it had to be ended, or ended itself."""
        child = self._running()
        watch = Timer(self._most_seconds, child.process.kill)
        watch.start()
        try:
            write_block(child.to, json.dumps(order).encode())
            write_block(child.to, content)
            said = read_block(child.back)
        except BrokenPipeError:
            said = None
        finally:
            watch.cancel()
        if not said:
            self.close()
        return said

    def _running(self) -> "_Child":
        if self._child is None or self._child.process.poll() is not None:
            self.close()
            self._child = _Child.started()
        return self._child


@dataclass(frozen=True)
class _Child:
    """The process and its two pipes."""

    process: subprocess.Popen[bytes]
    to: IO[bytes]
    back: IO[bytes]

    @classmethod
    def started(cls) -> "_Child":
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.workbooks.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise ValueError("A child that was started with pipes has none")
        return cls(process, process.stdin, process.stdout)


@cache
def shared_opener() -> Opener:
    """The one of this process: its child opens the files of everybody, one after the other."""
    return Opener()


def _unpacked(value: Any) -> CellValue:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"unread": str(why)}:
            return Unread(why)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case _:
            cell: CellValue = value
            return cell
