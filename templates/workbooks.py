"""The words of the workbooks that are issued: how to fill one in, and what a cell may say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from config.vocabulary import PromptKind
from templates.words import ASKED_TO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

START = "Start here"
WORKBOOK_OF = "This workbook answers"
"""Beside it stands what it answers; by this a workbook that comes back is known."""

LINE_HEAD = "Line"
"""Above the keys by which rows are known again."""

FACT_NAMES = {"for": "For", "about": "About", "by": "Please answer by", "takes": "It takes"}

MOST_NAMED = 6
"""Up to how many answers a sentence names; longer lists are chosen from in the cell."""


def steps(titles: Sequence[str]) -> list[str]:
    """What to do, in order. Given the titles of the sheets to fill in."""
    named = " and ".join(f'"{title}"' for title in titles)
    return [
        f"Fill in {named}: the white cells with a border. Everything else is locked, so that your "
        "answer comes back to the right line.",
        "Leave empty what you have nothing to say to. Nothing is approved by an empty cell.",
        "Click a cell with a list, and choose from it. Write days as 12/01/2026 or 2026-12-01.",
        "Save the file as .xlsx. Open the link of your mail, and send it there with your name "
        "typed; or reply to your mail with the file, and confirm what was read in it. If a cell "
        "cannot be read you are told which one and why, and nothing is lost.",
    ]


def allowed(field: Any) -> str:
    """What may stand in the cell of a field. Given: shape, options, limit, least, is_required."""
    labels = [one.label for one in field.options]
    match field.shape:
        case "yes-no" | "choice" if len(labels) <= MOST_NAMED:
            said = " or ".join(f'"{label}"' for label in labels) + "."
        case "choice":
            said = "Choose from the list."
        case "several":
            said = "One or more, with semicolons between: " + "; ".join(labels) + "."
        case "tick":
            said = 'An "x" says yes; empty says no.'
        case "number":
            said = f"A whole number from {field.least} to {field.limit}."
            if field.least is None or field.limit is None:
                said = "A whole number."
        case "day":
            said = "A day."
        case "moment":
            said = "A day and an hour, by your own clock: 2026-12-01 14:00."
        case "lines":
            said = "One a line."
        case _:
            said = "Your own words."
    return said if field.is_required else f"{said} May stay empty."


def omb_words(number: str, expires_on: date | None, statement: str) -> str:
    """What every form that a state fills in must say."""
    expires = f", expires {expires_on:%B} {expires_on.day}, {expires_on.year}" if expires_on else ""
    return f"OMB control number: {number or 'not given yet'}{expires}. {statement}".strip()


def name_of_workbook(about: str, kind: PromptKind, place: str) -> str:
    """What a workbook is called where several lie together.

    Args:
        about: name of the state; empty for a sheet of several.
        place: what it answers: `prompt 12` or `sheet 3`.
    """
    what = f"{about}, {ASKED_TO[kind]}" if about else ASKED_TO[kind]
    return f"{what} ({place.replace('prompt', 'question')}).xlsx"


CORRECT = "Please correct"
CORRECT_HEADS = ("Number", "Where", "What to correct")
MARKED_BY = "TA planning"
"""Who wrote the notes of the cells to correct."""

TO_CORRECT = (
    "Each link leads to a cell with a thick border and a note. Correct it, save the file, and send "
    "it the same way as before. Nothing was recorded yet."
)


def n_to_correct(n: int) -> str:
    """The heading of the list."""
    return f"Please correct {n} {'thing' if n == 1 else 'things'}"


def name_of_marked(name: str) -> str:
    """What the copy with its cells marked is called."""
    stem = name.removeprefix(f"{CORRECT} - ").rpartition(".")[0] or name
    return f"{CORRECT} - {stem}.xlsx"


NO_RESULT = "it holds a formula without its result. Type what it comes to."


def merged_words(area: str) -> str:
    """What is wrong with cells that were merged across columns."""
    return f"the cells {area} were merged. Separate them, and write into each what it should say."


def error_words(code: str) -> str:
    """What is wrong with a cell whose formula failed."""
    return f"it shows the error {code}. Type what it should say."
