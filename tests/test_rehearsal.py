"""The rehearsal of the whole cycle, as the command runs it: its results, and being broken off."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.vocabulary import MeetingKind
from tat.database import open_tracker, read
from tat.ledger import verify
from tat.schema import (
    Amendment,
    Answer,
    Assignment,
    Decision,
    Delegation,
    Line,
    LineAnswer,
    Meeting,
    Message,
    NeedRevision,
    Notice,
    Person,
    Plan,
    ProgressMark,
    Prompt,
    PromptLine,
    StatusChange,
)
from tests.small_cycle import documents_with

COMMAND = [sys.executable, "-m", "cli.main", "rehearse"]


def rehearse(out: Path, *options: str, **more) -> subprocess.Popen:
    return subprocess.Popen(
        [*COMMAND, "--out", str(out), *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more,
    )  # fmt: skip


def finished(process: subprocess.Popen) -> str:
    printed, _ = process.communicate(timeout=600)
    assert process.returncode == 0, printed
    return printed


@pytest.fixture(scope="session")
def stages(tmp_path_factory) -> Path:
    """The folder in which all rehearsals of this file take place."""
    return tmp_path_factory.mktemp("rehearsals")


@pytest.fixture(scope="session")
def whole(stages) -> Path:
    """The folder of one whole rehearsal with the embedded defaults."""
    out = stages / "whole"
    finished(rehearse(out))
    return out


@pytest.fixture
def summary(whole) -> dict:
    return json.loads((whole / "summary.json").read_text())


@pytest.fixture
def tat(whole):
    with read(open_tracker(f"sqlite:///{whole / 'tracker.db'}")) as session:
        yield session


@pytest.mark.process("rule silence")
def test_fifty_five_plans_become_final_and_one_is_held_with_its_reason(summary):
    assert summary["plans"] == {"draft initial": 1, "initial": 0, "intermediate": 0, "final": 55}
    assert [
        (held["jurisdiction"], held["status"], held["waiting_for"]) for held in summary["held"]
    ] == [("MS", "draft initial", "the Administrator's answer: agree on the stakeholder call")]


def test_steps_open_and_close_on_the_days_of_the_calendar(summary):
    assert [(one["number"], one["opened_on"], one["closed_on"]) for one in summary["steps"]] == [
        (1, "2016-08-01", "2016-09-03"),
        (2, "2016-09-06", "2016-10-22"),
        (3, "2016-10-24", "2016-11-19"),
        (4, "2016-11-21", "2016-12-03"),
        (5, "2016-12-05", "2016-12-20"),
        (6, "2016-12-20", "2018-10-01"),
        (7, "2016-12-20", "2018-10-01"),
    ]


@pytest.mark.process("rule few mails")
def test_nobody_gets_more_mails_than_the_process_allows(summary):
    limits = {one["role"]: one["limit"] for one in summary["mails_by_role"] if one["limit"]}
    assert limits == {
        "specialist": 45, "administrator": 8, "center-lead": 15, "cor": 6, "fpo": 6,
        "regional-manager": 12,
    }  # fmt: skip
    most = {one["role"]: one["most"] for one in summary["mails_by_role"]}
    assert [role for role, limit in limits.items() if most[role] > limit] == []


def test_every_message_was_sent_and_lies_in_the_mailbox_once(summary, whole):
    mails = [path.read_bytes() for path in (whole / "mailbox").glob("*.eml")]
    ids = Counter(message_from_bytes(mail)["Message-ID"] for mail in mails)
    assert summary["messages"]["queued"] == summary["messages"]["failed"] == 0
    assert len(mails) == len(ids) == summary["messages"]["sent"]


@pytest.mark.process("8.4")
def test_the_ledger_of_the_whole_cycle_is_intact(summary, tat):
    check = verify(tat)
    assert check.is_intact
    assert summary["ledger"] == {"entries": check.n_entries, "intact": True}


def jurisdictions(tat, *where) -> list[str]:
    rows = (
        sa.select(Plan.jurisdiction).distinct()
        .join(Prompt, Prompt.plan_id == Plan.id)
        .join(Answer, Answer.prompt_id == Prompt.id)
        .where(*where).order_by(Plan.jurisdiction)
    )  # fmt: skip
    return list(tat.scalars(rows))


def test_the_cast_plays_what_config_says(tat):
    """Each part of config/rehearsal.toml shows on record, and nothing else of its kind."""
    assert jurisdictions(tat, Answer.channel == "phone") == ["AS", "GU", "MP", "VI", "WY"]
    assert jurisdictions(tat, Answer.is_late) == ["IA", "ME", "ND", "TX"]
    assert jurisdictions(tat, Answer.corrects_id.is_not(None)) == ["OH"]
    wished = (Prompt.kind == "confirmation", Answer.verdict == "changes asked")
    assert jurisdictions(tat, *wished) == ["CO", "GA", "KS", "NJ", "NM", "OH", "OR", "PA", "WI"]
    wished_again = (Prompt.kind == "final-review", Answer.verdict == "changes asked")
    assert jurisdictions(tat, *wished_again) == ["CO", "PA"]


def meetings(tat, kind: str, *where) -> list[Meeting]:
    rows = sa.select(Meeting).where(Meeting.kind == MeetingKind(kind), *where)
    return list(tat.scalars(rows.order_by(Meeting.region, Meeting.round)))


@pytest.mark.process("1.2", "1.3", "3.3", "3.9")
def test_every_meeting_of_steps_1_to_3_was_held_and_is_recorded(tat):
    regions = list(range(1, 11))
    held = {
        kind: [one.region for one in meetings(tat, kind) if one.held_on and one.notes]
        for kind in ("managers-call", "regional-start", "regional-conference", "all-hands")
    }
    assert held == {
        "managers-call": [None],
        "regional-start": regions,
        "regional-conference": regions,
        "all-hands": regions,
    }


@pytest.mark.process("1.7")
def test_every_state_has_had_its_check_in_call(tat):
    calls = meetings(tat, "check-in")
    assert (len(calls), [one for one in calls if not one.outcome["high_priority_needs"]]) == (
        56,
        [],
    )


@pytest.mark.process("1.3")
def test_one_region_had_met_before_the_cycle_and_was_asked_nothing(tat):
    [start] = meetings(tat, "regional-start", Meeting.region == 5)
    asked = sa.select(Prompt).where(Prompt.subject == "regional-start region 5")
    assert (str(start.held_on), list(tat.scalars(asked))) == ("2016-07-27", [])


@pytest.mark.process("3.3")
def test_one_partner_meeting_is_recorded_and_one_conference_suggests_another_lead(tat):
    assert [one.region for one in meetings(tat, "partner-meeting")] == [3]
    suggesting = [one for one in meetings(tat, "regional-conference") if one.outcome["leads"]]
    assert [one.region for one in suggesting] == [8]
    [lead] = suggesting[0].outcome["leads"]
    assert tat.get_one(Line, lead["need_id"]).center == lead["center"]


@pytest.mark.process("1.2", "1.3", "3.3")
def test_every_invitation_left_before_its_meeting(tat):
    subject = sa.literal("meeting ").concat(sa.cast(Meeting.id, sa.Text))
    rows = (
        sa.select(Message.sent_at, Meeting.starts_at)
        .join(Notice, Notice.message_id == Message.id)
        .join(Meeting, Notice.subject == subject)
        .where(Notice.purpose == "meeting-invitation")
    )  # fmt: skip
    times = tat.execute(rows).all()
    assert len(times) > 100
    assert [sent_at for sent_at, starts_at in times if sent_at >= starts_at] == []


def test_an_administrator_on_leave_is_stood_in_for_with_both_names_on_record(tat):
    rows = (
        sa.select(Plan.jurisdiction, Prompt.kind, Answer.person_id, Answer.said_by_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .where(Answer.person_id != Answer.said_by_id, Answer.channel == "page")
    )  # fmt: skip
    (given,) = tat.scalars(sa.select(Delegation))
    assert [tuple(row) for row in tat.execute(rows)] == [
        ("MN", "confirmation", given.to_person_id, given.person_id)
    ]


def test_what_waits_for_a_specialist_who_leaves_goes_to_the_successor(tat):
    (decision,) = tat.scalars(sa.select(Decision).where(Decision.kind == "left"))
    handed = sa.select(Prompt).where(Prompt.id.in_(decision.details["prompts"]))
    waited = {(prompt.kind, prompt.state, prompt.person_id) for prompt in tat.scalars(handed)}
    assert waited == {("entry", "answered", decision.details["successor"])}


def test_an_officer_decides_by_memos_that_occ_files(tat):
    rows = (
        sa.select(Prompt.center, Answer.channel, Person.address).distinct()
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Person, Person.id == Answer.person_id)
        .where(Answer.memo_sha256.is_not(None))
    )  # fmt: skip
    assert [tuple(row) for row in tat.execute(rows)] == [
        ("EHSCCP", "memo", "ada.alder@occ.example")
    ]


def test_of_two_leads_who_submit_at_once_the_second_is_told_what_stands(tat):
    rows = (
        sa.select(Answer.is_outdated, sa.func.count())
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.kind == "package", Prompt.center == "NCASE").group_by(Answer.is_outdated)
    )  # fmt: skip
    n_answers = dict(tat.execute(rows).all())
    told = (
        sa.select(sa.func.count()).select_from(Notice)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.purpose == "answer-conflict")
        .where(Person.address == "quinn.sequoia@ncase.example")
    )  # fmt: skip
    assert n_answers[False] >= n_answers[True] == tat.scalar(told) > 0


def line_answers(tat, verdict: str) -> list[tuple[str, str, int]]:
    rows = (
        sa.select(LineAnswer.kind, Prompt.center, sa.func.count())
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(LineAnswer.verdict == verdict).group_by(LineAnswer.kind, Prompt.center)
    )  # fmt: skip
    return [tuple(row) for row in tat.execute(rows)]


def test_one_center_finds_a_need_out_of_its_scope_and_one_officer_sends_two_items_back(tat):
    """ECQA and NCSIA give away what they share: the second need of a state on one topic."""
    assert line_answers(tat, "out of scope") == [
        ("approaches", "ECQA", 2),
        ("approaches", "NCSIA", 1),
        ("approaches", "PFCE", 1),
    ]
    assert line_answers(tat, "sent back") == [("approval", "ECQA", 2), ("approval", "HW", 1)]


@pytest.mark.process("5.2")
def test_occ_and_ohs_say_what_they_think_of_each_topic_that_two_centers_share(tat):
    rows = (
        sa.select(Plan.jurisdiction, Prompt.role, Answer.content)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .where(Prompt.kind == "mapping").order_by(Plan.jurisdiction, Prompt.role)
    )  # fmt: skip
    said = [
        (state, role, content["overlaps"][0]["topic"]) for state, role, content in tat.execute(rows)
    ]
    assert said == [
        ("CA", "occ", "monitoring"),
        ("CA", "ohs", "monitoring"),
        ("FL", "occ", "monitoring"),
        ("FL", "ohs", "monitoring"),
        ("ID", "occ", "care-supply"),
        ("ID", "ohs", "care-supply"),
    ]
    told = sa.select(Notice.subject).distinct().where(Notice.purpose == "overlaps")
    assert len(set(tat.scalars(told))) == 6  # two centers in each of the three plans


@pytest.mark.process("5.3")
def test_officers_approve_the_rest_in_one_word_and_every_item_is_on_record(tat):
    rows = sa.select(Answer).join(Prompt, Prompt.id == Answer.prompt_id)
    found = [
        answer
        for answer in tat.scalars(rows.where(Prompt.kind == "approval"))
        if answer.content["rest_accepted"]
    ]
    named = {answer.id: len(answer.content["lines"]) for answer in found}
    shown = dict(
        tat.execute(
            sa.select(Answer.id, sa.func.count())
            .join(PromptLine, PromptLine.prompt_id == Answer.prompt_id)
            .where(Answer.id.in_(named)).group_by(Answer.id)
        ).all()
    )  # fmt: skip
    assert (len(found) > 100, named) == (True, shown)


def test_occ_moves_the_window_of_the_all_hands_meetings_and_those_who_must_know_are_told_once(tat):
    moved = tat.scalars(sa.select(Decision).where(Decision.kind == "moved a window")).all()
    assert [(one.subject, one.details["before"], one.details["after"]) for one in moved] == [
        (
            "window all-hands",
            {"starts_on": "2016-11-14", "ends_on": "2016-11-18"},
            {"starts_on": "2016-11-15", "ends_on": "2016-11-18"},
        )
    ]
    told = sa.select(Notice.person_id).where(Notice.purpose == "dates-moved")
    roles = sa.select(Assignment.person_id).distinct()
    who = roles.where(Assignment.role.in_(["specialist", "regional-manager", "occ"]))
    (left,) = tat.scalars(sa.select(Decision).where(Decision.kind == "left"))
    came_later = left.details["successor"]  # on the day after the move
    people = sorted(set(tat.scalars(who)) - {moved[0].by_person_id, came_later})
    assert sorted(tat.scalars(told.where(Notice.state == "enclosed"))) == people


@pytest.mark.process("rule silence")
def test_the_state_that_confirms_after_the_step_goes_to_the_officers_as_a_supplement(tat):
    rows = sa.select(Prompt.why).join(Plan, Plan.id == Prompt.plan_id)
    of_nd = rows.where(Plan.jurisdiction == "ND", Prompt.kind == "approval")
    assert {why["supplementary"] for why in tat.scalars(of_nd)} == {True}


@pytest.mark.process("6.2")
def test_final_plans_are_reviewed_at_each_interval(tat):
    rows = (
        sa.select(sa.func.date(Prompt.asked_at), sa.func.count())
        .where(Prompt.kind == "review").group_by(sa.func.date(Prompt.asked_at))
    )  # fmt: skip
    assert [tuple(row) for row in tat.execute(rows)] == [
        ("2017-06-20", 220), ("2017-12-20", 220), ("2018-06-20", 220)
    ]  # fmt: skip


@pytest.mark.process("6.1")
def test_every_center_says_how_far_its_activities_have_come_at_each_interval(tat):
    rows = (
        sa.select(sa.func.date(Prompt.asked_at), sa.func.count())
        .where(Prompt.kind == "progress", Prompt.state == "answered")
        .group_by(sa.func.date(Prompt.asked_at))
    )
    assert [tuple(row) for row in tat.execute(rows)] == [
        ("2017-03-20", 10), ("2017-06-20", 10), ("2017-09-20", 10), ("2017-12-20", 10),
        ("2018-03-20", 10), ("2018-06-20", 10), ("2018-09-20", 10),
    ]  # fmt: skip
    marked = set(tat.scalars(sa.select(ProgressMark.progress)))
    assert marked == {"under way", "delayed", "done"}


@pytest.mark.process("7.1")
def test_two_reviews_and_an_own_revision_change_final_plans_and_an_officer_is_heard(tat):
    rows = sa.select(Plan.jurisdiction, Amendment.state).join(
        Amendment, Amendment.plan_id == Plan.id
    )
    assert sorted(tuple(row) for row in tat.execute(rows)) == [
        ("KY", "adopted"), ("NE", "adopted"), ("UT", "adopted")
    ]  # fmt: skip
    of_utah = (
        sa.select(Prompt.kind, Answer.verdict)
        .join(Answer, Answer.prompt_id == Prompt.id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .where(Plan.jurisdiction == "UT", Prompt.subject.like("amendment %"))
    )
    assert [tuple(row) for row in tat.execute(of_utah.order_by(Answer.id))] == [
        ("change-agreement", "accepted"), ("approval", "sent back"),
        ("change-agreement", "accepted"), ("approval", "accepted"), ("final-review", "accepted"),
    ]  # fmt: skip


@pytest.mark.process("3.1", "3.8")
def test_two_specialists_revise_without_being_asked(tat):
    """In between Arizona's activities were entered: its request was put anew with them."""
    rows = sa.select(Plan.jurisdiction, Prompt.step, Prompt.state).join(
        Prompt, Prompt.plan_id == Plan.id
    )
    own = rows.where(Prompt.subject.like("own %")).order_by(Prompt.id)
    assert [tuple(row) for row in tat.execute(own)] == [
        ("AZ", 3, "withdrawn"), ("AZ", 3, "answered"), ("NE", 7, "answered")
    ]  # fmt: skip


