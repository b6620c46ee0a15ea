"""How it is written what a question, a notice, a decision or an entry of the ledger is about.

What is on record is found again by these words: they are spelled here and nowhere else. A change
to one of them needs a migration of what is on record.
"""

import re


def person(person_id: int) -> str:
    """Somebody, by the number of their row, which never changes: "person 12"."""
    return f"person {person_id}"


def prompt(prompt_id: int) -> str:
    """One question: "prompt 12"."""
    return f"prompt {prompt_id}"


def sheet(sheet_id: int) -> str:
    """What one person is asked together: "sheet 3"."""
    return f"sheet {sheet_id}"


def asked_at(prompt_id: int | None, sheet_id: int | None) -> str:
    """Where questions are answered: on their sheet, where they stand on one, else alone."""
    return sheet(sheet_id) if sheet_id is not None else prompt(prompt_id or 0)


def answer(answer_id: int) -> str:
    """An answer, or the request to revise that it makes: "answer 12"."""
    return f"answer {answer_id}"


def message(message_id: int) -> str:
    """A mail of ours: "message 12"."""
    return f"message {message_id}"


def received(received_id: int) -> str:
    """A mail that came in: "received 12"."""
    return f"received {received_id}"


def file(file_id: int) -> str:
    """A file that came in: "file 12"."""
    return f"file {file_id}"


def meeting(meeting_id: int) -> str:
    """A meeting: "meeting 12"."""
    return f"meeting {meeting_id}"


def meeting_on_plan(meeting_id: int, plan_id: int) -> str:
    """What a meeting wishes of a plan: "meeting 12 plan 3"."""
    return f"{meeting(meeting_id)} {plan(plan_id)}"


def plan(plan_id: int) -> str:
    """A plan as a whole: "plan 3"."""
    return f"plan {plan_id}"


def call(plan_id: int) -> str:
    """The call of step 2 about a state's needs: "call of plan 3"."""
    return f"call of {plan(plan_id)}"


def center_in_plan(plan_id: int, center: str) -> str:
    """What one center does in one plan: "plan 3 center NCASE"."""
    return f"{plan(plan_id)} center {center}"


def plan_version(plan_id: int, version: int) -> str:
    """A plan as it stood at one version: "plan 3 version 2"."""
    return f"{plan(plan_id)} version {version}"


def plan_of(code: str) -> str:
    """The plan of a state where its code names it, for people: "plan CO"."""
    return f"plan {code}"


def amendment(amendment_id: int, center: str = "") -> str:
    """A change to a final plan, whole or what one center does in it: "amendment 4 center HW"."""
    whole = f"amendment {amendment_id}"
    return f"{whole} center {center}" if center else whole


def activity(number: int, code: str) -> str:
    """An activity, as people number it in the plan of a state: "activity 3 of CO"."""
    return f"activity {number} of {code}"


def days_of(step: int, window: str | None) -> str:
    """What has days in the calendar, a window or else a step: "step 3", "window all-hands"."""
    return f"window {window}" if window else f"step {step}"


def id_of(subject: str, word: str) -> int:
    """The number that follows a word at the start of a subject: 12 in "answer 12".

    Raises: ValueError, where the subject starts with another word.
    """
    found = id_in(subject, word)
    if found is None:
        raise ValueError(f"{subject!r} does not start with the number of a {word}")
    return found


def id_in(subject: str, word: str) -> int | None:
    """The same, None where the subject starts with another word."""
    found = re.match(rf"{word} (\d+)(?: |$)", subject)
    return int(found[1]) if found else None
