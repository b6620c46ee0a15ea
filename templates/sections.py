"""What a section's template is given: its items in a reader's terms. Templates compute nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from templates.escaping import shortened
from templates.filters import plural
from templates.message import Item, Section
from templates.words import ASKED_TO

FEW = 5
"""Up to so many items are shown with their content; more are listed in one line each."""

SHOWN_LINES = 10
"""How many needs or activities of a plan a mail lists; the page has the rest."""

NAMED_LIMIT = 40
"""How long the names of several states may be together; longer, they are counted."""

LINE_LIMIT = 160
"""How many characters of a need or an activity a mail lists."""

_SINGULAR = {"needs": "need", "activities": "activity"}
_LINES = "lines of the plan"
"""What is counted where a mail does not say which lines they are, such as a reminder."""
_WITH_ARTICLE = ("U.S. ", "District ", "Commonwealth ", "National Center ", "Child Care State ")


@dataclass(frozen=True, slots=True)
class Lines:
    """The needs or the activities of a plan, as many as a mail shows."""

    title: str
    shown: Sequence[str]
    n_more: int


@dataclass(frozen=True, slots=True)
class Row:
    """One item."""

    label: str
    """In a list: state, its center too where the section has several; else center or title."""
    name: str
    """In a sentence: the same, with its article."""
    due_on: date | None
    is_late: bool
    link: str | None
    """Where the item is answered by itself."""
    content: str
    """3 needs, 2 activities."""
    counts: Mapping[str, int]
    """The same as numbers."""
    lines: Sequence[Lines]
    facts: Mapping[str, Any]


def given_to_template(section: Section, cycle: str) -> dict[str, Any]:
    """Everything that the template of a section may use."""
    items = section.items
    states = list(dict.fromkeys(item.state for item in items if item.state))
    centers = list(dict.fromkeys(item.center for item in items if item.center))
    days = sorted({item.due_on for item in items if item.due_on})
    n_late = sum(item.is_late for item in items)
    yours = "your centers" if centers else "your center"
    rows = [_row(item, section, has_several_centers=len(centers) > 1) for item in items]
    where = _where(states)
    short = f"{len(states)} states" if len(states) > 1 else where
    return {
        "cycle": cycle,
        "is_page": False,
        "rows": rows,
        "n": len(rows),
        "is_one": len(rows) == 1,
        "is_long": len(rows) > FEW,
        "unit": _unit(rows),
        "facts": items[0].facts if items else {},
        "where": where,
        "plans": _plans(states, where),
        "counted": {"where": short, "plans": _plans(states, short)},
        "center": _the(centers[0]) if len(centers) == 1 else yours,
        "center_short": _short(centers[0]) if len(centers) == 1 else yours,
        "asked_to": ASKED_TO[section.kind] if section.kind else None,
        "due_on": days[0] if days else None,
        "has_several_days": len(days) > 1,
        "n_late": n_late,
        "is_all_late": bool(items) and n_late == len(items),
        "minutes": max((item.minutes for item in items if item.minutes), default=None),
        "is_each": len(rows) > 1 and not section.link,
        "link": section.link or (items[0].link if len(items) == 1 else None),
    }


def first_day(section: Section) -> date:
    """The day by which a section's first answer is due; the last of all days without one."""
    return min((item.due_on for item in section.items if item.due_on), default=date.max)


def _row(item: Item, section: Section, *, has_several_centers: bool) -> Row:
    has_own_link = len(section.items) > 1 and not section.link
    counts = _counts(item)
    label = _label(item, has_several_centers=has_several_centers)
    return Row(
        label=label,
        name=_the(label),
        due_on=item.due_on,
        is_late=item.is_late,
        link=item.link if has_own_link else None,
        content=_content(counts),
        counts=counts,
        lines=[_lines(key, item.facts[key]) for key in _SINGULAR if item.facts.get(key)],
        facts=item.facts,
    )


def _label(item: Item, *, has_several_centers: bool) -> str:
    if item.state and item.center and has_several_centers:
        return f"{item.state} ({_short(item.center)})"
    facts = item.facts
    return item.state or item.center or str(facts.get("title") or facts.get("about") or "")


def _counts(item: Item) -> dict[str, int]:
    facts = item.facts
    counts = {key: facts.get(f"n_{key}") or len(facts.get(key) or ()) for key in _SINGULAR}
    found = {key: n for key, n in counts.items() if n}
    return found or ({_LINES: item.n_lines} if item.n_lines else {})


def _content(counts: Mapping[str, int]) -> str:
    singular = {**_SINGULAR, _LINES: "line of the plan"}
    return ", ".join(plural(n, singular[key], key) for key, n in counts.items())


def _unit(rows: Sequence[Row]) -> str | None:
    """What is counted, where the same single thing is counted of every plan."""
    counted = {tuple(row.counts) for row in rows}
    only = counted.pop() if len(counted) == 1 else ()
    return only[0] if len(only) == 1 else None


def _lines(key: str, values: Sequence[object]) -> Lines:
    shown = [shortened(value, LINE_LIMIT) for value in values[:SHOWN_LINES]]
    return Lines(key.capitalize(), shown, len(values) - len(shown))


def _where(states: Sequence[str]) -> str:
    """Oregon; Idaho and Oregon; Alaska, Idaho and Oregon; 6 states and territories."""
    names = [_the(state) for state in states]
    named = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    is_short = len(names) <= 3 and len(named) <= NAMED_LIMIT
    return named if is_short or len(names) == 1 else f"{len(names)} states and territories"


def _the(name: str) -> str:
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def _plans(states: Sequence[str], where: str) -> str:
    return f"the TA plan{'s' if len(states) > 1 else ''} for {where}" if where else ""


def _short(center: str) -> str:
    """NCASE, of "National Center on Afterschool and Summer Enrichment (NCASE)"."""
    _name, opening, short = center.rstrip(")").rpartition("(")
    return short if opening else center
