"""What the sender of a file should know once it counts."""

from portal.forms.faults import Fault
from portal.workbooks.conflicts import Changes


def left_as_is(changes: Changes) -> list[Fault]:
    """A sentence about each line that has changed since, and that the workbook had left alone."""
    return [
        Fault(
            "",
            f"{line.title.rstrip('.')}. {' '.join(line.since)} Your workbook had left this line "
            "as it was, so the line stays as it reads now.",
        )
        for line in changes.left
    ]
