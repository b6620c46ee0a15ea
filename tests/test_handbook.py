"""The handbook in docs/process: made from the code, and equal to what the code says now."""

from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from cli.handbook import glossary, questions, tellings
from cli.handbook.pages import FOLDER, pages
from cli.handbook.texts import tasks_of_steps
from config.vocabulary import PromptKind, Purpose
from tat.statuses import Needs

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / FOLDER


def rows(name: str) -> list[list[str]]:
    """The cells of every table row of a page."""
    lines = pages()[name].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]


def test_the_handbook_is_what_the_code_says():
    kept = {path.name: path.read_text(encoding="utf-8") for path in DOCS.iterdir()}
    assert kept == pages(), "the code has changed since: run `make docs` and look at the difference"


@pytest.mark.parametrize("kind", [*glossary.vocabularies()], ids=lambda kind: kind.__name__)
def test_every_word_has_one_sentence(kind):
    said = glossary.sentences().get(kind.__name__, {})
    assert list(said) == [str(word) for word in kind], "say it in config/glossary.toml"
    assert [sentence for sentence in said.values() if not sentence.endswith(".")] == []


def test_every_condition_of_a_change_of_status_has_its_words():
    assert list(glossary.sentences()["Needs"]) == [one.name for one in fields(Needs)]


def test_the_glossary_has_no_words_that_there_are_not():
    known = {kind.__name__ for kind in glossary.vocabularies()} | {"process", "Needs"}
    assert set(glossary.sentences()) == known


def test_the_diagram_draws_each_change_of_status():
    drawn = [line.split(":")[0].strip() for line in pages()["statuses.md"].splitlines()]
    assert [line for line in drawn if "-->" in line] == [
        "[*] --> draft_initial",
        "draft_initial --> initial",
        "initial --> intermediate",
        "intermediate --> final",
    ]


def test_a_draft_needs_its_call_and_nothing_else():
    assert ["draft initial to initial", "the call with its stakeholders was held"] in rows(
        "statuses.md"
    )


def test_a_question_is_shown_with_who_when_and_what_silence_leads_to():
    of_confirmation = [row for row in rows("questions.md") if "`confirmation`" in row]
    assert of_confirmation == [
        ["4.1", "Please confirm the plan", "Administrator", "one answer", "4", "no",
         "`confirmation`"],
        ["`confirmation`", "6", "2 days before",
         "State Systems Specialist after 1 day; Regional Program Manager after 3 days; "
         "OCC after 5 days", "daily", "yes", "15"],
    ]  # fmt: skip


def test_a_notice_is_shown_with_its_line_its_reader_and_when_it_leaves():
    assert [
        "5.5", "The approved final plan, for its Administrator.", "the Administrator", "daily",
        "`final-sent`",
    ] in rows("notices.md")  # fmt: skip


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
