# Kharita. `make run` opens the map, `make test` checks everything, `make quick` all but the slow tests.
# Wanted: make, Python 3.11 or newer with venv; for `make test` where there is no Chromium or Chrome yet, on Debian the
# right to install its package. PYTHON names another Python: `make run PYTHON=python3.12`.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
WORKSPACE := workspaces/seeds.gpkg
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test quick check tests quick-tests browser outside clean

help:
	@echo "make run    install what the program needs, build a workspace from seeds/, open the map in a browser"
	@echo "make test   install what checks and tests need, run all of them (under 30 minutes)"
	@echo "make quick  the same without the slow tests (under three minutes)"
	@echo "make clean  remove the virtual environment and what the checks left behind"

run: $(VENV)/run.stamp $(WORKSPACE)
	@echo "== opening the map (Ctrl-C ends it)"
	@$(BIN)/streamlit run app.py

test: $(VENV)/dev.stamp browser outside check tests

quick: $(VENV)/dev.stamp check quick-tests

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not:" \
	    "$$($(PYTHON) --version 2>&1 || true). Name another with PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "== making a virtual environment in $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "== installing requirements.txt"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements-scale.txt requirements.txt | $(VENV)/bin/python
	@echo "== installing requirements-dev.txt"
	@$(PIP) install -r requirements-dev.txt
	@touch $(VENV)/run.stamp $@

$(WORKSPACE): | $(VENV)/run.stamp
	@echo "== building $@ from seeds/ (the first time the gazetteer is compiled: about a minute)"
	@$(BIN)/python -m geo build seeds -o $@

browser: | $(VENV)/dev.stamp
	@echo "== looking for a browser for the tests"
	@scripts/install_browser.sh $(BIN)/python

outside:
	@echo "== looking for what the exports are checked by: GDAL's tools, a GeoJSON linter"
	@scripts/install_outside.sh

check: | $(VENV)/dev.stamp
	@echo "== ruff check"
	@$(BIN)/ruff check .
	@echo "== ruff format --check"
	@$(BIN)/ruff format --check .
	@echo "== mypy"
	@$(BIN)/mypy

tests: | $(VENV)/dev.stamp
	@echo "== pytest: all tests, $(WORKERS) at a time"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

quick-tests: | $(VENV)/dev.stamp
	@echo "== pytest: all but the slow tests, $(WORKERS) at a time"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not slow"

clean:
	@echo "== removing $(VENV) and caches"
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
