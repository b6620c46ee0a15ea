"""Mapping (5.2): where centers of OCC and of OHS serve the same state and topic.

Here Colorado asks twice for help with background checks, needs 1 and 13: ECQA, which both offices
fund, has activity 7 for the first; SCBC, which OCC funds, has 14 for the second.
"""

import pytest

from config.vocabulary import Role
from tat.facts import LineFacts, PlanFacts
from tat.overlaps import overlaps
from tat.refusals import Refused
from tat.schema import Notice, Sheet
from tat.statuses import LineKind, LineState, Status
from tests.example_plan import BACKGROUND_CHECKS, COACHING

LEAD_OF_ECQA, COR_OF_ECQA = "theo.locust@ecqa.example", "uma.madrone@cor.ecqa.example"
FUNDED_BY = {"A": ("OCC",), "B": ("OHS",), "C": ("OHS", "OCC"), "D": ("OHS", "OCC"), "E": ("OCC",)}
CHECKS = "Comprehensive background checks"
COORDINATE = {
    "overlaps": [{"topic": "background-checks", "says": "coordinate", "note": "One visit"}]
}
SEPARATE = {"overlaps": [{"topic": "background-checks", "says": "separate"}]}


# --- the pure function


def line(number: int, kind=LineKind.ACTIVITY, state=LineState.ENTERED, **more) -> LineFacts:
    usual = {"revision": 1, "need_id": None, "center": None, "topic": None}
    return LineFacts(id=number, kind=kind, number=number, state=state, **usual | more)


def plan(*lines: LineFacts) -> PlanFacts:
    return PlanFacts(1, "CO", "Colorado", 8, Status.INTERMEDIATE, 3, lines, None)


def need(number: int, topic: str, **more) -> LineFacts:
    return line(number, LineKind.NEED, topic=topic, **more)


def by(center: str, number: int, need_id: int, **more) -> LineFacts:
    return line(number, center=center, need_id=need_id, **more)


def found(*lines) -> list[tuple]:
    return [(one.topic, one.centers, dict(one.shown)) for one in overlaps(plan(*lines), FUNDED_BY)]


LICENSING, MONITORING = need(1, "licensing"), need(2, "monitoring")


@pytest.mark.process("5.2")
@pytest.mark.parametrize(
    ("one", "other", "is_overlap"),
    [
        ("A", "B", True),  # OCC and OHS
        ("A", "C", True),  # OCC and both
        ("B", "C", True),  # OHS and both
        ("C", "D", True),  # both and both
        ("A", "E", False),  # OCC and OCC
        ("C", "C", False),  # one center, though both fund it
    ],
)
def test_two_centers_overlap_where_occ_funds_one_and_ohs_the_other(one, other, is_overlap):
    activities = (by(one, 3, 1), by(other, 4, 1, revision=2))
    centers = tuple(sorted({one, other}))
    expected = [("licensing", centers, {3: 1, 4: 2})] if is_overlap else []
    assert found(LICENSING, *activities) == expected


@pytest.mark.process("5.2")
def test_needs_on_one_topic_belong_together_and_topics_apart():
    again = need(5, "licensing")
    lines = (LICENSING, MONITORING, again, by("A", 3, 1), by("B", 4, 2), by("B", 6, 5))
    assert found(*lines) == [("licensing", ("A", "B"), {3: 1, 6: 1})]


@pytest.mark.process("5.2")
def test_what_does_not_stand_in_the_plan_overlaps_with_nothing():
    gone = by("B", 4, 1, state=LineState.WITHDRAWN)
    only_proposed = by("B", 6, 1, state=LineState.PROPOSED)
    assert found(LICENSING, by("A", 3, 1), gone, only_proposed) == []


# --- asking OCC and OHS


def mapped(cycle_at):
    """The packages are asked for, and OCC and OHS about Colorado's two activities."""
    cycle = cycle_at("initial").at("2016-09-22 10:00")
    wish = {"confirms": False, "wishes": [{"text": "A second need"}]}
    cycle.answer("accuracy", wish, state="CO")
    cycle.answer_all("accuracy", {"confirms": True})
    cycle.run(2)
    second = BACKGROUND_CHECKS | {"text": "Checks of people from other states"}
    cycle.answer("revision", {"added": [second], "note": "Added"})
    cycle.run(2).answer_all("accuracy", {"confirms": True})
    cycle.at("2016-10-22 07:00").run(2)
    cycle.at("2016-10-24 07:00").run(3).at("2016-10-26 10:00")
    need_id = cycle.plan("CO").needs[-1].id
    for row in cycle.prompts("approaches"):
        cycle.answer_prompt(row.id, _proposed(cycle.shown(row.id), need_id))
    cycle.run(3).answer("approaches", _proposed({need_id: 1}, 0), center="SCBC")
    cycle.at("2016-10-26 18:00").run(3)
    for kind in ("officer-confirmation", "entry"):
        cycle.at("2016-11-09 10:00").answer_all(kind, {"rest_accepted": True})
        cycle.run(3)
    cycle.answer_all("affirmation", {"confirms": True})
    cycle.run(3).at("2016-11-21 07:00").run(4).answer_all("confirmation", {"confirms": True})
    cycle.run(4).answer_all("conversion", {"converts": True})
    cycle.run(4).at("2016-12-05 07:00")
    cycle.mails()
    return cycle.run(5)


