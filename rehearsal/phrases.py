"""Sentences for simulated people."""

from datetime import time
from random import Random

from config.declared import Declared
from config.vocabulary import Intensity
from templates.filters import plural

AFTERNOON = time(14)

FACTORS = (
    ("The licensing office was moved to another agency last year.", "State plan"),
    ("A new data system goes live in the coming spring.", "Implementation plans"),
    ("Rural providers are few and far apart.", "Quality Program Reports (QPR)"),
    ("The waiting list for assistance has been closed since June.", "Federal 801 Report"),
    (
        "The advisory council has asked for a plan on school-age care.",
        "Early Childhood Advisory Committee Annual Report",
    ),
    ("A corrective action plan on monitoring visits is under way.", "Corrective action plans"),
)

OPENINGS = (
    "We need help with",
    "Our staff ask for guidance on",
    "Providers and staff need support with",
    "We want to learn from other states about",
)

NOTHING_NEW = "Nothing that has changed since last year."
OUTCOME = "By the end of the cycle the state has written, tried and adopted its new practice."
ADJUSTMENT = "The schedule leaves out the weeks of the legislative session."
ADJUSTED = "schedule and wording changed as suggested"
CLARIFICATION = "The work falls under task 3 of the approved workplan; hours are unchanged."
WEB_CONFERENCE = "https://conference.example/ta-planning"
PARTNER_NOTES = "What the partner can take on in the region, state by state."
NOTES = "Everybody was heard; the trends and what is unique to each state were looked at."
DELAYED = "Travel was not possible in the spring; the sessions follow in the summer."
CHECKED = "Checked with the regional partners; the centers mark what they have begun."
CHANGE = "Please leave out the weeks of our legislative session and say so."
CHANGE_SENT_BACK = "Please say what the change means for the hours of the approved workplan."
WISH = "Please move the sessions away from our legislative session and say so in the plan."
SECOND_WISH = "The new schedule still meets the last week of the session; please mend that too."
LEAVE_OUT = "Please leave this out: a university of ours does it already."
LEFT_OUT = "left out as asked for: a university does it already"
ONE_MORE_NEED = (
    "Please add what the new advisory council asks for; the call did not know of it yet."
)
ONE_MORE_TOPIC = "early-learning-guidelines"
"""Of a center whose officers get few mails: the plan comes late to its officers."""
ADDED = "a need added as asked for"
SHARED = "We take the first of the two; the other is better with a center that works on it too."
SECOND_NEED = "Beyond the first request, we ask for a second group of agencies"
OUT_OF_SCOPE = "This lies outside our approved workplan."
SENT_BACK = "Please say under which task of the workplan this falls."


def wanted_topics(declared: Declared, chance: Random, n_topics: int) -> list[str]:
    """Topics that a state asks for; what the law requires is asked for more often."""
    weights = {
        key: 3.0 if topic.requirement == "ccdbg" else 1.0 for key, topic in declared.topics.items()
    }
    wanted: list[str] = []
    while len(wanted) < n_topics:
        topic = chance.choices(list(weights), weights=list(weights.values()))[0]
        del weights[topic]
        wanted.append(topic)
    return wanted


def need(title: str, chance: Random) -> str:
    """A need on a topic."""
    return f"{chance.choice(OPENINGS)}: {title}."


def title(topic: str, intensity: Intensity, chance: Random) -> str:
    """The title of an activity on a topic."""
    if intensity == Intensity.INTENSIVE:
        return f"{chance.choice(('Planning sessions', 'Site visits and coaching'))}: {topic}"
    return f"{chance.choice(('Consultation', 'Peer learning group'))}: {topic}"


def description(intensity: Intensity, chance: Random) -> str:
    """What an activity consists of."""
    if intensity == Intensity.INTENSIVE:
        n_sessions, n_visits = chance.randint(4, 8), chance.randint(1, 3)
        visits = plural(n_visits, "visit")
        return f"{n_sessions} remote sessions and {visits} on site over the cycle."
    calls = plural(chance.randint(1, 3), "call")
    return f"{calls} with staff who know the subject, and follow-up notes."


def workplan(chance: Random) -> str:
    """Where in a center's workplan an activity stands."""
    return f"Task {chance.randint(1, 6)}.{chance.randint(1, 4)}"


MEMO = b"%PDF-1.4\n% A signed memo of a person who does not exist.\n%%EOF\n"
