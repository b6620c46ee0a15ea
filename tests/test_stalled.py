"""A mail that cannot be made stops no other: it waits, OCC is told once, then it leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from markupsafe import escape

from cli.mail import show_all
from config.packs import Pack
from config.vocabulary import Purpose, Urgency
from tasks.letter_documents import MAKERS
from tasks.surroundings import use
from tasks.trends import edition
from tat import notices, stalled
from tat.database import read, write
from tat.messages import Document
from tat.notices import Owed
from tat.schema import Message, Notice
from tests.pages import Pages
from tests.small_cycle import CYCLE, documents_with
from tests.test_delivery_fates import ADMINISTRATOR, LEAD, OCC, SPECIALIST, owe, quiet

AGENDA = "# Agenda of the call\n\nOne hour.\n"


def to(mails) -> list[str]:
    """To whom mails left, sorted."""
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


def words(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


def waiting(cycle) -> list[tuple[str, str]]:
    """Who waits for what."""
    with read(cycle.tracker) as tat:
        return sorted((one.address, one.lacks) for one in stalled.listed(tat, CYCLE))


def calling(cycle_at):
    """Calls are agreed in all three states, and the file of their agenda is missing."""
    return cycle_at("drafted").with_text("agenda", None).reach("calls")


def owe_broken(cycle, purpose: Purpose, subject: str, *addresses: str) -> None:
    """Owe people something that no mail can be made of."""
    owed = [Owed(purpose, 3, subject, cycle.person_id(one), Urgency.AT_ONCE) for one in addresses]
    with write(cycle.tracker) as tat:
        notices.owe(tat, CYCLE, owed, now=cycle.now)


@pytest.mark.process("2.3")
def test_a_missing_document_stops_the_mails_that_need_it_and_leaves_with_them_once_it_is_there(
    cycle_at,
):
    cycle = calling(cycle_at)
    invited = [address for _about, address in cycle.told("call-pack")]
    mails = cycle.at("2016-09-09 08:00").mails()
    told = [mail for mail in mails if mail["Subject"].startswith("Mails wait")]
    assert (len(invited), [one for one in mails if list(documents_with(one))]) == (21, [])
    assert waiting(cycle) == sorted((address, "document agenda") for address in invited)
    assert (to(told), {one["Subject"] for one in told}) == (
        [*OCC],
        {"Mails wait: the document “agenda” is missing"},
    )
    said = words(told[0])
    assert (
        "The document “agenda”: the file is missing (resources/agenda.md). What to do: write it."
        in said
    )
    assert f"{ADMINISTRATOR}: the documents for the stakeholder call, Colorado" in said
    assert "21 mails wait for it:" in said
    assert cycle.at("2016-09-09 08:04").run(2).mails() == []
    assert cycle.at("2016-09-09 08:06").run(2).mails() == []  # tried again, and told of no more
    cycle.with_text("agenda", AGENDA).at("2016-09-09 08:12")
    sent = {mail["To"].addresses[0].addr_spec: mail for mail in cycle.mails()}
    names = [one.get_filename() for one in documents_with(sent[ADMINISTRATOR])]
    assert (sorted(sent), "Agenda of the call.txt" in names) == (sorted(set(invited)), True)
    assert (waiting(cycle), len(cycle.told("mail-waits"))) == ([], 3)


def test_what_goes_missing_once_more_is_told_once_more(cycle_at):
    cycle = quiet(cycle_at).with_text("agenda", None)
    packs = [pack.model_copy(update={"documents": ("agenda",)})
             for pack in cycle.declared.rules.packs if pack.occasion == "draft-shared"]  # fmt: skip
    cycle.with_rules(packs=(*packs, *cycle.declared.rules.packs))
    owe(cycle, ADMINISTRATOR)
    assert to(cycle.mails()) == [*OCC]
    cycle.with_text("agenda", AGENDA).now += timedelta(minutes=6)
    assert to(cycle.mails()) == [ADMINISTRATOR]
    cycle.with_text("agenda", None).now += timedelta(days=1)
    (cycle.folder / "resources" / "agenda.md").unlink()
    cycle.with_text("agenda", None)
    owe(cycle, LEAD)
    assert to(cycle.mails()) == [*OCC]
    assert sorted(row["round"] for row in cycle.rows(Notice, Notice.purpose == "mail-waits")) == [
        1, 1, 1, 2, 2, 2,
    ]  # fmt: skip


def test_a_document_whose_making_fails_is_missing(cycle_at):
    """A topic was taken out of topics.toml of which plans speak."""
    cycle = cycle_at("affirmed").reach("asked")
    topics = cycle.declared.topics
    cycle.surroundings = replace(cycle.surroundings, declared=replace(cycle.declared, topics={}))
    assert ADMINISTRATOR not in to(cycle.at("2016-11-21 08:00").mails())
    lacks = {lack for _address, lack in waiting(cycle)}
    [row, *_] = cycle.rows(Notice, Notice.purpose == "mail-waits")
    assert (lacks, row["details"]["cause"]) == (
        {"document plan"},
        "could not be made (KeyError: 'background-checks')",
    )
    cycle.surroundings = replace(
        cycle.surroundings, declared=replace(cycle.declared, topics=topics)
    )
    assert ADMINISTRATOR in to(cycle.at("2016-11-21 08:06").mails())


def test_the_postman_can_bring_a_document_that_is_made_elsewhere(cycle_at):
    cycle = cycle_at("affirmed").reach("asked")
    pack = Pack(occasion="confirmation", to="everybody", documents=["plan-workbook"])
    cycle.with_rules(packs=(pack, *cycle.declared.rules.packs))
    cycle.office = replace(cycle.office, makers=MAKERS)
    assert ADMINISTRATOR not in to(cycle.at("2016-11-21 08:00").mails())
    assert {lack for _address, lack in waiting(cycle)} == {"document plan-workbook"}
    makers = {"plan-workbook": lambda _tat, notice, _background: Document(
        f"Plan {notice.plan_id}.xlsx", b"PK", plan_id=notice.plan_id)}  # fmt: skip
    cycle.office = replace(cycle.office, makers=makers)
    [mail] = cycle.at("2016-11-21 08:06").mails_to(ADMINISTRATOR)
    assert [one.get_filename() for one in documents_with(mail)] == ["Plan 1.xlsx"]


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [
        (Purpose.TRENDS, "cycle"),  # its template lacks what it is given
        (Purpose.ANSWER_RECEIVED, "answer one"),  # not even what it is about can be read
    ],
)
def test_words_that_cannot_be_put_together_stop_their_own_mail(cycle_at, purpose, subject):
    cycle = quiet(cycle_at)
    owe_broken(cycle, purpose, subject, SPECIALIST, LEAD)
    owe(cycle, ADMINISTRATOR, SPECIALIST)
    mails = cycle.mails()
    assert to(mails) == sorted([ADMINISTRATOR, SPECIALIST, *OCC])
    [told] = [mail for mail in mails if OCC[0] in mail["To"]]
    assert told["Subject"] == f"Mails wait: the words of “{purpose}” fail"
    assert waiting(cycle) == sorted((one, f"words {purpose}") for one in (SPECIALIST, LEAD))
    assert cycle.at("2016-08-08 10:30").mails() == []


@pytest.mark.process("3.2")
def test_a_page_of_the_trends_that_cannot_be_made_stops_neither_step_nor_centers(
    cycle_at, monkeypatch
):
    cycle = cycle_at("accurate").at("2016-10-24 07:00")
    page = edition.page
    monkeypatch.setattr(edition, "page", lambda *_given, **_more: {}["font"])
    cycle.run(3)
    sent = to(cycle.at("2016-10-24 08:00").mails())
    assert (LEAD in sent, cycle.mails()) == (True, [])
    waits = waiting(cycle)  # of the centers only what brings the page
    assert {document for _address, document in waits} == {"document trend-page"}
    assert [address for address, _document in waits if ".scbc." in address] == [
        "elsa.catalpa@region1.scbc.example", SPECIALIST,
    ]  # fmt: skip
    monkeypatch.setattr(edition, "page", page)
    [mail] = cycle.run(3).at("2016-10-25 08:00").mails_to(SPECIALIST)
    assert [one.get_filename() for one in documents_with(mail)] == [
        "Needs by topic.csv",
        "Requests Region 8.csv",
        "TA needs and trends Region 8.html",
    ]


@pytest.mark.process("2.5")
def test_a_missing_script_is_told_once_and_asked_for_approval_once_it_is_there(cycle_at):
    cycle = cycle_at("drafted").with_text("call-script", None).at("2016-09-06 07:00")
    cycle.run(2).run(2)
    assert cycle.told("mail-waits") == [("document call-script", one) for one in OCC]
    assert (cycle.prompts("script-approval"), cycle.told("call-pack")) == ([], [])
    cycle.with_text("call-script", "# Script\n\nWelcome.\n").run(2)
    assert len(cycle.prompts("script-approval")) == 5


def test_staff_see_what_waits_by_command_on_the_page_of_occ_and_in_healthz(cycle_at, capsys):
    cycle = quiet(cycle_at)
    owe_broken(cycle, Purpose.TRENDS, "cycle", LEAD)
    cycle.mails()
    n_mails = len(cycle.rows(Message))
    with use(cycle.surroundings):
        assert show_all(database=cycle.tracker.url) == 0
    to_theo = "to Theo Locust, theo.locust@ecqa.example: the trends"
    lack = (
        "the text of the mail “trends”: cannot be put together (UndefinedError: 'dict object' has "
        "no attribute 'title'); tell who runs this service what stands here."
    )
    assert capsys.readouterr().out.splitlines()[n_mails + 1 :] == [
        f"Waits since 2016-08-08 14:00 UTC {to_theo}. It lacks {lack}"
    ]
    pages = Pages(cycle)
    page = pages.get(f"{pages.link(OCC[0])}/mail").text
    assert f"<li>{to_theo}</li>" in page
    assert f"<strong>1 mail waits</strong> for {escape(lack)}" in page
    assert pages.get("/healthz").json()["mail"] == {
        "is_well": True,
        "at": None,
        "says": "1 mail waits for a document or for words. See: tacycle check, tacycle mail list.",
    }
