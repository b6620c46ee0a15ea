"""What can be chosen in the form of one question, and which rows it brings along."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import PromptKind, Role
from portal.asking.lines import ShownLine
from portal.asking.offered import GIVEN, OPTIONS
from portal.forms.describing import names_in
from portal.forms.shapes import Choices, Given, Option
from tat import people
from tat.amendment_facts import amendment_lines
from tat.answer_models import MODELS
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


def choices_of(tat: Tat, prompt: Prompt, lines: Sequence[ShownLine], declared: Declared) -> Choices:
    """Read what the form of a prompt offers: of all that could be, what its model asks for."""
    model = MODELS[prompt.kind]
    names = names_in(model)
    options = {
        name: make(prompt, lines, declared) for name, make in OPTIONS.items() if name in names
    }
    given = {
        key: make(prompt, lines, declared)
        for key, make in GIVEN.items()
        if key.startswith(f"{model.__name__}.")
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
