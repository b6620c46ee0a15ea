"""Reads declared files and says what is wrong with them in plain words, all of it at once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.errors import Faults, Problem

Model = TypeVar("Model", bound=BaseModel)

# A list's element is named by the first of these keys that it has, not by its position.
_NAMING_KEYS = ("number", "key", "name", "occasion", "to", "center")

MOST_SHOWN = 80
"""So many characters of a bad value are shown at most."""

_PLAIN_WORDS = (
    (r"^(String|Tuple|Dictionary|Value) should", "should"),
    (r", unable to parse .*", ""),
    (r" after validation", ""),
    (r"a valid (dictionary|mapping)( or .*)?", "a table of settings"),
    (r"a valid (tuple|list)", "a list"),
    (r"a valid integer", "a whole number"),
    (r"a valid number", "a number"),
    (r"a valid boolean", "true or false"),
    (r"a valid string", "text in quotes"),
    (r"a valid date", "a date such as 2016-08-01, without quotes"),
)
"""What pydantic says, and how staff would say it."""


def read_text(path: Path, *, file: str, problems: list[Problem]) -> str | None:
    """Read a UTF-8 file; None, and a problem more, when it cannot be read."""
    data = read_bytes(path, file=file, problems=problems)
    if data is None:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "is not text in UTF-8", "save it as UTF-8"))
        return None


def read_bytes(path: Path, *, file: str, problems: list[Problem]) -> bytes | None:
    """Read a file; None, and a problem more, when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, "", "the file is missing", "create it or correct its name"))
    except IsADirectoryError:
        problems.append(Problem(file, "", "is a folder", "name a file"))
    except OSError:
        problems.append(Problem(file, "", "cannot be read", "check who may read it"))
    return None


def read_toml(path: Path, *, file: str, problems: list[Problem]) -> dict[str, object] | None:
    """Read a TOML file; None, and a problem more that names the line, when it has a mistake."""
    text = read_text(path, file=file, problems=problems)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        cause, line = _toml_mistake(str(error), last_line=text.count("\n") + 1)
        problems.append(Problem(file, f"line {line}", cause, "correct the line"))
        return None


def check(
    model: type[Model],
    data: Mapping[str, object],
    *,
    file: str,
    problems: list[Problem],
    at: str = "",
) -> Model | None:
    """Make a model of data; None, and all its problems more, when the data does not fit.

    `at` goes before every place: "line 7" for a row of a table.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        errors = error.errors()
        unknown = {details["loc"][:-1] for details in errors if details["loc"][-1:] == ("[key]",)}
        for details in errors:
            # What is under an unknown name need not be right.
            if details["loc"][-1:] == ("[key]",) or details["loc"][:2] not in unknown:
                problems.extend(_problems(details, data, file=file, at=at))
        return None


def _problems(
    details: ErrorDetails, data: Mapping[str, object], *, file: str, at: str
) -> list[Problem]:
    place = ", ".join(part for part in (at, place_of(details["loc"], data)) if part)
    raised = details.get("ctx", {}).get("error")
    if isinstance(raised, Faults):
        return [replace(p, file=file, place=p.place or place) for p in raised.problems]
    cause, act = explain(details)
    return [Problem(file, place, cause, act)]


def explain(details: ErrorDetails, *, show_value: bool = True) -> tuple[str, str]:
    """Give cause and next act of one of pydantic's errors in plain words."""
    # TOML and CSV have no null: None is what a check put in for a table or cell left out.
    if details["loc"][-1:] == ("[key]",):
        return "is not a known name", "correct its spelling or remove it"
    if details["type"] == "missing" or details["input"] is None:
        return "is missing", "add it"
    if details["type"] == "extra_forbidden":
        return "is not a known setting", "correct its spelling or remove it"
    reason = re.sub(r"^(Value error, |Input )", "", details["msg"]).rstrip(".")
    for technical, plain in _PLAIN_WORDS:
        reason = re.sub(technical, plain, reason)
    shown = details["input"]
    if show_value and isinstance(shown, str | int | float | date | time):
        shown_text = f'"{_in_one_line(shown)}"' if isinstance(shown, str) else str(shown)
        return f"{shown_text} {reason}", "correct the value"
    return reason, "correct the value"


def _in_one_line(text: str) -> str:
    words = " ".join(text.split())
    return "".join(char if char.isprintable() else "?" for char in words)[:MOST_SHOWN]


def place_of(loc: tuple[int | str, ...], data: object) -> str:
    """Name a place as people would: `step 3.window all-hands.ends_on`."""
    parts: list[str] = []
    for key in loc:
        if isinstance(key, int):
            data = data[key] if isinstance(data, list) and key < len(data) else None
            parts[-1:] = [" ".join([*parts[-1:], _name_of(data, position=key + 1)])]
        elif key != "[key]":
            data = data.get(key) if isinstance(data, Mapping) else None
            parts.append(str(key))
    return ".".join(parts)


def _name_of(element: object, *, position: int) -> str:
    if isinstance(element, Mapping):
        for key in _NAMING_KEYS:
            if isinstance(element.get(key), str | int):
                return str(element[key])
    return f"no. {position}"


def _toml_mistake(message: str, *, last_line: int) -> tuple[str, int]:
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message)
    if not found:
        return message, last_line
    return found[1], int(found[2]) if found[2] else last_line
