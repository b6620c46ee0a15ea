"""The mails of a step as files, and one page that shows them all side by side."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from config.declared import Declared
from rehearsal.preview.played import Played
from templates.filters import day
from templates.reports.page import render_report
from templates.words import ASKED_TO, ROLE_NAMES, TOLD_OF

INDEX = "index.html"


def write(folder: Path, declared: Declared, step: int, mails: Sequence[Played]) -> Path:
    """Write each mail as .txt, .html and .eml, and the contact sheet; returns its file.

    What an earlier preview left in the folder goes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = [f"{number:02d} {_slug(one.subject)}" for number, one in enumerate(mails, start=1)]
    for name, one in zip(names, mails, strict=True):
        (folder / f"{name}.txt").write_text(f"Subject: {one.subject}\n\n{one.text}", "utf-8")
        (folder / f"{name}.html").write_text(one.html, "utf-8")
        (folder / f"{name}.eml").write_bytes(one.content)
    [place] = declared.jurisdictions.values()
    page = render_report(
        "preview",
        step=declared.calendar.step(step),
        state=place.name,
        cycle=declared.calendar.name,
        mails=[
            {"file": name, "to": one.name, "roles": [ROLE_NAMES[role] for role in one.roles],
             "says": list(_says(one)), "on": day(one.at), "at": f"{one.at:%H:%M}",
             "subject": one.subject}
            for name, one in zip(names, mails, strict=True)
        ],
    )  # fmt: skip
    (folder / INDEX).write_text(page, "utf-8")
    return folder / INDEX


def _says(mail: Played) -> Iterator[str]:
    for purpose, kind in mail.says:
        yield f"{TOLD_OF[purpose]}: {ASKED_TO[kind]}" if kind else TOLD_OF[purpose]


def _slug(subject: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", subject.lower()).strip("-")[:60]
