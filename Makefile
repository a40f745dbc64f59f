# Each target sets up what it needs by itself; see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run demo test lint bench screenshots docs chromium web-servers clean

help:
	@echo "make run     open the app in the browser"
	@echo "make demo    analyse the built-in sample, without a browser"
	@echo "make test    run every check and every test"
	@echo "make lint    style, types and import rules only"
	@echo "make bench   measure speed and memory on this machine"
	@echo "make screenshots   take the pictures of the pages anew"
	@echo "make docs    write the tables in the docs that the code knows best"
	@echo "make clean   remove the virtual environment"

run: $(VENV)/ready
	$(BIN)/python -m heatdash app

demo: $(VENV)/ready
	$(BIN)/python -m heatdash demo --out heatdash-demo

test: lint chromium web-servers
	$(BIN)/python -m pytest tests -m "not browser and not model"
	$(BIN)/python -m pytest tests -m "browser or model"

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready-dev chromium
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.second_look
	$(BIN)/python -m benchmarks.refine
	$(BIN)/python -m benchmarks.measure
	$(BIN)/python -m benchmarks.render
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.server
	$(BIN)/python -m benchmarks.explore

screenshots: $(VENV)/ready-dev chromium
	$(BIN)/python -m docs.make_screenshots

docs: $(VENV)/ready
	$(BIN)/python -m docs.make_tables

# The pages are tested in a real browser, which no Python package brings.
chromium:
	@for name in chromium chromium-browser google-chrome chrome; do command -v $$name >/dev/null && exit; done; \
	  root=$$([ $$(id -u) = 0 ] || echo sudo -n); \
	  { $$root apt-get -qq update && $$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install chromium; } >/dev/null 2>&1 \
	  || echo "There is no Chromium here and it could not be installed: the tests in a browser are skipped."

# The app is tested behind real web servers, which are unpacked and not installed: else they would serve from now on.
web-servers: | $(BIN)/python
	@for name in nginx caddy; do \
	  PATH=$$PATH:/usr/sbin:$(VENV)/web-servers/usr/sbin:$(VENV)/web-servers/usr/bin command -v $$name >/dev/null && continue; \
	  root=$$([ $$(id -u) = 0 ] || echo sudo -n); folder=$$(mktemp -d); \
	  { $$root apt-get -qq update; cd $$folder && apt-get -qq download $$name && cd - && dpkg -x $$folder/*.deb $(VENV)/web-servers; } \
	    >/dev/null 2>&1 || echo "There is no $$name here and it could not be had: the tests behind it are skipped."; \
	  rm -r $$folder; \
	done

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
