# Needs Python ≥ 3.11, git and make; everything else is fetched into the checkout.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help up demo test matrix kills bench lint setup system fonts train clean

UV ?= $(shell command -v uv || echo .tools/bin/uv)
RUN = $(UV) run --frozen --no-sync
PYTHON ?= python3
DEMO ?= demo

help:
	@echo "make up     starts everything: database, web, a made-up city; prints address and sign-ins"
	@echo "make demo   makes a month of scans of a made-up city, reads it, posts it into the ledger"
	@echo "make test   sets everything up and runs the tests"
	@echo "make lint   style, types, import rules"
	@echo "make bench  measures speed and quality, prints the table of docs/benchmarks.md"

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.ready: pyproject.toml uv.lock | $(filter .tools/bin/uv,$(UV))
	$(UV) sync --frozen --quiet
	@touch $@

setup: .venv/.ready

# Programs that tests open our files with; Debian's packages where we may install them.
system:
	@tools/system_packages.sh

up: setup
	$(RUN) sekisho up

demo: setup
	$(RUN) sekisho demo run $(DEMO)

# A process a core, each with a database, a browser and folders of its own.
test: setup system
	$(RUN) pytest --numprocesses logical --maxprocesses 4 --dist worksteal

# Who may open what, for every page × post × office × terminal × zone, and every field with everything; «make test» draws from both.
matrix: setup system
	SEKISHO_WHOLE_MATRIX=1 $(RUN) pytest tests/gate/test_matrix.py tests/gate/test_hostile_input.py

# A run of several months in which web and worker are killed fifty times at random moments.
kills: setup
	SEKISHO_KILLS=50 $(RUN) pytest tests/test_killed_worker.py -k web_and_worker

lint: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) sekisho register check
	$(RUN) python tools/check_migrations.py
	$(RUN) python tools/check_tree.py

fonts:
	$(UV) sync --frozen --quiet --group train
	$(RUN) python tools/fetch_fonts.py

bench: setup system
	$(RUN) sekisho bench $(BENCH)

train: fonts
	$(RUN) sekisho train all

clean:
	rm -rf .venv .tools .fonts demo .mypy_cache .ruff_cache
