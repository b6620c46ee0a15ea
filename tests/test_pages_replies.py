"""The pages on mail that came in: OCC sorts it, a Specialist takes a reply, the plan shows it."""

import pytest

from cli.main import app
from tat.schema import Answer, Received
from tests.answers_by_mail import reply, take
from tests.pages import Pages

ADMINISTRATOR = "hal.dogwood@co.example"
SPECIALIST = "greta.cypress@region8.scbc.example"
OTHER_SPECIALIST = "elsa.catalpa@region1.scbc.example"
OCC = "ada.alder@occ.example"
MARKUP = "Confirmed. <script>alert(1)</script> [[link 1]]"


@pytest.fixture
def pages(cycle_at):
    """A yes of an Administrator is offered; one of an address that nobody knows is unsorted."""
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    [mail] = [one for one in cycle.mails() if "hal.dogwood" in one["To"]]
    cycle.at("2016-11-22 10:00")
    take(cycle, reply(mail, MARKUP))
    take(cycle, reply(mail, MARKUP, sender='"<b>hal</b>" <hal@home.example>'))
    return Pages(cycle)


def states(pages) -> list[str]:
    return [str(row["state"]) for row in pages.cycle.rows(Received)]


def question(pages) -> int:
    return pages.cycle.prompts("confirmation", state="CO")[0].id


@pytest.mark.process("4.1")
def test_a_specialist_takes_a_reply_as_the_answer_in_one_act(pages):
    path = f"{pages.link(SPECIALIST)}/replies"
    page = pages.get(path)
    assert "Colorado: Hal Dogwood was asked to confirm the plan" in page.text
    assert "Who sent a mail is not proved by its address" in page.text
    n_answers, number = len(pages.cycle.rows(Answer)), question(pages)
    sent = pages.send(path, what="answer", name="Greta Cypress")
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert states(pages) == ["recorded", "unsorted"]
    assert len(pages.cycle.rows(Answer)) == n_answers + 1
    assert pages.cycle.rows(Answer)[-1]["prompt_id"] == number
    again = pages.client.post(path, data={**dict(pages.fields(path)), "received": "1",
                              "form_key": form_key(pages, SPECIALIST), "what": "answer",
                              "name": "Greta Cypress"})  # fmt: skip
    assert (again.status_code, "waits for no decision" in again.text) == (422, True)


def form_key(pages, address: str) -> str:
    from portal.visitors import form_key as key_of
    from tests.pages import SECRET

    return key_of(SECRET.encode(), pages.link(address).removeprefix("/l/"))


def test_what_people_wrote_is_shown_as_plain_text(pages):
    for path in (f"{pages.link(SPECIALIST)}/replies", f"{pages.link(OCC)}/inbox",
                 f"{pages.link(SPECIALIST)}/plan/CO"):  # fmt: skip
        page = pages.get(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script" not in page
        assert "<b>hal" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Greta Cypress"}, "Choose whether the reply is an answer or a note."),
        ({"what": "answer"}, "Type your name: it stands on record with what you decide."),
    ],
)
def test_without_a_choice_and_a_name_a_reply_stays_as_it_is(pages, given, said):
    sent = pages.send(f"{pages.link(SPECIALIST)}/replies", **given)
    assert (sent.status_code, said in sent.text) == (422, True)
    assert states(pages) == ["offered", "unsorted"]


def test_to_look_changes_nothing(pages):
    for address, page in ((SPECIALIST, "replies"), (OCC, "inbox"), (SPECIALIST, "mine")):
        path = f"{pages.link(address)}/{page}"
        assert (pages.get(path).status_code, pages.client.head(path).status_code) == (200, 200)
    assert states(pages) == ["offered", "unsorted"]


def test_occ_says_which_question_a_mail_is_about(pages):
    path, number = f"{pages.link(OCC)}/inbox", question(pages)
    assert f"Question {number}: Hal Dogwood was asked to confirm the plan for Colorado" in (
        pages.get(path).text
    )
    assert pages.send(path, which=str(number), name="Ada Alder").status_code == 303
    assert states(pages) == ["offered", "noted"]
    assert "Nothing waits to be sorted." in pages.get(path).text


def test_occ_says_that_a_mail_is_nothing(pages):
    path = f"{pages.link(OCC)}/inbox"
    assert pages.send(path, which="nothing", name="Ada Alder").status_code == 303
    assert states(pages) == ["offered", "set aside"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Ada Alder"}, "Choose which question the mail is about"),
        ({"which": "other", "name": "Ada Alder"}, "Give the number of the question"),
        ({"which": "other", "question": "99999", "name": "Ada"}, "there is no question 99999."),
        ({"which": "nothing"}, "Type your name: it stands on record with what you say"),
    ],
)
def test_what_occ_leaves_out_is_said_and_nothing_is_sorted(pages, given, said):
    sent = pages.send(f"{pages.link(OCC)}/inbox", **given)
    assert (sent.status_code, said in sent.text) == (422, True)
    assert states(pages) == ["offered", "unsorted"]


@pytest.mark.parametrize(
    ("address", "page"), [(SPECIALIST, "inbox"), (ADMINISTRATOR, "inbox"), (OCC, "replies"),
                          (ADMINISTRATOR, "replies")],
)  # fmt: skip
def test_for_others_the_pages_are_not_there(pages, address, page):
    path = f"{pages.link(address)}/{page}"
    assert pages.get(path).status_code == 404
    assert pages.client.post(path, data={"which": "nothing", "name": "x"}).status_code == 404
    assert states(pages) == ["offered", "unsorted"]


def test_a_specialist_of_other_states_does_not_see_it(pages):
    assert "Hal Dogwood" not in pages.get(f"{pages.link(OTHER_SPECIALIST)}/replies").text


@pytest.mark.parametrize(
    ("address", "sees"), [(SPECIALIST, True), (OCC, True), (ADMINISTRATOR, True),
                          ("theo.locust@ecqa.example", False)],
)  # fmt: skip
def test_the_plan_shows_a_reply_to_those_who_read_the_mail_of_who_was_asked(pages, address, sees):
    page = pages.get(f"{pages.link(address)}/plan/CO")
    assert page.status_code == 200
    assert ("Replies by mail" in page.text) is sees


@pytest.mark.process("8.4")
def test_the_story_of_the_plan_tells_of_the_mail_and_of_who_took_it(pages):
    pages.send(f"{pages.link(SPECIALIST)}/replies", what="answer", name="Greta Cypress")
    story = pages.get(f"{pages.link(SPECIALIST)}/plan/CO/ledger").text
    assert "A mail from hal.dogwood@co.example came in about the request to confirm the plan" in (
        story
    )
    assert "read mail 1. It was taken as answer" in story


def command(pages, *words: str) -> int:
    database = str(pages.cycle.tracker.url)
    return app([*words, "--database", database], result_action="return_value", exit_on_error=False)


def test_the_command_lists_shows_and_sorts(pages, capsys, monkeypatch):
    monkeypatch.delenv("TACYCLE_IMAP_HOST", raising=False)
    assert command(pages, "inbox") == 0
    told = capsys.readouterr().out
    assert "No mailbox is named (TACYCLE_IMAP_HOST): none was read." in told
    assert "hal@home.example  Re: Please confirm" in told
    assert "1 mails wait to be sorted" in told
    assert command(pages, "inbox", "show", "2") == 0
    assert MARKUP in capsys.readouterr().out
    number = str(question(pages))
    assert command(pages, "inbox", "belongs", "2", "--prompt", number, "--by", OCC) == 0
    assert states(pages) == ["offered", "noted"]