@pytest.mark.process("5.6")
def test_a_further_confirmation_of_the_cast_alone_is_asked_of_every_plan_before_it_is_final(tat):
    """OCC's three are asked of each plan, and one of them answers."""
    asked = sa.select(Prompt).where(Prompt.kind == "further-confirmation")
    answered = tat.scalars(asked.where(Prompt.state == "answered")).all()
    final = set(tat.scalars(sa.select(Plan.id).where(Plan.status == "final")))
    assert {one.variant for one in tat.scalars(asked)} == {"legal-review"}
    assert final <= {one.plan_id for one in answered}
    assert {(one.role, one.step) for one in answered} == {("occ", 5)}


@pytest.mark.process("5.4")
def test_two_leads_of_the_center_with_a_protocol_approve_before_its_plans_are_final(tat):
    asked = sa.select(Prompt).where(Prompt.kind == "final-agreement", Prompt.center == "HW")
    prompts = tat.scalars(asked).all()
    became_final = dict(
        tat.execute(
            sa.select(StatusChange.plan_id, StatusChange.at).where(StatusChange.after == "final")
        ).all()
    )
    assert prompts
    assert {one.variant for one in prompts} == {"HW"}
    for plan_id in {one.plan_id for one in prompts}:
        said = [one for one in prompts if one.plan_id == plan_id and one.state == "answered"]
        assert {one.role for one in said} == {"center-lead", "project-lead"}
        assert max(one.closed_at for one in said) < became_final[plan_id]


