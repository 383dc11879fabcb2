# `make help` says what can be made. Every target first sets up what it needs: once, and again when the pins change.
VENV := .venv
BENCH_VENV := .venv-bench
REPLAY_VENV := .venv-replay
BIN := $(VENV)/bin
PIP_INSTALL := -m pip install -qq --disable-pip-version-check

SITE ?= macommune
ARCHIVE ?= data
PAGES ?= 100000
KILLS ?= 50
DAYS ?= 400
SEED ?= 1

find_python = $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PYTHON ?= $(or $(find_python),$(error Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python))

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench bench-browse bench-large bench-quality fuzz kills years drift crawl browse

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## make .venv with everything the project needs (the others call it)

demo: setup ## crawl the bundled replica, let it change, crawl it again, say what changed
	@$(BIN)/newsarchive demo

test: lint $(REPLAY_VENV)/.installed ## lint, types, all tests
	@$(BIN)/python -m pytest -n 2

lint: setup ## ruff and mypy
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary

bench: setup $(BENCH_VENV)/.installed ## measure against other tools, side by side; the report is also kept in bench-results/
	@$(BIN)/python -m bench --peers $(BENCH_VENV)/bin/python

bench-quality: setup $(BENCH_VENV)/.installed ## score how right pages are read, beside other tools, and write docs/quality.md
	@$(BIN)/python -m bench.quality --peers $(BENCH_VENV)/bin/python

fuzz: setup ## break pages at random and hold the reader to what must be true of any page: make fuzz PAGES=100000
	@$(BIN)/python -m bench.fuzz --pages $(PAGES) --workers 2

bench-browse: setup ## measure how quickly pages of 200,000 made-up articles come, beside stock Datasette
	@$(BIN)/python -m bench.browsing

bench-large: setup ## measure what large archives ask of a crawl: some twenty minutes
	@$(BIN)/python -m bench.large

kills: setup ## kill a crawl again and again and see that nothing is lost: make kills KILLS=50
	@$(BIN)/python -m bench.kills --kills $(KILLS)

years: setup ## simulate years of crawling, all that befalls a site and its crawler: make years DAYS=400 SEED=1
	@$(BIN)/python -m bench.years --days $(DAYS) --seed $(SEED)

drift: setup ## simulate false alarms of the monitors, and how soon they notice a loss
	@$(BIN)/python -m bench.drift

crawl: setup ## archive a site: make crawl SITE=macommune ARCHIVE=data
	@$(BIN)/newsarchive crawl $(SITE) --archive $(ARCHIVE)

browse: setup ## open the archive in a browser: make browse ARCHIVE=data
	@$(BIN)/newsarchive browse --archive $(ARCHIVE)

$(VENV)/.installed: pyproject.toml constraints.txt debian-packages.txt
	@PYTHON="$(PYTHON)" .ci/debian-packages
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing what pyproject.toml names into $(VENV) …"
	@$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@

# The tools we measure against pin versions of their own: they live apart. Pip before 24 fails on how they spell an extra.
$(BENCH_VENV)/.installed: bench/peers.txt | $(VENV)/.installed
	@$(BENCH_VENV)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(BENCH_VENV)
	@echo "Installing the tools to measure against into $(BENCH_VENV) …"
	@$(BENCH_VENV)/bin/python $(PIP_INSTALL) --upgrade 'pip>=24'
	@$(BENCH_VENV)/bin/python $(PIP_INSTALL) -r bench/peers.txt
	@touch $@

# So do the tools that tests replay archives with.
$(REPLAY_VENV)/.installed: tests/replay-tools.txt | $(VENV)/.installed
	@$(REPLAY_VENV)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(REPLAY_VENV)
	@echo "Installing the tools that tests replay archives with into $(REPLAY_VENV) …"
	@$(REPLAY_VENV)/bin/python $(PIP_INSTALL) --upgrade 'pip>=24'
	@$(REPLAY_VENV)/bin/python $(PIP_INSTALL) -r tests/replay-tools.txt
	@touch $@
