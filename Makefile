# Two commands need nothing set up beforehand: `make demo` and `make test`. Everything is installed into .venv,
# from hash-locked requirements, once; a stamp file inside .venv remembers it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
RUN    := $(VENV)/.installed-run
TEST   := $(VENV)/.installed-test

# Floors 1 and 2 carry everything else: every line of them is run by a test.
CARRYING       := */painpath/facts/*,*/painpath/criteria/*
CARRYING_LEAST := 100
REST_LEAST     := 95

.DEFAULT_GOAL := help
.PHONY: help demo test test-quick coverage check format bench calibrate docs lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "painpath needs CPython 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	$(PIP) install --quiet --require-hashes -r requirements/test.txt
	@touch $@

demo: $(RUN)  ## the whole job on a bundled made-up patient
	$(BIN)/painpath demo

test: $(TEST)  ## every test, on all cores, with the coverage that must hold
	$(BIN)/python -m pytest -n auto -q -m 'not slow' --cov --cov-report=
	$(BIN)/python -m pytest -n auto -q -m slow
	@$(MAKE) --no-print-directory coverage

test-quick: $(TEST)  ## the tests without the slow ones and without coverage
	$(BIN)/python -m pytest -n auto -q -m 'not slow'

coverage: $(TEST)  ## the coverage of the last `make test`
	$(BIN)/python -m coverage report --omit='$(CARRYING)' --fail-under=$(REST_LEAST)
	$(BIN)/python -m coverage report --include='$(CARRYING)' --fail-under=$(CARRYING_LEAST)

check: $(TEST)  ## format, lint, types, floors, and every entry of the knowledge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/painpath check

format: $(TEST)  ## let the machine format and mend what it can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(TEST)  ## how fast, with the peers' figures beside ours
	$(BIN)/python bench/run.py

calibrate: $(TEST)  ## does the model of one patient mean what it says: ten thousand made-up patients, under ten minutes
	$(BIN)/python bench/calibrate.py

docs: $(TEST)  ## write docs/reference again from the code and the knowledge
	$(BIN)/python docs/generate.py

lock: | $(BIN)/python  ## choose versions anew (needs uv on the path)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --extra sql --extra test --group build -c requirements/run.txt \
	  --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o requirements/test.txt

clean:  ## remove everything that make has made
	rm -rf $(VENV) build dist htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*
	find src tests docs bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
