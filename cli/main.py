"""The command `tacycle`."""

import sys

from cyclopts import App

from config.errors import BadInput
from tat.refusals import Refused

app = App(name="tacycle", help="Runs a technical assistance planning cycle.")
# By name: a command loads what it needs when it is called, Prefect only where it is used.
app.command("cli.rehearse:rehearse")
app.command("cli.preview:preview")
app.command("cli.roster:roster")
app.command("cli.ledger:app", name="ledger")
app.command("cli.delegate:app", name="delegate")
app.command("cli.leave:leave")
app.command("cli.memo:memo")
app.command("cli.mail:app", name="mail")
app.command("cli.inbox:app", name="inbox")
app.command("cli.dates:app", name="dates")
app.command("cli.revise:revise")
app.command("cli.progress:progress")
app.command("cli.trends:trends")
app.command("cli.records:records")
app.command("cli.workbook:app", name="workbook")
app.command("cli.export:app", name="export")
app.command("cli.worklist:app", name="worklist")
app.command("cli.done:done")
app.command("cli.protocol:app", name="protocol")
app.command("cli.meeting:app", name="meeting")
app.command("cli.cycle:app", name="cycle")
app.command("cli.schedule:schedule")
app.command("cli.up.command:up")
app.command("cli.check:check")
app.command("cli.status:status")

BAD_INPUT = 2
INTERRUPTED = 130


def main() -> None:
    """Run a command; what is wrong with its input is one message, and the exit code 2."""
    try:
        app()
    except (BadInput, Refused) as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
