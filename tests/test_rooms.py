"""The import table of the design, held against what the code imports."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
WEB = {"fastapi", "starlette", "uvicorn"}


@dataclass(frozen=True)
class Room:
    """What the files of a room may import of ours, beside the room itself, and what never."""

    ours: set[str]
    never: set[str] = field(default_factory=set)
    one_file_more: dict[str, set[str]] = field(default_factory=dict)


ROOMS = {"config", "tat", "templates", "tasks", "flows", "portal", "rehearsal", "cli", "benchmarks"}
# Mail leaves through yagmail; a benchmark takes the floor that it compares with out of that.
NEVER_IN_PROJECT_CODE = {"smtplib"}

TABLE = {
    "config": Room(set(), {"prefect", "sqlalchemy", "pandas", "yagmail", "jinja2"}),
    "templates": Room({"config"}, {"prefect", "sqlalchemy", "pandas", "yagmail"}),
    "tat": Room({"config"}, {"prefect", "jinja2", "yagmail"} | WEB),
    "tasks": Room({"tat", "config", "templates"}, WEB),
    "flows": Room({"tasks", "config"}, {"sqlalchemy", "pandas", "jinja2", "yagmail"}),
    "portal": Room(
        {"tat", "config", "templates", "tasks"},
        {"yagmail"},
        one_file_more={"portal/waker.py": {"flows"}},
    ),
    "rehearsal": Room(ROOMS),
    "cli": Room(ROOMS),
    "benchmarks": Room(ROOMS),
}
NOT_ROOMS = {"tests", "docs", "out", "build", "dist"}


def violations(project: Path) -> list[str]:
    """Every way in which the folders and imports below `project` break the table."""
    found = [
        f"{folder.name}/ holds code and is no room of the table"
        for folder in sorted(project.iterdir())
        if folder.name not in TABLE.keys() | NOT_ROOMS and any(folder.glob("*.py"))
    ]
    for name, room in TABLE.items():
        if not (project / name / "__init__.py").exists():
            found.append(f"{name}/ is missing")
        for path in sorted((project / name).rglob("*.py")):
            found += violations_of(path, project, room)
    return found


def violations_of(path: Path, project: Path, room: Room) -> list[str]:
    file = path.relative_to(project)
    name = file.parts[0]
    ours = room.ours | {name} | room.one_file_more.get(file.as_posix(), set())
    never = room.never | NEVER_IN_PROJECT_CODE
    forbidden = never | ((ROOMS | {"tests"}) - ours)
    return [
        f"{file}:{line} imports {module}, which {name} must not"
        for line, module in imports(ast.parse(path.read_text(encoding="utf-8")), file)
        if module.split(".")[0] in forbidden
    ]


def imports(tree: ast.Module, file: Path) -> Iterator[tuple[int, str]]:
    """Line and module of every import, also inside functions and where only types are checked."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, level=0):
                yield node.lineno, module
            case ast.ImportFrom(names=names, module=module, level=level):
                package = file.parts[: max(len(file.parts) - level, 0)]
                yield (
                    node.lineno,
                    ".".join([*package, *([module] if module else [])]) or names[0].name,
                )
            case ast.Call(
                func=ast.Name(id=called) | ast.Attribute(attr=called),
                args=[ast.Constant(value=str(module)), *_],
            ) if called in ("import_module", "__import__"):
                yield node.lineno, module


def test_the_code_keeps_to_the_table():
    assert violations(PROJECT) == []


@pytest.fixture
def small_project(tmp_path):
    """A project in which every room is there and nothing is imported."""
    for name in TABLE:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    return tmp_path


FORBIDDEN = [
    ("config/a.py", "import prefect", "prefect"),
    ("config/a.py", "from tat import plans", "tat"),
    ("config/deep/er.py", "import sqlalchemy.orm", "sqlalchemy.orm"),
    ("templates/a.py", "import pandas as pd", "pandas"),
    ("templates/a.py", "import tat", "tat"),
    ("tat/a.py", "def f():\n    from starlette.requests import Request", "starlette.requests"),
    ("tat/a.py", "import templates", "templates"),
    ("tasks/a.py", "from fastapi import FastAPI", "fastapi"),
    ("tasks/a.py", "import json, flows.waiting", "flows.waiting"),
    ("flows/a.py", "if TYPE_CHECKING:\n    from tat.plans import Plan", "tat.plans"),
    ("flows/a.py", "import jinja2", "jinja2"),
    ("portal/a.py", "from flows import waking", "flows"),
    ("portal/deep/waker.py", "from flows import waking", "flows"),
    ("portal/waker.py", "import yagmail", "yagmail"),
    ("portal/a.py", "importlib.import_module('yagmail.sender')", "yagmail.sender"),
    ("cli/a.py", "__import__('smtplib')", "smtplib"),
    ("rehearsal/a.py", "from smtplib import SMTP", "smtplib"),
    ("benchmarks/a.py", "import smtplib", "smtplib"),
    ("benchmarks/a.py", "from tests.postgresql import throwaway_server", "tests.postgresql"),
    ("config/a.py", "from ..tat import plans", "tat"),
    ("config/a.py", "from .. import tat", "tat"),
]


@pytest.mark.parametrize(("file", "code", "module"), FORBIDDEN)
def test_a_forbidden_import_is_found_and_named(small_project, file, code, module):
    (small_project / file).parent.mkdir(exist_ok=True)
    (small_project / file).write_text(code)
    line = code.count("\n") + 1
    room = file.split("/")[0]
    assert violations(small_project) == [f"{file}:{line} imports {module}, which {room} must not"]


ALLOWED = [
    ("config/a.py", "import pydantic"),
    ("config/a.py", "from . import vocabulary\nfrom .vocabulary import Role\nimport config"),
    ("config/deep/er.py", "from ..vocabulary import Role"),
    ("templates/a.py", "import jinja2, config.vocabulary"),
    ("tasks/a.py", "import tat, templates, yagmail, prefect"),
    ("flows/a.py", "from tasks import mail\nimport prefect"),
    ("portal/waker.py", "from flows.waking import ensure_awake"),
    ("cli/a.py", "import flows, portal, rehearsal, benchmarks"),
]


@pytest.mark.parametrize(("file", "code"), ALLOWED)
def test_an_import_that_the_table_allows_is_let_through(small_project, file, code):
    (small_project / file).parent.mkdir(exist_ok=True)
    (small_project / file).write_text(code)
    assert violations(small_project) == []


def test_a_missing_room_and_an_unknown_one_are_named(small_project):
    (small_project / "flows" / "__init__.py").unlink()
    (small_project / "utils").mkdir()
    (small_project / "utils" / "dates.py").touch()
    assert violations(small_project) == [
        "utils/ holds code and is no room of the table",
        "flows/ is missing",
    ]


def test_every_room_is_installed_and_type_checked():
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(settings["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(TABLE)
    assert set(settings["mypy"]["files"]) == set(TABLE)


def test_the_installed_rooms_are_those_of_this_checkout(tmp_path):
    """The rooms have everyday names: a library that brings a folder `config` would hide ours."""
    code = "import sys, importlib.util as u; [print(u.find_spec(n).origin) for n in sys.argv[1:]]"
    found = subprocess.run(
        [sys.executable, "-I", "-c", code, *TABLE], cwd=tmp_path, capture_output=True, text=True
    )
    expected = [str(PROJECT / name / "__init__.py") for name in TABLE]
    assert (found.stdout.splitlines(), found.stderr) == (expected, "")
