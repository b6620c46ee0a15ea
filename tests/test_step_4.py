"""Step 4: confirmation of plans by Administrators."""

import pytest


@pytest.mark.process("4.1")
def test_each_administrator_is_asked_to_confirm_the_plan_of_their_state(small_cycle):
    cycle = small_cycle.reach("asked")
    asked = [(row.jurisdiction, row.address, row.role) for row in cycle.prompts("confirmation")]
    assert asked == [
        (code, cycle.holders("administrator", code)[0], "administrator")
        for code in ("CO", "MT", "VT")
    ]


@pytest.mark.process("4.5")
def test_a_confirmed_plan_becomes_intermediate_only_when_its_specialist_orders_it(small_cycle):
    cycle = small_cycle.reach("confirmed")
    assert cycle.statuses() == {"CO": "initial", "MT": "initial", "VT": "initial"}
    cycle.reach("intermediate")
    assert cycle.statuses() == {"CO": "intermediate", "MT": "intermediate", "VT": "intermediate"}


def test_everything_agreed_becomes_final(small_cycle_on_both):
    cycle = small_cycle_on_both.reach("final")
    assert cycle.statuses() == {"CO": "final", "MT": "final", "VT": "final"}
