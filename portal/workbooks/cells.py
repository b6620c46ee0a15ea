"""What a cell says, as the form of the page would have sent it; by rule, never by guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.forms.shapes import Field, Option, Shape


@dataclass(frozen=True)
class Unread:
    """A cell that cannot be read as it is, and what to do about it."""

    why: str


CellValue = str | int | float | bool | datetime | date | time | Unread | None

Grid = Sequence[Sequence[CellValue]]
"""The rows of a worksheet from its first, each with its cells from the first column."""

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
FIRST_YEAR, LAST_YEAR = 1954, 2119
"""Numbers that are days where a day is asked, as Excel counts them, and the years of these days.
A 12 that somebody types into a cell for days comes back as January 12, 1900."""

SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (a day of the calendar, not a moment)

AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
TICKS = {"x": "yes", "yes": "yes", "true": "yes", "1": "yes", "no": "", "false": "", "0": ""}


def sent_by(field: Field, value: CellValue) -> list[str]:
    """The values that the form would have sent; what cannot be read stays, for its model to refuse.

    A day can be a day, Excel's number of one, `12/01/2026` or `2026-12-01`; any other writing of
    it is asked about, since the same words mean another day elsewhere.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return []
    match field.shape:
        case Shape.CHOICE | Shape.YES_NO:
            return [_chosen(field.options, _plain(value))]
        case Shape.TICK:
            ticked = TICKS.get(_plain(value).casefold(), _plain(value))
            return [ticked] if ticked else []
        case Shape.SEVERAL:
            return [_chosen(field.options, one) for one in _pieces(_plain(value), field.options)]
        case Shape.DAY:
            day = _moment(value)
            return [day.date().isoformat() if isinstance(day, datetime) else day]
        case Shape.MOMENT:
            at = _moment(value)
            return [at.isoformat(timespec="minutes") if isinstance(at, datetime) else at]
        case _:
            return [_plain(value)]


def shown_in(field: Field, value: str | Sequence[str]) -> str:
    """What a cell shows of what the form says at first."""
    labels = {one.value: one.label for one in field.options}
    if isinstance(value, str):
        return labels.get(value, value)
    return "; ".join(labels.get(one, one) for one in value)


def _plain(value: CellValue) -> str:
    """The value as somebody typed it: 3, not 3.0."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()


def _chosen(options: Sequence[Option], said: str) -> str:
    """The value of the option with this label; a center also by its short name."""
    wanted = said.casefold().strip()
    for one in options:
        if wanted in (one.label.casefold(), one.value.casefold(), _short(one.label)):
            return one.value
    return said


def _short(label: str) -> str:
    return label.partition(":")[0].casefold() if ":" in label else label.casefold()


def _pieces(said: str, options: Sequence[Option]) -> list[str]:
    """The things of a list: each on a line, or apart by semicolons; by commas where no label has
    one."""
    has_comma = any("," in one.label for one in options)
    pieces = re.split(r"[;\n]" if has_comma else r"[;\n,]", said)
    return [one.strip() for one in pieces if one.strip()]


def _moment(value: CellValue) -> datetime | str:
    if isinstance(value, date):
        at = value if isinstance(value, datetime) else datetime.combine(value, time())
        return at if FIRST_YEAR <= at.year <= LAST_YEAR else _plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        is_day = FIRST_SERIAL <= value <= LAST_SERIAL
        return SERIAL_ZERO + timedelta(days=value) if is_day else _plain(value)
    said = _plain(value)
    if found := AMERICAN.fullmatch(said):
        month, day, year = (int(one) for one in found.groups())
        said = f"{year:04}-{month:02}-{day:02}"
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return said
