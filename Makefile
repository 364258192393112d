# Diwan: `make run` to try it, `make test` for every test. Nothing else is needed on a fresh machine but Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: install run test lint format bench lock docs clean

$(VENV)/.runs: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Diwan needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Diwan runs on…"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	@echo "Installing what its tests need…"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.tests

# Both platforms and Diwan on this machine; the page's address is printed.
run: $(VENV)/.runs
	@$(BIN)/python -m sandbox

# Everything on SQLite, then what touches the database again on PostgreSQL: the two never share a process.
test: $(VENV)/.tests
	$(BIN)/python -m pytest -q -n 4 --dist worksteal
	$(BIN)/python -m pytest -q -n 4 --dist worksteal --database postgres

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.tests
	$(BIN)/python -m benchmarks

# Choose versions anew, with hashes; `uv` must be on the PATH.
lock:
	uv pip compile pyproject.toml --extra dev $(LOCK) -o requirements-dev.txt
	uv pip compile pyproject.toml $(LOCK) -c requirements-dev.txt -o requirements.txt
LOCK := --upgrade --generate-hashes --universal --no-emit-index-url --no-annotate --python-version 3.11 \
	--custom-compile-command "make lock"

clean:
	rm -rf $(VENV) var