@pytest.mark.process("4.2", "4.3")
def test_an_activity_is_left_out_as_asked_for_once_its_center_has_agreed(tat):
    plan_id = plan_of(tat, "WI")
    [line] = tat.scalars(
        sa.select(Line).where(Line.plan_id == plan_id, Line.state == "withdrawn")
    ).all()
    rows = sa.select(Prompt).join(PromptLine, PromptLine.prompt_id == Prompt.id)
    agreed = rows.where(PromptLine.line_id == line.id, Prompt.kind == "change-agreement")
    assert line.kind == "activity"
    assert {one.state for one in tat.scalars(agreed)} == {"answered"}
    assert tat.get_one(Plan, plan_id).status == "final"


@pytest.mark.process("4.2", "3.4")
def test_a_need_added_in_step_4_is_put_before_centers_and_gets_an_activity(tat):
    plan_id = plan_of(tat, "NM")
    answer = tat.scalars(
        sa.select(Answer)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.plan_id == plan_id, Prompt.kind == "revision", Prompt.step == 4)
    ).one()
    [added] = answer.content["added"]
    [need_id] = tat.scalars(
        sa.select(NeedRevision.line_id)
        .join(Line, Line.id == NeedRevision.line_id)
        .where(Line.plan_id == plan_id, NeedRevision.text == added["text"])
    ).all()
    entered = sa.select(Line).where(Line.need_id == need_id, Line.state == "entered")
    served = tat.scalars(entered).all()
    assert len(served) == 1
    assert tat.get_one(Plan, plan_id).status == "final"


