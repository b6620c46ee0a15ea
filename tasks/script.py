"""The script of the calls: OCC and OHS approve it, or send it back (2.5)."""

from config.resources import Resource
from config.vocabulary import PromptKind, Purpose, Role
from tasks.asking import ask, notice, owe
from tasks.lacking import Lack, by_problem
from tasks.repeatable import repeatable_task
from tasks.stalling import tell_of_lack
from tasks.steps import StepRef
from tat import notices, people, prompts, reading, subjects
from tat.database import Tat, write
from tat.facts import Facts
from tat.prompts import Question
from tat.statuses import Verdict

SCRIPT = "call-script"

SCRIPT_APPROVED_BY = {Role.OCC, Role.OHS}
"""One office's approval does not suffice (2.5)."""

WAITS_FOR_SCRIPT = "to OCC and OHS: the question whether they approve it, before any call"


@repeatable_task
def ask_for_script_approval(step: StepRef) -> int:
    """Ask OCC and OHS to approve the script of the calls; a new script asks both again (2.5)."""
    with write(step.tracker) as tat:
        script = _script(step)
        if script is None:
            _tell_that_it_is_missing(tat, step)
            return 0
        subject = script_subject(script)
        _withdraw_older_scripts(tat, step, subject)
        known = reading.load(tat, step.cycle, PromptKind.SCRIPT_APPROVAL)
        last = known.last(PromptKind.SCRIPT_APPROVAL, subject)
        is_settled = last is not None and (last.is_open or last.verdict == Verdict.SENT_BACK)
        if is_settled or is_script_approved(step, known):
            return 0
        number = known.next_round(PromptKind.SCRIPT_APPROVAL, subject)
        why = {"title": script.title, "sha256": script.sha256}
        return ask(
            tat, step, [Question(PromptKind.SCRIPT_APPROVAL, subject, round=number, why=why)]
        )


@repeatable_task
def tell_of_script_sent_back(step: StepRef) -> int:
    """Tell OCC at once who sent the script back, why, and what to do (2.5); not who did so."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.SCRIPT_APPROVAL)
        script = _script(step)
        last = known.last(PromptKind.SCRIPT_APPROVAL, script_subject(script)) if script else None
        back = [one for one in (last.said if last else ()) if one.verdict == Verdict.SENT_BACK]
        owed = [
            notice(
                step, Purpose.SCRIPT_SENT_BACK, holder.person, subjects.answer(one.answer_id),
                title=script.title if script else "",
            )
            for one in back
            for holder in people.directory(tat).holding([Role.OCC])
            if holder.person.id != one.person_id
        ]  # fmt: skip
        return owe(tat, step, owed)


def is_script_approved(step: StepRef, known: Facts) -> bool:
    """Whether OCC and OHS have both approved the script as it now reads (2.5)."""
    script = _script(step)
    return script is not None and is_approved(script, known)


def is_approved(script: Resource, known: Facts) -> bool:
    """Whether OCC and OHS have both approved a script in exactly these words."""
    last = known.last(PromptKind.SCRIPT_APPROVAL, script_subject(script))
    if last is None or last.verdict != Verdict.ACCEPTED:
        return False
    return {said.role for said in last.said} >= SCRIPT_APPROVED_BY


def script_subject(script: Resource) -> str:
    """The subject of an approval: the script in exactly these words."""
    return f"{SCRIPT} {script.sha256[:12]}"


def _withdraw_older_scripts(tat: Tat, step: StepRef, subject: str) -> None:
    """Nobody need approve words that are not said any more."""
    older = [
        prompt
        for prompt in prompts.open_prompts(tat, step.cycle)
        if prompt.kind == PromptKind.SCRIPT_APPROVAL and prompt.subject != subject
    ]
    prompts.withdraw(tat, older, because="the script has changed", now=step.now)


def _script(step: StepRef) -> Resource | None:
    """The script as it now reads; None where its file cannot be sent."""
    script: Resource | None = step.declared.resources.get(SCRIPT)
    return script


def _tell_that_it_is_missing(tat: Tat, step: StepRef) -> None:
    """Tell OCC once that nobody can be asked to approve it, and so no pack goes out."""
    if notices.told_subjects(tat, step.cycle, Purpose.MAIL_WAITS) & {f"document {SCRIPT}"}:
        return
    missing = by_problem(SCRIPT, step.declared.document_faults.get(SCRIPT))
    lack = Lack(f"document {SCRIPT}", missing.cause, missing.act)
    tell_of_lack(tat, step.cycle, step.declared.rules, lack, [WAITS_FOR_SCRIPT], now=step.now)
