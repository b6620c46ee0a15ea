"""Where `tacycle rehearse` keeps its results, and how its lines break."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cli.rehearse import rehearse
from config.declared import load
from config.errors import BadInput
from rehearsal import progress


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder to work in, with the log of Prefect as it was afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "CRITICAL")
    monkeypatch.setenv("PREFECT_LOGGING_TO_API_ENABLED", "false")
    return tmp_path / "out" / "rehearsal"


@pytest.mark.parametrize(
    ("options", "folder"),
    [
        ({}, "2016-2018"),
        ({"until": date(2016, 11, 21)}, "2016-2018-until-2016-11-21"),
        ({"seed": 7}, "2016-2018-seed-7"),
        ({"copies": 2}, "2016-2018-copies-2"),
        (
            {"seed": 7, "copies": 2, "until": date(2016, 11, 21)},
            "2016-2018-seed-7-copies-2-until-2016-11-21",
        ),
    ],
)
def test_each_kind_of_rehearsal_has_a_folder_of_its_own(place, options, folder):
    """Each finds a file there that is none of its own, and so says which folder it would use."""
    (place / folder).mkdir(parents=True)
    (place / folder / "mine.txt").write_text("mine")
    with pytest.raises(BadInput) as refusal:
        rehearse(**options)
    assert str(refusal.value) == (
        f"out/rehearsal/{folder}: holds something that is no rehearsal; choose another folder "
        "with --out"
    )


def test_carrying_on_looks_into_the_folder_of_its_kind(place):
    with pytest.raises(BadInput) as refusal:
        rehearse(until=date(2016, 11, 21), resume=True)
    assert str(refusal.value) == (
        "out/rehearsal/2016-2018-until-2016-11-21: holds no rehearsal; leave out --resume to "
        "start clean"
    )


def test_a_named_folder_is_taken_whatever_the_kind(place):
    with pytest.raises(BadInput) as refusal:
        rehearse(seed=7, out=Path("mine"), resume=True)
    assert str(refusal.value) == "mine: holds no rehearsal; leave out --resume to start clean"


@pytest.mark.parametrize(
    ("is_terminal", "between"),
    [(False, " "), (True, "\n")],
)
def test_a_line_is_whole_in_a_file_and_breaks_between_sentences_on_a_screen(is_terminal, between):
    printed = StringIO()
    console = Console(
        file=printed, width=60, force_terminal=is_terminal, color_system=None, highlight=False
    )
    with progress.shown(console, load("2016-2018"), Path("out/rehearsal/2016-2018")):
        pass
    assert (
        f"Results go to out/rehearsal/2016-2018.{between}Broken off, it carries on with --resume.\n"
    ) in printed.getvalue()
