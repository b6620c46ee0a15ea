"""The inbox folder: files that staff put there, because somebody sent them by other ways."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from config.data_folder import DataFolder
from config.vocabulary import Entrance
from portal.context import Portal
from portal.door.arriving import Sent
from portal.door.intake import Outcome, take_in
from portal.door.mailed import take_mailed
from portal.workbooks.checking import MOST_BYTES
from tat.refusals import Refused
from tat.statuses import FileState

TAKEN, TO_CORRECT = "taken", "to correct"
"""Below the inbox, where a file goes once it is read: what was understood, and the rest."""

MOST_KEPT = 50
"""How many of the last letters of its name a file keeps there: each takes up to 4 of 255 bytes."""

STILL_SECONDS = 5.0
"""How long a file must not have changed: what is still being copied there is not read yet."""

TURN_SECONDS = 30.0

log = logging.getLogger("tacycle.inbox")


@dataclass(frozen=True)
class Emptied:
    """One file of the folder, and what became of it."""

    name: str
    outcome: Outcome


def take_folder(portal: Portal, *, still_seconds: float = STILL_SECONDS) -> Iterator[Emptied]:
    """Take every file that lies in the inbox, by name.

    A file is moved once its outcome is on record; what is left by a crash is known by its hash.

    Raises: OSError, Refused: the first by which a file could not be taken, once all others are.
    """
    folder = DataFolder(portal.settings.data_folder).inbox
    broke: OSError | Refused | None = None
    for path in _lying(folder, still_seconds=still_seconds):
        try:
            yield _take(portal, folder, path)
        except (OSError, Refused) as error:
            broke = broke or error
    if broke is not None:
        raise broke


def take_until(stop: Event, portal: Portal, *, took_turn: Callable[[], None]) -> None:
    """Look into the inbox, and at the files of mails, again and again until told to stop.

    The folder is made if need be.

    Args:
        took_turn: called after each turn in which nothing was left that could not be taken.
    """
    while True:
        try:
            _look(portal)
        except (OSError, Refused) as error:
            log.warning("The inbox cannot be emptied now, and is looked into again: %s", error)
        else:
            took_turn()
        if stop.wait(TURN_SECONDS):
            return


def _look(portal: Portal) -> None:
    """Take what lies in the folder, and what mails brought whatever becomes of the folder."""
    try:
        DataFolder(portal.settings.data_folder).inbox.mkdir(parents=True, exist_ok=True)
        for one in take_folder(portal):
            log.info("The file %s in the inbox: %s.", one.name, one.outcome.state)
    finally:
        for outcome in take_mailed(portal):
            log.info("File %d, from a mail: %s.", outcome.file_id, outcome.state)


def _lying(folder: Path, *, still_seconds: float) -> Iterator[Path]:
    """Plain files that nobody writes any more; hidden ones and those of an open program are not."""
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        is_plain = entry.is_file(follow_symlinks=False) and not entry.name.startswith((".", "~$"))
        if is_plain and time.time() - entry.stat().st_mtime >= still_seconds:
            yield Path(entry.path)


def _take(portal: Portal, folder: Path, path: Path) -> Emptied:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    outcome = take_in(portal, Sent(content, path.name, Entrance.FOLDER))
    is_good = outcome.state in (FileState.TO_CONFIRM, FileState.ANSWERED)
    below = folder / (TAKEN if is_good else TO_CORRECT)
    below.mkdir(exist_ok=True)
    # Its own name can be as long as a name may be; the number alone would make it too long.
    moved = below / f"{outcome.file_id} {path.name[-MOST_KEPT:]}"
    if not is_good:
        said = "\n".join(outcome.sentences)
        moved.with_name(f"{moved.name}.txt").write_text(f"{said}\n", encoding="utf-8")
    path.replace(moved)
    return Emptied(path.name, outcome)
