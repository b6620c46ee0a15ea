"""A pytest plugin: the corpus of files, the pages to which they belong, and what comes of them.

What is expected of a file in tests/files stands in the .json beside it; see tests/corpus_making.py.
"""

from functools import cache
from pathlib import Path

import pytest

from config.vocabulary import Entrance
from portal.door.arriving import Sent
from portal.door.confirming import show
from portal.door.intake import take_in
from portal.door.seeing import look_at
from portal.visitors import by_person
from tasks.repeatable import RepeatableTask
from tat.database import read
from tat.schema import IncomingFile, Prompt
from tests.pages import Pages

FILES = Path(__file__).parent / "files"
STAGES = {
    "confirmation": ("asked", "2016-11-22 10:00"), "worksheet": ("announced", "2016-08-10 10:00")
}  # fmt: skip


@pytest.fixture(scope="module")
def pages_of(stages, tmp_path_factory):
    """The pages of a small cycle in which a workbook waits: no file here changes it."""

    @cache
    def pages(of):
        stage, moment = STAGES[of]
        return Pages(stages.copy(stage, tmp_path_factory.mktemp(of)).at(moment))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
        yield pages


def outcome_of(portal, tracker, name):
    """What comes of a file, as its .json says it."""
    content = (FILES / name).read_bytes()
    outcome = take_in(portal, Sent(content, name, Entrance.FOLDER))
    if outcome.state != "to confirm":
        return {"state": str(outcome.state), "sentences": list(outcome.sentences)}
    return {"state": "to confirm", "says": of_page(portal, tracker, outcome.file_id)}


def of_page(portal, tracker, file_id):
    """What the page of a file that waits says was read in it: what was asked, and what it says."""
    with read(tracker) as tat:
        row = tat.get_one(IncomingFile, file_id)
        who = by_person(tat, tat.get_one(Prompt, row.prompt_id).person_id)
        seen = look_at(tat, portal, who, row.id)
    shown = show(portal, seen)
    assert shown.faults == []
    return [[one.asked, one.says] for one in shown.said]
