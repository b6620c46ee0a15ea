"""The promises see what breaks them: a record in which all is well is forged, row by row.

Colorado's plan has the needs 1 and 2, by its Specialist, the activities 7 (ECQA) and 8 (NCASE).
The forger writes past everything that the code checks.
"""

import sqlite3
from contextlib import closing
from copy import copy

import pytest

from config.vocabulary import Channel
from tests import promises_of_authority
from tests.cycle_fixtures import twin
from tests.happenings_of_staff import DECLARED, a_final_plan_is_amended
from tests.promises import Record
from tests.promises_of_authority import Declared
from tests.small_cycle import SmallCycle

ADMINISTRATOR = "hal.dogwood@co.example"
SPECIALIST = "greta.cypress@region8.scbc.example"
OFFICER_OF_ECQA = "uma.madrone@cor.ecqa.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
LEGAL = Declared(of_plans_before_final=("legal-review",))
SCOPE = Declared(of_centers_before_approval=("scope-check",))
VOICES = Declared(voices_before_final=(("NCASE", 2),))


def record(cycle: SmallCycle) -> Record:
    with closing(sqlite3.connect(cycle.tracker.engine.url.database)) as db:
        return Record(db)


def forged(cycle: SmallCycle, *changes: str) -> Record:
    """The record after somebody wrote into it."""
    with closing(sqlite3.connect(cycle.tracker.engine.url.database)) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        ]
        for name in names:
            db.execute(f"DROP TRIGGER {name}")
        for change in changes:
            assert db.execute(change).rowcount > 0, change
        db.commit()
    return record(cycle)


def answered(cycle: SmallCycle, kind: str, content: dict, **how) -> tuple[Record, int]:
    """The record before an answer about Colorado, and the id of the answer."""
    before = record(cycle)
    where = {"center": how.pop("center")} if "center" in how else {}
    receipt = cycle.answer(kind, content, state="CO", **where, **how)
    return before, receipt.answer_id


def without(after: Record, answer_id: int) -> Record:
    """The same record before an answer was given."""
    before = copy(after)
    before.answers = {key: row for key, row in after.answers.items() if key != answer_id}
    return before


def faults(before: Record, after: Record) -> list[str]:
    return list(promises_of_authority.unlawful_answers(before, after))


ACCEPTS_7 = {"lines": [{"line_id": 7, "accepts": True}]}


