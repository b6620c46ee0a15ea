"""The script that `make test` runs first: it installs what it can and names what it cannot."""

import pytest

from tests import system_needs
from tests.system_needs import Need, find_chromium, postgresql_version

APT_GET = """#!/bin/sh
echo "$@" >>'{folder}/asked'
{then}
"""


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A system with one need, which a file stands for, and an apt-get that does `then`."""
    thing = tmp_path / "thing"
    need = Need("a thing", lambda: thing if thing.exists() else None, "thing-1", "build it", "all")
    monkeypatch.setattr(system_needs, "NEEDS", [need])
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    def system(*, then, user):
        apt_get = tmp_path / "apt-get"
        apt_get.write_text(APT_GET.format(folder=tmp_path, then=then))
        apt_get.chmod(0o755)
        monkeypatch.setattr("os.geteuid", lambda: user)
        return tmp_path

    return system


def asked(folder):
    path = folder / "asked"
    return path.read_text().splitlines() if path.exists() else []


INSTALL = ["-qq update", "-qq install --yes --no-install-recommends thing-1"]
MISSING = (
    "Missing: a thing. To get it: apt-get install thing-1 (Debian, Ubuntu), else build it.\n"
    "Until then these do not run: all.\n"
)


def test_root_installs_what_is_missing_once(system, capsys):
    folder = system(then='touch "$(dirname "$0")/thing"', user=0)
    system_needs.main()
    system_needs.main()
    assert asked(folder) == INSTALL
    assert capsys.readouterr() == ("Installing for the tests: thing-1\n", "")


def test_who_is_not_root_is_told_what_to_install_and_what_does_not_run(system, capsys):
    folder = system(then="", user=1000)
    system_needs.main()
    assert asked(folder) == []
    assert capsys.readouterr() == ("", MISSING)


def test_what_apt_get_says_is_shown_where_it_fails(system, capsys):
    folder = system(then="echo 'no such package' >&2; exit 100", user=0)
    system_needs.main()
    out, err = capsys.readouterr()
    assert asked(folder) == INSTALL
    assert "apt-get install --yes --no-install-recommends thing-1 failed:\nno such package" in out
    assert err == MISSING


def test_the_version_of_a_server_is_read_as_numbers(tmp_path):
    server = tmp_path / "postgres"
    server.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.16 (Debian 15.16-0+deb12u1)'\n")
    server.chmod(0o755)
    assert postgresql_version(tmp_path) == (15, 16)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_chromium_is_found_under_each_of_its_names(tmp_path, monkeypatch, name):
    browser = tmp_path / name
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == browser


def test_chromium_is_found_as_an_application_of_macos(tmp_path, monkeypatch):
    application = tmp_path / "Chromium"
    application.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    places = (str(tmp_path / "missing"), str(application))
    monkeypatch.setattr(system_needs, "CHROMIUM_PLACES", places)
    assert find_chromium() == application


def test_what_the_tests_need_can_be_had_on_debian():
    assert [need.debian_package for need in system_needs.NEEDS] == ["postgresql", "chromium"]
