"""Plans, answers and approvals as data; what is read back changes nothing."""

import csv
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from cli.export import compare, write_export, write_records
from tasks.surroundings import use
from tat.refusals import Refused
from tat.schema import Answer, IncomingFile, Plan
from tests.example_plan import BACKGROUND_CHECKS
from tests.pages import Pages
from tests.small_cycle import SmallCycle
from tests.test_workbooks import issued, send

SCHEMA = Path(__file__).parent.parent / "docs/export.schema.json"
FORMULA = BACKGROUND_CHECKS | {"text": '=HYPERLINK("https://evil.example","Help")'}


@pytest.fixture
def final(cycle_at):
    """Three final plans."""
    return cycle_at("delivery").at("2016-12-21 09:00")


def exported(cycle, tmp_path, **options) -> Path:
    folder = tmp_path / "export"
    with use(cycle.surroundings):
        assert write_export(out=folder, database=url(tmp_path), **options) == 0
    return folder


def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'tat.db'}"


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_needs_of_a_state_stand_in_a_csv_file(final, tmp_path):
    folder = exported(final, tmp_path, state="co")
    assert sorted(path.name for path in folder.iterdir()) == [
        "Activities CO.csv", "Answers CO.csv", "Approvals CO.csv", "Context CO.csv",
        "Needs CO.csv", "Plans CO.csv", "Plans CO.json", "Plans CO.xlsx", "Statuses CO.csv",
    ]  # fmt: skip
    assert [list(row.values()) for row in rows_of(folder / "Needs CO.csv")] == [
        ["8", "CO", "1", "1", "1", "Comprehensive background checks", "Help with background checks",
         "", "1", "ccdbg", "all ages", ""],
        ["8", "CO", "2", "2", "1", "School-age, afterschool and summer care",
         "More school-age care", "", "3", "beyond compliance", "school age", ""],
    ]  # fmt: skip
    assert [list(row.values())[2:4] for row in rows_of(folder / "Statuses CO.csv")] == [
        ["", "draft initial"], ["draft initial", "initial"], ["initial", "intermediate"],
        ["intermediate", "final"],
    ]  # fmt: skip


def test_a_region_holds_its_states_alone(final, tmp_path):
    folder = exported(final, tmp_path, region=8, form="csv")
    assert [row["State"] for row in rows_of(folder / "Plans Region 8.csv")] == ["CO", "MT"]


def test_the_json_is_as_its_published_schema_says(final, tmp_path):
    folder = exported(final, tmp_path, form="json")
    said = json.loads((folder / "Plans all.json").read_text())
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(said)
    assert [(plan["state"], plan["status"]) for plan in said["plans"]] == [
        ("VT", "final"), ("CO", "final"), ("MT", "final"),
    ]  # fmt: skip
    approvals = [one for one in said["plans"][1]["answers"] if one["kind"] == "confirmation"]
    [confirmation] = approvals
    assert (confirmation["verdict"], confirmation["stands"], confirmation["is_approval"]) == (
        "accepted", True, True,
    )  # fmt: skip
    assert [line["line_id"] for line in confirmation["lines"]] == [1, 2, 7, 8]


def test_an_answer_that_was_corrected_stands_no_longer(cycle_at, tmp_path):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    prompt = cycle.prompt("confirmation", state="CO").id
    cycle.answer_prompt(prompt, {"confirms": True})
    wishes = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}
    cycle.at("2016-11-22 11:00").answer_prompt(prompt, wishes)
    folder = exported(cycle, tmp_path, state="CO", form="csv")
    told = [row for row in rows_of(folder / "Answers CO.csv") if row["Step"] == "4"]
    assert [(row["Verdict"], row["Stands"], row["At (UTC)"]) for row in told] == [
        ("accepted", "no", "2016-11-22 15:00:00"), ("changes asked", "yes", "2016-11-22 16:00:00"),
    ]  # fmt: skip
    approvals = rows_of(folder / "Approvals CO.csv")
    assert [row["Verdict"] for row in approvals if row["Step"] == "4"] == ["changes asked"]


