"""How many officers must confirm an activity before it counts (3.5, 5.3), and that fewer do not.

ECQA proposes activity 7 in Colorado, and has a COR; here it has an FPO, or two, besides.
"""

import pytest

from tat import prompts
from tat.database import write
from tat.schema import Prompt

WHY = "Outside of the workplan"
MORE = {"two": ["fay.finch@fpo.ecqa.example"]}
MORE["three"] = [*MORE["two"], "gus.gull@fpo.ecqa.example"]


def asked(cycle_at, n_officers: str, sufficient):
    """The officers of ECQA are asked to confirm what it proposes for Colorado."""
    cycle = cycle_at("accurate").with_rule("officer-confirmation", sufficient=sufficient)
    for address in MORE[n_officers]:
        cycle.join(address, "fpo", "ECQA")
    cycle.at("2016-10-24 07:00").run(3)
    cycle.at("2016-10-26 10:00").answer_all("approaches", cycle._approaches)
    return cycle.run(3)


def say(cycle, *answers: bool) -> None:
    """The officers of ECQA answer about Colorado, one after the other."""
    found = cycle.prompts("officer-confirmation", state="CO", center="ECQA")
    for row, accepts in zip(found, answers, strict=False):
        line = {"line_id": 7, "accepts": accepts, "reason": "" if accepts else WHY}
        cycle.answer_prompt(row.id, {"lines": [line]})


def entries_of_colorado(cycle) -> list[dict[int, int]]:
    """What the Specialist is asked to enter, once the step's end has come near."""
    cycle.at("2016-11-10 10:00").run(3)
    return [cycle.shown(row.id) for row in cycle.prompts("entry", state="CO")]


@pytest.mark.process("3.5")
@pytest.mark.parametrize(
    ("n_officers", "sufficient", "n_yes", "is_confirmed"),
    [
        ("two", "any", 1, True),
        ("two", "all", 1, False),
        ("two", "all", 2, True),
        ("two", "one of each", 1, False),
        ("two", "one of each", 2, True),
        ("three", 2, 1, False),
        ("three", 2, 2, True),
    ],
)
def test_an_activity_is_confirmed_when_as_many_officers_have_said_yes_as_must(
    cycle_at, n_officers, sufficient, n_yes, is_confirmed
):
    cycle = asked(cycle_at, n_officers, sufficient)
    say(cycle, *[True] * n_yes)
    assert entries_of_colorado(cycle) == ([{7: 1}] if is_confirmed else [])


@pytest.mark.process("3.5")
@pytest.mark.parametrize("answers", [(True, False), (False, True)])
def test_one_no_among_all_sends_an_activity_back(cycle_at, answers):
    cycle = asked(cycle_at, "two", "all")
    say(cycle, *answers)
    cycle.run(3)
    assert [cycle.shown(row.id) for row in cycle.prompts("rework", state="CO")] == [{7: 1}]


@pytest.mark.process("3.5")
def test_where_fewer_are_left_than_must_answer_nothing_is_confirmed_and_it_is_asked_anew(cycle_at):
    cycle = asked(cycle_at, "three", 2)
    say(cycle, True)
    with write(cycle.tracker) as tat:
        left = [tat.get_one(Prompt, row.id) for row in of_colorado(cycle)]
        prompts.withdraw(tat, left, because="they have left", now=cycle.now)
    cycle.run(3)
    rounds = {row.round for row in of_colorado(cycle)}
    assert (rounds, entries_of_colorado(cycle)) == ({2}, [])


@pytest.mark.process("3.5")
def test_a_center_with_fewer_officers_than_must_answer_has_nobody_to_ask(cycle_at):
    cycle = asked(cycle_at, "two", 3)
    assert of_colorado(cycle) == []
    assert ("officer-confirmation plan 1 center ECQA", "ada.alder@occ.example") in cycle.told(
        "nobody-to-ask"
    )


def of_colorado(cycle) -> list:
    return cycle.prompts("officer-confirmation", state="CO", center="ECQA")
