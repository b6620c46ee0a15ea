"""`tacycle workbook`: what a state is asked just now as workbooks, to hand over by any way."""

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from cyclopts import App

from cli.acting import CycleName, DatabaseUrl, cycle_of, record
from config.settings import load_settings
from portal.asking.questions import read_questions
from portal.context import Portal
from portal.workbooks.making import csv_of, omb_of, workbook_of
from tat import subjects
from tat.database import Tat, read
from tat.refusals import Refused
from tat.schema import Jurisdiction, Person, Plan, Prompt
from tat.statuses import PromptState
from templates.filters import plural
from templates.workbooks import name_of_workbook

app = App(name="workbook", help="Write what a state is asked just now as workbooks.")


@app.default
def write_workbooks(
    state: str,
    *,
    out: Path = Path("out/workbooks"),
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Write a workbook for each question about a state's plan that waits and stands on no sheet.

    Beside each stands the same as a csv file.

    It comes back by the page of its question: who is asked opens the link of their mail, and sends
    it there.

    Parameters
    ----------
    state
        Code of the state or territory, such as CO.
    out
        Folder for the workbooks.
    """
    with record(database) as surroundings:
        portal = Portal(surroundings, load_settings(), secret=b"")
        with read(surroundings.tracker) as tat:
            asked = _asked(tat, cycle_of(surroundings, cycle), state.upper())
            files = list(_files(tat, portal, asked))
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        (out / name).write_bytes(content)
        print(out / name)
    print(f"{plural(len(files), 'file')} written")
    return 0


def _asked(tat: Tat, cycle: str, code: str) -> list[tuple[Prompt, str]]:
    """The open prompts about a state's plan, each with the name of who is asked."""
    if tat.get(Jurisdiction, code) is None:
        raise Refused(
            f"There is no state or territory {code}; nothing was written. Give a code such as CO."
        )
    rows = (
        sa.select(Prompt, Person.name)
        .join(Plan, Plan.id == Prompt.plan_id)
        .join(Person, Person.id == Prompt.person_id)
        .where(
            Prompt.cycle == cycle, Plan.jurisdiction == code, Prompt.sheet_id.is_(None),
            Prompt.state == PromptState.OPEN,
        )
        .order_by(Prompt.id)
    )  # fmt: skip
    return [(prompt, name) for prompt, name in tat.execute(rows)]


def _files(
    tat: Tat, portal: Portal, asked: Iterable[tuple[Prompt, str]]
) -> Iterable[tuple[str, bytes]]:
    for prompt, reader in asked:
        page = read_questions(tat, portal, [prompt])
        place = subjects.prompt(prompt.id)
        content = workbook_of(
            page, reader=reader, place=place, omb=omb_of(portal.settings), now=portal.now()
        )
        name = name_of_workbook(page.questions[0].state, prompt.kind, place)
        yield name, content
        yield f"{name.removesuffix('.xlsx')}.csv", csv_of(page, place=place)
