# Two commands do everything on a machine with Python 3.11, git and make: `make demo` and `make test`.
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test test-all lint bench lock clean help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## issue, bake, unbake and verify credentials in the terminal
	@$(BIN)/mica demo

test: $(READY) ## the default suite
	$(BIN)/pytest -m "not slow"

test-all: $(READY) ## everything, with fuzzing and long property runs
	$(BIN)/pytest

lint: $(READY) ## style, types, floors and budgets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/budgets.py

bench: $(READY) ## speed, beside a peer in the same run
	$(BIN)/python -m bench.vc

lock: $(READY) ## renew the locked dependencies
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --extra dev -o requirements/dev.txt pyproject.toml

clean: ## remove everything that was built
	rm -rf .venv .cache dist build

$(READY): requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Mica needs Python 3.11 or later: $(PYTHON) was not found. Try: make PYTHON=python3"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
