# `make` lists what there is. All that is needed: make and Python 3.11. No root, no Docker, no Node.

PYTHON ?= python3.11
UV_VERSION := 0.13.9
PORT ?= 8000
PYTEST_WORKERS ?= 2

UV := .tools/uv-$(UV_VERSION)/bin/uv
BIN := .venv/bin
READY := .venv/.synced
PROTO := orders/contract/backend_pb2.py

# The lock decides what is installed, and the Python that is here runs it.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo demo-reset access test soak proofs lint format bench-audit bench-pages bench-reports bench-streams screenshots lambda proto shell clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r target what; do printf '  make %-13s %s\n' $$target "$$what"; done

demo: $(READY) ## the product with a pretend cloud, in the foreground (PORT=8000, SIMULATE=0 for empty tables, SPEED=40)
	@PORT=$(PORT) exec $(BIN)/python -m demo

demo-reset: $(READY) ## forget everything the demo has kept in .demo/
	@$(BIN)/python -m demo reset

access: $(READY) ## who may call which route, by which methods, with own or others' things
	@$(BIN)/python manage.py access

test: lint ## lint, then every test, with the browser where there is one
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal -m 'not soak'

soak: $(READY) ## the long runs of the stream engine: a million records in memory, 50,000 through killed processes
	$(BIN)/pytest tests/streams -m soak -q -s -n 0 -p no:randomly

proofs: $(READY) ## commands happen once: 1,000 of them through killed processes, lost wake-ups and answers (PROOF_COMMANDS=100)
	$(BIN)/pytest tests/proofs tests/commands -m soak -q -s -n 0 -p no:randomly

lint: $(READY) ## formatting, ruff, mypy
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY) ## format the code and put right what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-audit: $(READY) ## how fast a million events of the audit are verified, beside reading them; table and .bench/audit.json
	$(BIN)/python -m bench.audit

bench-pages: $(READY) ## time Find and the order page beside the bare calls they make; table and .bench/pages.json
	$(BIN)/python -m bench.pages

bench-reports: $(READY) ## a year of up to a million orders in reports, beside bare DuckDB and PostgreSQL; table and .bench/reports.json
	$(BIN)/python -m bench.reports

bench-streams: $(READY) ## the stream engine beside a bare loop: rates, CPU, calls, units, lag; table and .bench/streams.json
	$(BIN)/python -m bench.streams

screenshots: $(READY) ## the README's pictures, from the demo that runs or one started for it
	$(BIN)/python -m docs.screenshots

capture: $(READY) ## the README's animated capture, from the same
	$(BIN)/python -m docs.capture

lambda: $(READY) ## .build/lambda.zip: the Lambda on the streams, with what it needs from the lock (infra/template.yaml)
	$(BIN)/python -m infra.package $(UV)

proto: $(READY) ## generate orders/contract/backend_pb2.py from proto/backend.proto
	$(BIN)/python -m grpc_tools.protoc -Iproto --python_out=orders/contract --pyi_out=orders/contract proto/backend.proto

shell: $(READY) ## a Python shell with the settings of the running demo
	@$(BIN)/python manage.py shell

clean: ## remove the environment, caches and what tests and benchmarks left
	rm -rf .venv .tools .build .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): uv.lock pyproject.toml | $(UV)
	@printf 'Environment: installing from uv.lock, half a gigabyte the first time '
	@$(UV) sync --quiet --frozen --python $(PYTHON) & pid=$$!; \
		while kill -0 $$pid 2>/dev/null; do printf .; sleep 1; done; wait $$pid && echo ' ready'
	@touch $@

$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not here. Install Python 3.11, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Environment: fetching uv $(UV_VERSION)"
	@rm -rf .tools && $(PYTHON) -m venv .tools/uv-$(UV_VERSION)
	@.tools/uv-$(UV_VERSION)/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
