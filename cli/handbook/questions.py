"""The page of questions: who is asked what, in which step, and by when."""

from collections.abc import Iterator, Mapping, Sequence

from cli.handbook.glossary import lines_of
from cli.handbook.markdown import table
from cli.handbook.texts import steps_calling
from config.rules import PromptRule, Rules
from config.titles import TITLE_OF
from config.vocabulary import MeetingKind, PromptKind, Role
from templates.words import ASKED_TO

INTRODUCTION = """# Who is asked what

A question is asked as soon as it is due, once, and again only after what it is about has changed.
Several people may be asked the same: how many answers are needed is in the table. All of this is
declared in `config/rules.toml`; where the process names no number, it is our proposal.
"""

BY_WHEN = """## By when, and what silence leads to

Days are business days where the person asked lives. A step's last day comes first where it is
earlier, but everybody has at least one business day. Silence is told so many business days after
the last day. A question that stays open can be answered after its step has closed.
"""

MEETINGS = """## Meetings

Who is asked for the date of a meeting and for its record, and who is invited.
"""

SHORT: Mapping[Role, str] = {**TITLE_OF, Role.OCC: "OCC", Role.OHS: "OHS"}
"""What the tables call each role."""

OF_MEETINGS = (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD)

SUFFICIENT = {"any": "one answer", "all": "everybody asked", "one of each": "one of each role"}

ASKED_BY: Mapping[PromptKind, tuple[str, ...]] = {
    PromptKind.MEETING_DATE: ("ask_for_meeting_dates",),
    PromptKind.MEETING_RECORD: ("ask_for_meeting_records",),
    PromptKind.WORKSHEET: ("ask_specialists_for_worksheets",),
    PromptKind.SCRIPT_APPROVAL: ("ask_for_script_approval",),
    PromptKind.CALL_PROPOSAL: ("ask_specialists_to_propose_calls",),
    PromptKind.CALL_AGREEMENT: ("ask_administrators_to_agree",),
    PromptKind.CALL_RECORD: ("ask_specialists_to_record_calls",),
    PromptKind.ACCURACY: ("ask_administrators_whether_accurate",),
    PromptKind.CENTER_REVIEW: ("ask_centers_to_review",),
    PromptKind.APPROACHES: ("ask_centers_for_approaches",),
    PromptKind.OFFICER_CONFIRMATION: ("ask_officers_to_confirm",),
    PromptKind.ENTRY: ("ask_specialists_to_enter",),
    PromptKind.AFFIRMATION: ("ask_managers_to_affirm",),
    PromptKind.CONFIRMATION: ("send_plans_to_administrators",),
    PromptKind.REVISION: ("ask_specialists_to_revise",),
    PromptKind.CHANGE_AGREEMENT: (
        "ask_centers_to_approve_changes",
        "ask_centers_to_agree_to_changes",
    ),
    PromptKind.FINAL_REVIEW: (
        "send_changed_plans_for_final_review",
        "send_changes_for_final_review",
    ),
    PromptKind.CONVERSION: ("ask_specialists_to_convert",),
    PromptKind.PACKAGE: ("ask_centers_for_packages",),
    PromptKind.MAPPING: ("ask_offices_to_map",),
    PromptKind.APPROVAL: ("send_packages_to_officers", "ask_officers_to_approve_changes"),
    PromptKind.REWORK: ("ask_centers_to_rework",),
    PromptKind.FINALIZATION: ("ask_specialists_to_finalize",),
    PromptKind.FINAL_AGREEMENT: (
        "ask_leads_to_approve_final_plans",
        "ask_leads_to_agree_before_plans_are_final",
    ),
    PromptKind.FURTHER_CONFIRMATION: ("ask_for_further_confirmations",),
    PromptKind.PROGRESS: ("ask_centers_for_progress",),
    PromptKind.REVIEW: ("ask_for_reviews",),
    PromptKind.RECORD_CHECK: ("ask_specialists_to_check_records",),
}
"""By which lines of the steps' texts each question is asked."""


def page(rules: Rules) -> str:
    """The page of questions."""
    kinds = [rules.prompt[kind] for kind in PromptKind]
    who_head = ["line", "question", "to", "needed", "in step", "on one sheet", "goes on", "kind"]
    when_head = ["kind", "days", "reminded", "told of silence", "leaves", "stays open", "minutes"]
    return "\n".join(
        [
            INTRODUCTION,
            table(who_head, map(_who, kinds)),
            BY_WHEN,
            table(when_head, map(_when, kinds)),
            MEETINGS,
            table(["line", "meeting", "in step", "called by", "invited"], _meetings(rules)),
        ]
    )


def steps_asking(kind: PromptKind) -> list[int]:
    """The numbers of the steps in whose text a question is asked."""
    return sorted({number for task in ASKED_BY[kind] for number in steps_calling(task)})


def _who(rule: PromptRule) -> list[str]:
    sufficient = rule.sufficient
    is_of_meeting = rule.kind in OF_MEETINGS
    return [
        lines_of(rule.kind) if is_of_meeting else rule.line,
        f"Please {ASKED_TO[rule.kind]}",
        "whoever calls the meeting" if is_of_meeting else _roles(rule.asked),
        f"{sufficient} people" if isinstance(sufficient, int) else SUFFICIENT[sufficient],
        ", ".join(map(str, steps_asking(rule.kind))),
        "yes" if rule.sheet else "no",
        SHORT[rule.then],
        f"`{rule.kind}`",
    ]


def _when(rule: PromptRule) -> list[str]:
    told = [f"{SHORT[one.to]} after {_days([one.after_days])}" for one in rule.escalates]
    return [
        f"`{rule.kind}`",
        str(rule.days),
        _reminded(rule.reminders),
        "; ".join(told) or "nobody",
        rule.urgency,
        "yes" if rule.stays_open else "no",
        str(rule.minutes),
    ]


def _reminded(days: Sequence[int]) -> str:
    """How many days before the last one: "3 and 1 days before"."""
    before = [f"{_days([day for day in days if day])} before"] if any(days) else []
    return " and ".join([*before, *(["on the last day"] if 0 in days else [])]) or "never"


def _days(days: Sequence[int]) -> str:
    return f"{' and '.join(map(str, days))} {'day' if list(days) == [1] else 'days'}"


def _meetings(rules: Rules) -> Iterator[list[str]]:
    for kind in MeetingKind:
        if kind in rules.meeting:
            rule = rules.meeting[kind]
            each = "one for all" if rule.each == "nation" else "one for each region"
            yield [
                rule.line,
                f"`{kind}`, {each}",
                str(rule.step),
                _roles(rule.called_by),
                _roles(rule.invited),
            ]


def _roles(roles: tuple[Role, ...]) -> str:
    return ", ".join(SHORT[role] for role in roles)