def _proposed(shown: dict[int, int], given_away: int) -> dict:
    """Something for each need; one of them is given to SCBC."""
    away = {"need_id": given_away, "reason": "Not ours", "suggested_center": "SCBC"}
    return {
        "proposed": [{"need_id": one, "activity": COACHING} for one in shown if one != given_away],
        "out_of_scope": [away] if given_away in shown else [],
    }


def shared(cycle) -> list[int]:
    """The activities of Colorado on background checks: of ECQA and of SCBC."""
    by_center = cycle.plan("CO").by_center
    return [*by_center["ECQA"], *by_center["SCBC"]]


def say(cycle, role: str, content: dict) -> None:
    cycle.answer_prompt(cycle.prompts("mapping", role=role)[0].id, content)


@pytest.mark.process("5.2")
def test_occ_and_ohs_are_asked_when_the_packages_are(cycle_at):
    cycle = mapped(cycle_at)
    asked = {(row.jurisdiction, row.role, row.why["topics"][0]) for row in cycle.prompts("mapping")}
    shows = {tuple(cycle.shown(row.id)) for row in cycle.prompts("mapping")}
    assert asked == {("CO", "occ", "background-checks"), ("CO", "ohs", "background-checks")}
    assert (shows, bool(cycle.prompts("package"))) == ({tuple(shared(cycle))}, True)


@pytest.mark.process("5.2")
def test_without_an_overlap_nobody_is_asked(cycle_at):
    cycle = cycle_at("intermediate").at("2016-12-05 07:00").run(5)
    assert cycle.prompts("mapping") == []


@pytest.mark.process("5.2")
def test_one_of_each_office_answers_and_nothing_is_asked_again(cycle_at):
    cycle = mapped(cycle_at)
    say(cycle, "occ", COORDINATE)
    left = {row.role for row in cycle.prompts("mapping")}
    say(cycle, "ohs", SEPARATE)
    cycle.run(5).run(5)
    assert (left, cycle.prompts("mapping")) == ({"ohs"}, [])


@pytest.mark.process("5.2")
@pytest.mark.parametrize(
    ("named", "message"),
    [
        ([], "1 of 1 topics have no answer yet, the first is background-checks."),
        (["background-checks"] * 2, "it names background-checks twice; name it once."),
        (["licensing"], "say once what you think of background-checks, not of licensing."),
    ],
)
def test_the_answer_names_every_topic_once_and_no_other(cycle_at, named, message):
    cycle = mapped(cycle_at)
    content = {"overlaps": [{"topic": topic, "says": "merge"} for topic in named]}
    with pytest.raises(Refused) as refused:
        say(cycle, "occ", content)
    assert str(refused.value) == f"The answer was not recorded: {message}"


@pytest.mark.process("5.2")
def test_the_mail_names_topic_center_and_activity(cycle_at):
    cycle = mapped(cycle_at).at("2016-12-05 08:00")
    mail = cycle.mails_to("ada.alder@occ.example")[0]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "Please look at activities on the same topic in Colorado" in mail["Subject"]
    assert f"{CHECKS} (ECQA): Coaching of licensing staff" in text
    assert f"{CHECKS} (SCBC): Coaching of licensing staff" in text


# --- telling the centers


@pytest.mark.process("5.2")
def test_leads_and_officers_of_the_centers_hear_once_both_have_said(cycle_at):
    cycle = mapped(cycle_at)
    say(cycle, "occ", COORDINATE)
    cycle.run(5)
    before = cycle.told("overlaps")
    say(cycle, "ohs", SEPARATE)
    cycle.run(5).run(5)
    scbc = [*cycle.holders("center-lead", "SCBC"), *officers(cycle, "SCBC")]
    assert before == []
    assert cycle.told("overlaps") == [
        ("plan 1 center ECQA", LEAD_OF_ECQA),
        ("plan 1 center ECQA", COR_OF_ECQA),
        *(("plan 1 center SCBC", address) for address in sorted(scbc)),
    ]
    assert {row["urgency"] for row in cycle.rows(Notice, Notice.purpose == "overlaps")} == {
        "weekly"
    }


def officers(cycle, center: str) -> list[str]:
    return [*cycle.holders(Role.COR, center), *cycle.holders(Role.FPO, center)]