def plan_of(tat, code):
    return tat.scalars(sa.select(Plan.id).where(Plan.jurisdiction == code)).one()


@pytest.mark.process("5.3", "7.1")
def test_no_final_plan_has_an_activity_whose_wording_no_officer_has_approved(tat):
    approved = (
        sa.select(LineAnswer.line_id)
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .where(
            LineAnswer.line_id == Line.id, LineAnswer.revision == Line.revision,
            LineAnswer.kind == "approval", LineAnswer.verdict == "accepted",
            Answer.is_outdated.is_(False),
        )
    )  # fmt: skip
    rows = (
        sa.select(sa.func.count())
        .select_from(Line)
        .join(Plan, Plan.id == Line.plan_id)
        .where(
            Plan.status == "final", Line.kind == "activity", Line.state == "entered",
            ~approved.exists(),
        )
    )  # fmt: skip
    assert tat.scalar(rows) == 0


@pytest.mark.process("3.9")
def test_the_trend_pack_leaves_on_the_first_day_of_its_window_once_to_everybody(tat):
    """OCC moved it to the Tuesday.

    Each region has its manager, two of its staff, two partners, and a Specialist or two.
    """
    rows = (
        sa.select(Notice.subject, sa.func.count(), sa.func.count(Notice.person_id.distinct()))
        .join(Message, Message.id == Notice.message_id)
        .where(Notice.purpose == "all-hands-pack", sa.func.date(Message.sent_at) == "2016-11-15")
        .group_by(Notice.subject)
    )
    specialists = {4: 2, 9: 2}
    assert {tuple(row) for row in tat.execute(rows)} == {
        ("nation", 10 + 3 + 2, 10 + 3 + 2),  # center leads, OCC, OHS
        *((f"region {n}", *(5 + specialists.get(n, 1),) * 2) for n in range(1, 11)),
    }
    packs = sa.select(sa.func.count()).where(Notice.purpose == "all-hands-pack")
    assert tat.scalar(packs) == 15 + 10 * 6 + 2


