"""What is wrong with a form, beside the field where it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from portal.forms.reading import Filled


@dataclass(frozen=True)
class Fault:
    """One thing to correct."""

    place: str
    """Name of the field or group; empty for the form as a whole."""
    sentence: str
    about: str = ""
    """Which question of a sheet, in the summary of faults."""
    sheet: str = ""
    cell: str = ""
    """Where it stands in a workbook, as spreadsheets name it: C3."""


_SENTENCES: Mapping[str, str] = {
    "missing": "Answer this.",
    "int_parsing": "Give a whole number.",
    "int_type": "Give a whole number.",
    "date_parsing": "Give a day, such as 2016-11-25.",
    "date_from_datetime_parsing": "Give a day, such as 2016-11-25.",
    "datetime_parsing": "Give a day and an hour, such as 2016-11-25 14:00.",
    "datetime_from_date_parsing": "Give a day and an hour, such as 2016-11-25 14:00.",
    "timezone_aware": "Give a day and an hour, such as 2016-11-25 14:00.",
    "string_too_short": "Write something here.",
    "enum": "Choose one of the answers.",
    "literal_error": "Choose one of the answers.",
    "bool_type": "Choose one of the answers.",
    "bool_parsing": "Choose one of the answers.",
    "too_short": "Choose or add at least one.",
    "extra_forbidden": "This is not asked here.",
}


def faults_of(model: type[BaseModel], filled: Filled) -> list[Fault]:
    """Every fault of what a form said, by the rules of the answer's model; in the form's order."""
    try:
        model.model_validate(filled.content)
    except ValidationError as error:
        return [
            Fault(filled.place(fault["loc"]), _sentence(fault))
            for fault in error.errors(include_url=False, include_input=False)
        ]
    return []


def _sentence(fault: Any) -> str:
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            words = str(fault["msg"]).removeprefix("Value error, ")
            return words[:1].upper() + words[1:] + "."
        case "string_too_long":
            return f"Shorten this to at most {limits['max_length']:,} characters."
        case "less_than_equal":
            return f"Give a number of at most {limits['le']}."
        case "greater_than_equal":
            return f"Give a number of at least {limits['ge']}."
        case kind:
            return _SENTENCES.get(kind, f"This cannot be taken as it is: {fault['msg']}.")
