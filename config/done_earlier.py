"""Lines of step 1 that were done before the software began: what may be declared of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from config.declaration import Declaration, Words
from config.errors import Problem
from config.places import Jurisdiction
from config.scopes import by_region, region_number
from config.vocabulary import Scope

ALL = ""
"""The scope of what was done everywhere."""

LINES: Mapping[str, tuple[Scope, ...]] = {
    "1.1": (Scope.NATION,),
    "1.2": (Scope.NATION,),
    "1.3": (Scope.NATION, Scope.REGION),
    **dict.fromkeys(
        ("1.4", "1.5", "1.6", "1.7", "1.8"), (Scope.NATION, Scope.REGION, Scope.JURISDICTION)
    ),
}
"""For what each line can have been done: for all, in one region, or for one state."""

_SUCH_AS = {Scope.NATION: "no scope", Scope.REGION: '"region 8"', Scope.JURISDICTION: '"CO"'}


def _line(text: str) -> str:
    if text not in LINES:
        raise ValueError(f"should be a line of step 1, {', '.join(LINES)}")
    return text


def _day_or_month(given: Any) -> Any:
    """A day, or the month where nobody knows the day: 2016-07-20 or "2016-07"."""
    text = given.isoformat() if type(given) is date else given
    try:
        date.fromisoformat(text if len(text) == len("2016-07-20") else f"{text}-01")
    except (TypeError, ValueError):
        raise ValueError(
            'should be a day such as 2016-07-20, or a month such as "2016-07"'
        ) from None
    return text


class DoneEarlier(Declaration):
    """A line of step 1 that was done before, since when, and how that is known."""

    line: Annotated[str, AfterValidator(_line)]
    scope: str = ALL
    on: Annotated[str, BeforeValidator(_day_or_month)]
    note: Words

    @property
    def subject(self) -> str:
        """What it is called on record: `line 1.2`, `line 1.3 region 8`, `line 1.6 CO`."""
        return f"line {self.line} {self.scope}".strip()

    @property
    def day(self) -> date | None:
        """The day, where it is known."""
        return date.fromisoformat(self.on) if len(self.on) == len("2016-07-20") else None


def scope_fault(one: DoneEarlier, jurisdictions: Mapping[str, Jurisdiction]) -> str:
    """What is wrong with the scope of a line; empty when nothing is."""
    if one.scope == ALL:
        return ""
    number = region_number(one.scope)
    is_known = number in by_region(jurisdictions) if number else one.scope in jurisdictions
    kind = Scope.REGION if number else Scope.JURISDICTION
    if is_known and kind in LINES[one.line]:
        return ""
    forms = " or ".join(_SUCH_AS[scope] for scope in LINES[one.line])
    return f'"{one.scope}" does not fit line {one.line}, which takes {forms}'


def done_earlier_problems(
    declared: tuple[DoneEarlier, ...], jurisdictions: Mapping[str, Jurisdiction], *, file: str
) -> Iterator[Problem]:
    """Give every scope that does not fit, and every line that is declared twice."""
    seen: set[str] = set()
    for one in declared:
        place = f"done_earlier {one.subject.removeprefix('line ')}"
        if fault := scope_fault(one, jurisdictions):
            yield Problem(file, f"{place}.scope", fault, "correct the scope")
        if one.subject in seen:
            yield Problem(file, place, "is declared twice", "remove one of them")
        seen.add(one.subject)
