# What can be done from a checkout. Everything that is made here lies in .venv and out.

.PHONY: help run demo test explore fuzz round-trip kill docs check format lock bench clean
.DELETE_ON_ERROR:
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: .venv/installed ## rehearse a whole cycle on this machine
	@.venv/bin/tacycle rehearse $(ARGS)

demo: .venv/installed ## play a cycle of three states by hand, in your browser
	@.venv/bin/tacycle up --demo $(ARGS)

test: .venv/installed ## run the tests; some of them: make test ARGS="-k calendar"
	@.venv/bin/python tests/system_needs.py
	@.venv/bin/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

# A file of tests stays in one process: what its fixtures made is made once.
SIDE_BY_SIDE = -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

explore: .venv/installed ## let anything happen, N times from each stage: make explore N=500 (1 s each)
	@TACYCLE_EXPLORE=$(or $(N),100) .venv/bin/python -m pytest -q tests/test_any_history.py $(ARGS)

fuzz: .venv/installed ## damage a good workbook N times and send it in: make fuzz N=10000
	@TACYCLE_FUZZ=$(or $(N),1000) .venv/bin/python -m pytest -q -s tests/test_fuzz_files.py $(ARGS)

round-trip: .venv/installed ## have LibreOffice fill a workbook in, mail it, take it in: needs LibreOffice
	@.venv/bin/python -m tests.libreoffice_round_trip "$$(mktemp -d)/round-trip"

kill: .venv/installed ## kill the postman N times and count what is lost or repeated: make kill N=1000
	@.venv/bin/python -m tests.killed_postman "$$(mktemp -d)" $(or $(N),50)

docs: .venv/installed ## write the tables of docs/ anew from the code: process, settings, pages
	@.venv/bin/python -m cli.handbook

check: .venv/installed ## look for faults of form, style and type
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy

format: .venv/installed ## lay the code out and mend what can be mended safely
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lock: .venv/made ## write requirements.lock anew; to the newest versions: make lock ARGS=--upgrade
	@.venv/bin/uv --quiet pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --output-file requirements.lock $(ARGS)

bench: .venv/installed ## measure how a rehearsal grows with the number of states (some minutes)
	@.venv/bin/python -m benchmarks.growth

clean: ## remove everything that was made here
	@rm -rf .venv out build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment holds what requirements.lock names and nothing else, so a changed lock
# makes it from nothing. `made` is removed first and written last: an interrupted making never counts.

CANDIDATES = python3.13 python3.12 python3.11 python3 python
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
MAKES_VENVS = import venv, ensurepip

.venv/made: requirements.lock
	@chosen=; newest=; \
	if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; else set -- $(CANDIDATES); fi; \
	for candidate; do \
		"$$candidate" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 || continue; \
		newest="$${newest:-$$candidate}"; \
		if "$$candidate" -c '$(MAKES_VENVS)' >/dev/null 2>&1; then chosen="$$candidate"; break; fi; \
	done; \
	if [ -z "$$newest" ]; then \
		echo "Please install Python 3.11 or newer with its venv module: none was found under the name $$*." >&2; exit 1; \
	elif [ -z "$$chosen" ]; then \
		echo "Please install the venv module of $$newest (on Debian or Ubuntu: apt-get install python3-venv)." >&2; exit 1; \
	fi; \
	echo "Making .venv with $$("$$chosen" --version), about a minute"; \
	rm -rf .venv && "$$chosen" -m venv .venv
	@.venv/bin/python -m pip install -qq --require-hashes -r requirements.lock
	@touch $@

# The checkout itself, installed in place. The lock holds its build backend: --no-index proves it.
.venv/installed: .venv/made pyproject.toml
	@.venv/bin/python -m pip install -qq --no-index --no-deps --no-build-isolation -e .
	@touch $@
