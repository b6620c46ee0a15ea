"""What can be wrong with the dates of a cycle: gaps in its steps, overlaps, reversed dates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Protocol

from config.errors import Problem

STEP_NUMBERS = range(1, 8)
"""The steps of the process; every cycle has all of them."""


class Span(Protocol):
    """Days from the first to the last, both included."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


class WindowSpan(Span, Protocol):
    """A window, as this check sees it."""

    @property
    def name(self) -> str: ...


class StepSpan(Span, Protocol):
    """A step, as this check sees it."""

    @property
    def number(self) -> int: ...
    @property
    def alongside(self) -> int | None: ...
    @property
    def windows(self) -> Sequence[WindowSpan]: ...


class CycleSpan(Span, Protocol):
    """A cycle, as this check sees it."""

    @property
    def steps(self) -> Sequence[StepSpan]: ...


def calendar_problems(calendar: CycleSpan) -> Iterator[Problem]:
    """Give every fault of a calendar whose dates are all there."""
    if calendar.ends_on < calendar.starts_on:
        yield _reversed("the cycle", calendar, place="ends_on")
    yield from _number_problems(calendar)
    yield from problems_of_steps(calendar)


def problems_of_steps(calendar: CycleSpan) -> Iterator[Problem]:
    """Give every fault of the days of steps and windows, declared or moved afterwards."""
    for step in calendar.steps:
        yield from _step_problems(step, calendar)
    in_order = [s for s in calendar.steps if s.alongside is None and s.starts_on <= s.ends_on]
    for earlier, later in combinations(sorted(in_order, key=lambda step: step.number), 2):
        if later.starts_on <= earlier.ends_on and later.number != earlier.number:
            yield _out_of_order(earlier, later)


def _number_problems(calendar: CycleSpan) -> Iterator[Problem]:
    times = Counter(step.number for step in calendar.steps)
    for number in STEP_NUMBERS:
        if times[number] == 0:
            yield Problem("", "step", f"step {number} is missing", "declare it")
        elif times[number] > 1:
            cause = f"step {number} is declared {times[number]} times"
            yield Problem("", f"step {number}", cause, "give every step its own number")


def _step_problems(step: StepSpan, calendar: CycleSpan) -> Iterator[Problem]:
    place = f"step {step.number}"
    if step.ends_on < step.starts_on:
        yield _reversed(place, step, place=f"{place}.ends_on")
    elif step.starts_on < calendar.starts_on or step.ends_on > calendar.ends_on:
        yield _outside(place, step, "the cycle", calendar, place=place)
    for name, times in Counter(window.name for window in step.windows).items():
        if times > 1:
            cause = f'{place} has {times} windows "{name}"'
            yield Problem("", f"{place}.window {name}", cause, "give each its own name")
    for window in step.windows:
        inner = f"{place}.window {window.name}"
        if window.ends_on < window.starts_on:
            yield _reversed(f'window "{window.name}"', window, place=f"{inner}.ends_on")
        elif window.starts_on < step.starts_on or window.ends_on > step.ends_on:
            yield _outside(f'window "{window.name}"', window, place, step, place=inner)


def _days(span: Span) -> str:
    return f"{span.starts_on} to {span.ends_on}"


def _reversed(name: str, span: Span, *, place: str) -> Problem:
    cause = f"{name} ends on {span.ends_on}, before it starts on {span.starts_on}"
    return Problem("", place, cause, "correct one of the dates")


def _outside(name: str, span: Span, outer_name: str, outer: Span, *, place: str) -> Problem:
    cause = f"{name} ({_days(span)}) is not inside {outer_name} ({_days(outer)})"
    return Problem("", place, cause, "correct the dates")


def _out_of_order(earlier: StepSpan, later: StepSpan) -> Problem:
    verb = "overlaps" if later.ends_on >= earlier.starts_on else "comes before"
    cause = f"step {later.number} ({_days(later)}) {verb} step {earlier.number} ({_days(earlier)})"
    return Problem("", f"step {later.number}.starts_on", cause, "move one of the steps")
