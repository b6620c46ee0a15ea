"""The overview of all commands, and what is said after a mistake."""

import sys
from importlib.metadata import version

import pytest

from cli import main


def said(capsys, *words):
    """Call the command; gives what it printed, on one line."""
    with pytest.raises(SystemExit):
        main.app(words)
    printed = capsys.readouterr()
    return " ".join((printed.out + printed.err).split())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["schedule"], "tacycle schedule: CYCLE is missing; for example: tacycle schedule "
         "2026-2028"),
        (["leave"], "tacycle leave: ADDRESS, --by and --reason are missing; for example: tacycle "
         'leave ADDRESS --by ADDRESS --reason "..."'),
        (["workbook"], "tacycle workbook: STATE is missing; for example: tacycle workbook CO"),
        (["dates", "move", "--by", "a@b"], "tacycle dates move: STEP and --reason are missing; for "
         'example: tacycle dates move 4 --by ADDRESS --reason "..."'),
        (["dates", "move", "4", "--by"], "tacycle dates move: --by stands there without its value: "
         "see tacycle dates move --help"),
        (["cycle", "new", "2026-2028", "--starts", "8/3/26"], "tacycle cycle new: --starts: "
         '"8/3/26" is no day; write year, month, day: 2026-12-09'),
        (["records", "--region", "eight"], 'tacycle records: Invalid value for --region: unable to '
         'convert "eight" into int.'),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_that_says_what_is_wanted(capsys, words, sentence):
    assert said(capsys, *words) == sentence


@pytest.mark.parametrize("words", [["dates", "move"], ["cycle", "new"], ["rehearse"]])
def test_help_shows_how_a_day_is_written(capsys, words):
    assert "such as 20" in said(capsys, *words, "--help")


def test_the_overview_says_what_each_command_does_and_loads_none(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["tacycle", "--help"])
    loaded = set(sys.modules)
    with pytest.raises(SystemExit):
        main.main()
    lines = capsys.readouterr().out.splitlines()
    commands = [line for line in lines if line.startswith("│ ") and line[2:4].strip()]
    assert len(commands) == 27
    assert [line for line in commands if not line[15:-1].strip()] == []
    words = " ".join(" ".join(line.strip("│ ") for line in lines).split())
    assert "workbook Write what a state is asked just now as workbooks." in words
    assert "records List what is stale or incomplete, plan by plan. Nobody is asked." in words
    assert {name for name in sys.modules if name.startswith("cli.")} <= loaded


def test_the_version_is_the_declared_one(capsys):
    assert said(capsys, "--version") == version("tacycle") == "0.1.0"
