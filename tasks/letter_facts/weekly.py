"""What the weekly mail to OCC says of what is overdue."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from config.scopes import region_scope
from config.vocabulary import MeetingKind, PromptKind, Role
from tasks.background import Background
from tasks.letter_facts.meetings import ABOUT_MEETINGS, meeting_title
from tat.schema import Notice
from templates.words import ASKED_TO, ROLE_NAMES

SHOWN = 20
"""How many questions that have come to OCC are listed one by one."""

NAMED = 4
"""How many states or centers of a question are named; more are counted."""

HASH_GROUP = 8
"""A hash is written in groups of so many digits, so that it fits a narrow screen."""


def overview(notice: Notice, background: Background) -> dict[str, Any]:
    """What a notice of the week says; its rows as the letter lists them."""
    details = notice.details
    rows = [_row(one, background) for one in details["late"]]
    reached = [row for row in rows if row["is_for_occ"]]
    return {
        "on": date.fromisoformat(details["on"]),
        "n_overdue": len(rows),
        "reached": reached[:SHOWN],
        "n_more": max(len(reached) - SHOWN, 0),
        "others": _by_question(row for row in rows if not row["is_for_occ"]),
        "entries": details["entries"],
        "head": _in_groups(details["head"]),
    }


def _row(late: Mapping[str, Any], background: Background) -> dict[str, Any]:
    return {
        **late,
        "about": _about(late, background),
        "asked_to": ASKED_TO[PromptKind(late["kind"])],
        "who": _named(late["who"]),
        "role": ROLE_NAMES[Role(late["role"])],
        "due_on": date.fromisoformat(late["due_on"]),
    }


def _about(late: Mapping[str, Any], background: Background) -> str:
    """Oregon; Oregon (NCASE); NCASE; regional ECTTAS conference of region 8."""
    if late["kind"] in ABOUT_MEETINGS:
        return meeting_title(MeetingKind(late["variant"]), late["region"])
    state = background.declared.jurisdictions[late["state"]].name if late["state"] else ""
    center = late["center"] or ""
    region = region_scope(late["region"]) if late["region"] else ""
    return f"{state} ({center})" if state and center else state or center or region


def _by_question(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is with others: one line for each question, in the order of the oldest due date."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["asked_to"], []).append(row)
    return [
        {
            "asked_to": asked_to, "n": len(of_question), "due_on": of_question[0]["due_on"],
            "about": _few([row["about"] for row in of_question if row["about"]]),
        }
        for asked_to, of_question in found.items()
    ]  # fmt: skip


def _few(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    more = [f"and {len(names) - NAMED} more"] if len(names) > NAMED else []
    return ", ".join([*names[:NAMED], *more])


def _named(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _in_groups(head: str) -> str:
    return " ".join(head[n : n + HASH_GROUP] for n in range(0, len(head), HASH_GROUP))
