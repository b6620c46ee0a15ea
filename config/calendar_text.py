"""A cycle's calendar as the text of its file."""

import json
from collections.abc import Iterator
from datetime import date

from config.calendar import CycleCalendar, StepDates, Window

_INTERVALS = {
    "progress_interval_months": "Months between two questions how far activities have come (6.1).",
    "review_interval_months": "Months between two reviews of every plan in step 6 (6.2).",
    "record_check_interval_months": "Months between two checks of the records (7.2).",
    "stale_after_months": "After how many months without a word on an activity it is asked about.",
}


def calendar_text(calendar: CycleCalendar, *, heading: str) -> str:
    """Write a calendar as TOML. Read again it is the same calendar.

    Args:
        heading: sentences that stand at the top, as a comment; one a line.
    """
    lines = [
        *(f"# {line}".rstrip() for line in heading.splitlines()),
        "",
        _setting("name", calendar.name, "as in this file's name"),
        _setting("title", calendar.title),
        _setting("time_zone", calendar.time_zone, "steps open at 07:00 in this zone"),
        _setting("starts_on", calendar.starts_on, "first day of the cycle, included"),
        _setting("ends_on", calendar.ends_on, "last day, included"),
        "",
        *(_setting(key, getattr(calendar, key), why) for key, why in _INTERVALS.items()),
    ]
    for step in calendar.steps:
        lines += ["", *_step(step)]
        for window in step.windows:
            lines += ["", *_window(window)]
    for one in calendar.done_earlier:
        lines += ["", "[[done_earlier]]"]
        lines += [_setting(key, value) for key, value in one.model_dump().items() if value]
    return "\n".join(lines) + "\n"


def _step(step: StepDates) -> Iterator[str]:
    yield "[[step]]"
    yield _setting("number", step.number)
    yield _setting("name", step.name)
    if step.after is not None:
        yield _setting(
            "after", step.after, "first business day after that step; ends with the cycle"
        )
    elif step.alongside is not None:
        yield _setting("alongside", step.alongside, "the days of that step")
    else:
        yield _setting("starts_on", step.starts_on)
        yield _setting("ends_on", step.ends_on)
    if step.source:
        yield _setting("source", step.source)


def _window(window: Window) -> Iterator[str]:
    yield "[[step.window]]"
    yield _setting("name", window.name)
    if window.title:
        yield _setting("title", window.title)
    yield _setting("starts_on", window.starts_on)
    yield _setting("ends_on", window.ends_on)
    if window.source:
        yield _setting("source", window.source)


def _setting(key: str, value: date | str | int, why: str = "") -> str:
    # A string of JSON is one of TOML too.
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    return f"{key} = {text}" + (f"  # {why}" if why else "")
