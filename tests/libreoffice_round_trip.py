"""A workbook opened, filled in and saved by LibreOffice, on its way through real servers.

    python -m tests.libreoffice_round_trip FOLDER      (or: make round-trip)

The mail of Colorado's confirmation brings the workbook. LibreOffice opens it and saves it as its
own kind of file; two cells are filled in there; LibreOffice saves it as .xlsx. It leaves in a reply
by a real SMTP server, lies in a real IMAP mailbox, is read, confirmed on its page, and applied.
What was made on the way stays in FOLDER, with a picture of each of its pages as they are printed.
"""

import subprocess
import sys
import time
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yagmail

from config.settings import Settings
from portal.door.mailed import take_mailed
from tasks.incoming.inbox import inbox_of
from tasks.incoming.reading import read_mailbox
from tasks.repeatable import RepeatableTask
from tat.schema import Answer
from tests.answers_by_mail import HOME, reply
from tests.cycle_fixtures import Stages
from tests.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.pages import Pages
from tests.small_cycle import SmallCycle, documents_with
from tests.smtp_server import smtp_server

HAL = "hal.dogwood@co.example"
SUGGESTS, TWO_VISITS = "I suggest modifications", "Two visits, please"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
FILLED = {"Your answer": SUGGESTS, "wishes.7": TWO_VISITS}
"""What is written into the second cell of a row, by the text of one of its cells."""


def main(folder: Path) -> None:
    """Go all the way once, and say what happened. Raises: AssertionError, where it did not."""
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, imap_server(folder) as mailbox:
        patch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
        (folder / "cycle").mkdir()
        cycle = Stages(folder).copy("asked", folder / "cycle").at("2016-11-21 08:00")
        asked = next(one for one in cycle.mails() if HAL in one["To"])
        [issued] = [one for one in documents_with(asked) if one.get_filename().endswith(".xlsx")]
        (folder / "issued.xlsx").write_bytes(issued.get_content())
        filled = fill(folder / "issued.xlsx")
        mailbox.put(sent(folder, asked, filled))
        print(f"LibreOffice saved {filled.stat().st_size} bytes; the reply lies in the mailbox")
        take_in(cycle, mailbox)
        confirm(cycle)
    picture(filled)


def fill(issued: Path) -> Path:
    """Have LibreOffice open and save a workbook, with two cells filled in between."""
    flat = saved_as("fods", issued)
    for _event, (prefix, space) in ElementTree.iterparse(flat, events=["start-ns"]):
        ElementTree.register_namespace(prefix, space)  # LibreOffice knows its files by them
    book = ElementTree.parse(flat)
    n_filled = 0
    for row in book.iter(f"{{{TABLE}}}table-row"):
        cells = list(row)
        for said in (FILLED.get("".join(cell.itertext()).strip()) for cell in cells):
            if said is not None and _is_empty(cells[1]):
                cells[1].set(f"{{{OFFICE}}}value-type", "string")
                ElementTree.SubElement(cells[1], f"{{{TEXT}}}p").text = said
                n_filled += 1
    assert n_filled == len(FILLED), n_filled
    into = issued.with_name("filled.fods")
    book.write(into, encoding="utf-8", xml_declaration=True)
    return saved_as("xlsx", into)


def _is_empty(cell: ElementTree.Element) -> bool:
    return not "".join(cell.itertext()).strip()


def saved_as(kind: str, path: Path) -> Path:
    """Have LibreOffice open a file and save it as another kind."""
    begun = time.perf_counter()
    profile = f"-env:UserInstallation={(path.parent / 'libreoffice').absolute().as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        path.parent,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True)
    print(f"LibreOffice: {path.name} to {kind} in {time.perf_counter() - begun:.1f} s")
    return path.with_suffix(f".{kind}")


def sent(folder: Path, asked: EmailMessage, filled: Path) -> bytes:
    """Send the workbook in a reply; gives the mail as the server took it."""
    answer = reply(asked, "Attached.")
    answer.add_attachment(
        filled.read_bytes(), maintype="application", subtype="xlsx", filename=filled.name
    )
    (folder / "smtp").mkdir()
    with smtp_server(folder / "smtp") as server:
        server.start()
        session = yagmail.SMTP(
            HAL, "", host="localhost", port=server.port, smtp_starttls=False, smtp_ssl=False,
            smtp_skip_login=True,
        )  # fmt: skip
        session.login()
        session.smtp.sendmail(HAL, [str(answer["To"])], answer.as_bytes(policy=policy.SMTP))
        session.close()
        [taken] = server.raw()
    return taken


def take_in(cycle: SmallCycle, mailbox: ImapServer) -> None:
    """Read the mailbox, and take the workbook in; it answers nothing yet."""
    settings = Settings(
        imap_host="127.0.0.1", imap_port=mailbox.tls_port, imap_user=USER, imap_password=PASSWORD,
        data_folder=cycle.folder,
    )  # fmt: skip
    inbox = replace(inbox_of(settings), home=HOME, context=mailbox.context())
    read_mailbox(cycle.surroundings, inbox)
    [outcome] = take_mailed(Pages(cycle).app.state.portal)
    assert (outcome.state, outcome.sentences) == ("to confirm", ()), outcome
    print(f"The door: file {outcome.file_id}, {outcome.state}")


def confirm(cycle: SmallCycle) -> None:
    """Confirm on the page what was read, and see the step ask the Specialist."""
    pages = Pages(cycle)
    sent_back = pages.send(f"{pages.link(HAL)}/file/1", act="answer", name="Hal Dogwood")
    assert sent_back.status_code == 303, sent_back.text
    answer = cycle.rows(Answer)[-1]
    assert answer["content"] == {"confirms": False, "wishes": [{"text": TWO_VISITS, "line_id": 7}]}
    cycle.run(4)
    asked = [row.jurisdiction for row in cycle.prompts("revision")]
    assert asked == ["CO"]
    print(f"On record: {answer['content']}; the Specialist is asked to revise {asked}")


def picture(book: Path) -> None:
    """A picture of each page as it is printed."""
    pdf = saved_as("pdf", book)
    subprocess.run(["pdftoppm", "-r", "60", "-png", pdf, pdf.with_suffix("")], check=True)
    print(f"Pictures: {', '.join(sorted(one.name for one in book.parent.glob('*.png')))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
