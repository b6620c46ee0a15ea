"""Making .venv: which Python is taken, what is said without one; half of it never counts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parent.parent / "Makefile"

# Answers for `-c CODE` what the real one would, and makes a .venv whose python notes what is asked.
FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
"-c "*version_info*) exit {too_old} ;;
"-c "*) exit {without_venv} ;;
"--version "*) echo "Python of {name}" ;;
"-m venv")
    mkdir -p .venv/bin
    printf '#!/bin/sh\\necho "$@" >>asked\\n[ ! -e broken ]\\n' >.venv/bin/python
    chmod +x .venv/bin/python ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder with a space in its name, the Makefile, and a PATH that holds no Python."""
    checkout = tmp_path / "a checkout"
    programs = checkout / "programs"
    programs.mkdir(parents=True)
    shutil.copy(MAKEFILE, checkout)
    (checkout / "requirements.lock").touch()
    (checkout / "pyproject.toml").touch()
    for program in ("sh", "rm", "mkdir", "chmod", "touch"):
        (programs / program).symlink_to(shutil.which(program))
    return checkout


def put_python(checkout, name, *, too_old=False, without_venv=False):
    path = checkout / "programs" / name
    path.write_text(
        FAKE_PYTHON.format(name=name, too_old=int(too_old), without_venv=int(without_venv))
    )
    path.chmod(0o755)
    return path


def make(checkout, *arguments):
    return subprocess.run(
        [shutil.which("make"), "-j2", *arguments, ".venv/installed"],
        cwd=checkout,
        env={"PATH": str(checkout / "programs"), "LC_ALL": "C"},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("old_ones", [[], ["python3", "python"]])
def test_without_a_python_that_is_new_enough_one_sentence_says_what_to_install(checkout, old_ones):
    for name in old_ones:
        put_python(checkout, name, too_old=True)
    done = make(checkout)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == (
        "Please install Python 3.11 or newer with its venv module: "
        "none was found under the name python3.13 python3.12 python3.11 python3 python."
    )
    assert not (checkout / ".venv").exists()


def test_without_the_venv_module_one_sentence_says_what_to_install(checkout):
    put_python(checkout, "python3", without_venv=True)
    done = make(checkout)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        "Please install the venv module of python3 "
        "(on Debian or Ubuntu: apt-get install python3-venv)."
    )


def test_the_first_python_that_serves_is_taken(checkout):
    put_python(checkout, "python3.13", without_venv=True)
    put_python(checkout, "python3.12", too_old=True)
    put_python(checkout, "python3.11")
    put_python(checkout, "python3")
    assert make(checkout).stdout == "Making .venv with Python of python3.11, about a minute\n"


def test_a_python_that_is_named_is_taken(checkout):
    put_python(checkout, "python3.13")
    mine = put_python(checkout, "my python")
    done = make(checkout, f"PYTHON={mine}")
    assert done.stdout == "Making .venv with Python of my python, about a minute\n"


def test_what_was_made_is_made_again_only_after_a_change(checkout):
    put_python(checkout, "python3")
    make(checkout)
    asked = checkout / "asked"
    install_all, install_checkout = asked.read_text().splitlines()
    assert install_all.endswith("--require-hashes -r requirements.lock")
    assert install_checkout.endswith("--no-index --no-deps --no-build-isolation -e .")

    assert make(checkout).stdout == "make: '.venv/installed' is up to date.\n"
    later = (checkout / ".venv" / "installed").stat().st_mtime + 10
    os.utime(checkout / "pyproject.toml", (later, later))
    make(checkout)
    assert asked.read_text().splitlines()[2:] == [install_checkout]
    os.utime(checkout / "requirements.lock", (later, later))
    make(checkout)
    assert asked.read_text().splitlines()[3:] == [install_all, install_checkout]


def test_a_half_made_environment_never_counts_as_made(checkout):
    put_python(checkout, "python3")
    (checkout / "broken").touch()
    assert make(checkout).returncode != 0
    (checkout / ".venv" / "left-behind").touch()
    (checkout / "broken").unlink()
    done = make(checkout)
    assert done.returncode == 0
    assert done.stdout == "Making .venv with Python of python3, about a minute\n"
    assert not (checkout / ".venv" / "left-behind").exists()