@pytest.mark.process("3.9")
def test_a_regional_managers_letter_of_that_day_brings_the_pack_of_the_region(whole):
    mails = [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in (whole / "mailbox").glob("*.eml")
    ]
    [letter] = [
        mail for mail in mails
        if mail["To"].addresses[0].addr_spec == "uma.madrone@region8.example"
        and mail["Date"].datetime.date().isoformat() == "2016-11-15"
    ]  # fmt: skip
    names = [part.get_filename() for part in documents_with(letter)]
    assert [name for name in names if not name.startswith("TA plan")] == [
        "Figures of TA needs and trends Region 8.xlsx",
        "TA needs and trends Region 8.html",
    ]


UNTIL = ("--until", "2016-08-24")
PUBLIC_ADDRESS = {"TACYCLE_PUBLIC_ADDRESS": "https://planning.tacycle.example"}


@pytest.fixture(scope="session")
def through(stages) -> Path:
    """The folder of a short rehearsal that nothing broke off, under an address of its own."""
    out = stages / "through"
    finished(rehearse(out, *UNTIL, env={**os.environ, **PUBLIC_ADDRESS}))
    return out


def test_mails_carry_their_link_under_the_public_address(through):
    links = [
        re.search(rb"https?://[^/ ]+/l/", path.read_bytes())
        for path in (through / "mailbox").glob("*.eml")
    ]
    found = {link[0] for link in links if link}
    assert found == {b"https://planning.tacycle.example/l/"}


