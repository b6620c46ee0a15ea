"""What a form that was sent says of one question, and what is wrong with it."""

from typing import Any
from zoneinfo import ZoneInfo

from portal.asking.blanks import SUBMITS, Blank
from portal.asking.for_all import ALL_THE_REST, FOR_ALL, WAITED
from portal.context import Form
from portal.forms.faults import Fault, faults_of
from portal.forms.reading import read_form
from portal.forms.values import Values
from portal.visitors import Visitor
from tat.answer_models import MODELS

UNKNOWN = "Choose one of the answers."

Said = tuple[dict[str, Any], list[Fault]]
"""The content of an answer, and its faults."""


def said_of(visitor: Visitor, blank: Blank, form: Form, *, is_sheet: bool) -> Said | None:
    """Read what somebody says of one question; None where they leave it open, as on a sheet."""
    prefix, model = blank.prefix, MODELS[blank.kind]
    is_for_all = is_sheet and blank.kind in FOR_ALL and _is_of_the_rest(blank, form)
    if is_sheet and not _is_touched(form, blank):
        return (dict(FOR_ALL[blank.kind][1]), []) if is_for_all else None
    tick = next((part for part in blank.parts if part.name == prefix + SUBMITS), None)
    filled = read_form(
        [part for part in blank.parts if part is not tick], form,
        zone=ZoneInfo(visitor.time_zone), prefix=prefix,
        is_rest=is_for_all and "rest_accepted" in model.model_fields,
    )  # fmt: skip
    if filled.is_rest:
        filled.content["rest_accepted"] = True
    faults = faults_of(model, filled)
    known = {fault.place for fault in faults}
    faults += [Fault(place, UNKNOWN) for place in filled.unknown if place not in known]
    if tick is not None and form.get(tick.name) != "yes" and not is_for_all:
        faults.append(Fault(tick.name, "Tick this if it is your answer."))
    return filled.content, faults


def _is_of_the_rest(blank: Blank, form: Form) -> bool:
    """Whether the tick for all the rest covers a question: one that waited on the page as it was
    seen, and waits still. What was answered meanwhile, or asked meanwhile, it does not cover."""
    was_waiting = form.get(f"{WAITED}{blank.prompt_id}") == "yes"
    return form.get(ALL_THE_REST) == "yes" and was_waiting and blank.is_open


def _is_touched(form: Form, blank: Blank) -> bool:
    """Whether somebody filled in anything, beyond what stood there at first."""
    first = Values(blank.parts)
    return any(
        value.strip()
        and value.replace("\r\n", "\n") != first.get(name)
        and form.all(name) != first.all(name)
        for name, value in form.items()
        if name.startswith(blank.prefix) and not name.endswith(".n")
    )
