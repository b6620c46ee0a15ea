"""Read what a form sent: into the content of an answer, and back from its faults to the fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.context import Form
from portal.forms.shapes import Field, Given, Group, Part, Rows, Shape, leaves

REST = "rest_accepted"
"""The tick that answers every item not answered by itself."""

Content = dict[str, Any]


@dataclass
class Filled:
    """What a form said."""

    content: Content
    prefix: str = ""
    """Of the names of all fields."""
    is_rest: bool = False
    rows: dict[str, list[str]] = field(default_factory=dict)
    """Of each list in the content, by its field: which row of the form each entry came from."""
    unknown: list[str] = field(default_factory=list)
    """Names of the fields that say what none of their options says: no page offers that."""

    def place(self, loc: Sequence[str | int]) -> str:
        """The field in the form of a place in the content: ("lines", 0, "reason")."""
        path = ""
        for step in loc:
            if isinstance(step, int):
                keys = self.rows.get(path)
                path += f".{keys[step]}" if keys and step < len(keys) else ""
            else:
                path = f"{path}.{step}" if path else self.prefix + step
        return path


def read_form(
    parts: Sequence[Part], form: Form, *, zone: ZoneInfo, prefix: str = "", is_rest: bool = False
) -> Filled:
    """Make content of what was sent; what was left empty is left out.

    Args:
        zone: of the reader, by whose clock moments are.
        prefix: of the names of the parts.
        is_rest: whether one tick answers every item that has no answer of its own.
    """
    filled = Filled({}, prefix, is_rest=is_rest or form.get(prefix + REST) == "yes")
    for part in parts:
        value = _value(part, form, zone, filled, path=part.name)
        if value is not None:
            filled.content[part.name.removeprefix(prefix)] = value
    return filled


def _value(part: Part, form: Form, zone: ZoneInfo, filled: Filled, *, path: str) -> Any:
    match part:
        case Field():
            value = _field_value(part, path, form, zone)
            if value is not None and not _is_offered(part, value):
                filled.unknown.append(path)
            return value
        case Group():
            inner = {
                one.name.rpartition(".")[2]: value
                for one in part.parts
                if (value := _value(one, form, zone, filled, path=_inner(path, one))) is not None
            }
            return inner if inner or part.is_required else None
        case Rows():
            return _rows(part, path, form, zone, filled)


def _inner(path: str, part: Part) -> str:
    return f"{path}.{part.name.rpartition('.')[2]}"


def _field_value(field_: Field, path: str, form: Form, zone: ZoneInfo) -> Any:
    if field_.shape is Shape.SEVERAL:
        return form.all(path) or None
    text = form.get(path, "").replace("\r\n", "\n").strip()
    if not text:
        return None
    match field_.shape:
        case Shape.YES_NO | Shape.TICK:
            return {"yes": True, "no": False}.get(text, text)
        case Shape.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        case Shape.MOMENT:
            return _moment(text, zone)
        case _:
            return text


def _is_offered(field_: Field, value: Any) -> bool:
    """Whether what was chosen is there to be chosen; what is typed is never in question."""
    if field_.shape not in (Shape.CHOICE, Shape.SEVERAL) or not field_.options:
        return True
    chosen = value if isinstance(value, list) else [value]
    return {one.value for one in field_.options}.issuperset(chosen)


def _moment(text: str, zone: ZoneInfo) -> str:
    """A moment by the reader's clock, with its zone; what is none stays for the model to refuse."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()
    except ValueError:
        return text


def _rows(
    rows: Rows, path: str, form: Form, zone: ZoneInfo, filled: Filled
) -> list[Content] | None:
    found: list[Content] = []
    keys: list[str] = []
    is_each = rows.is_each and not filled.is_rest
    for key, given in keyed(rows, form, path):
        at = f"{path}.{key}"
        parts = parts_of(rows, given)
        said = {
            part.name: value
            for part in parts
            if (value := _value(part, form, zone, filled, path=f"{at}.{part.name}")) is not None
        }
        is_needed = is_each and given is not None
        if not is_needed and says_nothing(parts, given, form, at):
            continue
        found.append({**(given.hidden if given else {}), **said})
        keys.append(key)
    filled.rows[path] = keys
    return found or None


def parts_of(rows: Rows, given: Given | None) -> Sequence[Part]:
    """What one row has: less where it is given what it is about."""
    return rows.more if given is None and rows.more is not None else rows.parts


def says_nothing(parts: Sequence[Part], given: Given | None, form: Form, at: str) -> bool:
    """Whether a row is empty, or says just what it said before anybody touched it."""
    initial = given.values if given else {}
    names = [name for part in parts for name in names_of(part)]
    return all(
        form.all(f"{at}.{name}") in ([], [""], _as_list(initial.get(name, "")))
        or _same_text(form.all(f"{at}.{name}"), initial.get(name, ""))
        for name in names
    )


def _same_text(sent: Sequence[str], initial: str | Sequence[str]) -> bool:
    """Browsers send line breaks in their own way, and ticks in the order of the page."""
    in_order = list if isinstance(initial, str) else sorted
    return in_order(_lines_alike(sent)) == in_order(_lines_alike(_as_list(initial)))


def _lines_alike(texts: Sequence[str]) -> list[str]:
    return [one.replace("\r\n", "\n").strip() for one in texts]


def _as_list(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def names_of(part: Part) -> list[str]:
    """Names of the fields of a part inside its row: `activity.title`."""
    return [name for name, _field in leaves(part, part.name)]


def keyed(
    rows: Rows, form: Mapping[str, str] | None, path: str, *, n_more: int = 0
) -> list[tuple[str, Given | None]]:
    """The rows of a list by the key in their fields' names: those given, or as many as were sent.

    Args:
        n_more: how many more somebody wants.
    """
    given: list[tuple[str, Given | None]] = [(one.key, one) for one in rows.given or ()]
    if rows.given is not None and rows.more is None:
        return given
    sent = form.get(f"{path}.n", "0") if form is not None else "0"
    n_sent = int(sent) if sent.isdecimal() and len(sent) < 5 else 0
    return given + [(f"new{n}", None) for n in range(min(n_sent + n_more, MOST_ROWS))]


MOST_ROWS = 200
"""How many rows somebody may add to one list."""
