"""The one place that renders: letters in plain text and HTML, and documents in plain text."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension

from config.vocabulary import Purpose
from templates import filters
from templates.escaping import (
    NO_START,
    Safe,
    markdown_line,
    one_line,
    quoted_markdown,
    quoted_text,
    shortened,
    subject_line,
    text_line,
)
from templates.links import Links
from templates.message import Letter, Rendered, Section
from templates.plain_text import reflow, wrapped
from templates.sections import first_day, given_to_template
from templates.web_text import as_html
from templates.words import APPROVALS, PURPOSE_ORDER, REQUIREMENT_NAMES, STATUS_NAMES

SUBJECT_LIMIT = 78
INLINE_LIMIT = 300
"""How many characters of a person's words a mail quotes inside a line."""


def render(letter: Letter) -> Rendered:
    """Put a letter into words."""
    ordered = sorted(letter.sections, key=_urgency)
    sections = [
        (_template_name(section), given_to_template(section, letter.cycle)) for section in ordered
    ]
    names = [name for name, _given in sections]
    headings = [_subject(name, given) for name, given in sections]
    is_named = letter.cycle in headings[0]
    of_cycle = f" ({letter.cycle})" if letter.is_one_of_several and not is_named else ""
    n_others = len(sections) - 1
    more = f"; {filters.plural(n_others, 'other matter')}" if n_others else ""
    room = SUBJECT_LIMIT - len(more) - len(of_cycle)
    subject = _subject_within(*sections[0], room=room) + more + of_cycle
    asks_approval = any(
        section.kind in APPROVALS
        for section in letter.sections
        if section.purpose in (Purpose.ASK, Purpose.REMINDER)
    )
    given = {
        "reader": letter.reader,
        "roles": letter.roles,
        "cycle": letter.cycle,
        "attachments": letter.attachments,
        "linked": letter.linked,
        "n_workbooks": letter.n_workbooks,
        "own_link": letter.own_link,
        "asks_approval": asks_approval,
        "headings": headings,
        "places": [(section.instead_of, section.until) for section in ordered],
    }
    bodies = [given for _name, given in sections]
    text_links, html_links = Links(), Links()
    text = _written(_text(), names, bodies, given, text_links)
    markdown = _written(_markdown(), names, bodies, given, html_links)
    page = _markdown().get_template("email/_page.html.j2")
    return Rendered(
        subject=subject,
        text=text_links.put_into_text(reflow(text)),
        html=html_links.put_into_html(
            page.render(title=Safe(html.escape(subject)), body=Safe(as_html(markdown)))
        ),
    )


def asked_on_page(section: Section, cycle: str) -> tuple[str, str]:
    """What a mail asks, for the page to which it leads: its heading, and its words in HTML."""
    name, given = _template_name(section), given_to_template(section, cycle)
    links = Links()  # none: the reader is where they lead
    rows = [replace(row, lines=(), link=None) for row in given["rows"]]  # the page shows them whole
    shared = {"button": links.button, "anchor": links.anchor, "link": None, "rows": rows,
              "is_page": True}  # fmt: skip
    markdown = _block(_markdown().get_template(name), "body", {**given, **shared})
    return _subject(name, given), as_html(markdown, is_mail=False)


def render_document(name: str, **given: Any) -> str:
    """Write a document in plain text from templates/documents/<name>.j2."""
    return _text().get_template(f"documents/{name}.j2").render(given).replace(NO_START, "")


def _written(
    environment: Environment,
    names: Sequence[str],
    bodies: Sequence[Mapping[str, Any]],
    letter: Mapping[str, Any],
    links: Links,
) -> str:
    """The whole letter as Markdown source, by the escaping of one environment."""
    shared = {"button": links.button, "anchor": links.anchor}
    written = [
        Safe(_block(environment.get_template(name), "body", {**given, **shared}))
        for name, given in zip(names, bodies, strict=True)
    ]
    whole = environment.get_template("email/_letter.md.j2")
    sections = list(zip(letter["headings"], letter["places"], written, strict=True))
    return whole.render(letter, sections=sections, quiet=links.quiet)


def _subject(name: str, given: Mapping[str, Any]) -> str:
    return subject_line(_block(_text().get_template(name), "subject", given))


def _subject_within(name: str, given: Mapping[str, Any], *, room: int) -> str:
    """A subject in full; else with short days; else with plans counted; else cut at a word."""
    counted = {**given, **given["counted"]}
    for environment, known in ((_text(), given), (_short(), given), (_short(), counted)):
        subject = subject_line(_block(environment.get_template(name), "subject", known))
        if len(subject) <= room:
            return subject
    return shortened(subject, room)


def _block(template: Template, name: str, given: Mapping[str, Any]) -> str:
    return "".join(template.blocks[name](template.new_context(dict(given))))


def _template_name(section: Section) -> str:
    if section.purpose is Purpose.ASK:
        return f"email/ask/{section.kind}.md.j2"
    return f"email/{section.purpose}.md.j2"


def _urgency(section: Section) -> tuple[int, int]:
    return PURPOSE_ORDER.index(section.purpose), first_day(section).toordinal()


@cache
def _text() -> Environment:
    """For plain text: what people wrote becomes one visible line, and nothing is in bold."""
    return _environment(text_line, quoted_text, extensions=[_WithoutBold])


@cache
def _short() -> Environment:
    """For a subject with little room."""
    short = _environment(text_line, quoted_text)
    short.filters["near_day"] = filters.short_day
    return short


@cache
def _markdown() -> Environment:
    """For HTML: what people wrote is escaped for Markdown too."""
    return _environment(markdown_line, quoted_markdown)


class _WithoutBold(Extension):
    """Takes the stars out of our own templates; those of people stay, for they are words."""

    def preprocess(self, source: str, *_where: str | None) -> str:
        return source.replace("**", "")


def _environment(
    escape: Callable[[object], str],
    quote: Callable[[object], Safe],
    extensions: Sequence[type[Extension]] = (),
) -> Environment:
    def finalize(value: object) -> str:
        return value if isinstance(value, Safe) else escape(value)

    # Not HTML's autoescape: what is escaped, and how, differs between the two parts.
    environment = Environment(  # noqa: S701 - each value is escaped for Markdown and HTML
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        extensions=extensions,
        finalize=finalize,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "day": filters.day,
        "near_day": filters.near_day,
        "moment": filters.moment,
        "in_zone": filters.in_zone,
        "by_both_clocks": filters.by_both_clocks,
        "plural": filters.plural,
        "quote": quote,
        "short": lambda value: shortened(value, INLINE_LIMIT),
        "status_name": lambda status: STATUS_NAMES.get(status, status),
        "requirement_name": lambda requirement: REQUIREMENT_NAMES.get(requirement, requirement),
        "wrapped": _wrapped,
        "paragraphs": _paragraphs,
    }
    return environment


def _wrapped(value: object, first: str = "", rest: str | None = None) -> Safe:
    """A value in lines for a document, each with its prefix."""
    lines = wrapped(one_line(value), first, first if rest is None else rest)
    return Safe("\n".join(lines))


def _paragraphs(value: object, prefix: str = "") -> Safe:
    """A value in lines for a document; where its author began a line, a line begins."""
    written = [_wrapped(line, prefix) for line in str(value).splitlines() if line.strip()]
    return Safe("\n".join(written))
