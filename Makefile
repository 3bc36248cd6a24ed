# TraceMQ: `make run` opens the window, `make test` runs the tests; both do all their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TS := $(wildcard translations/*.ts)

.PHONY: run test check bench picture format translations package install-desktop uninstall-desktop conformance clean help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

run: $(VENV)/.app ## set everything up and open the window (ARGS="--demo" passes arguments)
	@packaging/system-packages.sh window
	@$(BIN)/python packaging/has_display.py
	@$(BIN)/tracemq $(ARGS)

test: $(VENV)/.dev ## set everything up and run all tests
	@packaging/system-packages.sh test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(VENV)/.dev ## format, lint, types, imports and tests in one
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

bench: $(VENV)/.bench ## run the benchmarks (ARGS="receive" runs one)
	@packaging/system-packages.sh test
	@$(BIN)/python -m tests.benchmarks $(ARGS)

picture: $(VENV)/.app ## take the README's pictures anew from the running program, on a virtual screen
	@packaging/system-packages.sh test
	@$(BIN)/python packaging/picture.py

format: $(VENV)/.dev ## put the code into the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: $(VENV)/.dev ## collect the strings anew into translations/*.ts and compile them
	$(BIN)/python packaging/update_translations.py

conformance: $(VENV)/.dev ## write tests/CONFORMANCE.md anew from the tests
	$(BIN)/python packaging/conformance.py

package: $(VENV)/.package ## build the stand-alone program with PyInstaller into dist/
	@packaging/system-packages.sh window
	$(BIN)/pyinstaller --noconfirm --clean --distpath dist --workpath build packaging/tracemq.spec

install-desktop: $(VENV)/.app ## put TraceMQ into this user's application menu
	@$(BIN)/python -m tracemq --install-desktop

uninstall-desktop: $(VENV)/.app ## take it out again
	@$(BIN)/python -m tracemq --uninstall-desktop

clean: ## remove everything that was built
	rm -rf $(VENV) build dist tracemq/translations .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "TraceMQ needs Python 3.11 or newer; name one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Please type: sudo apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@$(BIN)/pip install --quiet --upgrade pip hatchling

# --no-build-isolation: the build needs PySide6 for lrelease, which is a dependency anyway; once is enough
$(VENV)/.app: $(BIN)/python pyproject.toml packaging/hatch_build.py $(TS)
	@echo "Setting up TraceMQ in $(VENV) ..."
	@$(BIN)/python packaging/install.py
	@touch $@
$(VENV)/.dev: $(VENV)/.app
	@$(BIN)/python packaging/install.py test check
	@# a second broker for the tests, in an environment of its own: it pins other versions of what we use
	@$(BIN)/python -m venv $(VENV)/amqtt && $(VENV)/amqtt/bin/pip install --quiet "amqtt>=0.11" || \
		echo "amqtt could not be installed: its tests will be skipped"
	@touch $@
$(VENV)/.bench: $(VENV)/.dev
	@$(BIN)/python packaging/install.py bench
	@touch $@
$(VENV)/.package: $(VENV)/.app
	@$(BIN)/python packaging/install.py package
	@touch $@
