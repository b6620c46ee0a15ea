"""The pages: rendered here, from the templates beside this file. What people wrote is escaped."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from templates import filters
from templates.what_next import WHAT_NEXT, what_follows
from templates.words import ASKED_TO, REQUIREMENT_NAMES, ROLE_NAMES, STATUS_NAMES

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def render_page(name: str, *, root: str, **given: Any) -> str:
    """Write a page from templates/pages/<name>.html.j2.

    Args:
        root: what every address of ours begins with: empty, or such as `/ta`.
    """
    return _pages().get_template(f"pages/{name}.html.j2").render(given, root=root)


@cache
def _pages() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "count": lambda number: f"{number:,}",
        "day": _day,
        "drawn": safe,
        "moment": filters.moment,
        "plural": filters.plural,
        "short_date": lambda day: f"{filters.short_day(day)}, {day.year}",
        "status_name": lambda status: STATUS_NAMES.get(status, status),
        "requirement_name": lambda requirement: REQUIREMENT_NAMES.get(requirement, requirement),
        "asked_to": lambda kind: ASKED_TO[kind],
        "what_next": lambda kind: WHAT_NEXT[kind],
        "what_follows": lambda receipt: what_follows(receipt.kind, is_yes=receipt.is_yes),
        "role_name": lambda role: ROLE_NAMES[role],
        "first_upper": lambda text: text[:1].upper() + text[1:],
        "said": _said,
        "lines": lambda text: [line for line in str(text).splitlines() if line.strip()],
    }
    return environment


def _day(value: date | datetime | str) -> str:
    return str(filters.day(value))


def _said(value: object) -> str:
    """What a field of a line says, in words."""
    if value in (None, "", []):
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def safe(html: str) -> Markup:
    """Mark HTML that our own templates made; never what a person wrote."""
    return Markup(html)  # noqa: S704 - called with rendered mail bodies, maps and charts alone
