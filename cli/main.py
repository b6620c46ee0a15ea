"""The command `tacycle`."""

import sys
from importlib.metadata import version

from cyclopts import App

from cli.mistakes import explained
from cli.overview import sentence
from config.errors import BadInput
from tat.refusals import Refused

# By name: a command loads what it needs when it is called, Prefect only where it is used.
COMMANDS = (
    "cli.rehearse:rehearse",
    "cli.preview:preview",
    "cli.roster:roster",
    "cli.ledger:app",
    "cli.delegate:app",
    "cli.leave:leave",
    "cli.memo:memo",
    "cli.mail:app",
    "cli.inbox:app",
    "cli.dates:app",
    "cli.revise:revise",
    "cli.progress:progress",
    "cli.trends:trends",
    "cli.records:records",
    "cli.workbook:app",
    "cli.export:app",
    "cli.worklist:app",
    "cli.done:done",
    "cli.protocol:app",
    "cli.meeting:app",
    "cli.cycle:app",
    "cli.schedule:schedule",
    "cli.up.command:up",
    "cli.check:check",
    "cli.status:status",
)


def commands(*, described: bool = False) -> App:
    """The command with all that belong to it.

    Args:
        described: each with its sentence, as the overview of all shows them.
    """
    app = App(
        name="tacycle",
        help="Runs a technical assistance planning cycle.",
        version=lambda: version("tacycle"),
        error_formatter=explained,
    )
    for command in COMMANDS:
        room, _, name = command.partition(":")
        app.command(
            command,
            name=room.rpartition(".")[2] if name == "app" else name,
            help=sentence(command) if described else None,
        )
    return app


app = commands()

BAD_INPUT = 2
INTERRUPTED = 130


def main() -> None:
    """Run a command; what is wrong with its input is one message, and the exit code 2."""
    words = sys.argv[1:]
    shows_all = all(word.startswith("-") for word in words)
    try:
        (commands(described=True) if shows_all else app)(words)
    except (BadInput, Refused) as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
