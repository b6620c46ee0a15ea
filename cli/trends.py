"""`tacycle trends`: the pack of the trends, written from the record at any time."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.acting import CycleName, DatabaseUrl, check_region, cycle_record
from config.packs import SLIDES, TREND_DOCUMENTS
from tasks.trends.contrasts import all_findings
from tasks.trends.edition import editions
from tasks.trends.record import read_trends
from tasks.trends.slides import slides
from tat.database import read
from tat.last_day import day_of_figures
from tat.messages import Document
from tat.refusals import Refused

RESULTS = Path("out/trends")

BESIDE_SLIDES = [name for name in TREND_DOCUMENTS if name != SLIDES]
"""Slides are written one by one, not in their zip file."""


def trends(
    *,
    region: int | None = None,
    out: Path | None = None,
    cycle: CycleName = None,
    database: DatabaseUrl = None,
) -> int:
    """Write what the states ask for and the centers propose, as the record stands now.

    What the all-hands meetings get, a page for the browser and a workbook with all figures; each
    chart as a slide, a picture of 1920 by 1080; and the tables for other programs. Files of an
    earlier run are replaced.

    Parameters
    ----------
    region
        Number of the region whose edition it is; without it that of the nation.
    out
        Folder for the files; without it out/trends and the name of the cycle.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        declared = surroundings.declared_for(name)
        today = surroundings.now().astimezone(ZoneInfo(declared.calendar.time_zone)).date()
        with read(surroundings.tracker) as tat:
            check_region(tat, name, region, undone="No pack was written")
            on = day_of_figures(tat, name, today=today)
            figures = read_trends(tat, name, declared, on=on)
        edition = editions(figures, [region], BESIDE_SLIDES)[region]
        documents = [*edition.documents.values(), *slides(figures, region)]
    written = _write(documents, out or RESULTS / name)
    print("\n".join([*all_findings(figures, region), "", *written]))
    for lacking in edition.lacking.values():
        print(f'Not written: the document "{lacking.name}" {lacking.cause}; {lacking.act}.')
    return 1 if edition.lacking else 0


def _write(documents: Sequence[Document], folder: Path) -> list[str]:
    """Write the files into the folder; gives their paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document in documents:
            (folder / document.name).write_bytes(document.content)
    except OSError as error:
        raise Refused(
            f"The pack could not be written to {folder} ({error.strerror}): "
            "name another folder with --out."
        ) from error
    return [str(folder / document.name) for document in documents]
