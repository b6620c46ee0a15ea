"""What can be chosen in the form of one question, and which rows it brings along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import PromptKind, Role
from portal.asking.lines import ShownLine
from portal.forms.shapes import Choices, Given, Option
from tat import people
from tat.amendment_facts import amendment_lines
from tat.answer_models.preparation import CHECK_IN_CALL
from tat.content import PlanContent, contents, withdrawn_titles
from tat.database import Tat
from tat.people import Somebody
from tat.schema import Jurisdiction, Plan, Prompt
from tat.statuses import Status
from tat.worksheet_checks import REVIEWERS
from templates.words import ROLE_NAMES

MEETS = (
    Role.ADMINISTRATOR, Role.SPECIALIST, Role.REGIONAL_MANAGER, Role.REGIONAL_STAFF,
    Role.INFANT_TODDLER_SPECIALIST, Role.REGIONAL_CENTER_REPRESENTATIVE, Role.CENTER_LEAD,
)  # fmt: skip
"""Who is likely to have been at a meeting of a region or a call of a state."""

FILLED_WITH_WORDS = frozenset({PromptKind.CALL_RECORD, PromptKind.REVISION})
"""The kinds in whose forms the words of lines stand, to be changed: `with_values` below."""


def choices_of(tat: Tat, prompt: Prompt, lines: Sequence[ShownLine], declared: Declared) -> Choices:
    """Read what the form of a prompt offers."""
    needs = [line for line in lines if line.is_need]
    activities = [line for line in lines if not line.is_need]
    centers = _centers(declared)
    options: dict[str, Sequence[Option]] = {
        "topic": [Option(key, topic.title) for key, topic in declared.topics.items()],
        "center": centers,
        "suggested_center": [one for one in centers if one.value != prompt.center],
        "collaborators": centers,
        "need_id": [line.as_option() for line in needs],
        "line_id": [line.as_option() for line in lines],
        "withdrawn": [line.as_option() for line in lines],
        "priority": [Option(str(number), str(number)) for number in range(1, 6)],
    }
    given: dict[str, Sequence[Given]] = {
        "LineVerdicts.lines": [line.as_given() for line in lines],
        "PlanVerdict.wishes": [line.as_given() for line in lines],
        "Approaches.proposed": [line.as_given("need_id") for line in needs],
        "CenterReview.known": [line.as_given("need_id") for line in needs],
        "Rework.items": [_reworked(line, prompt.why.get("reasons", {})) for line in activities],
        "ProgressReport.marks": [line.as_given() for line in activities],
        "CallRecord.changed": [line.as_given(with_values=True) for line in needs],
        "Revision.needs": [line.as_given(with_values=True) for line in needs],
        "Revision.activities": [line.as_given(with_values=True) for line in activities],
        "Mapped.overlaps": [
            Given({"topic": key}, declared.topics[key].title, key=key)
            for key in prompt.why.get("topics", ())
        ],
    }
    left_out: set[str] = set()
    if len(lines) == 1:
        left_out |= {"LineVerdicts.rest_accepted"}  # there are no others
    if prompt.kind == PromptKind.WORKSHEET:
        _worksheet(tat, prompt, declared, options, given, left_out)
    if prompt.kind == PromptKind.CALL_PROPOSAL:
        options["invitee_ids"] = _people(tat, prompt.why.get("candidates", ()))
    if prompt.kind == PromptKind.MEETING_RECORD:
        _meeting_record(tat, prompt, options)
    if prompt.kind == PromptKind.REVISION:
        _revision(tat, prompt, options, left_out)
    return Choices(options, given, frozenset(left_out))


def _centers(declared: Declared) -> list[Option]:
    on = declared.calendar.starts_on
    return [
        Option(key, f"{center.name_on(on).short_name}: {center.name_on(on).name}")
        for key, center in declared.centers.items()
    ]


def _reworked(line: ShownLine, reasons: Mapping[str, str]) -> Given:
    row = line.as_given()
    reason = reasons.get(str(line.id))
    details = [*row.details, f"Sent back because: {reason}"] if reason else row.details
    return replace(row, details=details)


def _worksheet(
    tat: Tat,
    prompt: Prompt,
    declared: Declared,
    options: dict[str, Sequence[Option]],
    given: dict[str, Sequence[Given]],
    left_out: set[str],
) -> None:
    names = list(prompt.why.get("documents", ()))
    notes = {one.name: one.note for one in declared.documents}
    given["Worksheet.documents"] = [
        Given({"document": name}, name, [notes[name]] if notes.get(name) else [], key=str(number))
        for number, name in enumerate(names)
    ]
    given["Worksheet.carried"] = [
        Given({"need_id": str(one["need_id"])}, one["text"], key=str(one["need_id"]))
        for one in prompt.why.get("carried", ())
    ]
    options["Factor.document"] = [Option(name, name) for name in [*names, CHECK_IN_CALL]]
    code, region = _place(tat, prompt)
    directory = people.directory(tat)
    reviewers = directory.holding(REVIEWERS, jurisdiction=code, region=region)
    options["by_id"] = _options(holder.person for holder in reviewers)
    meets = directory.holding(MEETS, jurisdiction=code, region=region)
    options["check_in_attendee_ids"] = _options(holder.person for holder in meets)
    parts = {
        "1.5": ["documents"],
        "1.6": ["factors"],
        "1.7": ["check_in_held_on", "check_in_attendee_ids", "check_in_notes",
                "high_priority_needs"],
        "1.8": ["needs"],
    }  # fmt: skip
    for line in prompt.why.get("done", ()):
        left_out |= {f"Worksheet.{name}" for name in parts[line]}


def _meeting_record(tat: Tat, prompt: Prompt, options: dict[str, Sequence[Option]]) -> None:
    rows = sa.select(Plan.id, Jurisdiction.name, Jurisdiction.region).join(
        Jurisdiction, Jurisdiction.code == Plan.jurisdiction
    )
    ours = rows.where(Plan.cycle == prompt.cycle).order_by(Jurisdiction.name)
    if prompt.region is not None:
        ours = ours.where(Jurisdiction.region == prompt.region)
    plans = {row.id: row.name for row in tat.execute(ours)}
    known = contents(tat, plans)
    options["plan_id"] = [Option(str(plan_id), name) for plan_id, name in plans.items()]
    options["need_id"] = [
        Option(str(need.line_id), f"{plans[plan_id]}, need {need.number}: {need.text}")
        for plan_id, content in known.items()
        for need in content.needs
    ]
    options["line_id"] = [
        Option(str(line_id), f"{plans[plan_id]}, {name}")
        for plan_id, content in known.items()
        for line_id, name in _names(content)
    ]
    directory = people.directory(tat)
    regions = [prompt.region] if prompt.region is not None else list(directory.states_of)
    found = [one.person for region in regions for one in directory.in_region(MEETS, region)]
    options["attendee_ids"] = _options(dict.fromkeys(found))


def _names(content: PlanContent) -> list[tuple[int, str]]:
    needs = [(one.line_id, f"need {one.number}: {one.text}") for one in content.needs]
    return needs + [(one.line_id, f"activity {one.number}: {one.title}")
                    for one in content.activities]  # fmt: skip


def _revision(
    tat: Tat, prompt: Prompt, options: dict[str, Sequence[Option]], left_out: set[str]
) -> None:
    plan_id = prompt.plan_id or 0
    options["restored"] = [
        Option(str(line_id), title) for line_id, title in withdrawn_titles(tat, [plan_id]).items()
    ]
    amendment_id: Any = prompt.why.get("amendment")
    changed = amendment_lines(tat, amendment_id) if amendment_id is not None else None
    options["taken_back"] = [one for one in options["line_id"] if int(one.value) in (changed or {})]
    if changed is None:
        left_out |= {"Revision.taken_back", "Revision.drops"}
    if tat.get_one(Plan, plan_id).status != Status.FINAL:
        left_out |= {"Revision.proposed"}


def _place(tat: Tat, prompt: Prompt) -> tuple[str, int]:
    rows = sa.select(Jurisdiction.code, Jurisdiction.region).join(
        Plan, Plan.jurisdiction == Jurisdiction.code
    )
    code, region = tat.execute(rows.where(Plan.id == prompt.plan_id)).one()
    return code, region


def _people(tat: Tat, ids: Iterable[int]) -> list[Option]:
    directory = people.directory(tat)
    roles = directory.roles_of
    return [
        Option(
            str(person_id),
            f"{directory.people[person_id].name}, "
            + " and ".join(ROLE_NAMES[role] for role in sorted(roles.get(person_id, ()))),
        )
        for person_id in ids
    ]


def _options(somebody: Iterable[Somebody]) -> list[Option]:
    return [Option(str(one.id), one.name) for one in somebody]
