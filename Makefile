# Every target sets up what it needs by itself. `make help` lists them.
PORT ?= 8000
BIN := .venv/bin
CATALOGUES := $(wildcard forum/translations/*/LC_MESSAGES/*.po)
ASSETS := $(shell find forum/static -name '*.css' -o -name '*.js' -o -name '*.svg')

.DEFAULT_GOAL := help
.PHONY: help env demo test bench lint translations lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/.uv: requirements/uv.txt
	@python3 -m venv .venv || { echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.run: .venv/.uv requirements/run.txt pyproject.toml .ci/hatch_build.py $(CATALOGUES) $(ASSETS)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@

env: .venv/.run  ## the environment alone, in .venv

demo: .venv/.run  ## the demo forums, served on http://127.0.0.1:8000 (PORT=...)
	@$(BIN)/forum demo --port $(PORT)

test: .venv/.dev  ## everything: both databases, mail server, browser, readers of calendars
	@.ci/browser
	@.ci/readers
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest

bench: .venv/.dev  ## what registering costs, and that it stays exact (ARGS="postgresql burst")
	@$(BIN)/python -m tests.bench $(ARGS)

lint: .venv/.dev  ## style, types
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

translations: .venv/.run  ## collects the sentences of code and templates into the catalogues
	@$(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --keyword=_n:1,2 --no-location --sort-output --omit-header --output-file=.venv/messages.pot .
	@$(BIN)/pybabel --quiet update --input-file=.venv/messages.pot --output-dir=forum/translations --locale=de --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100

lock: .venv/.uv  ## renew the locked dependencies
	@rm -f requirements/run.txt requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt

clean:  ## removes the environment and the instance with its data
	@rm -rf .venv instance dist
