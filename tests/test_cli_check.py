"""What would stop the next step, and where a cycle stands."""

import json

import pytest
import sqlalchemy as sa

from cli.check import check
from cli.status import status
from cli.trial_mail import send_test
from config.settings import Settings
from tasks.surroundings import use
from tat import fates, stalled
from tat.database import write
from tat.refusals import Refused
from tat.schema import Message, Notice
from tat.statuses import NoticeState
from tests.smtp_server import PASSWORD, USER, smtp_server

SETTINGS = [f"TACYCLE_{name.upper()}" for name in Settings.model_fields]


@pytest.fixture
def staff(cycle_at, tmp_path, monkeypatch, without_prefect, capsys):
    """Gives a way to call a command about a cycle at a stage; what it returned and printed."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("TACYCLE_OMB_NUMBER", "0970-0000")
    monkeypatch.setenv("TACYCLE_OMB_EXPIRES_ON", "2017-12-31")
    monkeypatch.setenv("TACYCLE_BURDEN_STATEMENT", "About 15 minutes.")

    def call(cycle, command, **options):
        monkeypatch.setenv("TACYCLE_DATABASE_URL", cycle.tracker.url)
        with use(cycle.surroundings):
            code = command(**options)
        return code, capsys.readouterr().out.splitlines()

    return call


NOT_STARTED = [
    "  stops    There is no secret from which links are made; start tacycle up, which makes one, "
    "or set TACYCLE_SECRET.",
    "  stops    Nothing runs: no step opens and no mail leaves; start tacycle up.",
]
ALWAYS = [
    "  warning  Mail stays on this machine, in the local mailbox; play every role from its page; "
    "nobody outside gets a mail.",
    "  warning  The cycle ends on 2018-09-30, a Sunday; see whether that is meant.",
]


def test_what_is_not_started_stops_every_step(staff, cycle_at):
    code, printed = staff(cycle_at("asked"), check)
    assert code == 1
    assert printed == ["2016-2018: 2 things would stop a step.", *NOT_STARTED, *ALWAYS]


def test_a_role_that_nobody_has_stops_a_step(staff, cycle_at):
    cycle = cycle_at("asked")
    cycle.leave("administrator", "CO")
    code, printed = staff(cycle, check)
    assert (code, printed[1]) == (
        1,
        "  stops    Nobody is Administrator of Colorado; add a row to the roster: tacycle roster "
        "apply, cycle 2016-2018.",
    )


def test_a_script_that_is_not_approved_stops_step_2_once_it_is_open(staff, cycle_at):
    cycle = cycle_at("drafted")
    _code, printed = staff(cycle, check)
    assert printed[3] == (
        "  warning  OCC and OHS have not both approved the script of the calls; they are asked "
        "when step 2 opens; no pack leaves before."
    )
    _code, printed = staff(cycle.at("2016-09-06 07:00").run(2), check)
    assert printed[1] == (
        "  stops    OCC and OHS have not both approved the script of the calls; they answer the "
        "question in their mail."
    )


def test_mails_that_could_not_leave_are_counted(staff, cycle_at):
    cycle = cycle_at("asked")
    with write(cycle.tracker) as tat:
        first = tat.scalars(sa.select(Message.id).order_by(Message.id)).first()
        fates.fail(tat, first, fault="552 5.3.4 Too big", now=cycle.now)
    _code, printed = staff(cycle, check)
    assert (
        "  warning  1 mails could not leave; see why with tacycle mail list --state failed, then "
        "tacycle mail retry." in printed
    )


def test_a_missing_document_stops_what_needs_it_and_mails_that_wait_are_counted(staff, cycle_at):
    cycle = cycle_at("asked").with_text("agenda", None)
    plan = cycle.declared.document_faults["agenda"]
    cycle.surroundings.declared.document_faults["handout"] = plan
    with write(cycle.tracker) as tat:
        notice = tat.scalars(sa.select(Notice).order_by(Notice.id)).first()
        notice.state = NoticeState.WAITING
        stalled.stall(tat, [notice], lacks="document agenda", fault="", now=cycle.now)
    _code, printed = staff(cycle, check)
    assert {line for line in printed if line not in (*NOT_STARTED, *ALWAYS)} == {
        "2016-2018: 3 things would stop a step.",
        '  stops    The document "agenda" cannot be sent, and mails that need it wait: the file is '
        "missing (resources/agenda.md); write it.",
        '  warning  The document "handout" cannot be sent, and no mail needs it: the file is '
        "missing (resources/agenda.md); write it.",
        "  warning  1 mails wait, for lack of a document or of their words; see which with tacycle "
        "mail list.",
    }


def test_empty_settings_of_the_forms_are_warnings(staff, cycle_at, monkeypatch):
    for name in ("OMB_NUMBER", "OMB_EXPIRES_ON", "BURDEN_STATEMENT"):
        monkeypatch.delenv(f"TACYCLE_{name}")
    _code, printed = staff(cycle_at("asked"), check)
    assert [line for line in printed if "TACYCLE_OMB" in line or "BURDEN" in line] == [
        "  warning  The forms have no OMB control number; set TACYCLE_OMB_NUMBER.",
        "  warning  The forms do not say until when their OMB number holds; set "
        "TACYCLE_OMB_EXPIRES_ON.",
        "  warning  The forms have no burden statement; set TACYCLE_BURDEN_STATEMENT.",
    ]


def test_where_it_stands_as_json(staff, cycle_at):
    cycle = cycle_at("asked").at("2016-11-25 10:00")
    code, printed = staff(cycle, status, as_json=True)
    found = json.loads("\n".join(printed))
    assert code == 0
    assert found["steps_under_way"] == [
        {
            "step": 4,
            "name": "Confirmation of TA plans by CCDF Administrators",
            "ends_on": "2016-12-02",
        }
    ]
    assert found["plans"] == {"draft initial": 0, "initial": 3, "intermediate": 0, "final": 0}
    administrators = {"role": "administrator", "questions": 3, "people": 3, "overdue": 0}
    assert administrators in found["waits_for"]
    assert found["next_dates"][:2] == [
        {"at": "2016-12-03T07:00+00:00", "what": "step 4 closes"},  # midnight in Denver
        {"at": "2016-12-05T12:00+00:00", "what": "step 5 opens"},
    ]


def test_it_says_what_leaves_with_the_next_sweep(staff, cycle_at):
    """Asked on Monday the 21st, due on Wednesday the 30th (three states); reminded on the 28th."""
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    cycle.mails()
    _code, printed = staff(cycle.at("2016-11-25 18:00"), status)
    assert [line.rstrip() for line in printed[-3:-1]] == [
        "Next sweep 2016-11-25 23:00 (UTC): 0 reminders to 0 people, 0 escalations to 0",
        "people.",
    ]
    _code, printed = staff(cycle.at("2016-11-27 18:00"), status, as_json=True)
    assert json.loads("\n".join(printed))["next_sweep"] == {
        "at": "2016-11-28T12:30+00:00",
        "reminders": 3,
        "people_reminded": 3,
        "escalations": 0,
        "people_told": 0,
    }


def test_the_screen_keeps_to_80_columns(staff, cycle_at):
    _code, printed = staff(cycle_at("asked"), status)
    assert printed[0].startswith("2016-2018: step 4, Confirmation of TA plans by CCDF")
    assert max(map(len, printed)) <= 80


@pytest.fixture
def mail_server_set(tmp_path, monkeypatch):
    """A real mail server that trusts our user, named in the settings."""
    (tmp_path / "smtp").mkdir()
    with smtp_server(tmp_path / "smtp") as server:
        server.start(needs_login=True)
        given = {"MAIL_MODE": "smtp", "ROSTER_IS_REAL": "true", "SMTP_HOST": "localhost",
                 "SMTP_PORT": str(server.port), "SMTP_SECURITY": "none", "SMTP_USER": USER,
                 "SMTP_PASSWORD": PASSWORD}  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(f"TACYCLE_{name}", value)
        yield server


def of_mail(printed):
    words = ("Mail leaves", "mails leave", "No mail can", "examples", "held until")
    return [line.strip() for line in printed if any(one in line for one in words)]


def test_the_mail_server_is_tried_and_the_mails_of_today_are_counted(
    staff, cycle_at, mail_server_set
):
    cycle = cycle_at("asked").at("2016-11-21 07:00")  # eight o'clock is to come
    _code, printed = staff(cycle, check)
    assert of_mail(printed) == [
        "stops    84 addresses of the roster are examples, such as ada.alder@occ.example; apply "
        "the real roster with tacycle roster apply.",
        "warning  Mail leaves by localhost to the people of the roster; set TACYCLE_MAIL_MODE to "
        "hold to look at it first.",
        "warning  3 mails leave today; see to whom with tacycle preview --calendar.",
    ]
    assert mail_server_set.kept() == []


def test_a_mail_server_that_does_not_know_us_stops_everything(
    staff, cycle_at, mail_server_set, monkeypatch
):
    monkeypatch.setenv("TACYCLE_SMTP_PASSWORD", "wrong")
    _code, printed = staff(cycle_at("asked"), check)
    assert of_mail(printed)[0] == (
        "stops    No mail can leave: localhost does not let tacycle sign on (535 5.7.8 "
        "Authentication credentials invalid); correct the TACYCLE_SMTP settings, or ask who runs "
        "the server."
    )


def test_held_mail_is_said(staff, cycle_at, monkeypatch):
    monkeypatch.setenv("TACYCLE_MAIL_MODE", "hold")
    _code, printed = staff(cycle_at("asked"), check)
    assert of_mail(printed) == [
        "warning  Mail is held until somebody releases it; see tacycle mail held."
    ]


@pytest.mark.parametrize("command", [check, status])
def test_a_server_of_the_record_that_does_not_answer_is_one_sentence(monkeypatch, command):
    url = "postgresql+psycopg://staff:word@127.0.0.1:1/tacycle"  # nobody listens at port 1
    monkeypatch.setenv("TACYCLE_DATABASE_URL", url)
    with pytest.raises(Refused) as refused:
        command()
    assert str(refused.value) == (
        "Nothing was done: the tracker at postgresql+psycopg://staff:***@127.0.0.1:1/tacycle "
        'cannot be opened (connection failed: connection to server at "127.0.0.1", port 1 failed: '
        "Connection refused); start its server, or correct TACYCLE_DATABASE_URL."
    )


def test_a_test_mail_arrives_and_a_wrong_password_is_one_sentence(
    mail_server_set, monkeypatch, capsys
):
    assert send_test(to="greta@cypress.example") == 0
    assert capsys.readouterr().out == (
        "localhost has taken a test mail to greta@cypress.example.\n"
    )
    [arrived] = mail_server_set.mails()
    assert (arrived["To"], arrived["Subject"]) == (
        "greta@cypress.example", "A test of the mail of tacycle",
    )  # fmt: skip
    monkeypatch.setenv("TACYCLE_SMTP_PASSWORD", "wrong")
    with pytest.raises(Refused, match="did not leave: localhost does not let tacycle sign on"):
        send_test(to="greta@cypress.example")
    assert len(mail_server_set.mails()) == 1


def test_without_a_mail_server_no_test_mail_is_sent(monkeypatch):
    monkeypatch.setenv("TACYCLE_MAIL_MODE", "local")
    with pytest.raises(Refused, match="No mail was sent: mail stays on this machine"):
        send_test(to="greta@cypress.example")
