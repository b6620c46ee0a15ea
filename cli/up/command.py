"""The command itself."""

import os


def up(*cycles: str, demo: bool = False, anew: bool = False) -> int:
    """Run everything that a cycle needs: Prefect's server, the flow runner, the pages, the mail.

    What dies is started again. Ctrl-C stops all.

    Parameters
    ----------
    cycles
        Names of the cycles to work on; without any, all that have something before them.
    demo
        Show it: a cycle of three states with fictional people, played up to the day on which its
        step 4 opens. It has a data folder of its own, and carries on where it was stopped.
    anew
        With --demo: begin from nothing.
    """
    # Before Prefect is imported: what this process says are sentences, not its log.
    os.environ |= {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_TO_API_ENABLED": "false"}
    from cli.up.demo import run_demo
    from cli.up.running import run
    from config.settings import load_settings

    if demo:
        return run_demo(load_settings(), anew=anew)
    return run(load_settings(), cycles)
