"""The words of the workbook with the figures of the trends: its sheets, their heads and notes."""

from enum import StrEnum
from typing import NamedTuple

from templates.filters import plural
from templates.words import REQUIREMENT_NAMES


class Shown(StrEnum):
    """How the cells of a column are shown."""

    WORDS = "words"
    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    DATE = "date"


class Head(NamedTuple):
    """The head of a column."""

    words: str
    shown: Shown = Shown.COUNT


class SheetWords(NamedTuple):
    """One sheet: its name (at most 31 letters), what it counts and of what, and its heads."""

    name: str
    says: str
    heads: tuple[Head, ...]


def _words(*names: str) -> tuple[Head, ...]:
    return tuple(Head(name, Shown.WORDS) for name in names)


def _counts(*names: str) -> tuple[Head, ...]:
    return tuple(Head(name) for name in names)


SMALL = "Small number"

_DENOMINATORS = (*_counts("Answered", "In the cycle"), *_words(SMALL))
_SHARE = Head("Share", Shown.SHARE)
_WAITED = (
    Head("Answered"), Head("Median days", Shown.DAYS), Head("Longest days", Shown.DAYS),
    Head("Not answered"), Head("Open for days", Shown.DAYS),
)  # fmt: skip
_NEED = _words("State or territory", "Topic", "Need")
_KIND = _words("Place", "Counted by", "Word")

ABOUT = SheetWords("About", "What this workbook holds.", _words("What", "Value"))
FINDINGS = SheetWords(
    "Findings", "What the figures say, sentence by sentence.", _words("Of", "Finding")
)
TOPICS = SheetWords(
    "Topics",
    "States and territories that ask for a topic; asking twice counts once. The share is of those "
    "that answered.",
    (*_words("Place", "Topic"), *_counts("Ask"), _SHARE, *_DENOMINATORS, *_counts("Requests"),
     *_words("Common")),
)  # fmt: skip
OF_STATES = SheetWords(
    "Topics by state",
    "Requests of each state or territory on each topic, and the priority of the most urgent one "
    "(1 is the most urgent of 5).",
    (*_words("State or territory"), *_counts("Region"), *_words("Topic"),
     *_counts("Requests", "Most urgent")),
)  # fmt: skip
NEEDS = SheetWords(
    "Needs by kind",
    "Needs by what they come from, priority, child age and setting. The share is of all needs of "
    "the place; a silent state or territory is no place.",
    (*_KIND, *_counts("Needs", "Of all needs"), _SHARE, *_counts("States"), *_DENOMINATORS),
)
ACTIVITIES_BY_KIND = SheetWords(
    "Activities by kind",
    "Activities, proposed or in a plan, by type, approach and form. An activity that combines "
    "several forms counts for each, so their shares may add up to more than the whole.",
    (*_KIND, *_counts("Activities", "Of all activities"), _SHARE, *_counts("States"),
     *_DENOMINATORS),
)  # fmt: skip
CLUSTERS = SheetWords(
    "Clusters",
    "Topics that several states and territories of one region ask for, by a far larger share than "
    "those of all other regions together.",
    (*_counts("Region"), *_words("Topic"), *_counts("Ask"), _SHARE, *_DENOMINATORS,
     *_counts("Ask elsewhere", "Answered elsewhere"), Head("Share elsewhere", Shown.SHARE)),
)  # fmt: skip
ONLY_ONE = SheetWords(
    "Only one asks",
    "Needs on topics that only one state or territory of the place asks for.",
    (*_words("Place"), *_NEED, *_counts("Priority", "Answered in the place")),
)
LEFT = SheetWords(
    "Without a center",
    "Needs that no center has taken up, of all needs on the topic.",
    (*_words("Topic"), *_counts("Without a center", "Needs"), _SHARE),
)
TAKEN = SheetWords(
    "Needs by center",
    "Needs for which a center leads an activity, of all needs on the topic; one that several "
    "centers take up counts for each of them.",
    (*_words("Topic", "Center"), *_counts("Needs", "Of all needs"), _SHARE),
)
NO_CENTER = "No center"
CENTERS = SheetWords(
    "Centers",
    "Activities by the center that leads them, of those of all centers; a center that was renamed "
    "is one. States are of those that answered.",
    (*_words("Center"), *_counts("Activities", "Of all activities"), _SHARE,
     *_counts("In a plan", "Needs", "States", "Answered", "Works along")),
)  # fmt: skip
CHANGE = SheetWords(
    "Change",
    "Who asks now and who asked in the cycle before. Who newly asks, or asks no longer, is counted "
    "among those that answered both times.",
    (*_words("Topic"), *_counts("Ask", "Answered", "Asked before", "Answered before",
     "Answered both times", "Ask again", "Newly ask", "No longer ask")),
)  # fmt: skip
OVERLAPS = SheetWords(
    "OCC and OHS",
    "States and territories in which centers of OCC and of OHS lead activities on the same topic, "
    "of those with any activity on it.",
    (*_words("Topic"), *_counts("Both offices", "With activities"), _SHARE, *_words("Where")),
)
WAITS = SheetWords(
    "Who waits for whom",
    "Calendar days from asked to answered, by role. Questions that were withdrawn kept nobody "
    "waiting; what is open has waited to the end of the day of these figures.",
    (*_words("Who was asked", "Who waited"), *_WAITED),
)
STEPS = SheetWords(
    "Days by step",
    "Days of each step as planned and as taken, and how long the questions asked in it waited.",
    (Head("Step"), *_words("Name"), *(Head(name, Shown.DATE) for name in
     ("First day", "Last day", "Opened", "Closed")), *_counts("Days planned", "Days taken"),
     *_WAITED),
)  # fmt: skip
STATES = SheetWords(
    "States",
    "Who has answered: whose call with stakeholders is on record. One that named no need has "
    "answered too.",
    (*_words("State or territory"), *_counts("Region"), *_words("Answered"), *_counts("Needs")),
)
REQUESTS = SheetWords(
    "Requests",
    "Every single need, as the state or territory worded it.",
    (*_NEED[:1], *_counts("Region"), *_words("Topic", "Need", "Outcome"), *_counts("Priority"),
     *_words("Requirement", "Setting", "Taken up by")),
)  # fmt: skip
ACTIVITIES = SheetWords(
    "Activities",
    "Every activity that is proposed or stands in a plan.",
    (*_words("State or territory"), *_counts("Region"), *_words(
        "Topic", "Center", "Works along", "Activity", "Type", "Approach", "Forms", "In the plan")),
)  # fmt: skip

