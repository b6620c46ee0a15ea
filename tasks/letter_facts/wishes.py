"""What somebody suggests or objects to, with the line of the plan that they put it on."""

from typing import NamedTuple

from tat.named_lines import LineNames
from tat.schema import Answer
from templates.escaping import shortened

LINE_LIMIT = 120
"""How much of a line's own words stands beside what is said of it."""


class Wish(NamedTuple):
    """Something that is suggested or objected to, in the words of its author."""

    line: str
    """`Need 1, Help with background checks`; empty where it is about the plan as a whole."""
    text: str


def wishes_of(answer: Answer, names: LineNames) -> list[Wish]:
    """What an answer suggests or objects to: for the plan as a whole first, then line by line."""
    content = answer.content
    of_lines = [one for one in content.get("wishes", ()) if isinstance(one, dict)]
    wishes = [Wish(_line(answer, one, names), one["text"]) for one in of_lines]
    refused = [one for one in content.get("lines", ()) if not one["accepts"]]
    reasons = [Wish(_line(answer, one, names), one["reason"]) for one in refused]
    of_a_no = [content["reason"]] if content.get("approves") is False else []
    notes = [content["note"]] if content.get("note") else []
    found = wishes + reasons + [Wish("", text) for text in of_a_no + notes]
    return sorted(found, key=lambda wish: wish.line != "")


def _line(answer: Answer, said: dict[str, object], names: LineNames) -> str:
    line_id = said.get("line_id")
    name = names.get((answer.prompt_id, line_id), "") if isinstance(line_id, int) else ""
    return shortened(name, LINE_LIMIT)
