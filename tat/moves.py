"""What a move makes of a calendar, and which moves are refused: pure, on days alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.calendar_faults import problems_of_steps
from config.workdays import business_days_after
from tat import subjects
from tat.calendar import CalendarDays, StepDays, WindowDays
from tat.refusals import Refused
from tat.statuses import StepState


@dataclass(frozen=True)
class Move:
    """What staff want: other days for a step or for a window in it. None: that day stays."""

    step: int
    window: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    at_once: bool = False
    """The step closes now, not at the end of its last day."""

    @property
    def subject(self) -> str:
        """What is decided about."""
        return subjects.days_of(self.step, self.window)


def moved(calendar: CalendarDays, move: Move) -> CalendarDays:
    """Give the calendar after a move, with the steps that follow from it.

    Raises:
        Refused: the move cannot be made; the sentence says why and what to do.
    """
    step, window = _wanted(calendar, move)
    if window is not None:
        starts_on, ends_on = _days(window, move)
        other = replace(window, starts_on=starts_on, ends_on=ends_on)
        windows = [other if one.name == window.name else one for one in step.windows]
        return _with(calendar, replace(step, windows=windows))
    starts_on, ends_on = _days(step, move)
    return _followed(calendar, _with(calendar, replace(step, starts_on=starts_on, ends_on=ends_on)))


def check(calendar: CalendarDays, move: Move, *, today: date) -> None:
    """Refuse a move that cannot be made, in a sentence that says why and what to do.

    Args:
        today: the day in the cycle's zone.
    Raises: Refused.
    """
    step, window = _wanted(calendar, move)
    span = window or step
    name = f'Window "{window.name}" of step {step.number}' if window else f"Step {step.number}"
    stays = f"{name} stays {span.starts_on} to {span.ends_on}"
    if step.state is StepState.CLOSED:
        raise Refused(
            f"{stays}: step {step.number} is closed, and a closed step is not opened again. "
            "Late answers still count: each wakes the step once more."
        )
    if move.at_once:
        _check_closing(step, stays, today=today)
    has_begun = span.starts_on <= today if window else step.state is StepState.OPEN
    if has_begun and move.starts_on not in (None, span.starts_on):
        raise Refused(f"{stays}: it has begun on {span.starts_on}; move its last day alone.")
    if window and window.ends_on < today:
        raise Refused(f"{stays}: it has ended; there is nothing left to move.")
    after = moved(calendar, move)
    if after == calendar and not move.at_once:
        raise Refused(f"{stays}: these are its days already; name another first or last day.")
    for day in (move.starts_on, move.ends_on):
        if day is not None and day < today and day not in (span.starts_on, span.ends_on):
            raise Refused(f"{stays}: {day} has passed; name a day from {today} on.")
    faults = [f"{one.cause}; {one.act}" for one in problems_of_steps(after)]
    if faults:
        raise Refused(f"{stays}: " + " ".join(f"{fault}." for fault in faults))


def following(before: CalendarDays, after: CalendarDays, move: Move) -> list[StepDays]:
    """The steps that have other days because another step was moved."""
    known = {step.number: step for step in before.steps}
    return [step for step in after.steps if step.number != move.step and step != known[step.number]]


def span_of(calendar: CalendarDays, move: Move) -> StepDays | WindowDays:
    """Give the step or the window that a move is about. Raises: Refused."""
    step, window = _wanted(calendar, move)
    return window or step


def _check_closing(step: StepDays, stays: str, *, today: date) -> None:
    if step.state is not StepState.OPEN:
        raise Refused(f"{stays}: it has not begun, so there is nothing to close; move it instead.")
    if step.ends_on < today:
        raise Refused(f"{stays}: its last day has ended, and it closes by itself.")


def _wanted(calendar: CalendarDays, move: Move) -> tuple[StepDays, WindowDays | None]:
    """The step, and the window where one is moved. Raises: Refused."""
    try:
        step = calendar.step(move.step)
    except KeyError:
        numbers = f"{calendar.steps[0].number} to {calendar.steps[-1].number}"
        raise Refused(
            f"Nothing was moved: the cycle {calendar.name} has no step {move.step}; "
            f"name one of the steps {numbers}."
        ) from None
    if move.window is None:
        return step, None
    for window in step.windows:
        if window.name == move.window:
            return step, window
    raise Refused(
        f'Nothing was moved: step {step.number} has no window "{move.window}"; {_known(calendar)}.'
    )


def _known(calendar: CalendarDays) -> str:
    names = [
        f'"{one.name}" of step {step.number}' for step in calendar.steps for one in step.windows
    ]
    return f"there is {' and '.join(names)}" if names else "the calendar has no windows"


def _days(span: StepDays | WindowDays, move: Move) -> tuple[date, date]:
    return move.starts_on or span.starts_on, move.ends_on or span.ends_on


def _with(calendar: CalendarDays, step: StepDays) -> CalendarDays:
    steps = [step if one.number == step.number else one for one in calendar.steps]
    return replace(calendar, steps=steps)


def _followed(before: CalendarDays, after: CalendarDays) -> CalendarDays:
    """Steps without days of their own go along, unless they have begun or were moved themselves."""
    for step in before.steps:
        if step.state is not StepState.AHEAD:
            continue
        then, now = _first_day(step, before.steps), _first_day(step, after.steps)
        if now is not None and now != then and step.starts_on == then:
            after = _with(after, replace(after.step(step.number), starts_on=now))
    return after


def _first_day(step: StepDays, steps: Sequence[StepDays]) -> date | None:
    """The first day that a step has from another; None where it has days of its own."""
    for other in steps:
        if other.number == step.after:
            return business_days_after(other.ends_on, 1, None)
        if other.number == step.alongside:
            return other.starts_on
    return None