@pytest.mark.parametrize(
    ("of", "changes", "seen"),
    [
        (
            "the officer's own words",
            ["UPDATE activity_revision SET by_person_id = {officer} WHERE line_id = 7"],
            ["person {officer} approves what they wrote"],
        ),
        (
            "another's prompt",
            ["UPDATE answer SET said_by_id = {lead} WHERE id = {answer}"],
            ["it is not of who was asked", "person {lead} approves what they wrote"],
        ),
        (
            "a contractor",
            ["UPDATE answer SET person_id = {specialist} WHERE id = {answer}"],
            [
                "person {specialist} is no delegate",
                "a federal decision was made by ['specialist']",
            ],
        ),
        (
            "a contractor by phone",
            ["UPDATE answer SET person_id = {specialist}, channel = 'phone' WHERE id = {answer}"],
            [
                "person {specialist} is no delegate",
                "a federal decision was made by ['specialist']",
            ],
        ),
        (
            "a memo that is not there",
            ["UPDATE answer SET channel = 'memo' WHERE id = {answer}"],
            ["no memo proves a federal decision"],
        ),
        (
            "the Capacity Center's own work",
            ["UPDATE line SET center = 'SCBC' WHERE id = 7",
             "UPDATE assignment SET role = 'specialist' WHERE person_id = {officer}"],
            [
                "who was asked is no cor any more",
                "person {officer} of SCBC approves what is SCBC's",
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
@pytest.mark.process("rule own work", "rule federal")
def test_an_approval_that_was_not_theirs_to_give_is_seen(cycle_at, of, changes, seen):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    before, answer_id = answered(cycle, "approval", ACCEPTS_7, center="ECQA")
    names = {
        "answer": answer_id,
        "officer": cycle.person_id(OFFICER_OF_ECQA),
        "lead": cycle.person_id(LEAD_OF_ECQA),
        "specialist": cycle.person_id(SPECIALIST),
    }
    lawful = faults(before, record(cycle))
    after = forged(cycle, *(change.format(**names) for change in changes))
    before = without(after, answer_id)
    what = f"answer {answer_id} to approval plan 1 center ECQA: "
    assert (lawful, faults(before, after)) == ([], [what + one.format(**names) for one in seen])


@pytest.mark.process("rule own work")
@pytest.mark.parametrize("kind", ["confirmation", "final-review", "affirmation"])
def test_what_approves_whole_plans_is_looked_at_too(cycle_at, kind):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    administrator = cycle.person_id(ADMINISTRATOR)
    cycle.answer("confirmation", {"confirms": True}, state="CO")
    after = forged(
        cycle,
        f"UPDATE need_revision SET by_person_id = {administrator} WHERE line_id = 1",
        f"UPDATE prompt SET kind = '{kind}' WHERE kind = 'confirmation' AND plan_id = 1",
    )
    newest = max(after.answers)
    before = without(after, newest)
    said = f"answer {newest} to {kind} plan 1: person {administrator} approves what they wrote"
    assert faults(before, after) == [said]


@pytest.mark.process("rule federal")
def test_what_a_specialist_heard_by_phone_is_the_administrators_own(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    by_phone = {"by": SPECIALIST, "channel": Channel.PHONE}
    before, _ = answered(cycle, "confirmation", {"confirms": True}, **by_phone)
    assert faults(before, record(cycle)) == []


@pytest.mark.process("rule silence")
def test_a_consent_that_nobody_gave_is_seen(cycle_at):
    cycle = cycle_at("asked")
    prompt = cycle.prompt("confirmation", state="VT")
    silent = promises_of_authority.silent_consents
    well = list(silent(record(cycle)))
    after = forged(cycle, f"UPDATE prompt SET state = 'answered' WHERE id = {prompt.id}")
    assert (well, list(silent(after))) == ([], ["confirmation plan 3 is answered by nobody"])


@pytest.mark.process("rule silence")
def test_a_verdict_of_another_kind_than_was_asked_is_seen(cycle_at):
    cycle = cycle_at("approved")
    of_7 = "SELECT max(answer_id) FROM line_answer WHERE line_id = 7 AND kind = 'approval'"
    with closing(sqlite3.connect(cycle.tracker.engine.url.database)) as db:
        [[answer_id]] = db.execute(of_7)
    after = forged(
        cycle, f"UPDATE line_answer SET kind = 'change-agreement' WHERE answer_id = {answer_id}"
    )
    said = f"answer {answer_id} counts as change-agreement of line 7"
    assert list(promises_of_authority.silent_consents(after)) == [said]


@pytest.mark.process("5.4", "5.6")
@pytest.mark.parametrize(
    ("declared", "lacks"),
    [
        (LEGAL, ["legal-review"]),
        (SCOPE, ["scope-check of ECQA", "scope-check of NCASE"]),
        (VOICES, ["2 voices of NCASE"]),
    ],
)
def test_a_plan_that_became_final_without_what_is_declared_is_seen(cycle_at, declared, lacks):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", {"converts": True}, state="CO")
    before = record(cycle)
    after = record(cycle.run(5))
    found = sorted(promises_of_authority.undeclared_finals(before, after, declared))
    assert found == [f"plan 1 became final without {what}" for what in lacks]


@pytest.mark.process("5.6")
def test_an_officer_who_was_asked_too_early_is_seen(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    cycle.answer_all("package", {})
    before = record(cycle)
    after = record(cycle.run(5))
    found = list(promises_of_authority.undeclared_finals(before, after, SCOPE))
    assert found[0] == "an officer was asked about plan 1 center ECQA without its scope-check"
    assert len(found) == 6


@pytest.mark.process("5.4", "5.6")
def test_where_all_that_is_declared_was_given_nothing_is_seen(cycle_at):
    cycle = cycle_at("intermediate").with_toml(DECLARED).at("2016-12-05 07:00").run(5)
    cycle.answer_all("package", {})
    found: list[str] = []
    for kind in ("further-confirmation", "approval", "final-agreement", "finalization"):
        found += _works(cycle)
        content = {"converts": True} if kind == "finalization" else {"approves": True}
        cycle.answer_all(kind, cycle.accept_lines if kind == "approval" else content)
    found += _works(cycle)
    assert (found, set(cycle.statuses().values())) == ([], {"final"})


def _works(cycle: SmallCycle) -> list[str]:
    before = record(cycle)
    after = record(cycle.run(5))
    declared = Declared(("scope-check",), ("legal-review",), (("NCASE", 2),))
    return list(promises_of_authority.undeclared_finals(before, after, declared))


def reviewed(cycle_at) -> SmallCycle:
    """Everybody has agreed to the change of Colorado's plan; step 7 has not worked since."""
    moments = a_final_plan_is_amended(cycle_at)
    for cycle in moments:
        cycle.run(6).run(7)
        if cycle.prompts("final-review"):
            return next(moments)
    raise AssertionError("nobody was asked to review the change")


@pytest.mark.process("7.1")
@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (
            "UPDATE answer SET verdict = 'changes asked' WHERE prompt_id IN "
            "(SELECT id FROM prompt WHERE kind = 'final-review' AND subject = 'amendment 1')",
            "amendment 1 was adopted without its Administrator's last word",
        ),
        (
            "UPDATE prompt_line SET revision = 1 WHERE prompt_id IN "
            "(SELECT id FROM prompt WHERE kind = 'final-review' AND subject = 'amendment 1')",
            "amendment 1 was adopted, and its Administrator saw another",
        ),
        (
            "UPDATE line_answer SET verdict = 'sent back' "
            "WHERE kind = 'change-agreement' AND line_id = 7 AND verdict = 'accepted'",
            "amendment 1 was adopted without its center's word on line 7",
        ),
        (
            "UPDATE line_answer SET verdict = 'sent back' "
            "WHERE kind = 'approval' AND line_id = 7 AND revision > 1",
            "amendment 1 was adopted without an officer's approval of line 7",
        ),
    ],
)
def test_a_change_that_was_adopted_and_lacked_something_is_seen(cycle_at, tmp_path, change, seen):
    cycle = reviewed(cycle_at)
    adopted = record(twin(cycle, tmp_path / "adopted.db").run(7))
    well = list(promises_of_authority.broken_adoptions(record(cycle), adopted))
    assert (well, list(promises_of_authority.broken_adoptions(forged(cycle, change), adopted))) == (
        [],
        [seen],
    )
