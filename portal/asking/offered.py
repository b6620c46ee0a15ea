"""What a form offers by its lines and by what is declared: made only where a model asks for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from config.declared import Declared
from config.vocabulary import PromptKind
from portal.asking.lines import ShownLine
from portal.forms.shapes import Given, Option
from tat.schema import Prompt

T = TypeVar("T")
Lines: TypeAlias = Sequence[ShownLine]
Make: TypeAlias = Callable[[Prompt, Lines, Declared], Sequence[T]]

FILLED_WITH_WORDS = frozenset({PromptKind.CALL_RECORD, PromptKind.REVISION})
"""The kinds in whose forms the words of lines stand, to be changed: `with_values` below."""


def _topics(_prompt: Prompt, _lines: Lines, declared: Declared) -> list[Option]:
    return [Option(key, topic.title) for key, topic in declared.topics.items()]


def _centers(_prompt: Prompt, _lines: Lines, declared: Declared) -> list[Option]:
    on = declared.calendar.starts_on
    return [
        Option(key, f"{center.name_on(on).short_name}: {center.name_on(on).name}")
        for key, center in declared.centers.items()
    ]


def _other_centers(prompt: Prompt, lines: Lines, declared: Declared) -> list[Option]:
    return [one for one in _centers(prompt, lines, declared) if one.value != prompt.center]


def _any_line(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Option]:
    return [line.as_option() for line in lines]


def _any_need(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Option]:
    return [line.as_option() for line in lines if line.is_need]


def _priorities(_prompt: Prompt, _lines: Lines, _declared: Declared) -> list[Option]:
    return [Option(str(number), str(number)) for number in range(1, 6)]


OPTIONS: Mapping[str, Make[Option]] = {
    "topic": _topics,
    "center": _centers,
    "suggested_center": _other_centers,
    "collaborators": _centers,
    "need_id": _any_need,
    "line_id": _any_line,
    "withdrawn": _any_line,
    "priority": _priorities,
}
"""What can be chosen, by the name of the field."""


def _each_line(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Given]:
    return [line.as_given() for line in lines]


def _each_activity(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Given]:
    return [line.as_given() for line in lines if not line.is_need]


def _for_each_need(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Given]:
    return [line.as_given("need_id") for line in lines if line.is_need]


def _words_of_needs(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Given]:
    return [line.as_given(with_values=True) for line in lines if line.is_need]


def _words_of_activities(_prompt: Prompt, lines: Lines, _declared: Declared) -> list[Given]:
    return [line.as_given(with_values=True) for line in lines if not line.is_need]


def _sent_back(prompt: Prompt, lines: Lines, _declared: Declared) -> list[Given]:
    reasons = prompt.why.get("reasons", {})
    return [_reworked(line, reasons.get(str(line.id))) for line in lines if not line.is_need]


def _reworked(line: ShownLine, reason: str | None) -> Given:
    row = line.as_given()
    details = [*row.details, f"Sent back because: {reason}"] if reason else row.details
    return replace(row, details=details)


def _each_topic(prompt: Prompt, _lines: Lines, declared: Declared) -> list[Given]:
    keys = prompt.why.get("topics", ())
    return [Given({"topic": key}, declared.topics[key].title, key=key) for key in keys]


GIVEN: Mapping[str, Make[Given]] = {
    "LineVerdicts.lines": _each_line,
    "PlanVerdict.wishes": _each_line,
    "Approaches.proposed": _for_each_need,
    "CenterReview.known": _for_each_need,
    "Rework.items": _sent_back,
    "ProgressReport.marks": _each_activity,
    "CallRecord.changed": _words_of_needs,
    "Revision.needs": _words_of_needs,
    "Revision.activities": _words_of_activities,
    "Mapped.overlaps": _each_topic,
}
"""Which rows a form brings along, by the model and its field."""