KIND_NAMES = {
    "requirement": "What they come from",
    "priority": "Priority, 1 the most urgent",
    "setting": "Child age and setting",
    "intensity": "Type",
    "approach": "Approach",
    "form": "Form",
}
"""What figures are counted by."""

WORD_NAMES = {str(word): name for word, name in REQUIREMENT_NAMES.items()}
"""What a word is called where its own does not say it."""

NOTHING = "There is nothing to count here."


NO_OVERLAP = "There is no such topic."


def overlaps(*, n_left_out: int) -> SheetWords:
    """As `OVERLAPS`, and how many topics have no such state or territory."""
    if not n_left_out:
        return OVERLAPS
    left_out = f"{plural(n_left_out, 'topic')} on which there is none"
    are = "is" if n_left_out == 1 else "are"
    return OVERLAPS._replace(says=f"{OVERLAPS.says} {left_out} {are} left out.")


def yes_no(is_so: bool) -> str:
    """As it stands in a cell."""
    return "yes" if is_so else "no"


def cluster_note(n_states: int, times: int) -> str:
    """What is a cluster."""
    share = "twice the share" if times == 2 else f"{times:,} times the share"
    return f"At least {n_states:,} of the region ask for it, and at least {share} elsewhere"


def small_note(below: int) -> str:
    """What is marked as a small number."""
    return f"Fewer than {below:,} states and territories of the place have answered"


def common_note(n_states: int, part: str) -> str:
    """What is common."""
    return f"At least {n_states:,} ask for it, and at least {part} of those that answered"


def word_name(word: object) -> str:
    """How a counted word reads."""
    return WORD_NAMES.get(str(word), str(word))
