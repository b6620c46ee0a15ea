"""Processes that run for months read anew what staff edit meanwhile."""

import os
import time

import pytest

from config.errors import BadInput
from tasks.surroundings import Surroundings
from tat.database import open_tracker
from tests.test_cli_cycle import copy_of_declarations


@pytest.fixture
def installation(tmp_path):
    folder = copy_of_declarations(tmp_path / "config")
    return Surroundings(open_tracker("sqlite://"), config_folder=folder), folder


def edit(path, old, new):
    """Edit a file some seconds later."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    later = time.time() + 5
    os.utime(path, (later, later))


def test_an_edited_script_is_the_script_from_then_on(installation):
    surroundings, folder = installation
    before = surroundings.declared_for("2016-2018").resources["call-script"]
    edit(folder / "resources" / "call-script.md", before.title, "Script of the calls, shorter")
    after = surroundings.declared_for("2016-2018").resources["call-script"]
    assert (after.title, after.sha256 == before.sha256) == ("Script of the calls, shorter", False)


def test_what_has_not_changed_is_not_read_again(installation):
    surroundings, _folder = installation
    assert surroundings.declared_for("2016-2018") is surroundings.declared_for("2016-2018")


def test_a_broken_edit_is_named_in_the_log_and_the_last_good_one_holds(installation, caplog):
    surroundings, folder = installation
    good = surroundings.declared_for("2016-2018")
    edit(folder / "cycles" / "2016-2018.toml", "2016-12-19", "2016-12-01")
    assert surroundings.declared_for("2016-2018") is good
    assert surroundings.declared_for("2016-2018") is good
    assert [record.getMessage().splitlines()[0] for record in caplog.records] == [
        "What was declared last for 2016-2018 goes on to hold: cycles/2016-2018.toml, step "
        "5.ends_on: step 5 ends on 2016-12-01, before it starts on 2016-12-05; correct one of the "
        "dates"
    ]
    edit(folder / "cycles" / "2016-2018.toml", "2016-12-01", "2016-12-16")
    assert str(surroundings.declared_for("2016-2018").calendar.step(5).ends_on) == "2016-12-16"


def test_a_text_that_was_lost_is_named_until_it_is_there_again(installation):
    surroundings, folder = installation
    agenda = folder / "resources" / "agenda.md"
    text = agenda.read_text()
    agenda.unlink()
    assert set(surroundings.declared_for("2016-2018").document_faults) == {"agenda"}
    agenda.write_text(text)
    assert surroundings.declared_for("2016-2018").document_faults == {}


def test_what_was_never_good_is_refused(installation):
    surroundings, _folder = installation
    with pytest.raises(BadInput):
        surroundings.declared_for("2010-2012")
