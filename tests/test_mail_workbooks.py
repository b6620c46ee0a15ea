"""The workbook that goes with the mail of a question: what it asks, and its way back."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from config.declared import load
from config.packs import MADE_DOCUMENTS, PLAN_WORKBOOK
from config.vocabulary import FEDERAL, PromptKind
from portal.door.mailed import take_mailed
from tat.database import write
from tat.schema import Answer, NeedRevision
from tests.answers_by_mail import reply, take
from tests.pages import Pages
from tests.small_cycle import documents_with
from tests.test_step_2 import PARTNERS_8, initial_after_packs
from tests.workbooks import Filling

HAL = "hal.dogwood@co.example"
SPECIALIST = "greta.cypress@region8.scbc.example"
SAID = (
    "You can fill in the workbook instead of the page. Send it on the page, and it counts at once; "
    "or reply with it, and then confirm what we read in it."
)
OF_SEVERAL = (
    "You can fill in the workbooks instead of the pages. Send each on its own page, and it counts "
    "at once; or reply with it, and then confirm what we read in it."
)


def workbooks(mail) -> dict[str, bytes]:
    """The workbooks of a mail by their names."""
    return {
        one.get_filename(): one.get_content()
        for one in documents_with(mail)
        if one.get_filename().endswith(".xlsx")
    }


def words(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


def lists(content: bytes, sheet: str) -> dict[str, list[str]]:
    """What can be chosen in the cells of a sheet, by their areas."""
    book = load_workbook(BytesIO(content))
    found = {}
    for one in book[sheet].data_validations.dataValidation:
        area = one.formula1.partition("!")[2].replace("$", "")
        found[str(one.sqref)] = [row[0].value for row in book["Lists"][area]]
    return found


@pytest.mark.process("4.1", "8.2")
def test_the_mail_brings_the_workbook_and_its_reply_counts_once_it_is_confirmed(cycle_at):
    """What its page offers is the same workbook, byte for byte."""
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    [mail] = [one for one in cycle.mails() if HAL in one["To"]]
    prompt = cycle.prompt("confirmation", state="CO")
    [(name, content)] = workbooks(mail).items()
    assert name == f"Colorado, confirm the plan (question {prompt.id}).xlsx"
    assert SAID in words(mail)
    pages = Pages(cycle)
    assert pages.get(f"{pages.link(HAL)}/workbook/prompt/{prompt.id}").content == content
    assert lists(content, "Answers") == {
        "B4": ["I confirm the plan as it is shown here", "I suggest modifications"]
    }

    book = Filling(content)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    answer = reply(mail, "Attached.")
    answer.add_attachment(book.saved(), maintype="application", subtype="xlsx", filename=name)
    take(cycle, answer)
    [outcome] = take_mailed(pages.app.state.portal)
    assert (outcome.state, outcome.place) == ("to confirm", f"prompt {prompt.id}")
    assert cycle.rows(Answer, Answer.prompt_id == prompt.id) == []
    page = f"{pages.link(HAL)}/file/{outcome.file_id}"
    assert pages.send(page, act="answer", name="Hal Dogwood").status_code == 303
    [given] = cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (given["channel"], given["content"]["confirms"]) == ("file", True)


@pytest.mark.process("1.5", "3.4")
def test_each_worksheet_has_its_workbook_and_a_sheet_has_one_for_all_its_states(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 08:00")
    [mail] = [one for one in cycle.mails_to(SPECIALIST) if workbooks(one)]
    numbers = {state: cycle.prompt("worksheet", state=state).id for state in ("CO", "MT")}
    assert [*workbooks(mail)] == [
        f"Colorado, draft the initial plan (question {numbers['CO']}).xlsx",
        f"Montana, draft the initial plan (question {numbers['MT']}).xlsx",
    ]
    assert OF_SEVERAL in words(mail)

    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    first = cycle.prompts("approaches")[0]
    found = [workbooks(one) for one in cycle.at("2016-10-24 08:00").mails_to(first.address)]
    name = f"propose approaches (sheet {first.sheet_id}).xlsx"
    assert [[*one] for one in found] == [[name]]
    [content] = found[0].values()
    pages = Pages(cycle)
    path = f"{pages.link(first.address)}/workbook/sheet/{first.sheet_id}"
    assert pages.get(path).content == content
    proposals = load_workbook(BytesIO(content)).worksheets[1]
    states = {row[0].value for row in proposals["A4:A40"]} - {None}
    assert states == {"Colorado", "Montana", "Vermont"}


def test_no_question_of_a_federal_officer_has_a_workbook_in_its_mail(cycle_at):
    kinds = [kind for kind in PromptKind if PLAN_WORKBOOK in MADE_DOCUMENTS.get(kind, ())]
    asked = {role for kind in kinds for role in load("2016-2018").rules.prompt[kind].asked}
    assert (len(kinds), asked.isdisjoint(FEDERAL)) == (15, True)
    cycle = cycle_at("entered").at("2016-11-02 10:00")
    managers = {prompt.address for prompt in cycle.prompts("affirmation")}
    mails = [one for one in cycle.mails() if one["To"].addresses[0].addr_spec in managers]
    assert sorted(name for one in mails for name in workbooks(one)) == [
        "TA plan Vermont version 3.xlsx",  # to read; nothing to fill in
        "TA plans of 2 states.xlsx",
    ]
    assert [one for one in mails if "instead of the page" in words(one)] == []


@pytest.mark.process("2.8", "4.6", "8.3")
def test_a_mail_that_shares_plans_brings_them_all_in_one_workbook_to_read(cycle_at):
    """Words that look like a formula stay words."""
    cycle = initial_after_packs(cycle_at)
    with write(cycle.tracker) as tat:
        tat.scalars(sa.select(NeedRevision).order_by(NeedRevision.line_id)).first().text = "=1+1"
    [mail] = cycle.at("2016-09-22 08:00").mails_to(PARTNERS_8[0])
    [(name, content)] = workbooks(mail).items()
    assert name == "TA plans of 2 states.xlsx"
    assert "instead of the page" not in words(mail)
    book = load_workbook(BytesIO(content))
    assert {sheet.title: [row[:4] for row in sheet.iter_rows(min_row=4, values_only=True)]
            for sheet in book} == {
        "Plans": [("Colorado", "initial plan", 2, 2), ("Montana", "initial plan", 2, 2)],
        "Needs": [
            ("Colorado", 1, "Comprehensive background checks", "=1+1"),
            ("Colorado", 2, "School-age, afterschool and summer care", "More school-age care"),
            ("Montana", 1, "Comprehensive background checks", "Help with background checks"),
            ("Montana", 2, "School-age, afterschool and summer care", "More school-age care"),
        ],
        "Activities": [],
        "Context": [
            (state, *factor) for state in ("Colorado", "Montana") for factor in (
                ("New data system", "State plan"),
                ("High priority: Help with background checks",
                 "status check-in call of 2016-08-09"),
            )
        ],
    }  # fmt: skip
    assert book["Needs"]["D4"].data_type == "s"
