"""`tacycle preview`: the mails of a step as files, and how many mails leave on which day."""

import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from cli.preview import preview
from config.declared import load
from config.errors import BadInput
from rehearsal.preview import mail_calendar
from rehearsal.preview.mail_calendar import Day
from rehearsal.stage import MARK
from tat.database import open_tracker, upgrade


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"step": "step-9", "state": "CO"},
            'there is no step "step-9"; the steps are step-1 to '
            "step-7; tacycle preview step-4 --state CO",
        ),
        ({"step": "step-4"}, "tacycle preview: takes a step and a state"),
        ({}, "tacycle preview: takes a step and a state"),
        ({"step": "step-4", "state": "XX"}, "--state: XX is no state or territory of 2016-2018"),
        ({"calendar": True}, "holds no rehearsal to count; run tacycle rehearse first"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence_and_nothing_is_written(tmp_path, asked, said):
    with pytest.raises(BadInput) as refused:
        preview(**asked, out=tmp_path / "out", rehearsal=tmp_path / "none")
    assert said in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_the_mails_of_step_1_for_a_state_lie_beside_each_other(tmp_path, capsys):
    preview("step-1", state="gu", out=tmp_path)
    folder = tmp_path / "step-1-GU"
    page = (folder / "index.html").read_text("utf-8")
    shown = re.findall(r'<iframe src="(.+?)\.html"', page)
    kept = {path.name for path in folder.iterdir()}
    assert kept == {f"{name}.{part}" for name in shown for part in ("txt", "html", "eml")} | {
        "index.html"
    }
    assert "Mails of step 1, Preparation, for Guam" in page
    assert capsys.readouterr().out == (
        f"{len(shown)} mails of step 1 for GU; nothing was sent.\n{folder / 'index.html'}\n"
    )
    subjects = re.findall(r"<h2 [^>]*>(.+?)</h2>", page)
    # The Administrator, and one person who is all three stakeholders.
    assert subjects.count("Technical assistance planning 2016-2018 begins") == 2
    texts = [(folder / f"{name}.txt").read_text("utf-8") for name in shown]
    assert ["All that waits for you:" in text for text in texts] == [True] * len(shown)
    assert [text.count("[[link") for text in texts] == [0] * len(shown)


def test_a_day_counts_mails_and_people_and_says_what_they_bring(cycle_at):
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    cycle.mails()
    declared = load("2016-2018")
    folder = cycle.folder
    (folder / MARK).write_text("{}")
    with (
        closing(sqlite3.connect(folder / "tat.db")) as kept,
        closing(sqlite3.connect(folder / "tracker.db")) as counted,
    ):
        kept.backup(counted)
    days = mail_calendar.count(declared, folder)
    assert days[0].on == date(2016, 8, 1)
    assert days[0].n_mails == days[0].n_people == 17
    assert days[0].brings[0] == ("the announcement of the cycle", 12)


def test_the_screen_says_how_it_was_counted_and_draws_a_bar(tmp_path):
    days = [
        Day(date(2016, 8, 1), 30, 28, [("the announcement of the cycle", 28)]),
        Day(date(2016, 8, 5), 10, 10, [("a", 4), ("b", 3), ("c", 2), ("d", 1)]),
        Day(date(2016, 8, 8), 1, 1, [("a" * 30, 1), ("b" * 30, 1)]),
    ]
    assert mail_calendar.screen(days, tmp_path).split("\n") == [
        f"41 mails on 3 days, counted from the rehearsal in {tmp_path}: simulated people, whose "
        "answers, silences and changes cause some of them. Days are in the time zone of the cycle.",
        "",
        f"Day             Mails  People  {' ' * 20}  To how many people, and what they bring",
        f"Mon 2016-08-01     30      28  {'#' * 20}  28 x the announcement of the cycle",
        f"Fri 2016-08-05     10      10  {'#' * 7}{' ' * 13}  4 x a; 3 x b; 2 x c; 1 x d",
        f"Mon 2016-08-08      1       1  {'#'}{' ' * 19}  1 x {'a' * 30}; 1 more",
    ]


def test_an_empty_record_has_no_days(tmp_path):
    (tmp_path / MARK).write_text("{}")
    upgrade(open_tracker(f"sqlite:///{tmp_path / 'tracker.db'}"))
    assert mail_calendar.count(load("2016-2018"), tmp_path) == []
