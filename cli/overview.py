"""What each command says of itself, read from its file: loading all of them takes seconds."""

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


def sentence(command: str) -> str:
    """The first paragraph of a command's help.

    Args:
        command: its place, such as "cli.memo:memo" for a function or "cli.mail:app" for a group.
    """
    room, _, name = command.partition(":")
    spec = find_spec(room)
    if spec is None or spec.origin is None:
        raise LookupError(f"There is no file for the command {command}")
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return next(_help_of_group(node.value), "")
    raise LookupError(f"There is no command {command}")


def _help_of_group(made: ast.expr) -> Iterator[str]:
    """What stands after help= where a group of commands is made."""
    for given in made.keywords if isinstance(made, ast.Call) else []:
        if given.arg == "help" and isinstance(given.value, ast.Constant):
            yield str(given.value.value)
