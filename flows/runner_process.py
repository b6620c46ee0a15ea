"""The process of the flow runner, as `tacycle up` starts it: python -m flows.runner_process."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from prefect.exceptions import TerminationSignal

from config.data_folder import DataFolder
from config.settings import load_settings
from flows.deployments import StepFlows
from flows.executor import quick
from flows.runner import FlowRunner
from tasks.logs import log_to_stderr
from tasks.parent import die_with_parent


def serve(step_flows: StepFlows, only: Sequence[str], *, beat: Path) -> None:
    """Serve cycles until a signal ends it. Does not wait for an execution: it begins anew."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        with quick():
            FlowRunner(step_flows, only=only, beat=beat).run(stop)
    except TerminationSignal:  # the signal came during an execution
        return


def main() -> None:
    """Serve the cycles that are named, or all that have something before them."""
    from flows.cycle import STEP_FLOWS

    die_with_parent()
    log_to_stderr()
    data = DataFolder(load_settings().data_folder)
    data.root.mkdir(parents=True, exist_ok=True)
    serve(STEP_FLOWS, sys.argv[1:], beat=data.runner_beat)


if __name__ == "__main__":
    main()
