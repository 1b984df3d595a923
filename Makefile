# Two commands matter: `make demo` and `make test`. Both set up everything they need in .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	if command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
BIN := .venv/bin
PARALLEL ?= -n auto --dist worksteal

.PHONY: help demo test check bench lint services lock clean

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/.runs ## every order under fixtures/orders through the whole line, then the desk on loopback
	$(BIN)/intake demo $(DEMO)

test: services lint ## everything: the services it tests against, then all tests
	$(BIN)/pytest $(PARALLEL)

check: lint ## the fast suite
	$(BIN)/pytest $(PARALLEL) -m "not slow and not postgres and not browser and not ocr"

lint: .venv/.develops ## style, types, and which package may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.develops ## the benchmarks; results belong in docs/benchmarks.md
	for b in bench/bench_*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

services: .venv/.develops ## PostgreSQL, Dovecot, Tesseract and Chromium to test against, from Debian where possible
	./.ci/services

lock: ## pins the dependencies anew
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
		--no-header --output-file requirements.lock
	.venv/lock/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --no-emit-index-url \
		--generate-hashes --no-header --output-file requirements-dev.lock

clean: ## removes what the targets made
	rm -rf .venv .demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "intake needs Python 3.11 or newer; none was found."; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.runs: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/.develops: requirements-dev.lock .venv/.runs
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
