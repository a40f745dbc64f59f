# Each target sets up what it needs by itself; see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run demo test lint bench clean

help:
	@echo "make run     open the app in the browser"
	@echo "make demo    analyse the built-in sample, without a browser"
	@echo "make test    run every check and every test"
	@echo "make lint    style, types and import rules only"
	@echo "make bench   measure speed and memory on this machine"
	@echo "make clean   remove the virtual environment"

run: $(VENV)/ready
	$(BIN)/python -m streamlit run app.py

demo: $(VENV)/ready
	$(BIN)/python -m heatdash demo --out heatdash-demo

test: lint
	$(BIN)/python -m pytest tests

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.second_look
	$(BIN)/python -m benchmarks.measure
	$(BIN)/python -m benchmarks.render
	$(BIN)/python -m benchmarks.memory

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "HeatDash needs Python 3.11 or newer; name one with 'make PYTHON=python3.12 ...'."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.txt | $(BIN)/python
	@echo "Installing what HeatDash needs; the first time takes some minutes and about 7 GB."
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/ready-dev: requirements-dev.txt $(VENV)/ready
	$(PIP) install -r requirements-dev.txt
	@touch $@
