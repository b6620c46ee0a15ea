"""What the rows of a workbook can say: which fields there are, by their places in the form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.asking.blanks import Blank
from portal.asking.for_all import ALL_THE_REST
from portal.forms.reading import parts_of
from portal.forms.shapes import Field, Given, Rows, leaves
from portal.workbooks.cells import CellValue
from portal.workbooks.layout import FREE, all_the_rest, state_of

KEY = re.compile(r"(?P<path>[A-Za-z0-9_-]+)\.(?P<row>[A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class Readers:
    """What can be read, by the place in the form."""

    single: Mapping[str, Field]
    rows: Mapping[str, Mapping[str, Mapping[str, Field]]]
    """By the path of a list and the key of a row; free rows under FREE."""
    prefixes: Mapping[str, str]
    """By the name of a state, what the names of its fields begin with."""


def readers_of(questions: Sequence[Blank], for_all: str) -> Readers:
    """What the rows of a workbook of some questions can say."""
    single: dict[str, Field] = {ALL_THE_REST: all_the_rest(for_all)} if for_all else {}
    rows: dict[str, dict[str, Mapping[str, Field]]] = {}
    for question in questions:
        for part in question.parts:
            if isinstance(part, Rows):
                known = rows.setdefault(part.name, {})
                for one in part.given or ():
                    known[one.key] = _fields(part, one)
                if part.given is None or part.more is not None:
                    known[FREE] = _fields(part, None)
            else:
                single |= dict(leaves(part, part.name))
    prefixes = {state_of(question).casefold(): question.prefix for question in questions}
    return Readers(single, rows, prefixes)


def _fields(part: Rows, given: Given | None) -> dict[str, Field]:
    parts = parts_of(part, given)
    return {name: said for one in parts for name, said in leaves(one, one.name)}


def place_of(key: str, state: CellValue, readers: Readers) -> tuple[str, str] | None:
    """The list to which a row belongs, and its key there: FREE where somebody added it."""
    found = KEY.fullmatch(key)
    if found is None:
        return None
    path, row_key = found["path"], found["row"]
    if row_key in readers.rows.get(path, {}):
        return path, row_key
    if path not in readers.rows:  # of several questions: the row says for which
        path = readers.prefixes.get(str(state or "").strip().casefold(), "") + path
    is_free = row_key.startswith(FREE) and FREE in readers.rows.get(path, {})
    return (path, FREE) if is_free else None
