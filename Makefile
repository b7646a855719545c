# `make help` lists what there is. `make check` and `make test` are what CI runs (.ci/run).
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run worker test check fix bench bundles docs lock libraries

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
WORKER := $(PYTHON) -m celery -A config worker -B --loglevel INFO --concurrency 2 --without-gossip --without-mingle
PORT ?= 8000
# The settings read it: the address in QR codes follows the port.
export PORT
# make demo SERVE=0 stops after the PDFs.
SERVE ?= 1

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 12

.venv/bin/python:
	.ci/machine python
	python3 -m venv .venv

.venv/.ready: requirements.txt | .venv/bin/python
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.ready-dev: requirements-dev.txt | .venv/bin/python
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/.ready

libraries: .venv/.ready
	@.ci/machine libraries

setup: libraries ## Virtual environment, locked packages, system libraries, tables, catalogue
	$(MANAGE) migrate --verbosity 0
	@if [ -e reporting/management/commands/load_catalogue.py ]; then $(MANAGE) load_catalogue; fi

demo: setup ## Fill the portal with an example year, make its PDFs and serve it (PORT=8010; SERVE=0: do not serve)
	$(MANAGE) demo $(if $(filter 0,$(SERVE)),--no-serve,--serve)

run: setup ## Serve at http://127.0.0.1:8000 with a worker beside it (PORT=8010; DEBUG=1: errors in the browser)
	@$(WORKER) & worker=$$!; trap 'kill $$worker 2>/dev/null; wait $$worker' EXIT; \
	$(MANAGE) runserver 127.0.0.1:$(PORT)

worker: libraries ## Only the worker with its schedule
	$(WORKER)

test: .venv/.ready-dev libraries ## The suite: SQLite, PostgreSQL with Redis, browser (DEEP=1: all that CI runs)
	@.ci/test

check: .venv/.ready-dev libraries ## Format, lint, import contracts, types, templates, bundles, deployment, migrations
	.ci/bundles check
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/djlint templates --lint
	DJANGO_SETTINGS_MODULE=config.settings.production \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	ALLOWED_HOSTS=example.vn SITE_URL=https://example.vn DATABASE_URL=postgres://check@127.0.0.1/check \
	$(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run

fix: .venv/.ready-dev ## Format and repair what tools can
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

bench: .venv/.ready-dev libraries ## Measure every program in bench/ against its yardstick
	@status=0; for file in bench/[a-z]*.py; do \
		name=$$(basename "$$file" .py); echo "== $$name"; $(PYTHON) -m "bench.$$name" || status=1; \
	done; exit $$status

bundles: ## Bundle static/src into static/js/bundles anew (needs node and npm)
	.ci/bundles

docs: libraries ## Write docs/workflows.md and docs/access.md anew from the code
	$(MANAGE) write_docs

lock: .venv/bin/python ## Pin requirements*.txt anew from requirements*.in
	$(PYTHON) -m pip install --quiet uv
	UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --upgrade requirements.in -o requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --upgrade requirements-dev.in -o requirements-dev.txt
