"""The morning's sweep: remind, escalate, wake what a lost wake left asleep."""

from prefect import flow

from flows.waking import wake_due_steps, wake_for_answers, wake_open_steps
from tasks.delegating import tell_delegates
from tasks.escalations import escalate_silence
from tasks.incoming.reading import read_answers
from tasks.reminders import remind_people
from tasks.sweeps import begin_sweep, note_sweep
from tasks.weekly import tell_of_week


@flow(name="sweep", persist_result=False)
def sweep(cycle: str) -> None:
    """Remind people and their delegates, tell of silence, OCC weekly, wake every open step, and
    read the answers that came by mail.

    Ends at once on a holiday.
    """
    sweep = begin_sweep(cycle)
    if not sweep.is_due:
        return
    tell_delegates(sweep)
    n_reminders = remind_people(sweep)
    n_escalations = escalate_silence(sweep)
    tell_of_week(sweep)
    wake_due_steps(cycle)
    wake_for_answers(cycle)
    wake_open_steps(cycle)
    note_sweep(sweep, n_reminders=n_reminders, n_escalations=n_escalations)
    read_answers(sweep)  # last: no mail that came in keeps anybody from being reminded