@pytest.mark.process("5.2", "5.3")
def test_the_officer_reads_with_the_package_what_occ_and_ohs_said(cycle_at):
    cycle = mapped(cycle_at)
    say(cycle, "occ", COORDINATE)
    say(cycle, "ohs", SEPARATE)
    cycle.run(5).answer_all("package", {})
    mail = cycle.run(5).mails_to(COR_OF_ECQA)[0]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert (
        f"Colorado, {CHECKS}, with SCBC: OCC: the centers should coordinate them (One visit); "
        "OHS: they serve different ends and stay as they are"
    ) in text


@pytest.mark.process("5.2", "5.3")
def test_before_they_have_said_it_the_package_says_that_too(cycle_at):
    cycle = mapped(cycle_at)
    cycle.answer_all("package", {})
    mail = cycle.run(5).mails_to(COR_OF_ECQA)[0]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert f"Colorado, {CHECKS}, with SCBC: OCC and OHS have not said yet" in text


# --- no approval; silence; changes


@pytest.mark.process("5.2", "5.4")
def test_no_plan_waits_for_the_mapping(cycle_at):
    cycle = mapped(cycle_at)
    cycle.answer_all("package", {})
    cycle.run(5).answer_all("approval", {"rest_accepted": True})
    cycle.run(5).answer_all("finalization", {"converts": True})
    cycle.run(5)
    assert (cycle.statuses()["CO"], len(cycle.prompts("mapping")) > 0) == ("final", True)


@pytest.mark.process("5.2")
def test_silence_is_reminded_and_told_to_occ_with_the_week(cycle_at):
    """Three of OCC and two of OHS are asked; once OCC has answered it hears of OHS's silence."""
    cycle = mapped(cycle_at)
    cycle.at("2016-12-06 08:00").mails()
    reminded, _escalated = cycle.at("2016-12-08 07:00").sweep()
    cycle.at("2016-12-12 10:00")
    say(cycle, "occ", SEPARATE)
    cycle.at("2016-12-16 07:30").sweep()
    [week] = cycle.rows(
        Notice,
        Notice.purpose == "weekly-overview",
        Notice.subject == "week to 2016-12-16",
        Notice.person_id == cycle.person_id("ada.alder@occ.example"),
    )
    late = [one["kind"] for one in week["details"]["late"] if one["kind"] == "mapping"]
    assert (reminded, late) == (5, ["mapping"])  # one question, whoever of OHS answers it


@pytest.mark.process("5.2")
def test_a_changed_overlap_is_asked_about_anew(cycle_at):
    cycle = mapped(cycle_at)
    say(cycle, "occ", SEPARATE)
    say(cycle, "ohs", SEPARATE)
    cycle.run(5).answer_all("package", {})
    cycle.run(5)
    mine, theirs = shared(cycle)
    back = {"lines": [{"line_id": mine, "accepts": False, "reason": "How many?"}]}
    cycle.answer("approval", back, state="CO", center="ECQA")
    cycle.run(5).answer("rework", {"items": [{"line_id": mine, "changed": COACHING}]})
    cycle.run(5)
    found = cycle.prompts("mapping")
    assert {(row.round, tuple(cycle.shown(row.id).items())) for row in found} == {
        (2, ((mine, 2), (theirs, 1)))
    }


@pytest.mark.process("5.2")
def test_an_overlap_that_changes_while_only_one_office_has_answered_is_asked_of_both(cycle_at):
    cycle = mapped(cycle_at)
    say(cycle, "occ", SEPARATE)
    cycle.answer_all("package", {})
    cycle.run(5)
    mine, _theirs = shared(cycle)
    back = {"lines": [{"line_id": mine, "accepts": False, "reason": "How many?"}]}
    cycle.answer("approval", back, state="CO", center="ECQA")
    cycle.run(5).answer("rework", {"items": [{"line_id": mine, "changed": COACHING}]})
    cycle.run(5)
    assert {(row.round, row.role) for row in cycle.prompts("mapping")} == {(2, "occ"), (2, "ohs")}


@pytest.mark.process("5.2")
def test_an_overlap_that_is_gone_is_asked_about_no_more(cycle_at):
    cycle = mapped(cycle_at)
    cycle.answer_all("package", {})
    cycle.run(5)
    mine, _theirs = shared(cycle)
    back = {"lines": [{"line_id": mine, "accepts": False, "reason": "How many?"}]}
    cycle.answer("approval", back, state="CO", center="ECQA")
    cycle.run(5).answer("rework", {"items": [{"line_id": mine, "withdraws": True}]})
    cycle.run(5)
    assert cycle.prompts("mapping") == []


@pytest.mark.process("5.2")
def test_a_person_of_the_nation_has_all_regions_on_one_sheet(cycle_at):
    cycle = mapped(cycle_at)
    sheet_of = {row.address: row.sheet_id for row in cycle.prompts("mapping")}
    subjects = {row["subject"] for row in cycle.rows(Sheet, Sheet.kind == "mapping")}
    assert (len(set(sheet_of.values())), subjects) == (len(sheet_of), {"nation"})
