"""What the tests need from the system beside Python; `make test` runs this first.

As root on Debian or Ubuntu it installs what is missing, elsewhere it says what to install and what
does not run without it. Uses the standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

POSTGRESQL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora, Red Hat
    "/opt/homebrew/opt/postgresql*/bin",  # macOS
    "/usr/local/opt/postgresql*/bin",
)


def find_postgresql() -> Path | None:
    """The folder of initdb, pg_ctl and postgres, the newest if there are several."""
    found = [folder for pattern in POSTGRESQL_FOLDERS for folder in Path("/").glob(pattern[1:])]
    on_path = shutil.which("pg_ctl")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    servers = [folder for folder in found if (folder / "initdb").exists()]
    return max(servers, key=postgresql_version, default=None)


def postgresql_version(folder: Path) -> tuple[int, ...]:
    """(15, 16) for "postgres (PostgreSQL) 15.16 (Debian 15.16-0+deb12u1)"."""
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    digits = answer.split("(PostgreSQL) ")[-1].split()[0].split(".")
    return tuple(int(part) for part in digits if part.isdigit())


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

CHROMIUM_PLACES = (
    "/usr/bin/chromium",  # also where PATH is short
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> Path | None:
    """The browser in which the tests open the pages: Chromium, or Chrome."""
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    found = next((Path(place) for place in on_path if place), None)
    return found or next((path for path in map(Path, CHROMIUM_PLACES) if path.exists()), None)


@dataclass(frozen=True)
class Need:
    """One thing that has to be on the system."""

    name: str
    find: Callable[[], Path | None]
    debian_package: str
    elsewhere: str
    tests_that_need_it: str


NEEDS = [
    Need(
        name="the PostgreSQL server",
        find=find_postgresql,
        debian_package="postgresql",
        elsewhere="install PostgreSQL 13 or newer with your system's packages",
        tests_that_need_it="every test with [postgresql] in its name",
    ),
    Need(
        name="Chromium",
        find=find_chromium,
        debian_package="chromium",
        elsewhere="install Chromium or Chrome",
        tests_that_need_it="the tests that open the pages in a browser (tests/test_browser_*.py)",
    ),
]


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Ask apt-get for the packages; what it says is shown only where it fails."""
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            print(f"apt-get {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def describe(need: Need) -> str:
    return (
        f"Missing: {need.name}. To get it: apt-get install {need.debian_package} (Debian, Ubuntu),"
        f" else {need.elsewhere}.\nUntil then these do not run: {need.tests_that_need_it}."
    )


def main() -> None:
    missing = [need for need in NEEDS if need.find() is None]
    if missing and can_install():
        packages = [need.debian_package for need in missing]
        print(f"Installing for the tests: {' '.join(packages)}", flush=True)
        install(packages)
        missing = [need for need in missing if need.find() is None]
    # Not an error here: the other tests can run, and under CI=true a skipped test is red.
    for need in missing:
        print(describe(need), file=sys.stderr)


if __name__ == "__main__":
    main()
