"""Whether a worksheet says all that it is asked for (1.5 to 1.8)."""

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from config.vocabulary import Role
from tat import people
from tat.answer_models.preparation import CHECK_IN_CALL, Worksheet
from tat.database import Tat
from tat.meeting_checks import check_people
from tat.refusals import Refused
from tat.schema import Jurisdiction, Plan, Prompt

REVIEWERS = (
    Role.SPECIALIST,
    Role.INFANT_TODDLER_SPECIALIST,
    Role.REGIONAL_CENTER_REPRESENTATIVE,
)
"""Who looks at the documents of a state (1.5, 1.8)."""

START = "The worksheet was not recorded:"


def check_worksheet(tat: Tat, prompt: Prompt, content: Worksheet) -> None:
    """Refuse a worksheet that leaves out what is asked, or names what was not looked at."""
    faults = [
        *_document_faults(tat, prompt, content),
        *_factor_faults(prompt, content),
        *_call_faults(prompt, content),
        *_carried_faults(prompt, content),
    ]
    if faults:
        raise Refused(f"{START} {faults[0]}.")
    check_people(tat, content.check_in_attendee_ids, start=START)


def _is_asked(prompt: Prompt, line: str) -> bool:
    return line not in prompt.why.get("done", ())


def _document_faults(tat: Tat, prompt: Prompt, content: Worksheet) -> Iterator[str]:
    times = Counter(one.document for one in content.documents)
    for name in prompt.why.get("documents", ()):
        if not times[name]:
            yield f"say what {name} says, or that it is not available (1.5)"
    for name, n_times in times.items():
        if n_times > 1:
            yield f"{name} stands there {n_times} times; say once what it says (1.5)"
    named = {one.by_id for one in content.documents if one.by_id is not None}
    if unknown := sorted(named - _reviewers(tat, prompt)):
        yield (
            f"person {unknown[0]} is neither Specialist of the state nor Infant/Toddler Specialist "
            "or Regional Center Representative of its region (1.5)"
        )


def _reviewers(tat: Tat, prompt: Prompt) -> set[int]:
    rows = sa.select(Jurisdiction.code, Jurisdiction.region).join(
        Plan, Plan.jurisdiction == Jurisdiction.code
    )
    code, region = tat.execute(rows.where(Plan.id == prompt.plan_id)).one()
    holders = people.directory(tat).holding(REVIEWERS, jurisdiction=code, region=region)
    return {holder.person.id for holder in holders}


def _factor_faults(prompt: Prompt, content: Worksheet) -> Iterator[str]:
    if _is_asked(prompt, "1.6") and not content.factors:
        yield "name at least one key contextual factor (1.6)"
    if not _is_asked(prompt, "1.5"):
        return  # the documents were looked at earlier, and are not on this sheet
    available = {one.document for one in content.documents if one.is_available}
    for factor in content.factors:
        if factor.document not in available and factor.document != CHECK_IN_CALL:
            yield (
                f'"{factor.document}" is not among the documents that were looked at; name one of '
                f"{', '.join([*sorted(available), CHECK_IN_CALL])} (1.6)"
            )


def _call_faults(prompt: Prompt, content: Worksheet) -> Iterator[str]:
    if _is_asked(prompt, "1.7") and content.check_in_held_on is None:
        yield f"say on which day the {CHECK_IN_CALL} was held (1.7)"


def _carried_faults(prompt: Prompt, content: Worksheet) -> Iterator[str]:
    asked = {one["need_id"]: one["text"] for one in prompt.why.get("carried", ())}
    times = Counter(one.need_id for one in content.carried)
    for need_id, text in asked.items():
        if times[need_id] != 1:
            yield f'say once of "{text}" whether it is carried on or dropped'
    for need_id in times:
        if need_id not in asked:
            yield f"need {need_id} is no open need of the last cycle; leave it out"