def test_a_rehearsal_that_was_killed_carries_on_and_one_that_starts_clean_says_the_same(
    stages, through
):
    """Killed at a moment nobody chose: the results are those of one that went through."""
    killed = stages / "killed"
    process = rehearse(killed, *UNTIL)
    wait_for_messages(killed, 230)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    finished(rehearse(killed, *UNTIL, "--resume"))
    assert counts(killed) == counts(through)


def wait_for_messages(out: Path, n: int) -> None:
    """Wait until the rehearsal is in the middle of its work."""
    give_up_at = time.monotonic() + 120
    while time.monotonic() < give_up_at:
        if len(list((out / "mailbox").glob("*.eml"))) >= n:
            return
        time.sleep(0.02)
    raise AssertionError("the rehearsal did not come that far")


def counts(out: Path) -> dict:
    """Everything in the summary that does not depend on how often it was broken off."""
    summary = json.loads((out / "summary.json").read_text())
    for step in summary["steps"]:
        del step["wakes"]
    return {key: value for key, value in summary.items() if key != "seconds"}


def test_a_folder_with_something_else_is_left_alone(stages):
    out = stages / "letters"
    out.mkdir()
    (out / "letter.txt").write_text("keep me")
    process = rehearse(out)
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert printed.splitlines()[-1] == (
        f"{out}: holds something that is no rehearsal; choose another folder with --out"
    )
    assert (out / "letter.txt").read_text() == "keep me"


def test_no_rehearsal_to_resume_is_said(stages):
    process = rehearse(stages / "nothing", "--resume")
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert printed.splitlines()[-1] == (
        f"{stages / 'nothing'}: holds no rehearsal; leave out --resume to start clean"
    )
