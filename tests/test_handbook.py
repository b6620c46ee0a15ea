"""The handbook in docs/: made from the code, and equal to what the code says now."""

from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from cli.handbook import glossary, people_pages, questions, tellings
from cli.handbook.pages import FOLDER, pages
from cli.handbook.texts import tasks_of_steps
from config.vocabulary import PromptKind, Purpose
from portal.who_sees import ADDRESSES, Page
from tat.statuses import Guards

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / FOLDER


def rows(name: str) -> list[list[str]]:
    """The cells of every table row of a page."""
    lines = pages()[name].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]


def test_the_handbook_is_what_the_code_says():
    kept = {name: (DOCS / name).read_text(encoding="utf-8") for name in pages()}
    assert kept == pages(), "the code has changed since: run `make docs` and look at the difference"


def test_every_page_of_the_process_is_made():
    assert {f"process/{path.name}" for path in (DOCS / "process").iterdir()} == {
        name for name in pages() if name.startswith("process/")
    }


def test_each_setting_is_shown_with_its_value_its_default_and_its_meaning():
    assert [row for row in rows("settings.md") if row[0] in (
        "`TACYCLE_PAGES_PORT`", "`TACYCLE_SECRET`", "`TACYCLE_DAILY_MAIL_AT`",
        "`TACYCLE_OFFICERS_SIGN_ON`", "`TACYCLE_DATA_FOLDER`", "`TACYCLE_IMAP_TOKEN_FILE`")] == [
        ["`TACYCLE_DATA_FOLDER`", "folder", "`data`",
         "Where the tracker's database, files and the local mailbox are kept."],
        ["`TACYCLE_PAGES_PORT`", "whole number, 1 to 65535", "`4280`",
         "The port of the pages, on loopback."],
        ["`TACYCLE_IMAP_TOKEN_FILE`", "file", "none",
         "A file that holds such a token, for tokens that end: it is read at each sign-on."],
        ["`TACYCLE_SECRET`", "secret, at least 32 characters", "none",
         "The server secret from which links are derived; at least 32 characters."],
        ["`TACYCLE_OFFICERS_SIGN_ON`", "`link` or `openid`", "`link`",
         "How federal officers show who they are before they decide: by the link of their mail and "
         "their typed name, or by signing on with their agency."],
        ["`TACYCLE_DAILY_MAIL_AT`", "time of day, such as 08:00", "`08:00`",
         "When the mail of the day leaves, in the time zone of the cycle."],
    ]  # fmt: skip


def test_every_setting_says_what_it_means():
    assert [row[0] for row in rows("settings.md") if not row[-1].endswith(".")][2:] == []


def test_each_page_of_people_is_shown_with_its_address_and_who_opens_it():
    assert [row for row in rows("pages.md") if row[0] in ("`/receipt/{answer_ids}`",
                                                          "`/plan/{code}/ledger`")] == [
        ["`/receipt/{answer_ids}`", "What was recorded.", "every link, sign-on", "what is theirs"],
        ["`/plan/{code}/ledger`",
         "Tell what happened to a plan, the newest last, each entry held against its hash.",
         "own link, sign-on", "as below: ledger"],
    ]  # fmt: skip


def test_how_far_each_role_sees_is_shown_in_words():
    assert [row for row in rows("pages.md") if row[0] in ("regional partner", "COR")] == [
        ["regional partner", "their region", "their region", "their region", "nothing", "nothing",
         "nothing", "nothing", "their region", "their region"],
        ["COR", "what their center does", "what their center does", "what their center does",
         "nothing", "nothing", "nothing", "nothing", "what their center does", "nothing"],
    ]  # fmt: skip


def test_every_address_in_the_table_of_who_sees_what_is_a_page():
    there = {route.path.removeprefix("/l/{token}") for route in people_pages.routes()}
    assert set(ADDRESSES) == set(Page)
    assert set(ADDRESSES.values()) - there == set()


@pytest.mark.parametrize("kind", [*glossary.vocabularies()], ids=lambda kind: kind.__name__)
def test_every_word_has_one_sentence(kind):
    said = glossary.sentences().get(kind.__name__, {})
    assert list(said) == [str(word) for word in kind], "say it in config/glossary.toml"
    assert [sentence for sentence in said.values() if not sentence.endswith(".")] == []


def test_every_condition_of_a_change_of_status_has_its_words():
    assert list(glossary.sentences()["Guards"]) == [one.name for one in fields(Guards)]


def test_the_glossary_has_no_words_that_there_are_not():
    known = {kind.__name__ for kind in glossary.vocabularies()} | {"process", "Guards"}
    assert set(glossary.sentences()) == known


def test_the_diagram_draws_each_change_of_status():
    drawn = [line.split(":")[0].strip() for line in pages()["process/statuses.md"].splitlines()]
    assert [line for line in drawn if "-->" in line] == [
        "[*] --> draft_initial",
        "draft_initial --> initial",
        "initial --> intermediate",
        "intermediate --> final",
    ]


def test_a_draft_needs_its_call_and_nothing_else():
    assert ["draft initial to initial", "the call with its stakeholders was held"] in rows(
        "process/statuses.md"
    )


def test_a_question_is_shown_with_who_when_and_what_silence_leads_to():
    of_confirmation = [row for row in rows("process/questions.md") if "`confirmation`" in row]
    assert of_confirmation == [
        ["4.1", "Please confirm the plan", "Administrator", "one answer", "4", "no",
         "State Systems Specialist", "`confirmation`"],
        ["`confirmation`", "6", "2 days before",
         "State Systems Specialist after 1 day; Regional Program Manager after 3 days; "
         "OCC after 5 days", "daily", "yes", "15"],
    ]  # fmt: skip


def test_a_reminder_of_the_last_day_is_shown_as_that():
    [_who, when] = [row for row in rows("process/questions.md") if "`officer-confirmation`" in row]
    assert when[:3] == ["`officer-confirmation`", "4", "on the last day"]


def test_a_notice_is_shown_with_its_line_its_reader_and_when_it_leaves():
    assert [
        "5.5", "The approved final plan, for its Administrator.", "the Administrator", "daily",
        "`final-sent`",
    ] in rows("process/notices.md")  # fmt: skip


@pytest.mark.parametrize("kind", PromptKind)
def test_every_question_is_asked_by_a_task_of_some_step(kind):
    assert questions.steps_asking(kind) != []


def test_every_task_that_asks_stands_in_the_text_of_a_step():
    known = set(chain.from_iterable(tasks_of_steps().values()))
    asking = set(chain.from_iterable(questions.ASKED_BY.values()))
    assert asking - known == set()


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.ASK])
def test_every_template_of_a_notice_begins_with_its_reader(purpose):
    assert tellings.reader(purpose) != "", "begin it with {# To ... Given: ... #}"
