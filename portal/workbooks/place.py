"""What a workbook answers: written into it when it is issued, read when it comes back."""

import re
from collections.abc import Mapping, Sequence

from portal.asking.blanks import Blank
from portal.workbooks.cells import Grid
from templates.workbooks import WORKBOOK_OF

_PLACE = re.compile(r"((?:prompt|sheet) \d{1,9}); questions? (\d{1,9}(?:, \d{1,9})*)")


class WrongWorkbook(Exception):
    """It is none of ours, or answers something else; says what to do."""


def place_text(place: str, questions: Sequence[Blank]) -> str:
    """What a workbook says of itself: `sheet 3; questions 12, 13`."""
    word = "question" if len(questions) == 1 else "questions"
    return f"{place}; {word} {', '.join(str(one.prompt_id) for one in questions)}"


def read_place(sheets: Mapping[str, Grid]) -> tuple[str, list[int]]:
    """What a workbook answers, and which questions it had. Raises: WrongWorkbook."""
    for grid in sheets.values():
        for row in grid:
            if any(cell == WORKBOOK_OF for cell in row):
                said = " ".join(str(cell) for cell in row if cell not in (None, WORKBOOK_OF))
                if found := _PLACE.fullmatch(said.strip()):
                    return found[1], [int(one) for one in found[2].split(", ")]
    raise WrongWorkbook(
        "This is no workbook that was issued here: the cell that says what it answers is missing. "
        "Nothing was recorded. Download the workbook from this page, and fill that one in."
    )
