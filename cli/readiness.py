"""What would stop the next step of a cycle, by the record and by what is declared."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from config.declared import Declared
from config.roster_gaps import find_gaps
from config.settings import Settings
from config.vocabulary import PromptKind
from tasks.script import SCRIPT, is_approved
from tat import mail_on_record, people, reading, stalled
from tat.database import Tat
from tat.schema import Step
from tat.statuses import MessageState, StepState

CALLS_STEP = 2


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and the act that mends it."""

    stops: bool
    """Whether a step cannot go on with it; else it is a warning."""
    cause: str
    act: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.cause}; {self.act}"


def of_record(tat: Tat, declared: Declared, cycle: str) -> Iterator[Finding]:
    """What the record lacks: people, an approved script, mails that could not leave."""
    yield from _missing_roles(tat, declared, cycle)
    yield from _script(tat, declared, cycle)
    yield from _mails(tat, cycle)


def of_settings(settings: Settings) -> Iterator[Finding]:
    """What the forms of states need by law: the OMB number, its last day, the burden statement."""
    wanted = {
        "omb_number": "The forms have no OMB control number",
        "omb_expires_on": "The forms do not say until when their OMB number holds",
        "burden_statement": "The forms have no burden statement",
    }
    for name, cause in wanted.items():
        if not getattr(settings, name):
            yield Finding(False, cause, f"set TACYCLE_{name.upper()}")


def of_documents(declared: Declared) -> Iterator[Finding]:
    """What of the documents of the packs, and of other texts in resources/, cannot be sent."""
    needed = {name for pack in declared.rules.packs for name in pack.documents}
    for name, problem in declared.document_faults.items():
        place = f", {problem.place}" if problem.place else ""
        waits = "mails that need it wait" if name in needed else "no mail needs it"
        yield Finding(
            name in needed,
            f'The document "{name}" cannot be sent, and {waits}: {problem.cause} '
            f"({problem.file}{place})",
            problem.act,
        )


def _mails(tat: Tat, cycle: str) -> Iterator[Finding]:
    in_state = mail_on_record.counts(tat, cycle)
    if n_failed := in_state[MessageState.FAILED]:
        yield Finding(
            False, f"{n_failed} mails could not leave",
            "see why with tacycle mail list --state failed, then tacycle mail retry",
        )  # fmt: skip
    if n_held := in_state[MessageState.HELD]:
        yield Finding(False, f"{n_held} mails are held", "let them leave with tacycle mail release")
    if n_stalled := len(stalled.listed(tat, cycle)):
        yield Finding(
            False, f"{n_stalled} mails wait, for lack of a document or of their words",
            "see which with tacycle mail list",
        )  # fmt: skip
    for one in mail_on_record.faulty_addresses(tat, cycle):
        yield Finding(
            False, f"No mail reaches {one.name} at {one.address}, and {one.n_waiting} wait "
            f"({one.fault})", "correct it with tacycle roster apply, or tacycle mail mended",
        )  # fmt: skip


def _missing_roles(tat: Tat, declared: Declared, cycle: str) -> Iterator[Finding]:
    directory = people.directory(tat)
    holders = {
        key: tuple(one.address for one in somebody) for key, somebody in directory.holders.items()
    }
    gaps = find_gaps(holders, declared.rules, declared.jurisdictions, declared.centers)
    for gap in gaps:
        cause = f"{gap.text[0].upper()}{gap.text[1:]}"
        yield Finding(True, cause, f"add a row to the roster: tacycle roster apply, cycle {cycle}")


def _script(tat: Tat, declared: Declared, cycle: str) -> Iterator[Finding]:
    script = declared.resources.get(SCRIPT)
    if script is None:
        yield Finding(True, "The script of the calls is missing", "write resources/call-script.md")
        return
    rows = sa.select(Step.state).where(Step.cycle == cycle, Step.number == CALLS_STEP)
    state = tat.scalar(rows)
    known = reading.load(tat, cycle, PromptKind.SCRIPT_APPROVAL)
    if state is StepState.CLOSED or is_approved(script, known):
        return
    is_open = state is StepState.OPEN
    yield Finding(
        is_open,
        "OCC and OHS have not both approved the script of the calls",
        "they answer the question in their mail"
        if is_open
        else f"they are asked when step {CALLS_STEP} opens; no pack leaves before",
    )
