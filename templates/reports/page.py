"""Put a report on its page: one HTML file that stands alone, with all words escaped."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from templates.filters import plural
from templates.reports.findings import short_day


def render_report(name: str, **given: Any) -> str:
    """Write the report of templates/reports/<name>.html.j2."""
    return _environment().get_template(f"{name}.html.j2").render(given)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "chart": Markup,  # drawn by templates/, which escapes the words in it
        "count": _count,
        "day": _day,
        "days": _days,
        "first_upper": lambda text: text[:1].upper() + text[1:],
        "plural": plural,
        "share": lambda share: f"{share:.0%}",
    }
    return environment


def _day(day: date | None) -> str | Markup:
    return short_day(day) if day else _none()


def _count(number: int | None) -> str | Markup:
    return f"{number:,}" if number is not None else _none()


def _days(days: float | None) -> str | Markup:
    return f"{days:,.1f}" if days is not None else _none()


def _none() -> Markup:
    """A dash, read aloud as "none"."""
    return Markup('<span aria-label="none">-</span>')
