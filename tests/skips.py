"""A pytest plugin: where CI=true, a test that did not run turns the run red and is listed.

Elsewhere a missing need of the system skips its tests and leaves the run green.
"""

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI", "").lower() == "true":
        config.pluginmanager.register(NothingIsSkipped())


class NothingIsSkipped:
    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # A test that is expected to fail did run, though pytest calls it skipped.
        if not hasattr(report, "wasxfail"):
            self.note(report)

    def note(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        if report.skipped:
            _path, _line, reason = report.longrepr
            self.skipped[report.nodeid] = reason.removeprefix("Skipped: ")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        unharmed = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
        if self.skipped and session.exitstatus in unharmed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("red, because under CI every test must run", red=True)
            for test, reason in self.skipped.items():
                terminalreporter.line(f"did not run: {test}: {reason}")
