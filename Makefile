# Daybook. `make` lists what there is; `make run` and `make test` are all that a new machine needs.

DATA         ?= data
CONTROL_PORT ?=
GATEWAY_PORT ?=
NODE_PORT    ?=
MONGODB_URL  ?=

export DATA CONTROL_PORT GATEWAY_PORT NODE_PORT MONGODB_URL

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-gateway bench-node build lint format clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nSettings of run, as in `make run DATA=/srv/daybook`:\n'
	@printf '  %-13s %s\n' DATA 'the data folder (data)' \
	    CONTROL_PORT 'port of the control plane, at first start only' \
	    GATEWAY_PORT 'port of the gateway, at first start only' \
	    NODE_PORT 'port of the MongoDB node, at first start only' \
	    MONGODB_URL 'the MongoDB server behind the node: mongodb://HOST:PORT'

run: ## build, make a data folder with a sample on first start, serve until Ctrl-C
	@scripts/install-build-dependencies
	swift build --configuration release --product daybook
	@scripts/run

test: ## install what the tests need, build, run every test
	@scripts/install-build-dependencies
	@scripts/install-test-dependencies
	@scripts/test

bench: ## measure Daybook beside other engines on this machine
	@Benchmarks/bench $(ARGUMENTS)

bench-gateway: ## measure what recording costs a call of a published API
	@Benchmarks/bench-gateway $(ARGUMENTS)

bench-node: ## measure the MongoDB node beside haproxy on this machine
	@Benchmarks/bench-node $(ARGUMENTS)

build: ## build the debug product
	@scripts/install-build-dependencies
	swift build --product daybook

lint: ## check the form of the sources
	@scripts/lint

format: ## bring the sources into form
	swift format format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks/Measure
	@if [ -x .venv/bin/ruff ]; then .venv/bin/ruff format --quiet Tests/Integration; fi

clean: ## remove what was built; data folders stay
	rm -rf .build .venv .pytest_cache Benchmarks/.venv
