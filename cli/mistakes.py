"""What is said where a command is called in a way that it does not understand."""

from datetime import date

from cyclopts import App, CoercionError, CycloptsError, MissingArgumentError
from cyclopts.argument import Argument
from rich.text import Text

EXAMPLES = {
    "cycle": "2026-2028", "name": "2026-2028", "starts": "2026-08-03", "ends": "2026-12-09",
    "on": "2026-12-09", "step": "4", "state": "CO", "by": "ADDRESS", "address": "ADDRESS",
    "from": "ADDRESS", "to": "ADDRESS", "reason": '"..."', "notes": '"..."', "prompt": "812",
    "number": "12", "line": "1.2", "activity": "2",
}  # fmt: skip
"""What an example gives for each thing that can be missing; for others their name in capitals."""


def explained(error: CycloptsError) -> Text:
    """The sentence after a mistake: the command, what is wrong, and how it is called."""
    called = " ".join(["tacycle", *(error.command_chain or ())])
    if isinstance(error, MissingArgumentError) and error.keyword:
        said = f"{error.keyword} stands there without its value: see {called} --help"
    elif isinstance(error, MissingArgumentError) and error.argument:
        said = _missing(error, error.argument, called)
    elif isinstance(error, CoercionError) and error.target_type is date and error.token:
        name = error.token.keyword or (_name(error.argument) if error.argument else "the day")
        said = f'{name}: "{error.token.value}" is no day; write year, month, day: 2026-12-09'
    else:
        error.verbose = False
        said = str(error)
    return Text(f"{called}: {said}")


def _missing(error: CycloptsError, first: Argument, called: str) -> str:
    """Name all that is missing from the first on; what comes after it may have been given."""
    app: App | None = error.app
    needed = [
        one
        for one in (app.assemble_argument_collection() if app is not None else [])
        if one.parse and one.required
    ]
    given = [token.partition("=")[0] for token in error.root_input_tokens or ()]
    names = [one.name for one in needed]
    begin = names.index(first.name) if first.name in names else 0
    missing = [one for one in needed[begin:] if not set(one.names) & set(given)] or [first]
    verb = "is" if len(missing) == 1 else "are"
    example = " ".join([called, *map(_example, needed)])
    return f"{_listed([_name(one) for one in missing])} {verb} missing; for example: {example}"


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _is_by_place(argument: Argument) -> bool:
    return bool(argument.field_info.is_positional)


def _bare(argument: Argument) -> str:
    return str(argument.name).lstrip("-")


def _name(argument: Argument) -> str:
    return _bare(argument).upper() if _is_by_place(argument) else str(argument.name)


def _example(argument: Argument) -> str:
    value = EXAMPLES.get(_bare(argument), _bare(argument).upper())
    return value if _is_by_place(argument) else f"{argument.name} {value}"
