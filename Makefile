# Everything a developer does here. `make help` lists it.

SHELL := /bin/bash
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
UV_VERSION := $(shell sed -n 's/.*"uv==\([0-9.]*\)".*/\1/p' pyproject.toml)
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)

WORKERS ?= auto

# Without bytecode, every process would compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup count format lint lint-code types imports contracts contracts-check nag test test-unit test-pages test-journeys test-long lighthouse fuzz storm corpus bench-ingest bench-promise bench-promise-speed bench-notify bench-returns bench-pages demo check up down sizes clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: .venv/.ready ## Install everything into this folder (others call it when needed)

.venv/.ready: pyproject.toml uv.lock package-lock.json
	@test -n "$(PYTHON)" || { echo "Todoku needs Python 3.11 or newer; none was found on the PATH."; exit 1; }
	@echo "Setting up: Python packages, Node and CDK, all inside this folder …"
	@test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }
	@$(BIN)/uv sync --frozen --quiet
	@$(BIN)/npm ci --silent --no-fund --no-audit
	@mkdir -p .build
	@touch $@

format: setup ## Format the code and sort its imports
	@ruff check --quiet --fix-only . ; ruff format --quiet .

lint: setup ## Format, style, types, import rules, contracts, infrastructure rules
	@$(MAKE) --silent --jobs 2 --output-sync types lint-code nag
	@echo "lint: all good"

lint-code: setup
	@echo "— format";       ruff format --check --quiet . || { echo "Run \`make format\`."; exit 1; }
	@echo "— style";        ruff check --quiet .
	@echo "— imports";      lint-imports --no-cache > .build/imports.txt 2>&1 || { cat .build/imports.txt; exit 1; }
	@echo "— contracts";    python -m shared.cli.contracts --check && python -m functions.openapi --check

types: setup
	@echo "— types";        mypy

nag: setup
	@echo "— infrastructure (cdk-nag and the house rules)"
	@{ python -m tests.synthesis > .build/synthesised.txt && node node_modules/aws-cdk/bin/cdk synth --quiet --app "$$(tail -1 .build/synthesised.txt)"; } > .build/synth.txt 2>&1 || { cat .build/synthesised.txt .build/synth.txt; exit 1; }

contracts: setup ## Write the generated contracts anew: event schemas, merchant.yaml's schema, OpenAPI
	@python -m shared.cli.contracts && python -m functions.openapi

test: setup ## Run every test, and say how many passed
	@set -o pipefail; { $(MAKE) --silent test-unit && $(MAKE) --silent test-pages && $(MAKE) --silent test-journeys; } | tee .build/tests.txt
	@$(MAKE) --silent count

count:  # of all that `make test` printed, or .ci/run
	@awk '{ for (i = 2; i <= NF; i++) if ($$i ~ /^passed/) sum += $$(i - 1) } END { print sum " passed, in all parts" }' $(or $(COUNTED),.build/tests.txt)

test-unit: setup ## Run the tests that need no local cloud, on every core (WORKERS=0: in one process; TESTS: some folders)
	@pytest -q -m "not journey and not browser" $(TESTS) -n $(WORKERS) --maxprocesses 4 --dist worksteal

test-pages: setup ## Look at every page in a real browser, and leave pictures in .build/pages
	@pytest -q -rs tests/browser -n $(WORKERS) --maxprocesses 2 --dist worksteal

lighthouse: setup ## Print Lighthouse's scores of the main pages (fetches it from npm)
	@pytest -q -rs tests/browser/lighthouse.py

test-journeys: setup ## Run the tests on the local cloud
	@pytest -q -m "journey and not long"

test-long: setup ## Run the tests that take minutes each: a storm of updates, and a local cloud that is stopped and started again
	@pytest -q -m long

fuzz: setup ## Try a million hostile signatures per carrier, 100,000 orders of one parcel's updates, every crash, every bound of the API's contract, and 1,000 examples of each property
	@pytest -q tests/fuzz tests/journeys/test_simulated_story.py tests/journeys/test_simulated_return.py tests/functions/test_openapi_holds.py --rounds 1000000 --crashes 1000 --requests 2000 -n $(WORKERS) --maxprocesses 4
	@pytest -q -m "hypothesis and not journey and not browser" --hypothesis-profile thorough -n $(WORKERS) --maxprocesses 4

storm: setup ## Push 2,000 updates at the local cloud at once, with repeats, forgeries and poison
	@pytest -q tests/journeys/test_update_storm.py --storm-updates 2000 --durations 3

corpus: setup ## Measure the adapters on payloads that others published, where they lie beside the repository
	@python -m tests.corpus.measure

bench-ingest: setup ## Print what a carrier update costs: time by stage, memory, DynamoDB units
	@python -m tests.bench.ingest

bench-promise: setup ## Print how accurate promises are on real orders, beside others' rules, where there is a copy of them
	@python -m tests.bench.promise_accuracy

bench-promise-speed: setup ## Print what a promise costs beside an empty handler: start, CPU, memory, growth (MODEL=file)
	@python -m tests.bench.promise_speed $(if $(MODEL),--model $(MODEL))

bench-notify: setup ## Print what deciding and writing a message costs, and what providers charge for it
	@python -m tests.bench.notify

bench-returns: setup ## Print what deciding on returns costs: positions and requests a second, beside a fixed loop
	@python -m tests.bench.returns

bench-pages: setup ## Print what the tracking page weighs and costs
	@python -m tests.bench.pages

demo: setup ## Watch parcels cross the system (ONCE=1: end with the verdict; PORT=4567: listen there)
	@todoku demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

check: lint test ## Everything CI runs: lint, test, demo
	@$(MAKE) --silent demo ONCE=1

up: setup ## Start the local cloud, with the platform on it; its state is kept (PORT=4567: listen there)
	@todoku up $(if $(PORT),--port $(PORT))

down: setup ## Stop the local cloud
	@todoku down

sizes: setup ## Print cold imports, package sizes and the layer's size
	@python -m infra.sizes

clean: ## Remove everything that was made here
	@rm -rf .venv node_modules .build .todoku cdk.out .*_cache
