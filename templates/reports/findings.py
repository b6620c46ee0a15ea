"""What a chart shows, in one sentence: made by rule, and never more than the figures say."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """A step: the days planned, and the days on which it did open and close."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    opened_on: date | None
    closed_on: date | None


class WaitRow(NamedTuple):
    """How long one role kept another waiting, in days."""

    who: str
    whom: str
    median: float | None
    longest: float | None
    n_open: int


class MailRow(NamedTuple):
    """The most mails that one person of a role was sent."""

    role: str
    most: int
    limit: int | None


class TopicRow(NamedTuple):
    """How many states and territories ask for a topic, by region."""

    topic: str
    regions: Mapping[int, int]

    @property
    def total(self) -> int:
        """In the nation."""
        return sum(self.regions.values())


class ShareRow(NamedTuple):
    """How something is divided: what each word counts, in their order."""

    title: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Of all words."""
        return sum(self.counts.values())


N_NAMED = 3
"""How many topics a sentence names before it counts the rest."""

NO_NEED = "No need is on record."

OFFICES = ("OCC", "OHS")

Waiting = Sequence[tuple[date, int]]
"""Questions waiting at the end of each day."""

Statuses = Sequence[tuple[date, Mapping[str, int]]]
"""Plans of each status at the end of each day, in the order of the statuses."""


def short_day(day: date) -> str:
    """Dec 2, 2016."""
    return f"{day:%b} {day.day}, {day.year}"


def of_timeline(spans: Sequence[Span], waiting: Waiting) -> str:
    """Whether steps kept to their days, and when most questions waited."""
    return f"{_punctuality(spans)} {_peak(waiting)}".strip()


def of_statuses(days: Statuses, final: str) -> str:
    """How many plans became final, and by when."""
    if not days or not sum(days[-1][1].values()):
        return "No plan was begun."
    last = days[-1][1]
    n_plans, n_final = sum(last.values()), last.get(final, 0)
    if n_final == 0:
        furthest = [status for status, n in last.items() if n][-1]
        if n_plans == 1:
            return f"The 1 plan is not final; it is {furthest}."
        are = "is" if last[furthest] == 1 else "are"
        return f"None of the {_plans(n_plans)} is final; {last[furthest]} {are} {furthest}."
    by = next(day for day, counts in days if counts.get(final, 0) == n_final)
    return f"{n_final} of {_plans(n_plans)} became final, the last on {short_day(by)}."


def of_waits(rows: Sequence[WaitRow]) -> str:
    """Between whom the longest answered wait was, and how many questions still wait."""
    n_open = sum(row.n_open for row in rows)
    still = f" {_questions(n_open)} still {'waits' if n_open == 1 else 'wait'}." if n_open else ""
    answered = [row for row in rows if row.longest is not None]
    if not answered:
        return f"No question was answered.{still}"
    top = max(answered, key=lambda row: row.longest or 0)
    return (
        f"The longest wait for an answer was {top.longest:,.1f} days, by {_one(top.whom)} for "
        f"{_one(top.who)}; half of such answers took {top.median:,.1f} days or less.{still}"
    )


def of_mails(rows: Sequence[MailRow]) -> str:
    """Whether the limits held, and who came closest."""
    limited = [(row, row.limit) for row in rows if row.limit is not None]
    if not limited:
        return "No role has a limit on mails."
    over = [f"{row.role} ({row.most} of {limit})" for row, limit in limited if row.most > limit]
    if over:
        return f"More mails than the limit went to: {', '.join(over)}."
    row, limit = max(limited, key=lambda one: one[0].most / one[1])
    return f"Nobody got more mails than the limit; closest: {row.role}, {row.most} of {limit}."


def of_needs(rows: Sequence[TopicRow], n_jurisdictions: int) -> str:
    """What is asked for most."""
    if not rows:
        return NO_NEED
    most = max(row.total for row in rows)
    top = [row.topic for row in rows if row.total == most]
    of_all = f"{most} of {n_jurisdictions} states and territories"
    if len(top) == 1:
        return f"Most asked for, by {of_all}: {top[0]}."
    more = f"; {len(top) - N_NAMED} more" if len(top) > N_NAMED else ""
    names = "; ".join(top[:N_NAMED])
    return f"{len(top)} topics are asked for most, each by {of_all}: {names}{more}."


def of_purposes(rows: Sequence[ShareRow]) -> str:
    """The largest share of the first two rows: what is asked for, and how it is answered."""
    told = [_largest(row) for row in rows[:2] if row.total]
    return " ".join(told) or NO_NEED


def _largest(row: ShareRow) -> str:
    word, n = max(row.counts.items(), key=lambda one: one[1])
    return f"{row.title}: {n:,} of {row.total:,} {word}."


def first_few(names: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = f"; and {len(names) - N_NAMED:,} more" if len(names) > N_NAMED else ""
    return f"{'; '.join(names[:N_NAMED])}{more}"


def _punctuality(spans: Sequence[Span]) -> str:
    """A step closes once its last day has ended everywhere: on the morning after."""
    begun = [span for span in spans if span.opened_on]
    if not begun:
        return "No step has opened."
    faults = [fault for span in begun for fault in _faults(span)]
    if faults:
        return f"{'; '.join(faults)}."
    closed = [span.number for span in begun if span.closed_on]
    numbers = [span.number for span in begun]
    opened = f"{_steps(numbers)} opened on the first day planned"
    if not closed:
        return f"{opened}."
    if closed == numbers:
        return f"{opened} and closed when the last had ended."
    return f"{opened}; {_steps(closed).lower()} closed when the last had ended."


def _faults(span: Span) -> list[str]:
    faults = []
    if span.opened_on and span.opened_on != span.starts_on:
        faults.append(f"Step {span.number} opened {_off(span.opened_on - span.starts_on)}")
    late = span.closed_on - span.ends_on if span.closed_on else timedelta(0)
    if late > timedelta(days=1) or late < timedelta(0):
        faults.append(f"Step {span.number} closed {_off(late)}")
    return faults


def _off(difference: timedelta) -> str:
    days = abs(difference.days)
    side = "later" if difference.days > 0 else "earlier"
    return f"{days} {'day' if days == 1 else 'days'} {side} than planned"


def _peak(waiting: Waiting) -> str:
    most = max((n for _day, n in waiting), default=0)
    if not most:
        return ""
    day = next(day for day, n in waiting if n == most)
    return (
        f"In the days shown at most {_questions(most)} waited at the end of a day, first on "
        f"{short_day(day)}."
    )


def _steps(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Step {numbers[0]}"
    if list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"Steps {numbers[0]} to {numbers[-1]}"
    return f"Steps {', '.join(map(str, numbers))}"


def _one(party: str) -> str:
    """An Administrator, a COR or FPO; OCC and OHS are no persons."""
    if party in OFFICES:
        return party
    return f"{'an' if party[:1] in 'AEIOaeio' else 'a'} {party}"


def _plans(n: int) -> str:
    return "1 plan" if n == 1 else f"{n:,} plans"


def _questions(n: int) -> str:
    return "1 question" if n == 1 else f"{n:,} questions"
