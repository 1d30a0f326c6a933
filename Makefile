# The two commands of the README: `make reports` and `make test`. Both set up .venv by themselves.
PYTHON ?= python3
YEAR ?= 2017
BORDERS ?= 2014
LANGUAGE ?= ru
JOBS ?= 2

BIN := .venv/bin
READY := .venv/.ready

.PHONY: reports test test-slow test-all lint lab build check docs messages lock clean

reports: $(READY)
	$(BIN)/iidsp report --all --year $(YEAR) --borders $(BORDERS) --language $(LANGUAGE) --jobs $(JOBS)

test: $(READY) lint
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser"

test-slow: $(READY)
	$(BIN)/python -m pytest --durations=10 -m "slow or browser"

test-all: test test-slow

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

lab: $(READY)
	$(BIN)/jupyter lab --notebook-dir=notebooks

build: $(READY)
	$(BIN)/iidsp build

# The documentation as HTML in docs/_build; warnings are errors.
docs: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build

check: $(READY)
	$(BIN)/iidsp check

messages: $(READY)
	$(BIN)/python -m iidsp_analysis.messages

# The lock is hashed and names no index; pip takes whatever index its own configuration names.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --output-file requirements.lock

clean:
	rm -rf data/processed/*.parquet data/processed/*.key data/processed/trade reports/*.html reports/*.json reports/_*
