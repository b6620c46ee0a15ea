"""How questions stand in a workbook: which tables it has, and what each of their rows is about.

Every row carries a key, the place of its fields in the form of the page: so a workbook that comes
back says what the form would have said, wherever somebody moved its rows, columns and sheets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.asking.blanks import Blank
from portal.asking.for_all import ALL_THE_REST
from portal.forms.reading import parts_of
from portal.forms.shapes import Field, Given, Part, Rows, Shape, leaves
from templates.workbooks import LINE_HEAD

ANSWERS = "Answers"
"""The table of what is asked once for each question."""

LINE, STATE, ABOUT = LINE_HEAD, "State", "About"
QUESTION, YOUR_ANSWER, MAY_STAND = "Question", "Your answer", "What may stand there"
FREE = "new"
"""How the last piece of the key of a free row begins."""

N_FREE = 12
"""How many empty rows a table offers where rows can be added."""


@dataclass(frozen=True)
class Column:
    """One thing that the rows of a table say: a field, by its name inside a row."""

    name: str
    label: str
    field: Field


@dataclass(frozen=True)
class Row:
    """One row: what it is about, and what it says at first."""

    key: str
    state: str
    about: str
    columns: Mapping[str, Field]
    """What it can say, by the names of the columns."""
    values: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One worksheet with rows to fill in."""

    title: str
    hint: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    is_open_ended: bool
    """Whether rows can be added."""


def state_of(question: Blank) -> str:
    """What a question is called in the column of states."""
    return question.state or f"Question {question.prompt_id}"


def tables_of(questions: Sequence[Blank], for_all: str = "") -> list[Table]:
    """The tables of a workbook: the answers first, then a table for each list of the forms.

    Args:
        for_all: what one tick says of every question of a sheet that is left open; empty for none.
    """
    lists: dict[str, list[tuple[Blank, Rows]]] = {}
    for question in questions:
        for part in question.parts:
            if isinstance(part, Rows):
                name = part.name.removeprefix(question.prefix)
                lists.setdefault(name, []).append((question, part))
    found = [_list(name, of_it) for name, of_it in lists.items()]
    answers = _answers(questions, for_all)
    return [answers, *found] if answers.rows else found


def all_the_rest(for_all: str) -> Field:
    """The tick that answers what is left open."""
    return Field(ALL_THE_REST, Shape.TICK, for_all, is_required=False)


def _answers(questions: Sequence[Blank], for_all: str) -> Table:
    rows = [
        Row(path, state_of(question), said.label, {YOUR_ANSWER: said})
        for question in questions
        for part in question.parts
        for path, said in leaves(part, part.name)
    ]
    if for_all:
        rest = all_the_rest(for_all)
        rows.append(Row(ALL_THE_REST, "All", rest.label, {YOUR_ANSWER: rest}))
    hint = "One answer in each row. What may stand there is written beside it."
    column = [Column(YOUR_ANSWER, YOUR_ANSWER, row.columns[YOUR_ANSWER]) for row in rows[:1]]
    return Table(ANSWERS, hint, column, rows, is_open_ended=False)


def _list(name: str, of_it: Sequence[tuple[Blank, Rows]]) -> Table:
    rows = [_given(question, part, one) for question, part in of_it for one in part.given or ()]
    first = of_it[0][1]
    is_open_ended = first.given is None or first.more is not None
    if is_open_ended:
        rows += _free(name, of_it)
    fields = {label: said for row in rows for label, said in row.columns.items()}
    labels = _labels(fields)
    columns = [Column(one, labels[one], said) for one, said in fields.items()]
    return Table(first.legend, first.hint, columns, rows, is_open_ended=is_open_ended)


def _given(question: Blank, part: Rows, one: Given) -> Row:
    about = "\n".join([one.legend, *one.details])
    columns = _columns(parts_of(part, one))
    return Row(f"{part.name}.{one.key}", state_of(question), about, columns, one.values)


def _free(name: str, of_it: Sequence[tuple[Blank, Rows]]) -> list[Row]:
    """Empty rows; on a sheet of several questions each says itself for which state it is."""
    question, part = of_it[0]
    columns = _columns(parts_of(part, None))
    state = state_of(question) if len(of_it) == 1 else ""
    prefix = question.prefix if len(of_it) == 1 else ""
    return [
        Row(f"{prefix}{name}.{FREE}{number}", state, "", columns) for number in range(1, N_FREE + 1)
    ]


def _columns(parts: Sequence[Part]) -> dict[str, Field]:
    return {name: said for part in parts for name, said in leaves(part, part.name)}


def _labels(fields: Mapping[str, Field]) -> dict[str, str]:
    """A heading for each column; none twice, and none that a column of ours has."""
    taken = {LINE, STATE, ABOUT}
    labels = {}
    for name, said in fields.items():
        label, n = said.label, 2
        while label in taken:
            label, n = f"{said.label} ({n})", n + 1
        taken.add(label)
        labels[name] = label
    return labels
