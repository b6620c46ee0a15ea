"""Defects that other systems of this kind have shipped, each provoked here by its own name."""

import pytest

from config.declared import load
from config.vocabulary import Channel, Purpose, Urgency
from portal.office import PostOffice
from portal.postman import post
from tasks.compose import Mail
from tasks.trends.coverage import activities_by_center
from tasks.trends.record import read_activities, read_states
from tat import answers, links, notices, plans, reading
from tat.answers import Reply
from tat.database import read, write
from tat.refusals import Refused
from tat.schema import Answer, Message, Notice, PlanVersion, Prompt
from tat.statuses import Status
from tests.cycle_fixtures import Stages
from tests.example_plan import COACHING
from tests.pages import Pages
from tests.record import difference, whole_record
from tests.scanning import Scanner, asked_in, links_of
from tests.small_cycle import CYCLE, SmallCycle

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
LEAD_OF_ECQA = "theo.locust@ecqa.example"
COR_OF_ECQA = "uma.madrone@cor.ecqa.example"
ADMINISTRATOR = "hal.dogwood@co.example"  # of Colorado

CONFIRMS = {"confirms": True}
CONVERTS = {"converts": True}
WANTS_TWO_VISITS = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}


def revises(text: str) -> dict:
    """Give activity 7, which is Colorado's and ECQA's, other words."""
    activity = COACHING | {"description": text}
    return {"activities": [{"line_id": 7, "activity": activity}], "note": text}


def accepts(line_id: int) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": True}]}


# --- approvals


def test_approved_with_zero_approvers(cycle_at):
    cycle = cycle_at("intermediate")
    cycle.leave("cor", "ECQA")
    cycle.at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5).answer_all("approval", cycle.accept_lines)
    cycle.run(5).at("2016-12-20 07:00").run(5)
    assert cycle.prompts("finalization") == []
    assert cycle.statuses() == dict.fromkeys(("CO", "MT", "VT"), "intermediate")
    told = {subject for subject, _address in cycle.told("nobody-to-ask")}
    assert told == {f"approval plan {n} center ECQA" for n in (1, 2, 3)}


