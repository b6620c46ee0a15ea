"""The folder's part of `tacycle inbox`: take the files that lie there now."""

from contextlib import closing

from config.settings import load_settings
from portal.context import Portal
from portal.door.folder import take_folder
from portal.door.intake import Outcome
from portal.door.mailed import take_mailed
from tasks.surroundings import Surroundings
from tat.statuses import FileState

WHAT_NOW = {
    FileState.TO_CONFIRM: "read; whoever was asked gets a mail, and it counts once they confirm it",
    FileState.ANSWERED: "known; what it says is on record already",
    FileState.AT_FAULT: "to correct; whoever was asked gets a mail with all of this",
    FileState.REFUSED: "not read",
}


def take_files(surroundings: Surroundings) -> None:
    """Take the files of the inbox folder and of the mails, and say what became of each.

    `tacycle up` does the same twice a minute. Nothing is answered by it: whoever was asked sees
    what was read, and confirms it. Files that were read move to `inbox/taken`, the others to
    `inbox/to correct`, with all that is wrong in a text beside them.
    """
    portal = Portal(surroundings, load_settings(), secret=b"")
    with closing(portal.opener):
        for one in take_folder(portal, still_seconds=0):
            print(f"{one.name}: {WHAT_NOW[one.outcome.state]}{_more(one.outcome)}")
        mailed = take_mailed(portal)
    for outcome in mailed:
        print(f"File {outcome.file_id}, from a mail: {WHAT_NOW[outcome.state]}{_more(outcome)}")


def _more(outcome: Outcome) -> str:
    return "".join(f"\n  {sentence}" for sentence in outcome.sentences)
