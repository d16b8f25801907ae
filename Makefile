# Two commands do everything on a machine with Python 3.11, git and make: `make demo` and `make test`.
# PYTHON is the first Python 3.11 or later that runs; name another with `make PYTHON=/path/to/python test`.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
READY := .venv/.ready
FETCHED := .cache/fetched
PARALLEL := -n auto --maxprocesses 4

.DEFAULT_GOAL := help
.PHONY: demo test test-all lint bench messages pictures lock clean help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## a small region to walk through in a browser, until you stop it
	@$(BIN)/mica demo --folder .cache/demo

test: $(READY) ## the default suite
	$(BIN)/pytest $(PARALLEL) -m "not slow"

test-all: $(READY) ## everything, with fuzzing and long property runs
	$(BIN)/pytest $(PARALLEL)

lint: $(READY) ## style, types, floors and budgets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/budgets.py

bench: $(READY) ## speed, beside a peer in the same run
	$(BIN)/python -m bench.vc
	$(BIN)/python -m bench.award
	$(BIN)/python -m bench.verify

messages: $(READY) ## find every text that is translated, and list what has no French yet
	$(BIN)/python -m tools.messages

pictures: $(READY) ## look at every page: docs/pictures/pages, and one sheet of them
	$(BIN)/python -m tools.contact_sheet

lock: $(READY) ## renew the locked dependencies
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url \
		--no-emit-find-links --extra platform --extra dev -o requirements/dev.txt pyproject.toml

clean: ## remove everything that was built
	rm -rf .venv .cache dist build

$(READY): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Mica needs Python 3.11 or later, and none was found. \
	Install one, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) comes without its venv \
	module. On Debian and Ubuntu: apt-get install python3-venv (or python3.11-venv)." >&2; exit 1; }
	@echo "Preparing .venv with $(PYTHON): locked dependencies, checked by hash ..."
	@$(PYTHON) -m venv .venv
	@rm -rf $(FETCHED) && began=$$(date +%s) && $(BIN)/pip download -q --disable-pip-version-check \
		--require-hashes --no-deps -d $(FETCHED) -r requirements/dev.txt \
		&& echo "Downloading took $$(($$(date +%s) - began)) seconds."
	@began=$$(date +%s) && $(BIN)/pip install -q --disable-pip-version-check --no-deps \
		--require-hashes --find-links $(FETCHED) -r requirements/dev.txt \
		&& $(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . \
		&& echo "Installing took $$(($$(date +%s) - began)) seconds."
	@rm -rf $(FETCHED)
	@touch $@
