"""The words of what is chosen of the trends: titles, what is told of it, what cannot be chosen."""

from collections.abc import Mapping, Sequence

from templates.filters import plural
from templates.reports.findings import first_few
from templates.reports.trend_sheets import Head, SheetWords, Shown
from templates.words import REQUIREMENT_NAMES

LABELS: Mapping[str, str] = {
    "region": "Region",
    "state": "State or territory",
    "topic": "Topic",
    "priority": "Priority",
    "requirement": "What it comes from",
    "type": "Type of activity",
    "form": "Form of activity",
    "center": "Center",
    "office": "Program office",
}
"""What each choice is called."""

PURPOSES = SheetWords(
    "What the cycle is for",
    "Needs and activities by what they are, of all needs or activities shown. An activity that "
    "combines several forms counts for each.",
    (
        Head("Counted by", Shown.WORDS),
        Head("Word", Shown.WORDS),
        Head("Number"),
        Head("Of all"),
        Head("Share", Shown.SHARE),
    ),
)

MOST_LETTERS = 40
"""Of a wrong value so much is said again."""

_SHORT = {str(word): name.partition(" reauth")[0] for word, name in REQUIREMENT_NAMES.items()}


def said(name: str, value: str, title: str) -> str:
    """A choice in a title: "Region 8", "priority 1", "beyond compliance"."""
    if name == "requirement":
        return _SHORT.get(value, title)
    return f"priority {value}" if name == "priority" else title


def no_such(name: str, value: str, possible: Sequence[str]) -> str:
    """That a value cannot be chosen, and what can."""
    cut = value if len(value) <= MOST_LETTERS else f"{value[:MOST_LETTERS]} ..."
    label = LABELS[name][:1].lower() + LABELS[name][1:]
    found = f'For "{label}" there is no "{cut}" to choose here'
    return f"{found}; possible: {', '.join(possible)}." if possible else f"{found}; leave it out."


def elsewhere(state: str, of_region: int, region: str) -> str:
    """That a state does not lie in the region that is chosen with it."""
    return f"{state} is in Region {of_region}, not in Region {region}: choose one of the two."


def of_chosen(n: int, n_all: int, *, where: str, n_states: int, n_answered: int) -> str:
    """How many of the needs are chosen, and of how many states they are.

    Args:
        n_all: needs of the place, chosen or not.
        where: "the nation", "Region 8" or "Colorado".
        n_states: of the place, which have such a need; 0 for a state itself.
        n_answered: of the place.
    """
    are = "is" if n == 1 else "are"
    told = f"{n:,} of {plural(n_all, 'need')} of {where} {are} chosen"
    if not n or not n_states:
        return f"{told}."
    have = "has" if n_states == 1 else "have"
    return f"{told}; {n_states:,} of the {n_answered:,} that answered {have} such a need."


def of_only_one(only_one: Sequence[str], *, is_region: bool) -> str:
    """Which topics of what is chosen only one state asks for at all; empty where none is."""
    if not only_one:
        return ""
    one = f"only one state or territory{' of the region' if is_region else ''}"
    topics = "One topic" if len(only_one) == 1 else f"{len(only_one):,} topics"
    verb = "is" if len(only_one) == 1 else "are each"
    return (
        f"{topics} of these {verb} asked for by {one}, whatever is chosen: {first_few(only_one)}."
    )


def of_state(state: str, n_needs: int | None) -> str:
    """What a state has named; None where it has not answered."""
    if n_needs is None:
        return f"{state} has not answered yet."
    return f"{state} has answered and named {plural(n_needs, 'need')}."
