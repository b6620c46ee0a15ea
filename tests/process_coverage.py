"""A pytest plugin: which lines of the process are proved by which tests.

A test names them with `@pytest.mark.process("4.1", "8.4")`; the ids are those of
process_lines.toml. A run of all tests writes out/process-coverage.json.
"""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

LINES = Path(__file__).with_name("process_lines.toml")
WRITTEN_TO = Path("out/process-coverage.json")


def process_lines() -> dict[str, str]:
    """The id and meaning of every line of the process, in order."""
    return tomllib.loads(LINES.read_text(encoding="utf-8"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "process(*ids): the lines of the process that a test proves")
    config.pluginmanager.register(ProcessCoverage(config, process_lines()))


class ProcessCoverage:
    def __init__(self, config: pytest.Config, lines: Iterable[str]) -> None:
        self.config = config
        self.lines = list(lines)
        self.lines_of: dict[str, set[str]] = {}
        self.failed: dict[str, bool] = {}
        self.is_cut = False
        self.is_written = False

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self):
        report = yield
        faults = [fault for node in report.result or () for fault in self.faults_of(node)]
        if faults:
            report.outcome, report.longrepr = "failed", "\n".join(faults)
        return report

    def faults_of(self, node: pytest.Item | pytest.Collector) -> list[str]:
        if not isinstance(node, pytest.Item):
            return []
        faults = []
        for mark in node.iter_markers("process"):
            if not mark.args:
                faults.append(f"{node.nodeid}: its process mark names no line")
            faults += [
                f"{node.nodeid}: there is no line {line!r} in the process, see {LINES.name}"
                for line in mark.args
                if line not in self.lines
            ]
        return faults

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.is_cut |= not report.passed

    def pytest_deselected(self) -> None:
        self.is_cut = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item):
        """Let each report carry its lines: the process that counts may not know the test."""
        report = yield
        report.process_lines = [line for mark in item.iter_markers("process") for line in mark.args]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Failed in any phase is failed; skipped, or expected to fail, proves nothing."""
        self.lines_of.setdefault(report.nodeid, set()).update(getattr(report, "process_lines", ()))
        has_failed = self.failed.get(report.nodeid, False) or report.failed
        has_run = report.when == "call" and report.passed and not hasattr(report, "wasxfail")
        if has_failed or has_run:
            self.failed[report.nodeid] = has_failed

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        """Of a run in several processes: what one of them says as it ends."""
        self.is_cut |= getattr(node, "workeroutput", {}).get("is_cut", True)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(self.config, "workeroutput"):  # one of several processes: another one counts
            self.config.workeroutput["is_cut"] = self.is_cut
            return
        if not self.is_whole(session):
            return
        path = self.config.rootpath / WRITTEN_TO
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(self.counts(), indent=1) + "\n", encoding="utf-8")
        self.is_written = True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.is_written:
            return
        unproved = [line for line, count in self.counts().items() if not count["passed"]]
        n_proved = len(self.lines) - len(unproved)
        terminalreporter.section("lines of the process")
        terminalreporter.line(f"{n_proved} of {len(self.lines)} are proved, see {WRITTEN_TO}")
        if unproved:
            terminalreporter.line(f"no passing test yet: {', '.join(unproved)}")

    def is_whole(self, session: pytest.Session) -> bool:
        """Whether every test of the tests folder was collected and has had its turn."""
        narrowing = ("ignore", "ignore_glob", "lf", "collectonly")
        if self.is_cut or any(self.config.getoption(name, None) for name in narrowing):
            return False
        has_ended = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        is_stopped = session.shouldstop or session.shouldfail
        return has_ended and not is_stopped and self.asks_for_all_tests()

    def asks_for_all_tests(self) -> bool:
        asked = [self.config.invocation_params.dir / argument for argument in self.config.args]
        folders = [self.config.rootpath / folder for folder in self.config.getini("testpaths")]
        return all(
            any(folder.resolve().is_relative_to(path.resolve()) for path in asked)
            for folder in folders
        )

    def counts(self) -> dict[str, dict[str, int]]:
        counts = {line: {"passed": 0, "failed": 0} for line in self.lines}
        for test, has_failed in self.failed.items():
            for line in self.lines_of[test]:
                counts[line]["failed" if has_failed else "passed"] += 1
        return counts
