"""The plugins that count proved lines of the process and refuse skipped tests."""

import json

import pytest

from tests.process_coverage import process_lines

IDS_PER_STEP = {1: 8, 2: 8, 3: 9, 4: 6, 5: 6, 6: 2, 7: 2, 8: 4}
RULES = ["rule federal", "rule own work", "rule silence", "rule few mails"]


@pytest.fixture
def run(pytester, monkeypatch):
    """Run pytest with both plugins over two files of tests, under CI or not."""

    def run(one, *arguments, ci="", two="def test_two(): pass"):
        monkeypatch.setenv("CI", ci)
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # quicker, and none is needed
        pytester.makeini("[pytest]\ntestpaths = tests")
        imports = "import pytest\n"
        pytester.makepyfile(**{"tests/test_one": imports + one, "tests/test_two": imports + two})
        return pytester.runpytest_inprocess(
            "-p", "tests.process_coverage", "-p", "tests.skips", "--strict-markers", *arguments
        )

    return run


@pytest.fixture
def coverage(pytester):
    """What the last whole run wrote, None if there was none."""

    def coverage():
        path = pytester.path / "out" / "process-coverage.json"
        return json.loads(path.read_text()) if path.exists() else None

    return coverage


def test_every_line_and_rule_of_the_process_is_listed_in_order():
    expected = [f"{step}.{n}" for step, last in IDS_PER_STEP.items() for n in range(1, last + 1)]
    assert list(process_lines()) == [*expected, *RULES]


def test_each_test_counts_for_each_of_its_lines_and_the_rest_stay_at_zero(run, coverage):
    result = run("""
pytestmark = pytest.mark.process("8.4")

@pytest.mark.process("4.1")
@pytest.mark.parametrize("n", [1, 2])
def test_passes(n): pass

@pytest.mark.process("4.1", "4.2")
def test_fails(): assert False
""")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    counts = coverage()
    assert list(counts) == list(process_lines())
    assert {line: count for line, count in counts.items() if any(count.values())} == {
        "4.1": {"passed": 2, "failed": 1},
        "4.2": {"passed": 0, "failed": 1},
        "8.4": {"passed": 2, "failed": 1},
    }
    result.stdout.fnmatch_lines(
        ["2 of 49 are proved*", "no passing test yet: 1.1, *, rule few mails"]
    )


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("def test(): pytest.skip('no')", {"passed": 0, "failed": 0}),
        ("def test(): pytest.xfail('later')", {"passed": 0, "failed": 0}),
        ("@pytest.mark.xfail\ndef test(): assert False", {"passed": 0, "failed": 0}),
        ("@pytest.mark.xfail\ndef test(): pass", {"passed": 0, "failed": 0}),
        ("@pytest.mark.xfail(strict=True)\ndef test(): pass", {"passed": 0, "failed": 1}),
        (
            "@pytest.fixture\ndef broken(): assert False\ndef test(broken): pass",
            {"passed": 0, "failed": 1},
        ),
        (
            "@pytest.fixture\ndef broken():\n yield\n assert False\ndef test(broken): pass",
            {"passed": 0, "failed": 1},
        ),
    ],
)
def test_only_a_test_that_passed_in_every_phase_proves_a_line(run, coverage, test, expected):
    run(f"pytestmark = pytest.mark.process('4.1')\n{test}")
    assert coverage()["4.1"] == expected


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("process('4.1', '4.9')", "there is no line '4.9' in the process"),
        ("process(4.1)", "there is no line 4.1 in the process"),
        ("process()", "its process mark names no line"),
    ],
)
def test_a_mark_without_a_known_line_is_an_error_of_collection(run, coverage, mark, message):
    result = run(f"@pytest.mark.{mark}\ndef test_it(): pass")
    result.assert_outcomes(errors=1)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f"*test_one.py::test_it: {message}*"])
    assert coverage() is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/test_one.py"],
        ["tests/test_one.py::test_one", "tests/test_two.py"],
        ["-k", "two"],
        ["-m", "process"],
        ["--ignore=tests/test_two.py"],
        ["--deselect=tests/test_two.py::test_two"],
        ["--maxfail=1"],
        ["--collect-only"],
    ],
)
def test_a_partial_run_leaves_the_figures_of_the_whole_run(run, coverage, arguments):
    run("@pytest.mark.process('4.1')\ndef test_one(): pass")
    whole = coverage()
    run("@pytest.mark.process('4.1')\ndef test_one(): assert False", *arguments)
    assert whole["4.1"] == {"passed": 1, "failed": 0}
    assert coverage() == whole


IN_PROCESSES = ["-p", "xdist", "-n", "2", "--dist", "loadfile"]


def test_a_run_in_several_processes_counts_the_same(run, coverage):
    one = """
@pytest.mark.process("4.1")
@pytest.mark.parametrize("n", [1, 2])
def test_passes(n): pass

@pytest.mark.process("4.1", "4.2")
def test_fails(): assert False
"""
    two = "@pytest.mark.process('4.2')\ndef test_two(): pass"
    result = run(one, *IN_PROCESSES, two="import pytest\n" + two)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    counts = coverage()
    assert {line: count for line, count in counts.items() if any(count.values())} == {
        "4.1": {"passed": 2, "failed": 1},
        "4.2": {"passed": 1, "failed": 1},
    }
    result.stdout.fnmatch_lines(["2 of 49 are proved*"])


@pytest.mark.parametrize("arguments", [["-k", "two"], ["tests/test_one.py"]])
def test_a_partial_run_in_several_processes_leaves_the_figures_too(run, coverage, arguments):
    run("@pytest.mark.process('4.1')\ndef test_one(): pass")
    run("@pytest.mark.process('4.1')\ndef test_one(): assert False", *IN_PROCESSES, *arguments)
    assert coverage()["4.1"] == {"passed": 1, "failed": 0}


def test_a_skip_in_one_of_several_processes_is_red_under_ci(run):
    result = run("def test_one(): pytest.skip('no browser')", *IN_PROCESSES, ci="true")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["did not run: *test_one: no browser"])


@pytest.mark.parametrize("arguments", [[], ["tests"], ["."], ["tests/test_one.py", "tests"]])
def test_a_run_of_the_whole_folder_is_written_however_it_is_asked_for(run, coverage, arguments):
    run("@pytest.mark.process('4.1')\ndef test_one(): pass", *arguments)
    assert coverage()["4.1"] == {"passed": 1, "failed": 0}


SKIPS = {
    "in its body": "def test_one(): pytest.skip('no browser')",
    "by a mark": "@pytest.mark.skip('no browser')\ndef test_one(): pass",
    "by a fixture": (
        "@pytest.fixture\ndef need(): pytest.skip('no browser')\ndef test_one(need): pass"
    ),
    "as a file": "pytest.skip('no browser', allow_module_level=True)",
}


@pytest.mark.parametrize("skip", SKIPS.values(), ids=SKIPS)
def test_a_skip_is_red_and_listed_under_ci_only(run, skip):
    assert run(skip).ret == pytest.ExitCode.OK
    result = run(skip, ci="true")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*every test must run*", "did not run: *test_one.py*: no browser"])


def test_a_run_in_which_every_test_was_skipped_is_red_under_ci(run):
    skip = SKIPS["as a file"]
    assert run(skip, ci="true", two=skip).ret == pytest.ExitCode.TESTS_FAILED


def test_an_expected_failure_is_no_skip(run):
    assert run("@pytest.mark.xfail\ndef test_one(): assert False", ci="true").ret == 0
