"""Read an export back and say where the record differs from it. Nothing is ever changed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from portal.exports.shapes import Export, ExportedPlan
from tat.refusals import Refused

TOLD_BY_ID = ("needs", "activities", "answers")


def read_export(text: str, *, name: str) -> Export:
    """Read the JSON of an export. Raises: Refused, when it is none, or was changed by hand."""
    try:
        return Export.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = " / ".join(map(str, first["loc"])) or "its beginning"
        raise Refused(
            f"{name} is no export of tacycle that can be read ({where}: {first['msg']}): give the "
            "JSON file that `tacycle export` wrote."
        ) from None


def differences(then: Export, now: Export) -> list[str]:
    """What stands otherwise in the record than in an export; empty where nothing does."""
    if then.cycle != now.cycle:
        return [f"The export is of the cycle {then.cycle}, the record of {now.cycle}."]
    on_record = {plan.state: plan for plan in now.plans}
    return [sentence for plan in then.plans for sentence in _of_plan(plan, on_record)]


def _of_plan(plan: ExportedPlan, on_record: Mapping[str, ExportedPlan]) -> Iterator[str]:
    now = on_record.get(plan.state)
    if now is None:
        yield f"{plan.state}: the record has no such plan."
        return
    was, stands = plan.model_dump(mode="json"), now.model_dump(mode="json")
    for field in was:
        if field in TOLD_BY_ID:
            for sentence in _of_lines(field, was[field], stands[field]):
                yield f"{plan.state}: {sentence}"
        elif was[field] != stands[field]:
            yield f"{plan.state}: {field} was {_short(was[field])}, is {_short(stands[field])}."


def _of_lines(
    field: str, was: Iterable[Mapping[str, Any]], stands: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    before, after = {one["id"]: one for one in was}, {one["id"]: one for one in stands}
    for number in sorted(before.keys() | after.keys()):
        if number not in after:
            yield f"{field} {number} stands no longer."
        elif number not in before:
            yield f"{field} {number} is new."
        else:
            changed = [key for key, said in before[number].items() if after[number][key] != said]
            if changed:
                yield f"{field} {number} differs in {', '.join(changed)}."


def _short(said: object) -> str:
    words = f"{len(said)} entries" if isinstance(said, list) else str(said)
    return words if len(words) <= 40 else f"{words[:37]}..."