def test_words_that_look_like_a_formula_stay_words(cycle_at, tmp_path, monkeypatch):
    worksheet = SmallCycle._worksheet
    monkeypatch.setattr(
        SmallCycle, "_worksheet", lambda self, row: worksheet(self, row) | {"needs": [FORMULA]}
    )
    cycle = cycle_at("announced").reach("drafted")
    folder = exported(cycle, tmp_path, state="CO")
    [need] = rows_of(folder / "Needs CO.csv")
    assert need["What is needed"] == f"'{FORMULA['text']}"
    book = openpyxl.load_workbook(folder / "Plans CO.xlsx")
    cell = book["Needs"]["G4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (FORMULA["text"], "s", None)


def test_an_export_read_back_says_what_the_record_says_and_changes_nothing(final, tmp_path, capsys):
    file = exported(final, tmp_path, form="json") / "Plans all.json"
    before = final.rows(Plan), final.rows(Answer)
    with use(final.surroundings):
        capsys.readouterr()
        assert compare(file, database=url(tmp_path)) == 0
        assert capsys.readouterr().out == "The record says of 3 plans what the export says.\n"
        said = json.loads(file.read_text())
        said["plans"][1]["needs"][0]["priority"] = 4
        said["plans"][2]["status"] = "intermediate"
        file.write_text(json.dumps(said))
        assert compare(file, database=url(tmp_path)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "CO: needs 1 differs in priority.", "MT: status was intermediate, is final.",
    ]  # fmt: skip
    assert (final.rows(Plan), final.rows(Answer)) == before


def test_what_is_no_export_is_refused_by_its_name(final, tmp_path):
    file = tmp_path / "notes.json"
    file.write_text('{"format": "something else"}')
    with use(final.surroundings), pytest.raises(Refused, match=r"^notes\.json is no export"):
        compare(file, database=url(tmp_path))


def test_a_state_that_has_no_plan_is_refused(final, tmp_path):
    with use(final.surroundings), pytest.raises(Refused, match="it has those of CO, MT, VT"):
        write_export(state="TX", out=tmp_path / "none", database=url(tmp_path))
    assert not (tmp_path / "none").exists()


def test_an_export_sent_in_as_an_answer_changes_nothing(cycle_at, tmp_path):
    """It is no form: its sender is told so."""
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    book = (exported(pages.cycle, tmp_path, state="CO") / "Plans CO.xlsx").read_bytes()
    path, _filled = issued(pages, pages.cycle.prompt("confirmation", state="CO"))
    before = pages.cycle.rows(Answer)
    sent = send(pages, path, book, file_name="Plans CO.xlsx")
    assert sent.status_code == 422
    assert pages.cycle.rows(Answer) == before
    assert [row["state"] for row in pages.cycle.rows(IncomingFile)] == ["refused"]


@pytest.mark.process("8.4")
def test_all_records_of_a_plan_lie_in_one_folder(cycle_at, tmp_path):
    cycle = cycle_at("announced").at("2016-08-01 12:00")
    cycle.mails()
    cycle.reach("drafted").at("2016-09-06 10:00").mails()
    folder = tmp_path / "records"
    with use(cycle.surroundings):
        assert write_records("co", out=folder, database=url(tmp_path)) == 0
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert [name for name in found if "/" not in name] == [
        "Plans CO.json", "Plans CO.xlsx", "story.csv",
    ]  # fmt: skip
    assert [name for name in found if name.startswith("versions/")] == ["versions/version 001.json"]
    story = rows_of(folder / "story.csv")
    assert {row["Proof"] for row in story} == {"as it was written"}
    mails = [
        name for name in found if name.startswith("mails/") and name.endswith("Greta Cypress.txt")
    ]
    assert len(mails) == 1
    text = (folder / mails[0]).read_text()
    assert text.startswith("To: Greta Cypress <greta.cypress@region8.scbc.example>\n")
    assert "[[link" not in text
    assert datetime.fromisoformat(text.splitlines()[1].removeprefix("Sent: ").removesuffix(" UTC"))