def test_last_approver_removed(cycle_at):
    """Whoever was asked is gone: their silence decides nothing."""
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.leave("cor", "ECQA")
    for row in cycle.prompts("approval", center="NCASE"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert cycle.prompts("finalization") == []
    assert cycle.at("2016-12-20 07:00").run(5).statuses()["CO"] == "intermediate"


def test_adding_an_approver_resets_the_others(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.answer("approval", accepts(7), state="CO", center="ECQA")
    cycle.run(5)
    cycle.join("second@cor.ecqa.example", "cor", "ECQA")
    cycle.run(5)
    assert cycle.prompts("approval", state="CO", center="ECQA") == []
    for row in cycle.prompts("approval"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO", "MT", "VT"]


@pytest.mark.parametrize("to", [Status.INTERMEDIATE, Status.FINAL])
def test_approved_from_the_wrong_status(cycle_at, to):
    """Nobody has confirmed; and from draft initial a plan only ever becomes initial."""
    cycle = cycle_at("calls")
    with read(cycle.tracker) as tat:
        known = reading.load(tat, CYCLE)
    with pytest.raises(Refused) as refused:
        plans.check_conversion(known.plans[1], known, to=to, rules=cycle.declared.rules)
    assert str(refused.value) == (
        f"Colorado's plan stays draft initial: a plan does not go from draft initial to {to}."
    )


def test_approved_twice_by_one_person(cycle_at):
    """Two officers must approve; one of them does so twice."""
    cycle = cycle_at("intermediate").with_rule("approval", sufficient=2)
    cycle.join("second@cor.ecqa.example", "cor", "ECQA")
    cycle.at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5)
    first = cycle.prompts("approval", state="CO", center="ECQA")[0]
    cycle.answer_prompt(first.id, accepts(7))
    cycle.answer_prompt(first.id, {"lines": [{"line_id": 7, "accepts": True, "reason": "Good"}]})
    for row in cycle.run(5).prompts("approval", center="NCASE"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert len(cycle.prompts("approval", state="CO", center="ECQA")) == 1
    assert cycle.prompts("finalization", state="CO") == []


def test_an_outdated_version_approved(cycle_at):
    """The plan is revised while its Administrator reads the version before."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.join("second@co.example", "administrator", "CO")
    old = cycle.prompt("confirmation", state="CO").id
    cycle.answer_prompt(old, WANTS_TWO_VISITS)
    cycle.run(4).answer("revision", revises("Two visits"), state="CO")
    cycle.run(4)
    receipt = cycle.answer_prompt(old, CONFIRMS)
    cycle.run(4).answer("change-agreement", accepts(7), state="CO")
    cycle.run(4)
    assert receipt.is_outdated
    assert cycle.prompts("conversion", state="CO") == []


def test_approval_chain_edited_halfway(cycle_at):
    """The rule changes from one officer to all of them: what was asked before goes as asked."""
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.answer("approval", accepts(7), state="CO", center="ECQA")
    cycle.run(5).join("second@cor.ecqa.example", "cor", "ECQA")
    cycle.with_rule("approval", sufficient="all").run(5)
    asked_at = {row.asked_at for row in cycle.prompts("approval")}
    for row in cycle.prompts("approval"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert len(asked_at) == 1
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO", "MT", "VT"]


def test_all_sections_submitted_true_for_a_state_with_none(cycle_at):
    """Vermont's Specialist leaves out every activity: there is nothing that could be approved."""
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    cycle.run(3)
    for row in cycle.prompts("entry"):
        is_vermont = row.jurisdiction == "VT"
        lines = [
            {"line_id": line, "accepts": not is_vermont, "reason": "Not now" if is_vermont else ""}
            for line in cycle.shown(row.id)
        ]
        cycle.answer_prompt(row.id, {"lines": lines})
    cycle.at("2016-11-10 10:00").run(3).answer_all("affirmation", CONFIRMS)
    cycle.run(3).at("2016-11-19 07:00").run(3).at("2016-11-21 07:00").run(4)
    cycle.answer_all("confirmation", CONFIRMS)
    cycle.run(4).answer_all("conversion", CONVERTS)
    cycle.run(4).at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5).answer_all("approval", cycle.accept_lines)
    cycle.run(5).answer_all("finalization", CONVERTS)
    assert cycle.run(5).statuses() == {"CO": "final", "MT": "final", "VT": "intermediate"}


def test_third_reopening_loses_data(cycle_at):
    """Three times the Administrator wants changes and the Specialist revises."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    kind = "confirmation"
    for text in ("Two visits", "Three visits", "Four visits"):
        cycle.answer(kind, WANTS_TWO_VISITS, state="CO")
        cycle.run(4).answer("revision", revises(text), state="CO")
        cycle.run(4).answer("change-agreement", accepts(7), state="CO")
        cycle.run(4)
        kind = "final-review"
    versions = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)
    assert [row["why"] for row in versions[-3:]] == ["Two visits", "Three visits", "Four visits"]
    described = [
        line["says"]["description"] if "says" in line else line["description"]
        for row in versions[-4:]
        for line in row["content"]["activities"]
        if line["center"] == "ECQA"
    ]
    assert described == [
        "Six sessions and one visit.", "Two visits", "Three visits", "Four visits",
    ]  # fmt: skip
    asked_for = [row for row in cycle.rows(Answer) if row["verdict"] == "changes asked"]
    assert len(asked_for) == 3


def is_to_a_question(cycle, path) -> bool:
    with read(cycle.tracker) as tat:
        link = links.find(tat, path.removeprefix("/l/"))
        return link.prompt_id is not None or link.sheet_id is not None


def test_link_prefetch_approved(small_cycle, monkeypatch):
    """Each time before people answer, a scanner follows every link and sends every form."""
    scanner, changed, n_links = Scanner(Pages(small_cycle)), {}, []
    answer_all = SmallCycle.answer_all

    def scan_and_answer(cycle, kind, content):
        now = cycle.now
        cycle.now = max(now, now.replace(hour=10))  # when the mail of the day has left
        found = links_of(cycle.mails())
        before = whole_record(cycle)
        scanner.scan(found, is_deep=False)
        changed[kind] = difference(before, whole_record(cycle))
        n_links.append(sum(is_to_a_question(cycle, path) for path in found))
        cycle.now = now
        return answer_all(cycle, kind, content)

    monkeypatch.setattr(SmallCycle, "answer_all", scan_and_answer)
    small_cycle.reach("delivery")
    assert [kind for kind, found in changed.items() if found] == []
    assert scanner.worst == 422  # the pages ask for what a scanner does not know
    assert sum(n_links) >= 50
    assert scanner.n_sent >= 2 * sum(n_links)  # each form, by each of its buttons and by none


# --- dates


def test_reminder_day_missed_because_a_daily_job_did_not_run(cycle_at):
    """Reminded should be on 28 November; the sweep runs again on the 30th."""
    cycle = cycle_at("affirmed").with_rule("confirmation", days=7, reminders=(3,), escalates=())
    cycle.at("2016-11-21 07:00").run(4).at("2016-11-21 08:00").mails()
    for day, n_reminded in (("25", 0), ("30", 3), ("30", 3)):
        cycle.at(f"2016-11-{day} 07:30").sweep()
        assert len(cycle.told("reminder")) == n_reminded


@pytest.fixture(scope="module")
def islands(tmp_path_factory) -> Stages:
    """Guam, where the day ends first, American Samoa, where it ends last, the Virgin Islands."""
    return Stages(tmp_path_factory.mktemp("islands"), states=("AS", "GU", "VI"))


@pytest.mark.parametrize(
    ("state", "moment", "is_late"),
    [
        ("GU", "2016-12-01 08:59", False),  # still 1 December in Guam, 15 hours ahead
        ("GU", "2016-12-01 09:01", True),
        ("VI", "2016-12-01 22:59", False),  # an hour ahead of Washington
        ("VI", "2016-12-01 23:01", True),
        ("AS", "2016-12-02 05:59", False),  # six hours behind
        ("AS", "2016-12-02 06:01", True),
    ],
)
def test_deadline_in_the_wrong_time_zone(islands, cycle_at, tmp_path, state, moment, is_late):
    cycle = islands.copy("affirmed", tmp_path).with_rule("confirmation", days=7)
    cycle.at("2016-11-21 07:00").run(4)
    assert f"{cycle.prompt('confirmation', state=state).due_on}" == "2016-12-01"
    assert cycle.at(moment).answer("confirmation", CONFIRMS, state=state).is_late is is_late


def test_answer_after_the_deadline_dropped(cycle_at):
    """Step 4 has closed; Colorado answers ten days later, and reaches the officers."""
    cycle = cycle_at("asked").at("2016-12-03 07:00").run(4)
    cycle.at("2016-12-13 10:00").answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4).answer("conversion", CONVERTS, state="CO")
    cycle.run(4).run(5)
    assert cycle.statuses()["CO"] == "intermediate"
    assert {row.jurisdiction for row in cycle.prompts("package")} == {"CO"}


# --- places


def test_the_virgin_islands_in_the_wrong_region(islands, cycle_at, tmp_path):
    cycle = islands.copy("entered", tmp_path)
    assert load(CYCLE).jurisdictions["VI"].region == 2
    asked = {row.address for row in cycle.prompts("affirmation", state="VI")}
    assert asked == set(cycle.holders("regional-manager", "region 2"))


def test_a_renamed_center_splits_the_counts(cycle_at):
    """NCSIA was called NCCCSIA before; a center that works along is named in both ways."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    for row, name in zip(cycle.prompts("approaches"), ("NCSIA", "NCCCSIA"), strict=False):
        activity = COACHING | {"collaborators": [name]}
        proposed = [{"need_id": need, "activity": activity} for need in cycle.shown(row.id)]
        cycle.answer_prompt(row.id, {"proposed": proposed})
    with read(cycle.tracker) as tat:
        counted = activities_by_center(read_activities(tat, CYCLE), read_states(tat, CYCLE))
    along = counted[counted["n_along"] > 0]
    assert list(zip(along["center"], along["n_along"], strict=True)) == [("NCSIA", 2)]


# --- mails


def test_a_person_notified_of_their_own_act(cycle_at):
    """Colorado's Administrator also helps the Specialist out, who hears of the answer."""
    cycle = cycle_at("affirmed")
    cycle.join(ADMINISTRATOR, "specialist", "CO")
    cycle.at("2016-11-21 07:00").run(4).at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4)
    told = [one for one in cycle.told("answer-received") if one[0] == f"answer {receipt.answer_id}"]
    assert told == [(f"answer {receipt.answer_id}", SPECIALIST)]


def test_the_same_reminder_once_for_each_open_question(cycle_at):
    """Three plans wait for the lead of ECQA."""
    cycle = cycle_at("intermediate").with_rule("package", days=3, reminders=(1,))
    cycle.at("2016-12-05 07:00").run(5).mails()
    cycle.at("2016-12-07 07:30").sweep()
    mails = cycle.at("2016-12-07 08:00").mails_to(LEAD_OF_ECQA)
    assert (len(mails), asked_in(mails[0]).count("/l/")) == (1, 1)


class BrokenWay:
    """A server that is down."""

    def deliver(self, mail: Mail, _meanwhile: object = None) -> None:
        raise ConnectionRefusedError(f"nobody takes {mail.message_id}")

    def close(self) -> None:
        """It was never open."""


def test_mail_lost_because_the_queue_was_down(cycle_at):
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4).at("2016-11-21 08:00")
    working, cycle.office = cycle.office, PostOffice(
        BrokenWay(), cycle.office.mail_from, cycle.office.public_address, cycle.office.secret
    )  # fmt: skip
    with pytest.raises(ConnectionRefusedError):
        cycle.mails()
    cycle.office = working
    first = cycle.at("2016-11-21 08:30").mails()
    again = cycle.at("2016-11-21 09:00").mails()
    asked = [mail for mail in first if mail["To"].addresses[0].addr_spec == ADMINISTRATOR]
    assert (len(asked), again) == (1, [])
    assert {row["state"] for row in cycle.rows(Message)} == {"sent"}


