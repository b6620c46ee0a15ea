"""What changed between two contents of a plan, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tat.statuses import LineKind

NAMES: Mapping[str, str] = {
    "requirement": "reason",
    "need_id": "need",
    "workplan": "place in the workplan",
    "intensity": "type of TA",
}
"""What the fields of a line are called that do not speak for themselves."""

UNTOLD = ("line_id", "number", "revision", "state", "carried_from")
"""The fields of a line whose change says nothing by itself."""


@dataclass(frozen=True)
class Difference:
    """One line that is new, gone, or reads otherwise."""

    kind: LineKind
    line_id: int
    number: int
    title: str
    """What the line says, in short: the text of a need, the title of an activity."""
    says: str
    """`new`, `withdrawn`, or which fields changed."""
    words: Sequence[tuple[str, Any, Any]] = ()
    """Each field that changed: what it is called, what it said before, what it says now."""

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.number}, {self.title}: {self.says}"


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Difference]:
    """Compare two contents of a plan as its versions keep them.

    Args:
        before: None where there was nothing yet.
    Returns:
        Needs first, then activities, each in the order of their numbers.
    """
    found: list[Difference] = []
    for kind, key in ((LineKind.NEED, "needs"), (LineKind.ACTIVITY, "activities")):
        old = _by_id(before[key] if before else ())
        new = _by_id(after[key])
        ids = sorted({*old, *new}, key=lambda line_id: (new.get(line_id) or old[line_id])["number"])
        found += _of_lines(kind, ids, old, new)
    return found


def _of_lines(
    kind: LineKind, ids: Sequence[int], old: Mapping[int, Any], new: Mapping[int, Any]
) -> Iterator[Difference]:
    for line_id in ids:
        line = new.get(line_id) or old[line_id]
        words = _words(old.get(line_id), new.get(line_id))
        says = _says(old.get(line_id), new.get(line_id), [name for name, *_ in words])
        if says:
            title = line["text"] if kind == LineKind.NEED else line["title"]
            yield Difference(kind, line_id, line["number"], title, says, words)


def _words(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[tuple[str, Any, Any]]:
    """The fields that changed; none where the line is new or gone."""
    if old is None or new is None:
        return []
    return [
        (NAMES.get(field, field), old.get(field), new[field])
        for field in new
        if field not in UNTOLD and new[field] != old.get(field)
    ]


def _says(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, changed: Sequence[str]
) -> str:
    if old is None:
        return "new"
    if new is None:
        return "withdrawn"
    if not changed:
        return ""
    *others, last = changed
    return f"{', '.join(others)} and {last} changed" if others else f"{last} changed"


def _by_id(lines: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    return {line["line_id"]: line for line in lines}