def test_smtp_slow_so_sent_twice(cycle_at):
    """While the first postman waits for the server, a second one comes to work."""
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4).at("2016-11-21 08:00")

    class SlowWay:
        def deliver(self, mail: Mail, _meanwhile: object = None) -> None:
            post(cycle.surroundings, CYCLE, second)
            cycle.inbox.deliver(mail)

        def close(self) -> None:
            """Nothing is open."""

    common = (cycle.office.mail_from, cycle.office.public_address, cycle.office.secret)
    second = PostOffice(cycle.inbox, *common, name="second postman")
    cycle.office = PostOffice(SlowWay(), *common, name="first postman")
    readers = sorted(mail["To"].addresses[0].addr_spec for mail in cycle.mails())
    assert readers == [ADMINISTRATOR, "kira.gannet@mt.example", "nell.heron@vt.example"]
    assert {row["n_tries"] for row in cycle.rows(Message)} == {1}


def test_mail_sent_though_the_transaction_failed(cycle_at):
    """An answer and the notices that it makes due are taken back with all the rest."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.mails()
    prompt = cycle.prompt("confirmation", state="CO")
    before = (cycle.rows(Notice), cycle.rows(Answer), cycle.rows(Prompt))
    with pytest.raises(OSError, match="no space left"):
        answer_and_break(cycle, prompt)
    assert cycle.at("2016-11-25 08:00").mails() == []
    assert (cycle.rows(Notice), cycle.rows(Answer), cycle.rows(Prompt)) == before


def answer_and_break(cycle, prompt) -> None:
    reply = Reply(prompt.id, CONFIRMS, prompt.person_id, Channel.PAGE)
    owed = notices.Owed(
        Purpose.ANSWER_RECEIVED, 4, "answer 1", cycle.person_id(SPECIALIST), Urgency.AT_ONCE
    )
    with write(cycle.tracker) as tat:
        answers.give(tat, reply, now=cycle.now)
        notices.owe(tat, CYCLE, [owed], now=cycle.now)
        tat.flush()
        raise OSError("no space left on the disk")
